import type { MessageCodec } from "./codec.ts";
import { WireError } from "./error.ts";
import {
  DEFAULT_RECURSION_LIMIT,
  type EncodeOptions,
  limitError,
  limitOf,
  MAX_MESSAGE_BYTES,
} from "./limits.ts";
import { encodeUtf8, encodeUtf8Lossless } from "./utf8.ts";
import { makeTag, WireType } from "./wire_type.ts";

/** Up to this many UTF-16 units, a loop over ASCII beats `TextEncoder`'s fixed cost. */
const SHORT = 40;
const INITIAL_SIZE = 256;

/**
 * Writes the binary format **from the end to the beginning**: the last field first, and of each
 * field the value before the tag. So a message's length is known when its prefix is due, and no
 * size is ever computed in advance.
 *
 * A field is a value and its {@linkcode tag}, in this order. Generated code and dynamic types drive
 * it; programs usually call `encode()` instead.
 *
 * Wire format: https://protobuf.dev/programming-guides/encoding/
 *
 * @example Write two fields
 * ```ts
 * import { Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writer.string("hi").tag(18); // field 2
 * writer.uint32(1).tag(8); // field 1
 * assertEquals(writer.finish(), new Uint8Array([0x08, 0x01, 0x12, 0x02, 0x68, 0x69]));
 * ```
 */
export class Writer {
  /** The buffer; what was written is at its end, from `pos` on. Replaced when it grows. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Where what was written begins. */
  pos: number;
  #depth: number;
  #dataView: DataView;

  /**
   * Begins to write.
   *
   * @param options Limits.
   * @throws {RangeError} If a limit is negative or NaN.
   */
  constructor(options: EncodeOptions = {}) {
    this.#depth = limitOf("recursionLimit", options.recursionLimit, DEFAULT_RECURSION_LIMIT);
    this.bytes = new Uint8Array(INITIAL_SIZE);
    this.pos = INITIAL_SIZE;
    this.#dataView = new DataView(this.bytes.buffer);
  }

