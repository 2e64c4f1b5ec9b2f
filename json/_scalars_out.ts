import {
  boolText,
  doubleOf,
  finiteText,
  floatOf,
  int32Text,
  int64Text,
  uint32Text,
  uint64Text,
} from "../_textual/mod.ts";
import type { FieldDescriptor, ScalarType } from "../reflect/mod.ts";
import type { JsonWriter } from "./_writer.ts";

/** Gives the JSON of a value. */
export type ScalarJson = (writer: JsonWriter, value: unknown) => string;

/** The JSON of values of each scalar type; a 64-bit integer may be held in any way. */
export const SCALAR_JSON: { readonly [T in ScalarType]: ScalarJson } = {
  double: (writer, value) => numberJson(doubleOf(writer, value)),
  float: (writer, value) => numberJson(floatOf(writer, value)),
  int32: int32Text,
  sint32: int32Text,
  sfixed32: int32Text,
  uint32: uint32Text,
  fixed32: uint32Text,
  int64: int64Json,
  sint64: int64Json,
  sfixed64: int64Json,
  uint64: uint64Json,
  fixed64: uint64Json,
  bool: boolText,
  string: stringJson,
  bytes: bytesJson,
};

/** The JSON of a map entry's key: a string, whatever its type. */
export function mapKeyJson(writer: JsonWriter, key: unknown, { type }: FieldDescriptor): string {
  const json = SCALAR_JSON[type as ScalarType](writer, key);
  return json.startsWith('"') ? json : `"${json}"`;
}

function numberJson(value: number): string {
  return Number.isFinite(value) ? finiteText(value) : `"${value}"`; // NaN, Infinity or -Infinity
}

function int64Json(writer: JsonWriter, value: unknown): string {
  return `"${int64Text(writer, value)}"`;
}

function uint64Json(writer: JsonWriter, value: unknown): string {
  return `"${uint64Text(writer, value)}"`;
}

function stringJson(writer: JsonWriter, value: unknown): string {
  if (typeof value !== "string") throw writer.wrongValue("a string", value);
  return writer.string(value);
}

function bytesJson(writer: JsonWriter, value: unknown): string {
  if (!(value instanceof Uint8Array)) throw writer.wrongValue("bytes", value);
  return `"${value.toBase64()}"`;
}
