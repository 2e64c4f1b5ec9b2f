import { BYTES_COST, quote } from "../_textual/mod.ts";
import type { ScalarType } from "../reflect/mod.ts";
import { decodeBase64 } from "../wire/mod.ts";
import { exactInteger, isNumber, plainInteger } from "./_number.ts";
import type { JsonReader } from "./_reader.ts";
import { JsonKind } from "./_source.ts";

/** Reads the value that the reader's source has peeked. */
export type ScalarReader = (reader: JsonReader, kind: JsonKind) => unknown;

/** How a value of each scalar type is read. 64-bit integers become bigints. */
export const SCALAR_READERS: { readonly [T in ScalarType]: ScalarReader } = {
  double: readDouble,
  float: readFloat,
  int32: readInt32,
  sint32: readInt32,
  sfixed32: readInt32,
  uint32: readUint32,
  fixed32: readUint32,
  int64: readInt64,
  sint64: readInt64,
  sfixed64: readInt64,
  uint64: readUint64,
  fixed64: readUint64,
  bool: readBoolean,
  string: readString,
  bytes: readBytes,
};

/** Reads a 32-bit signed integer: a number, or a number in quotes. */
export function readInt32(reader: JsonReader, kind: JsonKind): number {
  const source = reader.source;
  if (kind !== JsonKind.Number) return Number(quotedInteger(reader, kind, "int32"));
  const value = source.number();
  if (source.plain && value === (value | 0)) return value | 0; // -0 becomes 0
  return Number(exact(reader, source.numberText(), "int32"));
}

function readUint32(reader: JsonReader, kind: JsonKind): number {
  const source = reader.source;
  if (kind !== JsonKind.Number) return Number(quotedInteger(reader, kind, "uint32"));
  const value = source.number();
  if (source.plain && value === value >>> 0) return value >>> 0;
  return Number(exact(reader, source.numberText(), "uint32"));
}

function readInt64(reader: JsonReader, kind: JsonKind): bigint {
  if (kind !== JsonKind.Number) return quotedInteger(reader, kind, "int64");
  return unquotedBigint(reader, "int64");
}

function readUint64(reader: JsonReader, kind: JsonKind): bigint {
  if (kind !== JsonKind.Number) return quotedInteger(reader, kind, "uint64");
  return unquotedBigint(reader, "uint64");
}

function readDouble(reader: JsonReader, kind: JsonKind): number {
  const value = readFloating(reader, kind, "double");
  if (value === undefined) throw reader.fault("value", "the number is out of the range of double");
  return value;
}

function readFloat(reader: JsonReader, kind: JsonKind): number {
  const value = readFloating(reader, kind, "float");
  if (value !== undefined) {
    const float = Math.fround(value);
    if (Math.abs(float) !== Infinity || Math.abs(value) === Infinity) return float;
  }
  throw reader.fault("value", "the number is out of the range of float");
}

function readBoolean(reader: JsonReader, kind: JsonKind): boolean {
  if (kind !== JsonKind.Boolean) throw reader.wrongKind("true or false", kind);
  return reader.source.boolean();
}

function readString(reader: JsonReader, kind: JsonKind): string {
  if (kind !== JsonKind.String) throw reader.wrongKind("a string", kind);
  return reader.source.string();
}

/** Reads base64 of either alphabet, padded or not; white space is not part of it. */
function readBytes(reader: JsonReader, kind: JsonKind): Uint8Array {
  if (kind !== JsonKind.String) throw reader.wrongKind("a base64 string", kind);
  const text = reader.source.string();
  reader.charge(BYTES_COST);
  try {
    return decodeBase64(text);
  } catch {
    throw reader.fault("value", "the string is not base64");
  }
}

/** The ranges of the integer types. */
const RANGES = {
  int32: [-0x8000_0000n, 0x7fff_ffffn],
  uint32: [0n, 0xffff_ffffn],
  int64: [-0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn],
  uint64: [0n, 0xffff_ffff_ffff_ffffn],
} as const;

function quotedInteger(reader: JsonReader, kind: JsonKind, type: keyof typeof RANGES): bigint {
  if (kind !== JsonKind.String) throw reader.wrongKind("an integer", kind);
  const [min, max] = RANGES[type];
  const value = reader.source.quotedInteger();
  if (value !== undefined && value >= min && value <= max) return value;
  return exact(reader, value === undefined ? reader.source.string() : String(value), type);
}

function unquotedBigint(reader: JsonReader, type: keyof typeof RANGES): bigint {
  const source = reader.source;
  const value = source.number();
  if (source.plain) {
    if (Number.isSafeInteger(value) && (value >= 0 || type === "int64")) return BigInt(value);
    if (!source.exact && !Number.isSafeInteger(value)) {
      throw reader.fault(
        "value",
        `${value} may have lost digits, as numbers above 2^53 do: give it in quotes`,
      );
    }
  }
  return exact(reader, source.numberText(), type);
}

function exact(reader: JsonReader, text: string, type: keyof typeof RANGES): bigint {
  const value = plainInteger(text) ?? (isNumber(text) ? exactInteger(text) : undefined);
  const [min, max] = RANGES[type];
  if (value !== undefined && value >= min && value <= max) return value;
  throw reader.fault("value", `expected an integer from ${min} to ${max}, not ${quote(text)}`);
}

/** Reads a floating-point number; `undefined` if it is finite in the text but not as a double. */
function readFloating(reader: JsonReader, kind: JsonKind, type: string): number | undefined {
  const source = reader.source;
  if (kind === JsonKind.Number) {
    const value = source.number();
    if (source.exact || Number.isFinite(value)) return finite(value);
    throw reader.fault("value", `expected a finite number, or ${quote(String(value))} in quotes`);
  }
  if (kind !== JsonKind.String) throw reader.wrongKind("a number", kind);
  const text = source.string();
  switch (text) {
    case "NaN":
      return NaN;
    case "Infinity":
      return Infinity;
    case "-Infinity":
      return -Infinity;
  }
  if (!isNumber(text)) throw reader.fault("value", `expected a ${type}, not ${quote(text)}`);
  return finite(Number(text));
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
