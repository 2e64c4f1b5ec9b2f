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
import type { ScalarType } from "../reflect/mod.ts";
import { encodeBase64 } from "../wire/mod.ts";
import type { JsonWriter } from "./_writer.ts";

/** Gives the JSON of a value; without its quotes if the type is one of {@linkcode QUOTED}. */
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
  int64: int64Text,
  sint64: int64Text,
  sfixed64: int64Text,
  uint64: uint64Text,
  fixed64: uint64Text,
  bool: boolText,
  string: stringJson,
  bytes: bytesJson,
};

/** The scalar types whose values are always strings in JSON. */
export const QUOTED: ReadonlySet<string> = new Set<ScalarType>([
  "int64",
  "sint64",
  "sfixed64",
  "uint64",
  "fixed64",
  "string",
  "bytes",
]);

function numberJson(value: number): string {
  return Number.isFinite(value) ? finiteText(value) : `"${value}"`; // NaN, Infinity or -Infinity
}

function stringJson(writer: JsonWriter, value: unknown): string {
  if (typeof value !== "string") throw writer.wrongValue("a string", value);
  return writer.string(value);
}

function bytesJson(writer: JsonWriter, value: unknown): string {
  if (!(value instanceof Uint8Array)) throw writer.wrongValue("bytes", value);
  return encodeBase64(value);
}
