import type { FieldDescriptor } from "../reflect/mod.ts";
import { makeTag, WireType } from "../wire/mod.ts";

/** The wire type of strings, messages and packed runs. */
export const WIRE_LENGTH: WireType = WireType.LengthDelimited;

const WIRE_TYPES: Readonly<Record<string, WireType>> = {
  double: WireType.Fixed64,
  fixed64: WireType.Fixed64,
  sfixed64: WireType.Fixed64,
  float: WireType.Fixed32,
  fixed32: WireType.Fixed32,
  sfixed32: WireType.Fixed32,
  string: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
};

/** The tag of a field's values, or of the given wire type. */
export function tagOf(field: FieldDescriptor, wireType: WireType = wireTypeOf(field)): number {
  return makeTag(field.number, wireType);
}

function wireTypeOf(field: FieldDescriptor): WireType {
  if (field.type === "message") return field.delimited ? WireType.StartGroup : WIRE_LENGTH;
  return WIRE_TYPES[field.type] ?? WireType.Varint;
}

/** Whether a field is a list that may be packed on the wire. */
export function packable(field: FieldDescriptor): boolean {
  return field.cardinality === "repeated" && wireTypeOf(field) !== WIRE_LENGTH &&
    field.type !== "message";
}

/** The name of the reader's method for a scalar or an enum. */
export function scalarMethod(field: FieldDescriptor): string {
  if (field.type === "enum") return "int32";
  if (field.type === "bytes") return "bytesValue";
  return field.type === "string" && !field.verifyUtf8 ? "losslessString" : field.type;
}

/** The function that reads or writes a packed run of a scalar or an open enum: `readPackedBool`. */
export function packedFunction(verb: "read" | "write", { type }: FieldDescriptor): string {
  return `${verb}Packed${type.charAt(0).toUpperCase()}${type.slice(1)}`;
}
