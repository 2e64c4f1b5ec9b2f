import type { FieldDescriptor } from "../reflect/mod.ts";
import { isLong } from "./_values.ts";

/** How the value of a tag is checked. The frequent ones come first. */
export const Op = {
  /** The tag is not known. */
  Unknown: 0,
  Varint: 1,
  Fixed32: 2,
  Fixed64: 3,
  /** A string that must be UTF-8. */
  String: 4,
  /** An element of a list of messages. */
  Messages: 5,
  /** A message that may come in several pieces. */
  Message: 6,
  MapEntry: 7,
  Bytes: 8,
  /** Bytes that a message has by default: it is charged for them once in any case. */
  DefaultBytes: 9,
  /** A string that need not be UTF-8. */
  AnyText: 10,
  PackedVarint: 11,
  PackedFixed32: 12,
  PackedFixed64: 13,
  /** From here on: a packed run of bigints, which cost memory. */
  PackedLong: 14,
  PackedFixedLong: 15,
  /** From here on: what a function of its own is for. */
  Group: 16,
  Groups: 17,
  /** A closed enum: numbers that it lacks are unknown fields. */
  Closed: 18,
  PackedClosed: 19,
  /** The entry of a map whose values are of a closed enum. */
  ClosedEntry: 20,
  /** A 64-bit integer that must fit in a number. */
  Safe: 21,
  PackedSafe: 22,
} as const;

/** One of the values of {@linkcode Op}. */
export type Op = typeof Op[keyof typeof Op];

/** The entry of a table of tags: an `Op` in the low bits, */
export const OP_MASK = 0x1f;
/** then the bit for a field that was there before, */
export const BIT_SHIFT = 5;
/** then whether its values are elements that come one by one, */
export const ELEMENT = 0x400;
/** then the field's index. */
export const INDEX_SHIFT = 11;
/** What stands in place of the bit in fields that have none. */
export const NO_BIT = 31;

const FIXED32: ReadonlySet<string> = /* @__PURE__ */ new Set(["float", "fixed32", "sfixed32"]);
const FIXED64: ReadonlySet<string> = /* @__PURE__ */ new Set(["double", "fixed64", "sfixed64"]);

/** How a field is checked that is not packed. */
export function opOf(field: FieldDescriptor): Op {
  if (field.cardinality === "map") return isClosed(field.mapValue!) ? Op.ClosedEntry : Op.MapEntry;
  if (field.message) {
    if (field.cardinality === "repeated") return field.delimited ? Op.Groups : Op.Messages;
    return field.delimited ? Op.Group : Op.Message;
  }
  if (field.type === "string") return field.verifyUtf8 ? Op.String : Op.AnyText;
  if (field.type === "bytes") return hasDefaultBytes(field) ? Op.DefaultBytes : Op.Bytes;
  if (isClosed(field)) return Op.Closed;
  if (isLong(field) && field.jsType === "number") return Op.Safe;
  if (FIXED32.has(field.type)) return Op.Fixed32;
  return FIXED64.has(field.type) ? Op.Fixed64 : Op.Varint;
}

/** Whether a field holds bytes even if it was not set. */
function hasDefaultBytes({ cardinality, oneof, presence }: FieldDescriptor): boolean {
  return cardinality === "singular" && oneof === undefined && presence !== "explicit";
}

/** How a field is checked that is packed. */
export function packedOpOf(field: FieldDescriptor): Op {
  if (isClosed(field)) return Op.PackedClosed;
  if (FIXED32.has(field.type)) return Op.PackedFixed32;
  if (!isLong(field)) return field.type === "double" ? Op.PackedFixed64 : Op.PackedVarint;
  if (field.jsType === "number") return Op.PackedSafe;
  return FIXED64.has(field.type) ? Op.PackedFixedLong : Op.PackedLong;
}

/** Whether a field is of a closed enum. */
export function isClosed(field: FieldDescriptor): boolean {
  return field.enum !== undefined && !field.enum.open;
}

/** Whether values of a type take four or eight bytes each. */
export function isFixed(type: string): boolean {
  return FIXED32.has(type) || FIXED64.has(type);
}

/** Whether values of a type take four bytes each. */
export function isFixed32(type: string): boolean {
  return FIXED32.has(type);
}
