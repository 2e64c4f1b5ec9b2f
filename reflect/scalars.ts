import { type Reader, WireType, type Writer } from "../wire/mod.ts";
import type { ScalarType, ScalarValue } from "./descriptors.ts";

/** How a scalar type is read, written and left out. */
export interface Scalar {
  /** Its wire type when it is not packed. */
  readonly wireType: WireType;
  /** Its zero value. For `bytes`, a new array each time. */
  zero(): ScalarValue;
  /** Reads a value. */
  read(reader: Reader): ScalarValue;
  /** Writes a value, without a tag. */
  write(writer: Writer, value: never, tag?: number): void;
  /** Whether a value is the zero value; -0 is not, its bits differ. */
  isZero(value: unknown): boolean;
}

const isZeroInt = (value: unknown): boolean => value === 0;
const isZeroLong = (value: unknown): boolean => value === 0n;
const isZeroFloat = (value: unknown): boolean => Object.is(value, 0);
const zeroNumber = (): number => 0;
const zeroBigint = (): bigint => 0n;

const int = { wireType: WireType.Varint, zero: zeroNumber, isZero: isZeroInt } as const;
const long = { wireType: WireType.Varint, zero: zeroBigint, isZero: isZeroLong } as const;

/** The scalar types. */
export const SCALARS: { readonly [T in ScalarType]: Scalar } = {
  double: {
    wireType: WireType.Fixed64,
    zero: zeroNumber,
    isZero: isZeroFloat,
    read: (r) => r.double(),
    write: (w, value, tag) => w.double(value, tag),
  },
  float: {
    wireType: WireType.Fixed32,
    zero: zeroNumber,
    isZero: isZeroFloat,
    read: (r) => r.float(),
    write: (w, value, tag) => w.float(value, tag),
  },
  int32: { ...int, read: (r) => r.int32(), write: (w, value, tag) => w.int32(value, tag) },
  uint32: { ...int, read: (r) => r.uint32(), write: (w, value, tag) => w.uint32(value, tag) },
  sint32: { ...int, read: (r) => r.sint32(), write: (w, value, tag) => w.sint32(value, tag) },
  int64: { ...long, read: (r) => r.int64(), write: (w, value, tag) => w.int64(value, tag) },
  uint64: { ...long, read: (r) => r.uint64(), write: (w, value, tag) => w.uint64(value, tag) },
  sint64: { ...long, read: (r) => r.sint64(), write: (w, value, tag) => w.sint64(value, tag) },
  fixed32: {
    ...int,
    wireType: WireType.Fixed32,
    read: (r) => r.fixed32(),
    write: (w, value, tag) => w.fixed32(value, tag),
  },
  sfixed32: {
    ...int,
    wireType: WireType.Fixed32,
    read: (r) => r.sfixed32(),
    write: (w, value, tag) => w.sfixed32(value, tag),
  },
  fixed64: {
    ...long,
    wireType: WireType.Fixed64,
    read: (r) => r.fixed64(),
    write: (w, value, tag) => w.fixed64(value, tag),
  },
  sfixed64: {
    ...long,
    wireType: WireType.Fixed64,
    read: (r) => r.sfixed64(),
    write: (w, value, tag) => w.sfixed64(value, tag),
  },
  bool: {
    wireType: WireType.Varint,
    zero: () => false,
    isZero: (value) => value === false,
    read: (r) => r.bool(),
    write: (w, value, tag) => w.bool(value, tag),
  },
  string: {
    wireType: WireType.LengthDelimited,
    zero: () => "",
    isZero: (value) => value === "",
    read: (r) => r.string(),
    write: (w, value, tag) => w.string(value, tag),
  },
  bytes: {
    wireType: WireType.LengthDelimited,
    zero: () => new Uint8Array(0),
    isZero: (value) => value instanceof Uint8Array && value.length === 0,
    read: (r) => r.bytesValue(),
    write: (w, value, tag) => w.bytesValue(value, tag),
  },
};

/** How enum numbers are read and written. */
export const ENUM: Scalar = {
  ...int,
  read: (r) => r.int32(),
  write: (w, value, tag) => w.enum(value, tag),
};

/** Strings with `utf8_validation = NONE`. */
export const LOSSLESS_STRING: Scalar = {
  ...SCALARS.string,
  read: (r) => r.losslessString(),
  write: (w, value, tag) => w.losslessString(value, tag),
};

/** 64-bit types with `jstype = JS_STRING`. */
export function asString(scalar: Scalar): Scalar {
  return {
    wireType: scalar.wireType,
    zero: () => "0",
    isZero: (value) => value === "0",
    read: (r) => String(scalar.read(r)),
    write: (w, value, tag) => scalar.write(w, bigintOf(value) as never, tag),
  };
}

/** 64-bit types with `jstype = JS_NUMBER`. */
export function asNumber(scalar: Scalar): Scalar {
  return {
    wireType: scalar.wireType,
    zero: zeroNumber,
    isZero: isZeroInt,
    read: (r) => r.safeInteger(scalar.read(r) as bigint),
    write: (w, value, tag) => scalar.write(w, bigintOf(value) as never, tag),
  };
}

/**
 * A 64-bit integer that a message holds as a string or a number, because of `jstype`.
 *
 * @param value A decimal string or an integer.
 * @returns The bigint.
 * @throws {TypeError} If it is neither.
 *
 * @example A string
 * ```ts
 * import { bigintOf } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(bigintOf("9007199254740993"), 9007199254740993n);
 * ```
 */
export function bigintOf(value: string | number): bigint {
  if (typeof value === "string" ? /^-?\d+$/.test(value) : Number.isSafeInteger(value)) {
    return BigInt(value);
  }
  const what = typeof value === "string"
    ? JSON.stringify(value)
    : typeof value === "number"
    ? value
    : `a value of type ${value === null ? "null" : typeof value}`;
  throw new TypeError(`Cannot encode ${what} as a 64-bit integer`);
}
