import type { FieldDescriptor, MessageDescriptor, OneofDescriptor } from "../reflect/mod.ts";
import { commentOf, docComment } from "./comments.ts";
import type { Context } from "./context.ts";
import {
  declaration,
  fieldType,
  initialLiteral,
  isOptional,
  literal,
  membersOf,
  valueType,
} from "./field_type.ts";
import { exportName, viewName } from "./names.ts";
import { generateRead, variable } from "./read.ts";
import { generateWrite } from "./write.ts";

/** Generates a message: its interface, its type, and its defaults if it declares any. */
export function generateMessage(context: Context, message: MessageDescriptor): void {
  const doc = docComment(
    commentOf(message) || `Message \`${message.fullName}\`.`,
    message.proto.options?.deprecated ? ["@deprecated"] : [],
  );
  generateInterface(context, message, doc);
  generateType(context, message, doc);
  generateView(context, message);
  generateDefaults(context, message);
}

function generateInterface(
  context: Context,
  message: MessageDescriptor,
  doc: readonly string[],
): void {
  const { printer } = context;
  const base = context.runtimeType("reflect", "Message");
  let open = `export interface ${exportName(message)} extends ${base}<"${message.fullName}"> {`;
  printer.line("", ...doc);
  if (!printer.fits(open)) {
    printer.line(`export interface ${exportName(message)}`);
    open = `  extends ${base}<"${message.fullName}"> {`;
  }
  if (message.fields.length === 0) {
    printer.line(`${open}}`);
    return;
  }
  printer.block(open, () => {
    for (const member of membersOf(message)) {
      if (member.kind === "oneof") generateOneof(context, member);
      else generateProperty(context, member);
    }
  }, "}");
}

function generateProperty(context: Context, field: FieldDescriptor): void {
  const type = fieldType(context, field);
  context.printer.line(
    ...fieldDoc(field),
    isOptional(field)
      ? `${field.localName}?: ${type} | undefined;`
      : `${field.localName}: ${type};`,
  );
}

function generateOneof(context: Context, oneof: OneofDescriptor): void {
  const { printer } = context;
  printer.line(...docComment(commentOf(oneof) || `\`oneof ${oneof.name}\``));
  printer.line(`${oneof.localName}:`);
  for (const field of oneof.fields) {
    const type = valueType(context, field);
    printer.line(...fieldDoc(field).map((line) => `  ${line}`));
    const member = `  | { readonly case: "${field.localName}"; readonly value: ${type} }`;
    if (printer.fits(member)) {
      printer.line(member);
    } else {
      printer.line(
        "  | {",
        `    readonly case: "${field.localName}";`,
        `    readonly value: ${type};`,
        "  }",
      );
    }
  }
  printer.line(`  | ${context.runtimeType("reflect", "UnsetOneof")};`);
}

function fieldDoc(field: FieldDescriptor): string[] {
  const comment = commentOf(field);
  const source = `\`${declaration(field)}\``;
  const tags = field.proto.options?.deprecated ? ["@deprecated"] : [];
  return docComment(comment === "" ? source : `${comment}\n\n${source}`, tags);
}

function generateType(
  context: Context,
  message: MessageDescriptor,
  doc: readonly string[],
): void {
  const { printer } = context;
  const name = exportName(message);
  const type = context.runtimeType("reflect", "MessageType");
  const make = context.runtime("reflect", "messageType");
  printer.line("", ...doc);
  printer.constant(`export const ${name}: ${type}<${name}>`, `/* @__PURE__ */ ${make}`, [
    context.fileName,
    `"${message.fullName}"`,
    `create${name}`,
    `read${name}`,
    `write${name}`,
  ]);
  generateShape(context, message);
  generateCreate(context, message);
  generateRead(context, message);
  generateWrite(context, message);
}

/**
 * Generates the function that `create()` and `read()` make messages with. A literal would do, were
 * it not for V8: see `plainConstructor()`.
 */
function generateShape(context: Context, message: MessageDescriptor): void {
  const { printer } = context;
  const name = exportName(message);
  const members = membersOf(message);
  if (members.length === 0) return;
  const make = context.runtime("reflect", "plainConstructor");
  const parameters = members.map((member) =>
    `${variable(context, member)}: ${name}["${member.localName}"]`
  );
  printer.line("", `const ${name}_shape = /* @__PURE__ */ ${make}(function (`);
  printer.indented(() => {
    printer.line(`this: ${name},`, ...parameters.map((parameter) => `${parameter},`));
  });
  printer.block(") {", () => {
    for (const member of members) {
      printer.line(`this.${member.localName} = ${variable(context, member)};`);
    }
  }, "});");
}

function generateCreate(context: Context, message: MessageDescriptor): void {
  const { printer } = context;
  const name = exportName(message);
  const members = membersOf(message);
  const takesInit = members.some((member) => member.kind === "field");
  const parameters = takesInit ? [`init: ${printer.global("Partial")}<${name}> = {}`] : [];
  printer.line("");
  printer.func(`create${name}`, parameters, name, () => {
    if (members.length === 0) return printer.line("return {};");
    printer.line(`return new ${name}_shape(`);
    for (const member of members) {
      const value = member.kind === "oneof"
        ? context.runtime("reflect", "UNSET_ONEOF")
        : initialValue(context, member);
      printer.line(`  ${value},`);
    }
    printer.line(");");
  });
}

/** What a field of a new message holds, as a TypeScript expression. */
function initialValue(context: Context, field: FieldDescriptor): string {
  const init = `init.${field.localName}`;
  const { message } = field.mapValue ?? field;
  if (field.cardinality === "map") {
    const args = message ? `${init}, ${context.symbol(message)}` : init;
    return `${context.runtime("reflect", "initialMap")}(${args})`;
  }
  if (message !== undefined) {
    const make = field.cardinality === "repeated" ? "initialMessages" : "initialMessage";
    return `${context.runtime("reflect", make)}(${context.symbol(message)}, ${init})`;
  }
  if (field.cardinality === "repeated") {
    return `${context.runtime("reflect", "initialList")}(${init})`;
  }
  return isOptional(field) ? init : `${init} ?? ${initialLiteral(context, field)}`;
}

function generateView(context: Context, message: MessageDescriptor): void {
  const view = context.runtimeType("reflect", "View");
  context.printer.line("", `/** A view of \`${message.fullName}\`, as \`view()\` gives it. */`);
  context.printer.line(`export type ${viewName(message)} = ${view}<${exportName(message)}>;`);
}

function generateDefaults(context: Context, message: MessageDescriptor): void {
  const fields = message.fields.filter((field) => field.defaultValue !== undefined);
  if (fields.length === 0) return;
  const { printer } = context;
  const name = `${exportName(message)}_defaults`;
  printer.line("", `/** The defaults that the fields of \`${message.fullName}\` declare. */`);
  printer.block(`export const ${name}: {`, () => {
    for (const field of fields) {
      printer.line(...docComment(`\`${declaration(field)}\``));
      printer.line(`readonly ${field.localName}: ${valueType(context, field)};`);
    }
  }, "} = {");
  for (const field of fields) {
    printer.line(`  ${field.localName}: ${literal(context, field, field.defaultValue)},`);
  }
  printer.line("};");
}
