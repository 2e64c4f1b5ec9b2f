import type {
  ExtensionDescriptor,
  FieldDescriptor,
  MessageDescriptor,
  OneofDescriptor,
} from "../reflect/mod.ts";
import type { Context } from "./context.ts";

type Field = FieldDescriptor | ExtensionDescriptor;

/** Fields and oneofs in the order of the `.proto` file, a oneof where its first member is. */
export function membersOf(message: MessageDescriptor): (FieldDescriptor | OneofDescriptor)[] {
  return [...new Set(message.fields.map((field) => field.oneof ?? field))];
}

/** Whether the field is one of the 64-bit integers. */
export function isLong(field: Field): boolean {
  return /64$/.test(field.type);
}

/** The TypeScript type of one value of a field: of an element, if it is a list. */
export function valueType(context: Context, field: Field): string {
  if (field.message) return context.typeSymbol(field.message);
  if (field.enum) return context.typeSymbol(field.enum);
  if (field.type === "bytes") return context.printer.global("Uint8Array");
  if (field.type === "string") return "string";
  if (field.type === "bool") return "boolean";
  return isLong(field) ? field.jsType : "number";
}

/** The TypeScript type of a field that is not in a oneof, without `undefined`. */
export function fieldType(context: Context, field: Field): string {
  if (field.cardinality === "map") {
    const key = valueType(context, field.mapKey!);
    const value = valueType(context, field.mapValue!);
    return `${context.printer.global("Map")}<${key}, ${value}>`;
  }
  const type = valueType(context, field);
  return field.cardinality === "repeated" ? `${type}[]` : type;
}

/** Whether a field is `undefined` when it is not set. */
export function isOptional(field: Field): boolean {
  if (field.cardinality !== "singular") return false;
  return field.presence === "explicit" || field.message !== undefined;
}

/** How the field is declared in the `.proto` file. */
export function declaration(field: Field): string {
  return `${declaredType(field)} ${field.name} = ${field.number}`;
}

function declaredType(field: Field): string {
  if (field.cardinality === "map") {
    return `map<${declaredType(field.mapKey!)}, ${declaredType(field.mapValue!)}>`;
  }
  const type = field.message?.fullName ?? field.enum?.fullName ?? field.type;
  if (field.cardinality === "repeated") return `repeated ${type}`;
  if (field.presence === "required") return `required ${type}`;
  const optional = field.proto.proto3Optional ||
    (field.presence === "explicit" && field.file.proto.syntax !== "proto3" &&
      field.kind === "field" &&
      !field.oneof && field.file.edition < 1000);
  return optional ? `optional ${type}` : type;
}

/** A scalar or enum value as a TypeScript literal. */
export function literal(context: Context, field: Field, value: unknown): string {
  if (value instanceof Uint8Array) {
    const list = value.length === 0 ? "0" : `[${value.join(", ")}]`;
    return `new ${context.printer.global("Uint8Array")}(${list})`;
  }
  if (typeof value === "bigint") {
    if (field.jsType === "string") return `"${value}"`;
    return field.jsType === "number" ? `${value}` : `${value}n`;
  }
  if (typeof value === "string") return quote(value);
  if (typeof value !== "number") return String(value);
  if (Number.isNaN(value)) return context.printer.global("NaN");
  if (Math.abs(value) === Infinity) {
    return `${value < 0 ? "-" : ""}${context.printer.global("Infinity")}`;
  }
  return Object.is(value, -0) ? "-0" : String(value);
}

/** A string literal with the quotes that need fewer escapes. */
function quote(value: string): string {
  const double = JSON.stringify(value);
  const count = (mark: string) => value.split(mark).length - 1;
  if (count('"') <= count("'")) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The zero value of a scalar or enum field, as a TypeScript literal. */
export function zeroLiteral(context: Context, field: Field): string {
  if (field.enum) return String(field.enum.open ? 0 : field.enum.values[0]!.number);
  switch (field.type) {
    case "string":
      return '""';
    case "bool":
      return "false";
    case "bytes":
      return literal(context, field, new Uint8Array(0));
    default:
      return isLong(field) ? literal(context, field, 0n) : "0";
  }
}

/** What a field of an empty message holds, as a TypeScript expression. */
export function initialLiteral(context: Context, field: Field): string {
  if (field.cardinality === "map") return `new ${context.printer.global("Map")}()`;
  if (field.cardinality === "repeated") return "[]";
  if (isOptional(field)) return "undefined";
  if (field.presence === "required" && field.defaultValue !== undefined) {
    return literal(context, field, field.defaultValue);
  }
  return zeroLiteral(context, field);
}
