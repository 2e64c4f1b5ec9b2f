import type { FieldDescriptor, MessageDescriptor } from "../reflect/mod.ts";
import type { Context } from "./context.ts";
import { exportName } from "./names.ts";
import { isLong, isOptional } from "./field_type.ts";
import { packedFunction, scalarMethod, tagOf, WIRE_LENGTH } from "./tags.ts";

/** Generates the function that writes a message, last field first. */
export function generateWrite(context: Context, message: MessageDescriptor): void {
  const name = exportName(message);
  const writer = context.runtimeType("wire", "Writer");
  context.printer.line("");
  context.printer.func(`write${name}`, [`message: ${name}`, `writer: ${writer}`], "void", () => {
    context.printer.line("if (message.$unknown !== undefined) writer.raw(message.$unknown);");
    const fields = message.fields.toSorted((a, b) => b.number - a.number);
    for (const field of fields) writeField(context, field);
  });
}

function writeField(context: Context, field: FieldDescriptor): void {
  const { printer } = context;
  const property = `message.${field.localName}`;
  if (field.cardinality === "map") return writeMap(context, field, property);
  if (field.cardinality === "repeated") return writeRepeated(context, field, property);
  if (field.oneof) {
    const oneof = `message.${field.oneof.localName}`;
    const statements = writeStatements(context, field, `${oneof}.value`);
    printer.when(`${oneof}.case === "${field.localName}"`, statements);
    return;
  }
  const statements = writeStatements(context, field, property);
  if (field.presence === "required" && !field.message) return printer.line(...statements);
  const condition = isOptional(field)
    ? `${property} !== undefined`
    : notZero(context, field, property);
  printer.when(condition, statements);
}

/** The statements that write one value and its tag; a message of this module without a detour. */
function writeStatements(context: Context, field: FieldDescriptor, value: string): string[] {
  const { message } = field;
  if (field.delimited) return [`${writeValue(context, field, value)}.tag(${tagOf(field)});`];
  if (message === undefined || message.file !== context.file) {
    return [`${writeValue(context, field, value, { tag: tagOf(field) })};`];
  }
  return [
    `const end = writer.open(${value});`,
    `write${exportName(message)}(${value}, writer);`,
    `writer.close(end, ${tagOf(field)});`,
  ];
}

/** Whether an implicit field has to be written: -0 has, its bits are not zero. */
function notZero(context: Context, field: FieldDescriptor, property: string): string {
  switch (field.type) {
    // By comparing: what is no boolean or has no length is then for the writer to refuse.
    case "bool":
      return `${property} !== false`;
    case "string":
      return `${property} !== ""`;
    case "bytes":
      return `${property}.length !== 0`;
    case "float":
    case "double":
      return `!${context.printer.global("Object")}.is(${property}, 0)`;
    default:
      if (!isLong(field) || field.jsType === "number") return `${property} !== 0`;
      return field.jsType === "string" ? `${property} !== "0"` : `${property} !== 0n`;
  }
}

/** The call that writes one value, with its tag if one is given. */
function writeValue(
  context: Context,
  field: FieldDescriptor,
  value: string,
  { tag, writer = "writer" }: { tag?: number; writer?: string } = {},
): string {
  const after = tag === undefined ? "" : `, ${tag}`;
  if (field.message) {
    const type = context.symbol(field.message);
    return field.delimited
      ? `${writer}.group(${type}, ${field.number}, ${value})`
      : `${writer}.message(${type}, ${value}${after})`;
  }
  if (field.type === "enum") return `${writer}.enum(${value}${after})`;
  const argument = isLong(field) && field.jsType !== "bigint"
    ? `${context.runtime("reflect", "bigintOf")}(${value})`
    : value;
  return `${writer}.${scalarMethod(field)}(${argument}${after})`;
}

function writeRepeated(context: Context, field: FieldDescriptor, property: string): void {
  const { printer } = context;
  if (field.packed) {
    const after = `.tag(${tagOf(field, WIRE_LENGTH)});`;
    printer.block(`if (${property}.length > 0) {`, () => {
      if (isLong(field) && field.jsType !== "bigint") {
        const write = context.runtime("wire", "writePacked");
        const each = `(w, v) => ${writeValue(context, field, "v", { writer: "w" })}`;
        printer.call("", write, ["writer", property, each], after);
      } else {
        const write = context.runtime("wire", packedFunction("write", field));
        printer.call("", write, ["writer", property], after);
      }
    }, "}");
    return;
  }
  printer.block(`for (let i = ${property}.length - 1; i >= 0; i--) {`, () => {
    printer.line(...writeStatements(context, field, `${property}[i]!`));
  }, "}");
}

function writeMap(context: Context, field: FieldDescriptor, property: string): void {
  const { printer } = context;
  const variable = `keys${field.number}`;
  // By keys: making an array of entries takes four times as long.
  printer.line(`const ${variable} = [...${property}.keys()];`);
  printer.block(`for (let i = ${variable}.length - 1; i >= 0; i--) {`, () => {
    printer.line(
      `const key = ${variable}[i]!;`,
      `const value = ${property}.get(key)!;`,
      "const entry = writer.length;",
      ...writeStatements(context, field.mapValue!, "value"),
      ...writeStatements(context, field.mapKey!, "key"),
      `writer.lengthSince(entry, ${tagOf(field)});`,
    );
  }, "}");
}