  /**
   * Ends writing.
   *
   * @returns What was written, copied to an array of its own.
   */
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(this.pos);
  }

  /** How many bytes have been written. */
  get length(): number {
    return this.bytes.length - this.pos;
  }

  /**
   * Makes room.
   *
   * @param size How many bytes.
   * @returns Where they begin.
   */
  reserve(size: number): number {
    if (this.pos < size) this.#grow(size);
    return this.pos -= size;
  }

  /** Writes a field's tag, after (so: before) its value. */
  tag(tag: number): void {
    if (tag < 0x80) this.#byte(tag);
    else this.varint32(tag);
  }

  /** Writes an unsigned 32-bit varint. */
  varint32(value: number): void {
    value >>>= 0;
    const size = value < 0x80
      ? 1
      : value < 0x4000
      ? 2
      : value < 0x20_0000
      ? 3
      : value < 0x1000_0000
      ? 4
      : 5;
    let pos = this.reserve(size);
    const bytes = this.bytes;
    for (; value > 0x7f; value >>>= 7) bytes[pos++] = value & 0x7f | 0x80;
    bytes[pos] = value;
  }

  /** Writes a varint of the 64 bits of a bigint. */
  varint64(value: bigint): void {
    if (value >= 0n && value <= 0x7fff_ffffn) {
      this.varint32(Number(value));
      return;
    }
    this.#varint(Number(value & 0xffff_ffffn) | 0, Number(value >> 32n & 0xffff_ffffn) | 0);
  }

  /** Writes a signed varint as `int32` and enums have it: ten bytes if negative. */
  signedVarint32(value: number): void {
    if (value >= 0) this.varint32(value);
    else this.#varint(value, -1);
  }

  /** Writes bytes as they are. */
  raw(value: Uint8Array): void {
    // Not in one expression: reserving may replace the buffer.
    const pos = this.reserve(value.length);
    this.bytes.set(value, pos);
  }

  /** Writes a value of type `int32`. */
  int32(value: number): this {
    if (value !== (value | 0)) throw notInteger(value, "int32");
    this.signedVarint32(value);
    return this;
  }

  /** Writes an enum number. */
  enum(value: number): this {
    if (value !== (value | 0)) throw notInteger(value, "enum");
    this.signedVarint32(value);
    return this;
  }

  /** Writes a value of type `uint32`. */
  uint32(value: number): this {
    if (value !== value >>> 0) throw notInteger(value, "uint32");
    this.varint32(value);
    return this;
  }

  /** Writes a value of type `sint32`. */
  sint32(value: number): this {
    if (value !== (value | 0)) throw notInteger(value, "sint32");
    this.varint32(value << 1 ^ value >> 31);
    return this;
  }

  /** Writes a value of type `int64`. */
  int64(value: bigint): this {
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value) {
      throw notInteger(value, "int64");
    }
    this.varint64(value);
    return this;
  }

  /** Writes a value of type `uint64`. */
  uint64(value: bigint): this {
    if (typeof value !== "bigint" || BigInt.asUintN(64, value) !== value) {
      throw notInteger(value, "uint64");
    }
    this.varint64(value);
    return this;
  }

  /** Writes a value of type `sint64`. */
  sint64(value: bigint): this {
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value) {
      throw notInteger(value, "sint64");
    }
    this.varint64(value << 1n ^ value >> 63n);
    return this;
  }

  /** Writes a value of type `bool`. */
  bool(value: boolean): this {
    if (typeof value !== "boolean") throw wrongType(value, "bool");
    this.#byte(value ? 1 : 0);
    return this;
  }

  /** Writes a value of type `fixed32`. */
  fixed32(value: number): this {
    if (value !== value >>> 0) throw notInteger(value, "fixed32");
    const pos = this.reserve(4);
    this.#dataView.setUint32(pos, value, true);
    return this;
  }

  /** Writes a value of type `sfixed32`. */
  sfixed32(value: number): this {
    if (value !== (value | 0)) throw notInteger(value, "sfixed32");
    const pos = this.reserve(4);
    this.#dataView.setInt32(pos, value, true);
    return this;
  }

  /** Writes a value of type `fixed64`. */
  fixed64(value: bigint): this {
    if (typeof value !== "bigint" || BigInt.asUintN(64, value) !== value) {
      throw notInteger(value, "fixed64");
    }
    const pos = this.reserve(8);
    this.#dataView.setBigUint64(pos, value, true);
    return this;
  }

  /** Writes a value of type `sfixed64`. */
  sfixed64(value: bigint): this {
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value) {
      throw notInteger(value, "sfixed64");
    }
    const pos = this.reserve(8);
    this.#dataView.setBigInt64(pos, value, true);
    return this;
  }

  /** Writes a value of type `float`; values that a float cannot hold are rounded, or infinite. */
  float(value: number): this {
    if (typeof value !== "number") throw wrongType(value, "float");
    const pos = this.reserve(4);
    this.#dataView.setFloat32(pos, value, true);
    return this;
  }

  /** Writes a value of type `double`. */
  double(value: number): this {
    if (typeof value !== "number") throw wrongType(value, "double");
    const pos = this.reserve(8);
    this.#dataView.setFloat64(pos, value, true);
    return this;
  }

  /** Writes a `string`. */
  string(value: string): this {
    if (typeof value !== "string") throw wrongType(value, "string");
    if (!this.#shortAscii(value)) this.#prefixed(encodeUtf8(value));
    return this;
  }

  /** Writes a `string` with `utf8_validation = NONE`; see `encodeUtf8Lossless()`. */
  losslessString(value: string): this {
    if (typeof value !== "string") throw wrongType(value, "string");
    if (!this.#shortAscii(value)) this.#prefixed(encodeUtf8Lossless(value));
    return this;
  }

  /** Writes a value of type `bytes`. */
  bytesValue(value: Uint8Array): this {
    if (!(value instanceof Uint8Array)) throw wrongType(value, "bytes");
    this.#prefixed(value);
    return this;
  }

  /** Writes a length-delimited message. */
  message<T>(codec: MessageCodec<T>, value: T): this {
    this.#descend(value);
    const end = this.length;
    codec.write(value, this);
    this.varint32(this.length - end);
    this.#depth++;
    return this;
  }

  /** Writes a group, or a message with DELIMITED encoding, up to its start tag. */
  group<T>(codec: MessageCodec<T>, fieldNumber: number, value: T): this {
    this.#descend(value);
    this.tag(makeTag(fieldNumber, WireType.EndGroup));
    codec.write(value, this);
    this.#depth++;
    return this;
  }

  /**
   * Writes the length of a map entry or a packed run whose content is there already.
   *
   * @param end What {@linkcode length} was before the content.
   * @returns The writer, for the tag.
   */
  lengthSince(end: number): this {
    this.varint32(this.length - end);
    return this;
  }

  #descend(value: unknown): void {
    if (typeof value !== "object" || value === null) throw wrongType(value, "message");
    if (--this.#depth < 0) {
      throw limitError("Cannot encode: nested too deep, or in a circle", "recursionLimit");
    }
  }

  #prefixed(value: Uint8Array): void {
    this.raw(value);
    this.varint32(value.length);
  }

  /** Writes a short ASCII string with its length; false, and nothing written, for any other. */
  #shortAscii(value: string): boolean {
    const length = value.length;
    if (length > SHORT) return false;
    const pos = this.reserve(length);
    const bytes = this.bytes;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) {
        this.pos = pos + length;
        return false;
      }
      bytes[pos + i] = code;
    }
    this.varint32(length);
    return true;
  }

  #byte(value: number): void {
    const pos = this.reserve(1);
    this.bytes[pos] = value;
  }

  #varint(lo: number, hi: number): void {
    let size = 1;
    for (let l = lo >>> 0, h = hi >>> 0; h !== 0 || l > 0x7f; size++) {
      l = (l >>> 7 | h << 25) >>> 0;
      h >>>= 7;
    }
    let pos = this.reserve(size);
    const bytes = this.bytes;
    for (let i = 1; i < size; i++) {
      bytes[pos++] = lo & 0x7f | 0x80;
      lo = lo >>> 7 | hi << 25;
      hi >>>= 7;
    }
    bytes[pos] = lo & 0x7f;
  }

  #grow(size: number): void {
    const length = this.length;
    const needed = length + size;
    if (needed > MAX_MESSAGE_BYTES) {
      throw new WireError("limit", `Cannot encode more than ${MAX_MESSAGE_BYTES} bytes`);
    }
    const capacity = Math.min(Math.max(needed, this.bytes.length * 2), MAX_MESSAGE_BYTES);
    const grown = new Uint8Array(capacity);
    grown.set(this.bytes.subarray(this.pos), capacity - length);
    this.bytes = grown;
    this.pos = capacity - length;
    this.#dataView = new DataView(grown.buffer);
  }
}

function notInteger(value: unknown, type: string): Error {
  const kind: string = typeof value;
  if (kind !== (type.endsWith("64") ? "bigint" : "number")) return wrongType(value, type);
  return new WireError("value", `Cannot encode ${value} as ${type}: it is out of range`);
}

function wrongType(value: unknown, type: string): TypeError {
  const kind = value === null ? "null" : typeof value;
  return new TypeError(`Cannot encode a value of type ${kind} as ${type}`);
}
