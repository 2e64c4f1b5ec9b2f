import { BYTES_COST, Fault, quote } from "../_textual/mod.ts";
import type { ScalarType } from "../reflect/mod.ts";
import { Char } from "./_chars.ts";
import { TokenKind } from "./_lexer.ts";
import { takeBytes, takeString } from "./_literals.ts";
import { exactInteger, float, integer, isDecimal } from "./_number.ts";
import type { TextReader } from "./_reader.ts";

/** Takes a value, from the reader's current token on. */
export type ScalarReader = (reader: TextReader) => unknown;

const MIN_INT32 = -0x8000_0000;
const MAX_INT32 = 0x7fff_ffff;
const MAX_UINT32 = 0xffff_ffff;
const MIN_INT64 = -0x8000_0000_0000_0000n;
const MAX_INT64 = 0x7fff_ffff_ffff_ffffn;
const MAX_UINT64 = 0xffff_ffff_ffff_ffffn;

/**
 * How a value of each scalar type is read. 64-bit integers become bigints.
 *
 * See https://protobuf.dev/reference/protobuf/textformat-spec/#value
 */
export const SCALAR_READERS: { readonly [T in ScalarType]: ScalarReader } = {
  double: readDouble,
  float: (reader) => Math.fround(readDouble(reader)),
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
  bool: readBool,
  string: (reader) => readString(reader, false),
  bytes: readBytes,
};

/** Takes a string whose field has `utf8_validation = NONE`. */
export function readLosslessString(reader: TextReader): string {
  return readString(reader, true);
}

/** Takes a 32-bit signed integer. */
export function readInt32(reader: TextReader): number {
  return readSmallInteger(reader, MIN_INT32, MAX_INT32);
}

function readUint32(reader: TextReader): number {
  return readSmallInteger(reader, 0, MAX_UINT32);
}

function readInt64(reader: TextReader): bigint {
  return readBigInteger(reader, MIN_INT64, MAX_INT64);
}

function readUint64(reader: TextReader): bigint {
  return readBigInteger(reader, 0n, MAX_UINT64);
}

function readSmallInteger(reader: TextReader, min: number, max: number): number {
  const { lexer } = reader;
  const offset = lexer.start;
  const negative = takeMinus(reader, min < 0);
  const token = takeInteger(reader);
  const value = negative ? 0 - integer(token) : integer(token);
  if (value >= min && value <= max) return value;
  throw outOfRange(token, negative, min, max, offset);
}

function readBigInteger(reader: TextReader, min: bigint, max: bigint): bigint {
  const { lexer } = reader;
  const offset = lexer.start;
  const negative = takeMinus(reader, min < 0n);
  const token = takeInteger(reader);
  const magnitude = exactInteger(token);
  if (magnitude !== undefined) {
    const value = negative ? -magnitude : magnitude;
    if (value >= min && value <= max) return value;
  }
  throw outOfRange(token, negative, min, max, offset);
}

/** Takes a minus if there is one. Unsigned types cannot have one, not even before 0. */
function takeMinus(reader: TextReader, signed: boolean): boolean {
  const { lexer } = reader;
  if (lexer.symbol !== Char.Minus) return false;
  if (!signed) throw lexer.unexpected("an unsigned integer");
  lexer.next();
  return true;
}

function takeInteger({ lexer }: TextReader): string {
  if (lexer.kind !== TokenKind.Integer) throw lexer.unexpected("an integer");
  const token = lexer.token;
  lexer.next();
  return token;
}

function outOfRange(
  token: string,
  negative: boolean,
  min: number | bigint,
  max: number | bigint,
  offset: number,
): Fault {
  const found = quote(negative ? `-${token}` : token);
  return new Fault("value", `expected an integer from ${min} to ${max}, not ${found}`, offset);
}

function readDouble({ lexer }: TextReader): number {
  const negative = lexer.accept(Char.Minus);
  const token = lexer.token;
  let value: number | undefined;
  if (lexer.kind === TokenKind.Float) value = float(token);
  else if (lexer.kind === TokenKind.Integer && isDecimal(token)) value = integer(token);
  else if (lexer.kind === TokenKind.Identifier) value = specialFloat(token);
  if (value === undefined) throw lexer.unexpected("a decimal number, inf or nan");
  lexer.next();
  return negative ? -value : value;
}

/** The floats that have names, in capitals or not. */
export function specialFloat(name: string): number | undefined {
  switch (name.toLowerCase()) {
    case "inf":
    case "infinity":
      return Infinity;
    case "nan":
      return NaN;
  }
  return undefined;
}

const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["True", true],
  ["t", true],
  ["false", false],
  ["False", false],
  ["f", false],
]);

function readBool({ lexer }: TextReader): boolean {
  const token = lexer.token;
  let value: boolean | undefined;
  if (lexer.kind === TokenKind.Identifier) value = BOOLS.get(token);
  else if (lexer.kind !== TokenKind.Integer) throw lexer.unexpected("true or false");
  else if (integer(token) <= 1) value = integer(token) === 1;
  if (value === undefined) {
    throw new Fault("value", `expected true or false, not ${quote(token)}`, lexer.start);
  }
  lexer.next();
  return value;
}

function readString({ lexer }: TextReader, lossless: boolean): string {
  if (lexer.kind !== TokenKind.String) throw lexer.unexpected("a string");
  return takeString(lexer, lossless);
}

function readBytes(reader: TextReader): Uint8Array {
  const { lexer } = reader;
  if (lexer.kind !== TokenKind.String) throw lexer.unexpected("a string");
  reader.charge(BYTES_COST);
  return takeBytes(lexer);
}
