import type { ExtensionDescriptor } from "../reflect/mod.ts";
import { commentOf, docComment } from "./comments.ts";
import type { Context } from "./context.ts";
import { declaration, fieldType } from "./field_type.ts";
import { exportName } from "./names.ts";

/** Generates an extension: the constant that getters and setters take. */
export function generateExtension(context: Context, extension: ExtensionDescriptor): void {
  const { printer } = context;
  const comment = commentOf(extension);
  const source = `Extension of \`${extension.extendee.fullName}\`: \`${declaration(extension)}\``;
  const extendee = context.typeSymbol(extension.extendee);
  const value = fieldType(context, extension);
  const make = context.runtime("reflect", "extension");
  const kind = context.runtimeType("reflect", "Extension");
  const name = exportName(extension);
  printer.line(
    "",
    ...docComment(
      comment === "" ? source : `${comment}\n\n${source}`,
      extension.proto.options?.deprecated ? ["@deprecated"] : [],
    ),
  );
  const type = `${kind}<${extendee}, ${value}>`;
  printer.constant(`export const ${name}: ${type}`, `/* @__PURE__ */ ${make}`, [
    context.fileName,
    `"${extension.fullName}"`,
  ]);
}
