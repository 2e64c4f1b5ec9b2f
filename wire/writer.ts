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
const SHORT = 48;
/** How many bytes UTF-8 takes for a UTF-16 unit, at most. */
const MAX_UNIT_BYTES = 3;
const INITIAL_SIZE = 4096;
/** Larger buffers are not kept for the next writer. */
const MAX_SPARE_SIZE = 1024 * 1024;

/** Instead of a tag: only the value is written. No field has the number 0. */
const NO_TAG = 0;

const encoder = new TextEncoder();
/** Takes bigints apart. */
const HALVES = new DataView(new ArrayBuffer(8));

/** Where a writer writes to. */
interface Target {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView;
}

/**
 * What the last writer has left: making a buffer takes longer than writing a short message. Nobody
 * sees what is in it, and a writer that fails does not give it back.
 */
let spare: Target | undefined;

function newTarget(size: number): Target {
  const bytes = new Uint8Array(size);
  return { bytes, view: new DataView(bytes.buffer) };
}

/**
 * Writes the binary format **from the end to the beginning**: the last field first, and of each
 * field the value before the tag. So a message's length is known when its prefix is due, and no
 * size is ever computed in advance.
 *
 * Each value may be given with the tag of its field; without it, only the value is written, as in
 * packed runs. Generated code and dynamic types drive it; programs usually call `encode()` instead.
 *
 * Wire format: https://protobuf.dev/programming-guides/encoding/
 *
 * @example Write two fields
 * ```ts
 * import { Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writer.string("hi", 18); // field 2
 * writer.uint32(1, 8); // field 1
 * assertEquals(writer.finish(), new Uint8Array([0x08, 0x01, 0x12, 0x02, 0x68, 0x69]));
 * ```
 */
export class Writer {
  /** The buffer; what was written is at its end, from `pos` on. Replaced when it grows. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Where what was written begins. */
  pos: number;
  #depth: number;
  #target: Target;
  #dataView: DataView;

  /**
   * Begins to write.
   *
   * @param options Limits.
   * @throws {RangeError} If a limit is negative or NaN.
   */
  constructor(options: EncodeOptions = {}) {
    this.#depth = limitOf("recursionLimit", options.recursionLimit, DEFAULT_RECURSION_LIMIT);
    this.#target = spare ?? newTarget(INITIAL_SIZE);
    spare = undefined;
    this.bytes = this.#target.bytes;
    this.pos = this.bytes.length;
    this.#dataView = this.#target.view;
  }

  /**
   * Ends writing. The writer is empty then.
   *
   * @param allocate Makes the array for the result; see `EncodeOptions`.
   * @returns What was written, copied to an array of its own, or to the one that was made for it.
   */
  finish(allocate?: EncodeOptions["allocate"]): Uint8Array<ArrayBuffer> {
    const written = allocate === undefined
      ? this.bytes.slice(this.pos)
      : copyTo(allocate(this.length), this.bytes, this.pos);
    if (this.bytes.length <= MAX_SPARE_SIZE) spare = this.#target;
    this.#take(NOTHING);
    return written;
  }

  /** The buffer as a `DataView`; replaced like {@linkcode bytes}. */
  get view(): DataView {
    return this.#dataView;
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
    if (!(size <= this.pos)) this.#grow(size);
    return this.pos -= size;
  }

  /** Writes a field's tag, after (so: before) its value. */
  tag(tag: number): void {
    const pos = this.pos - 1;
    if (tag < 0x80 && pos >= 0) this.bytes[this.pos = pos] = tag;
    else this.#longVarint32(tag);
  }

  /** Writes an unsigned 32-bit varint. */
  varint32(value: number): void {
    const pos = this.pos - 1;
    if (value < 0x80 && value >= 0 && pos >= 0) {
      this.bytes[this.pos = pos] = value;
      return;
    }
    this.#longVarint32(value >>> 0);
  }

  #longVarint32(value: number): void {
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

  /** Writes a signed varint as `int32` and enums have it: ten bytes if negative. */
  signedVarint32(value: number, tag: number = NO_TAG): void {
    if (value >= 0) this.#varintField(value, tag);
    else this.#longField(value, -1, tag);
  }

  /** Writes bytes as they are. */
  raw(value: Uint8Array): void {
    // What has no length would make all of the buffer the result, and it held other messages.
    if (!(value instanceof Uint8Array)) throw wrongType(value, "bytes");
    // Not in one expression: reserving may replace the buffer.
    const pos = this.reserve(value.length);
    this.bytes.set(value, pos);
  }

  /** Writes a value of type `int32`. */
  int32(value: number, tag: number = NO_TAG): this {
    if (value !== (value | 0)) throw notInteger(value, "int32");
    this.signedVarint32(value, tag);
    return this;
  }

