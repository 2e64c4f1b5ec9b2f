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
import { quoted, quotedBytes } from "./_quoted.ts";
import type { TextWriter } from "./_writer.ts";

/** Gives the text of a value. */
export type ScalarText = (writer: TextWriter, value: unknown) => string;

/** Lone surrogates that stand for no byte. */
const STRAY_SURROGATES = /[\ud800-\udc7f\udd00-\udfff]/u;

/** The text of values of each scalar type; a 64-bit integer may be held in any way. */
export const SCALAR_TEXTS: { readonly [T in ScalarType]: ScalarText } = {
  double: (writer, value) => numberText(doubleOf(writer, value)),
  float: (writer, value) => numberText(floatOf(writer, value)),
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
  string: stringText,
  bytes: bytesText,
};

/** The text of a string whose field has `utf8_validation = NONE`. */
export function losslessStringText(writer: TextWriter, value: unknown): string {
  if (typeof value !== "string") throw writer.wrongValue("a string", value);
  if (STRAY_SURROGATES.test(value)) throw writer.fault("value", "the string has a lone surrogate");
  return quoted(value);
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (value === Infinity) return "inf";
  if (value === -Infinity) return "-inf";
  return finiteText(value);
}

function stringText(writer: TextWriter, value: unknown): string {
  if (typeof value !== "string") throw writer.wrongValue("a string", value);
  if (!value.isWellFormed()) throw writer.fault("value", "the string has a lone surrogate");
  return quoted(value);
}

function bytesText(writer: TextWriter, value: unknown): string {
  if (!(value instanceof Uint8Array)) throw writer.wrongValue("bytes", value);
  return quotedBytes(value);
}
