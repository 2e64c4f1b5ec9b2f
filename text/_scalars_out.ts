import type { ScalarType } from "../reflect/mod.ts";
import { shortestFloat } from "../wire/mod.ts";
import { quoted, quotedBytes } from "./_quoted.ts";
import type { TextWriter } from "./_writer.ts";

/** Gives the text of a value. */
export type ScalarText = (writer: TextWriter, value: unknown) => string;

const DECIMAL = /^-?[0-9]+$/;
/** Lone surrogates that stand for no byte. */
const STRAY_SURROGATES = /[\ud800-\udc7f\udd00-\udfff]/u;

/** The text of values of each scalar type; a 64-bit integer may be held in any way. */
export const SCALAR_TEXTS: { readonly [T in ScalarType]: ScalarText } = {
  double: doubleText,
  float: floatText,
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

/** Tests for the default of implicit presence. -0 is not zero, its bits differ. */
export function zeroTest(type: ScalarType): (value: unknown) => boolean {
  switch (type) {
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

function doubleText(writer: TextWriter, value: unknown): string {
  if (typeof value !== "number") throw writer.wrongValue("a double", value);
  return numberText(value);
}

function floatText(writer: TextWriter, value: unknown): string {
  if (typeof value !== "number") throw writer.wrongValue("a float", value);
  const float = Math.fround(value);
  return numberText(Number.isFinite(float) ? shortestFloat(float) : float);
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (value === Infinity) return "inf";
  if (value === -Infinity) return "-inf";
  return Object.is(value, -0) ? "-0" : String(value); // String(-0) is "0".
}

function int32Text(writer: TextWriter, value: unknown): string {
  if (typeof value !== "number" || value !== (value | 0)) {
    throw writer.wrongValue("an int32", value);
  }
  return String(value);
}

function uint32Text(writer: TextWriter, value: unknown): string {
  if (typeof value !== "number" || value !== value >>> 0) {
    throw writer.wrongValue("a uint32", value);
  }
  return String(value);
}

function int64Text(writer: TextWriter, value: unknown): string {
  const wide = bigintOf(value);
  if (wide === undefined || BigInt.asIntN(64, wide) !== wide) {
    throw writer.wrongValue("an int64", value);
  }
  return String(wide);
}

function uint64Text(writer: TextWriter, value: unknown): string {
  const wide = bigintOf(value);
  if (wide === undefined || BigInt.asUintN(64, wide) !== wide) {
    throw writer.wrongValue("a uint64", value);
  }
  return String(wide);
}

/** A 64-bit integer, whatever holds it. */
function bigintOf(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  return typeof value === "string" && DECIMAL.test(value) ? BigInt(value) : undefined;
}

function boolText(writer: TextWriter, value: unknown): string {
  if (typeof value !== "boolean") throw writer.wrongValue("a bool", value);
  return String(value);
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