  /** Writes an enum number. */
  enum(value: number, tag: number = NO_TAG): this {
    if (value !== (value | 0)) throw notInteger(value, "enum");
    this.signedVarint32(value, tag);
    return this;
  }

  /** Writes a value of type `uint32`. */
  uint32(value: number, tag: number = NO_TAG): this {
    if (value !== value >>> 0) throw notInteger(value, "uint32");
    this.#varintField(value, tag);
    return this;
  }

  /** Writes a value of type `sint32`. */
  sint32(value: number, tag: number = NO_TAG): this {
    if (value !== (value | 0)) throw notInteger(value, "sint32");
    this.#varintField((value << 1 ^ value >> 31) >>> 0, tag);
    return this;
  }

  /** Writes a value of type `int64`. */
  int64(value: bigint, tag: number = NO_TAG): this {
    if (typeof value !== "bigint") throw notInteger(value, "int64");
    HALVES.setBigInt64(0, value, true);
    if (HALVES.getBigInt64(0, true) !== value) throw notInteger(value, "int64");
    this.#longField(HALVES.getInt32(0, true), HALVES.getInt32(4, true), tag);
    return this;
  }

  /** Writes a value of type `uint64`. */
  uint64(value: bigint, tag: number = NO_TAG): this {
    if (typeof value !== "bigint") throw notInteger(value, "uint64");
    HALVES.setBigUint64(0, value, true);
    if (HALVES.getBigUint64(0, true) !== value) throw notInteger(value, "uint64");
    this.#longField(HALVES.getInt32(0, true), HALVES.getInt32(4, true), tag);
    return this;
  }

  /** Writes a value of type `sint64`. */
  sint64(value: bigint, tag: number = NO_TAG): this {
    if (typeof value !== "bigint") throw notInteger(value, "sint64");
    HALVES.setBigInt64(0, value, true);
    if (HALVES.getBigInt64(0, true) !== value) throw notInteger(value, "sint64");
    const lo = HALVES.getInt32(0, true);
    const hi = HALVES.getInt32(4, true);
    const sign = hi >> 31;
    this.#longField(lo << 1 ^ sign, (hi << 1 | lo >>> 31) ^ sign, tag);
    return this;
  }

  /** Writes a value of type `bool`. */
  bool(value: boolean, tag: number = NO_TAG): this {
    if (typeof value !== "boolean") throw wrongType(value, "bool");
    this.#varintField(value ? 1 : 0, tag);
    return this;
  }

  /** Writes a value of type `fixed32`. */
  fixed32(value: number, tag: number = NO_TAG): this {
    if (value !== value >>> 0) throw notInteger(value, "fixed32");
    const pos = this.#fixed(4, tag);
    this.#dataView.setUint32(pos, value, true);
    return this;
  }

  /** Writes a value of type `sfixed32`. */
  sfixed32(value: number, tag: number = NO_TAG): this {
    if (value !== (value | 0)) throw notInteger(value, "sfixed32");
    const pos = this.#fixed(4, tag);
    this.#dataView.setInt32(pos, value, true);
    return this;
  }

  /** Writes a value of type `fixed64`. */
  fixed64(value: bigint, tag: number = NO_TAG): this {
    if (typeof value !== "bigint" || BigInt.asUintN(64, value) !== value) {
      throw notInteger(value, "fixed64");
    }
    const pos = this.#fixed(8, tag);
    this.#dataView.setBigUint64(pos, value, true);
    return this;
  }

