import type { ScalarType } from "../reflect/mod.ts";
import {
  checkBool,
  checkDouble,
  checkInt32,
  checkUint32,
  floatOf,
  int64Text,
  uint64Text,
} from "../_textual/mod.ts";
import type { JsonValue } from "./json_value.ts";
import type { JsonWriter } from "./_writer.ts";

/** Gives the JSON of a value. */
export type ScalarJson = (writer: JsonWriter, value: unknown) => JsonValue;

/** The JSON of values of each scalar type; a 64-bit integer may be held in any way. */
export const SCALAR_JSON: { readonly [T in ScalarType]: ScalarJson } = {
  double: (writer, value) => numberJson(writer, checkDouble(writer, value)),
  float: (writer, value) => numberJson(writer, floatOf(writer, value)),
  int32: checkInt32,
  sint32: checkInt32,
  sfixed32: checkInt32,
  uint32: checkUint32,
  fixed32: checkUint32,
  int64: int64Text,
  sint64: int64Text,
  sfixed64: int64Text,
  uint64: uint64Text,
  fixed64: uint64Text,
  bool: checkBool,
  string: stringJson,
  bytes: bytesJson,
};

function numberJson(writer: JsonWriter, value: number): JsonValue {
  if (!Number.isFinite(value)) return String(value); // NaN, Infinity or -Infinity
  if (Object.is(value, -0)) writer.plain = false;
  return value;
}

function stringJson(writer: JsonWriter, value: unknown): string {
  if (typeof value !== "string") throw writer.wrongValue("a string", value);
  return writer.string(value);
}

function bytesJson(writer: JsonWriter, value: unknown): string {
  if (!(value instanceof Uint8Array)) throw writer.wrongValue("bytes", value);
  return value.toBase64();
}
