import type { EnumDescriptor } from "../reflect/mod.ts";
import { commentOf, docComment } from "./comments.ts";
import type { Context } from "./context.ts";
import { enumValueNames, exportName } from "./names.ts";

/** Generates an enum: an object with its numbers, and the type of what fields hold. */
export function generateEnum(context: Context, enumeration: EnumDescriptor): void {
  const { printer } = context;
  const name = exportName(enumeration);
  const doc = docComment(
    commentOf(enumeration) || `Enum \`${enumeration.fullName}\`.`,
    enumeration.proto.options?.deprecated ? ["@deprecated"] : [],
  );
  const names = enumValueNames(enumeration);
  printer.line("", ...doc);
  printer.block(`export const ${name} = {`, () => {
    enumeration.values.forEach((value, i) => {
      const tags = value.proto.options?.deprecated ? ["@deprecated"] : [];
      printer.line(...docComment(commentOf(value) || `\`${value.name} = ${value.number}\``, tags));
      printer.line(`${names[i]}: ${value.number},`);
    });
  }, "} as const;");
  const kind = context.runtimeType("reflect", enumeration.open ? "OpenEnum" : "ClosedEnum");
  printer.line("", ...doc, `export type ${name} = ${kind}<typeof ${name}>;`);
}
