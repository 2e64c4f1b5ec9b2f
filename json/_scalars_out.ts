import type { ExtensionDescriptor, FieldDescriptor, ScalarType } from "../reflect/mod.ts";
import { shortestFloat } from "../wire/mod.ts";
import type { JsonWriter } from "./_writer.ts";

/** Writes a value. */
export type ScalarWriter = (writer: JsonWriter, value: unknown) => void;

const DECIMAL = /^-?[0-9]+$/;

/** How a value of each scalar type is written; a 64-bit integer may be held in any way. */
export const SCALAR_WRITERS: { readonly [T in ScalarType]: ScalarWriter } = {
  double: writeDouble,
  float: writeFloat,
  int32: writeInt32,
  sint32: writeInt32,
  sfixed32: writeInt32,
  uint32: writeUint32,
  fixed32: writeUint32,
  int64: writeInt64,
  sint64: writeInt64,
  sfixed64: writeInt64,
  uint64: writeUint64,
  fixed64: writeUint64,
  bool: writeBoolean,
  string: writeString,
  bytes: writeBytes,
};

/**
 * Tests for the default of implicit presence. -0 is not zero, its bits differ.
 *
 * @param field A field of a scalar type.
 */
export function zeroTest(field: FieldDescriptor | ExtensionDescriptor): (v: unknown) => boolean {
  switch (field.type) {
    case "double":
    case "float":
      return (value) => Object.is(value, 0);
    case "bool":
      return (value) => value === false;
    case "string":
      return (value) => value === "";
    case "bytes":
      return (value) => value instanceof Uint8Array && value.length === 0;
    default:
      return (value) => value === 0 || value === 0n || value === "0";
  }
}

/** Writes the key of a map entry. */
export function writeMapKey(writer: JsonWriter, key: unknown, { type }: FieldDescriptor): void {
  let text: string;
  if (type === "string") text = wellFormed(writer, key);
  else if (type === "bool" && typeof key === "boolean") text = String(key);
  else if (type.endsWith("64")) text = String(bigintOf(writer, key, isUnsigned(type)));
  else if (isInt(key, isUnsigned(type))) text = String(key);
  else throw writer.wrongValue(`a map key of type ${type}`, key);
  writer.sink.key(text);
}

function writeDouble(writer: JsonWriter, value: unknown): void {
  if (typeof value !== "number") throw writer.wrongValue("a double", value);
  writeFinite(writer, value);
}

function writeFloat(writer: JsonWriter, value: unknown): void {
  if (typeof value !== "number") throw writer.wrongValue("a float", value);
  const float = Math.fround(value);
  writeFinite(writer, Number.isFinite(float) ? shortestFloat(float) : float);
}

function writeFinite(writer: JsonWriter, value: number): void {
  if (Number.isFinite(value)) writer.sink.number(value);
  else writer.sink.string(String(value)); // NaN, Infinity or -Infinity
}

function writeInt32(writer: JsonWriter, value: unknown): void {
  if (!isInt(value, false)) throw writer.wrongValue("an int32", value);
  writer.sink.number(value | 0);
}

function writeUint32(writer: JsonWriter, value: unknown): void {
  if (!isInt(value, true)) throw writer.wrongValue("a uint32", value);
  writer.sink.number(value >>> 0);
}

function writeInt64(writer: JsonWriter, value: unknown): void {
  writer.sink.string(String(bigintOf(writer, value, false)));
}

function writeUint64(writer: JsonWriter, value: unknown): void {
  writer.sink.string(String(bigintOf(writer, value, true)));
}

function writeBoolean(writer: JsonWriter, value: unknown): void {
  if (typeof value !== "boolean") throw writer.wrongValue("a bool", value);
  writer.sink.boolean(value);
}

function writeString(writer: JsonWriter, value: unknown): void {
  writer.sink.string(wellFormed(writer, value));
}

function writeBytes(writer: JsonWriter, value: unknown): void {
  if (!(value instanceof Uint8Array)) throw writer.wrongValue("bytes", value);
  writer.sink.string(value.toBase64());
}

function wellFormed(writer: JsonWriter, value: unknown): string {
  if (typeof value !== "string") throw writer.wrongValue("a string", value);
  if (value.isWellFormed()) return value;
  throw writer.fault("value", "the string has a lone surrogate");
}

function isInt(value: unknown, unsigned: boolean): value is number {
  return typeof value === "number" && value === (unsigned ? value >>> 0 : value | 0);
}

function isUnsigned(type: string): boolean {
  return type.startsWith("uint") || type.startsWith("fixed");
}

/** A 64-bit integer, whatever holds it. */
function bigintOf(writer: JsonWriter, value: unknown, unsigned: boolean): bigint {
  const wide = typeof value === "bigint"
    ? value
    : Number.isSafeInteger(value) || (typeof value === "string" && DECIMAL.test(value))
    ? BigInt(value as number | string)
    : undefined;
  if (wide !== undefined) {
    if ((unsigned ? BigInt.asUintN(64, wide) : BigInt.asIntN(64, wide)) === wide) return wide;
  }
  throw writer.wrongValue(unsigned ? "a uint64" : "an int64", value);
}
