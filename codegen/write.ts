import type { FieldDescriptor, MessageDescriptor } from "../reflect/mod.ts";
import type { Context } from "./context.ts";
import { exportName } from "./names.ts";
import { isLong, isOptional } from "./field_type.ts";
import { scalarMethod, tagOf, WIRE_LENGTH } from "./tags.ts";

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
    const write = writeValue(context, field, `${oneof}.value`);
    printer.when(`${oneof}.case === "${field.localName}"`, `${write}.tag(${tagOf(field)});`);
    return;
  }
  const { presence } = field;
  if (presence === "required" && !field.message) {
    printer.line(`${writeValue(context, field, property)}.tag(${tagOf(field)});`);
    return;
  }
  const condition = isOptional(field)
    ? `${property} !== undefined`
    : notZero(context, field, property);
  printer.when(condition, `${writeValue(context, field, property)}.tag(${tagOf(field)});`);
}

/** Whether an implicit field has to be written: -0 has, its bits are not zero. */
function notZero(context: Context, field: FieldDescriptor, property: string): string {
  switch (field.type) {
    case "bool":
      return property;
    case "string":
      return `${property} !== ""`;
    case "bytes":
      return `${property}.length > 0`;
    case "float":
    case "double":
      return `!${context.printer.global("Object")}.is(${property}, 0)`;
    default:
      if (!isLong(field) || field.jsType === "number") return `${property} !== 0`;
      return field.jsType === "string" ? `${property} !== "0"` : `${property} !== 0n`;
  }
}

/** The call that writes one value, up to its tag. */
function writeValue(
  context: Context,
  field: FieldDescriptor,
  value: string,
  writer = "writer",
): string {
  if (field.message) {
    const type = context.symbol(field.message);
    return field.delimited
      ? `${writer}.group(${type}, ${field.number}, ${value})`
      : `${writer}.message(${type}, ${value})`;
  }
  if (field.type === "enum") return `${writer}.enum(${value})`;
  const argument = isLong(field) && field.jsType !== "bigint"
    ? `${context.runtime("reflect", "bigintOf")}(${value})`
    : value;
  return `${writer}.${scalarMethod(field)}(${argument})`;
}

function writeRepeated(context: Context, field: FieldDescriptor, property: string): void {
  const { printer } = context;
  if (field.packed) {
    const write = context.runtime("wire", "writePacked");
    const each = `(w, v) => ${writeValue(context, field, "v", "w")}`;
    printer.block(`if (${property}.length > 0) {`, () => {
      const after = `.tag(${tagOf(field, WIRE_LENGTH)});`;
      printer.call("", write, ["writer", property, each], after);
    }, "}");
    return;
  }
  printer.block(`for (let i = ${property}.length - 1; i >= 0; i--) {`, () => {
    printer.line(`${writeValue(context, field, `${property}[i]!`)}.tag(${tagOf(field)});`);
  }, "}");
}

function writeMap(context: Context, field: FieldDescriptor, property: string): void {
  const { printer } = context;
  printer.block(`for (const [key, value] of [...${property}].reverse()) {`, () => {
    printer.line(
      "const end = writer.length;",
      `${writeValue(context, field.mapValue!, "value")}.tag(${tagOf(field.mapValue!)});`,
      `${writeValue(context, field.mapKey!, "key")}.tag(${tagOf(field.mapKey!)});`,
      `writer.lengthSince(end).tag(${tagOf(field)});`,
    );
  }, "}");
}
