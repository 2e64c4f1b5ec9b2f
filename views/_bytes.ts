/**
 * Reads from bytes that were validated before: nothing is checked here. If the bytes were changed
 * since, the results mean nothing, but every loop still ends.
 *
 * @module
 */
import { WireType } from "../wire/mod.ts";

/** Where the varint at `pos` ends. */
export function skipVarint(bytes: Uint8Array, pos: number): number {
  while (bytes[pos]! >= 0x80) pos++;
  return pos + 1;
}

/** The low 32 bits of the varint at `pos`, signed. */
export function readVarint32(bytes: Uint8Array, pos: number): number {
  let byte = bytes[pos]!;
  if (byte < 0x80) return byte;
  let value = byte & 0x7f;
  for (let shift = 7; shift < 35; shift += 7) {
    byte = bytes[++pos]!;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return value;
}

/** Whether the varint at `pos` is other than zero, in any of its 64 bits. */
export function readBool(bytes: Uint8Array, pos: number): boolean {
  let bits = bytes[pos]!;
  while (bytes[pos]! >= 0x80) bits |= bytes[++pos]! | 0x80;
  return (bits & 0x7f) !== 0;
}

/**
 * Where the field ends whose value begins at `pos`, its tag just read.
 *
 * @param bytes The bytes.
 * @param pos Where the value begins.
 * @param tag The tag.
 */
export function skipValue(bytes: Uint8Array, pos: number, tag: number): number {
  switch (tag & 7) {
    case WireType.Varint:
      return skipVarint(bytes, pos);
    case WireType.Fixed64:
      return pos + 8;
    case WireType.LengthDelimited:
      return skipBytes(bytes, pos);
    case WireType.StartGroup:
      return skipVarint(bytes, groupEnd(bytes, pos));
    default:
      return pos + 4;
  }
}

/**
 * Where the value ends whose length is at `pos`. If the bytes were changed since, it ends with them
 * at the latest (or a little later, if it is short): what is made of it is never larger than they are.
 */
export function skipBytes(bytes: Uint8Array, pos: number): number {
  const length = bytes[pos]!;
  if (length < 0x80) return pos + 1 + length;
  return Math.min(skipVarint(bytes, pos) + (readVarint32(bytes, pos) >>> 0), bytes.length);
}

/** Where the end tag begins of the group whose content begins at `pos`. */
export function groupEnd(bytes: Uint8Array, pos: number): number {
  let depth = 0;
  while (pos < bytes.length) {
    const tag = readVarint32(bytes, pos);
    const value = skipVarint(bytes, pos);
    const wireType = tag & 7;
    if (wireType === WireType.EndGroup) {
      if (depth-- === 0) return pos;
      pos = value;
    } else if (wireType === WireType.StartGroup) {
      depth++;
      pos = value;
    } else {
      pos = skipValue(bytes, value, tag);
    }
  }
  return pos;
}

/** The halves of the integer that {@linkcode readVarint64} or {@linkcode readFixed64} read last. */
let low = 0;
let high = 0;

/** A few bytes that are copied here to be read as a number. */
const scratch = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** The signed integer of two halves. */
function signed(hi: number, lo: number): bigint {
  if (hi === 0 && lo >= 0) return BigInt(lo);
  scratch.setInt32(0, hi);
  scratch.setInt32(4, lo);
  return scratch.getBigInt64(0);
}

/** The unsigned integer of two halves. */
function unsigned(hi: number, lo: number): bigint {
  if (hi === 0) return BigInt(lo >>> 0);
  scratch.setInt32(0, hi);
  scratch.setInt32(4, lo);
  return scratch.getBigUint64(0);
}

/** Reads the varint at `pos` into the two halves. */
function readVarint64(bytes: Uint8Array, pos: number): void {
  let byte = bytes[pos]!;
  let lo = byte & 0x7f;
  let hi = 0;
  for (let shift = 7; byte >= 0x80; shift += 7) {
    byte = bytes[++pos]!;
    const bits = byte & 0x7f;
    if (shift < 28) lo |= bits << shift;
    else if (shift === 28) {
      lo |= bits << 28;
      hi = bits >>> 4;
    } else hi |= bits << shift - 32;
  }
  low = lo;
  high = hi;
}

/** Reads eight bytes into the two halves. */
function readFixed64(bytes: Uint8Array, pos: number): void {
  low = readFixed32(bytes, pos);
  high = readFixed32(bytes, pos + 4);
}

/** Reads the `int64` at `pos`. */
export function readInt64(bytes: Uint8Array, pos: number): bigint {
  const byte = bytes[pos]!;
  if (byte < 0x80) return BigInt(byte);
  readVarint64(bytes, pos);
  return signed(high, low);
}

/** Reads the `uint64` at `pos`. */
export function readUint64(bytes: Uint8Array, pos: number): bigint {
  const byte = bytes[pos]!;
  if (byte < 0x80) return BigInt(byte);
  readVarint64(bytes, pos);
  return unsigned(high, low);
}

/** Reads the `sint64` at `pos`. */
export function readSint64(bytes: Uint8Array, pos: number): bigint {
  readVarint64(bytes, pos);
  const sign = -(low & 1);
  return signed(high >>> 1 ^ sign, (low >>> 1 | high << 31) ^ sign);
}

/** Reads the `fixed64` at `pos`. */
export function readUfixed64(bytes: Uint8Array, pos: number): bigint {
  readFixed64(bytes, pos);
  return unsigned(high, low);
}

/** Reads the `sfixed64` at `pos`. */
export function readSfixed64(bytes: Uint8Array, pos: number): bigint {
  readFixed64(bytes, pos);
  return signed(high, low);
}

/** Reads the four bytes at `pos` as a signed integer. */
export function readFixed32(bytes: Uint8Array, pos: number): number {
  return bytes[pos]! | bytes[pos + 1]! << 8 | bytes[pos + 2]! << 16 | bytes[pos + 3]! << 24;
}

/** Reads the `float` at `pos`. */
export function readFloat(bytes: Uint8Array, pos: number): number {
  scratch.setInt32(0, readFixed32(bytes, pos));
  return scratch.getFloat32(0);
}

/** Reads the `double` at `pos`. */
export function readDouble(bytes: Uint8Array, pos: number): number {
  scratch.setInt32(0, readFixed32(bytes, pos + 4));
  scratch.setInt32(4, readFixed32(bytes, pos));
  return scratch.getFloat64(0);
}