  /** Writes a value of type `sfixed64`. */
  sfixed64(value: bigint, tag: number = NO_TAG): this {
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value) {
      throw notInteger(value, "sfixed64");
    }
    const pos = this.#fixed(8, tag);
    this.#dataView.setBigInt64(pos, value, true);
    return this;
  }

  /** Writes a value of type `float`; values that a float cannot hold are rounded, or infinite. */
  float(value: number, tag: number = NO_TAG): this {
    if (typeof value !== "number") throw wrongType(value, "float");
    const pos = this.#fixed(4, tag);
    this.#dataView.setFloat32(pos, value, true);
    return this;
  }

  /**
   * Writes a value of type `double`. Any NaN is written as JavaScript's own: engines may or may not
   * keep the bits of others, and do either in one run.
   */
  double(value: number, tag: number = NO_TAG): this {
    if (typeof value !== "number") throw wrongType(value, "double");
    const pos = this.#fixed(8, tag);
    this.#dataView.setFloat64(pos, Number.isNaN(value) ? NaN : value, true);
    return this;
  }

  /** Writes a `string`. */
  string(value: string, tag: number = NO_TAG): this {
    if (typeof value !== "string") throw wrongType(value, "string");
    if (!this.#text(value, tag)) encodeUtf8(value); // throws
    return this;
  }

  /** Writes a `string` with `utf8_validation = NONE`; see `encodeUtf8Lossless()`. */
  losslessString(value: string, tag: number = NO_TAG): this {
    if (typeof value !== "string") throw wrongType(value, "string");
    if (!this.#text(value, tag)) this.#prefixed(encodeUtf8Lossless(value), tag);
    return this;
  }

  /** Writes a value of type `bytes`. */
  bytesValue(value: Uint8Array, tag: number = NO_TAG): this {
    this.#prefixed(value, tag);
    return this;
  }

  /** Writes a length-delimited message. */
  message<T>(codec: MessageCodec<T>, value: T, tag: number = NO_TAG): this {
    const end = this.open(value);
    codec.write(value, this);
    return this.close(end, tag);
  }

  /** Writes a group, or a message with DELIMITED encoding, up to its start tag. */
  group<T>(codec: MessageCodec<T>, fieldNumber: number, value: T): this {
    this.open(value);
    this.tag(makeTag(fieldNumber, WireType.EndGroup));
    codec.write(value, this);
    this.#depth++;
    return this;
  }

  /**
   * Begins to write a length-delimited message, up to {@linkcode close}; its fields come between.
   *
   * @param message The message; only its kind is looked at.
   * @returns What to give to {@linkcode close}.
   * @throws {TypeError} If it is no object.
   * @throws {WireError} With code `limit`, if it is nested too deep.
   */
  open(message: unknown): number {
    if (typeof message !== "object" || message === null) throw wrongType(message, "message");
    if (--this.#depth < 0) {
      throw limitError("Cannot encode: nested too deep, or in a circle", "recursionLimit");
    }
    return this.bytes.length - this.pos;
  }

  /**
   * Ends what {@linkcode open} began: writes the length.
   *
   * @param end What `open` returned.
   * @param tag The field's tag, if it is to be written, too.
   * @returns The writer.
   */
  close(end: number, tag: number = NO_TAG): this {
    this.#depth++;
    this.#varintField(this.bytes.length - this.pos - end, tag);
    return this;
  }

  /**
   * Writes the length of a map entry or a packed run whose content is there already.
   *
   * @param end What {@linkcode length} was before the content.
   * @param tag The field's tag, if it is to be written, too.
   * @returns The writer.
   */
  lengthSince(end: number, tag: number = NO_TAG): this {
    this.#varintField(this.length - end, tag);
    return this;
  }

  /** Writes an unsigned varint and its tag: in one step, if both are a byte. */
  #varintField(value: number, tag: number): void {
    const pos = this.pos - 2;
    if (value < 0x80 && tag < 0x80 && tag !== NO_TAG && pos >= 0) {
      const bytes = this.bytes;
      bytes[pos + 1] = value;
      bytes[pos] = tag;
      this.pos = pos;
    } else {
      this.varint32(value);
      if (tag !== NO_TAG) this.tag(tag);
    }
  }

  /** Writes a varint of two halves and its tag. */
  #longField(lo: number, hi: number, tag: number): void {
    if (hi === 0) {
      this.#varintField(lo >>> 0, tag);
      return;
    }
    this.#varint(lo, hi);
    if (tag !== NO_TAG) this.tag(tag);
  }

  /** Makes room for a value of 4 or 8 bytes, and writes its tag; returns where the value belongs. */
  #fixed(size: number, tag: number): number {
    const pos = this.pos - size;
    if (tag < 0x80 && tag !== NO_TAG && pos > 0) {
      this.bytes[this.pos = pos - 1] = tag;
      return pos;
    }
    this.reserve(size);
    // Counted from the end: the tag may need another buffer.
    const { length } = this;
    if (tag !== NO_TAG) this.tag(tag);
    return this.bytes.length - length;
  }

  #prefixed(value: Uint8Array, tag: number): void {
    this.raw(value);
    this.#varintField(value.length, tag);
  }

  /** Writes a string, its length and tag; false, and nothing, if it has a lone surrogate. */
  #text(value: string, tag: number): boolean {
    if (value.length > SHORT) return this.#longText(value, tag);
    return this.#shortAscii(value, tag) || this.#shortText(value, tag);
  }

  /** Writes a short ASCII string, its length and tag; false, and nothing, for any other. */
  #shortAscii(value: string, tag: number): boolean {
    const length = value.length;
    const start = this.pos - length;
    if (start < 2) return false;
    const bytes = this.bytes;
    let bits = 0;
    let i = 0;
    // Four at a time takes three quarters of the time of one by one.
    for (; i + 4 <= length; i += 4) {
      const a = value.charCodeAt(i);
      const b = value.charCodeAt(i + 1);
      const c = value.charCodeAt(i + 2);
      const d = value.charCodeAt(i + 3);
      bits |= a | b | c | d;
      if (bits > 0x7f) return false;
      bytes[start + i] = a;
      bytes[start + i + 1] = b;
      bytes[start + i + 2] = c;
      bytes[start + i + 3] = d;
    }
    for (; i < length; i++) {
      const code = value.charCodeAt(i);
      bits |= code;
      bytes[start + i] = code;
    }
    if (bits > 0x7f) return false;
    bytes[start - 1] = length;
    if (tag < 0x80 && tag !== NO_TAG) {
      bytes[this.pos = start - 2] = tag;
    } else {
      this.pos = start - 1;
      if (tag !== NO_TAG) this.tag(tag);
    }
    return true;
  }

  /** Writes a short string, its last character first, then its length and tag. */
  #shortText(value: string, tag: number): boolean {
    const most = value.length * MAX_UNIT_BYTES;
    if (this.pos < most) this.#grow(most);
    const bytes = this.bytes;
    let pos = this.pos;
    for (let i = value.length - 1; i >= 0; i--) {
      let code = value.charCodeAt(i);
      if (code < 0x80) {
        bytes[--pos] = code;
        continue;
      }
      bytes[--pos] = code & 0x3f | 0x80;
      if (code < 0x800) {
        bytes[--pos] = code >> 6 | 0xc0;
        continue;
      }
      if (code >= 0xd800 && code < 0xe000) {
        const high = value.charCodeAt(--i);
        if (!(code >= 0xdc00 && high >= 0xd800 && high < 0xdc00)) return false;
        code = (high - 0xd800 << 10) + code - 0xdc00 + 0x1_0000;
        bytes[--pos] = code >> 6 & 0x3f | 0x80;
        bytes[--pos] = code >> 12 & 0x3f | 0x80;
        bytes[--pos] = code >> 18 | 0xf0;
      } else {
        bytes[--pos] = code >> 6 & 0x3f | 0x80;
        bytes[--pos] = code >> 12 | 0xe0;
      }
    }
    const size = this.pos - pos;
    this.pos = pos;
    this.#varintField(size, tag);
    return true;
  }

  /**
   * Writes a string with its length. The text is encoded to the beginning of the buffer, and copied
   * from there to where it belongs: its length is not known before.
   */
  #longText(value: string, tag: number): boolean {
    const most = value.length * MAX_UNIT_BYTES;
    if (this.pos < most) this.#grow(most);
    const size = encoder.encodeInto(value, this.bytes).written;
    if (size !== value.length && !value.isWellFormed()) return false;
    this.pos -= size;
    this.bytes.copyWithin(this.pos, 0, size);
    this.#varintField(size, tag);
    return true;
  }

  #varint(lo: number, hi: number): void {
    const size = (70 - Math.clz32(hi)) / 7 | 0;
    let pos = this.reserve(size);
    const bytes = this.bytes;
    bytes[pos++] = lo | 0x80;
    bytes[pos++] = lo >>> 7 | 0x80;
    bytes[pos++] = lo >>> 14 | 0x80;
    bytes[pos++] = lo >>> 21 | 0x80;
    let rest = hi << 4 | lo >>> 28;
    // The fifth byte has bits of both halves; from there on, it is the upper one's.
    if (size === 5) {
      bytes[pos] = rest;
      return;
    }
    bytes[pos++] = rest & 0x7f | 0x80;
    rest = hi >>> 3;
    for (let i = 6; i < size; i++) {
      bytes[pos++] = rest & 0x7f | 0x80;
      rest >>>= 7;
    }
    bytes[pos] = rest;
  }

  #grow(size: number): void {
    const length = this.length;
    const needed = length + size;
    // Not by >, which would let NaN pass.
    if (!(needed <= MAX_MESSAGE_BYTES)) {
      throw new WireError("limit", `Cannot encode more than ${MAX_MESSAGE_BYTES} bytes`);
    }
    const capacity = Math.min(Math.max(needed, this.bytes.length * 2), MAX_MESSAGE_BYTES);
    const target = newTarget(capacity);
    target.bytes.set(this.bytes.subarray(this.pos), capacity - length);
    this.#take(target);
    this.pos -= length;
  }

  #take(target: Target): void {
    this.#target = target;
    this.bytes = target.bytes;
    this.pos = target.bytes.length;
    this.#dataView = target.view;
  }
}

/** What a writer has when it has ended. */
const NOTHING = newTarget(0);

/** Copies what is in an array from a place on. */
function copyTo(
  target: Uint8Array<ArrayBuffer>,
  source: Uint8Array,
  start: number,
): Uint8Array<ArrayBuffer> {
  const { length } = target;
  // Below about a hundred bytes a loop costs less than making a subarray.
  if (length > 96) target.set(source.subarray(start));
  else for (let i = 0; i < length; i++) target[i] = source[start + i]!;
  return target;
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
