import { WireError } from "./error.ts";
import {
  type DecodeOptions,
  DEFAULT_RECURSION_LIMIT,
  ELEMENT_BYTES_FACTOR,
  limitError,
  limitOf,
  MAX_MESSAGE_BYTES,
  MIN_ELEMENT_BYTES,
} from "./limits.ts";
import { UnknownFields } from "./unknown.ts";
import { TextWindow } from "./_text_window.ts";
import { WireType } from "./wire_type.ts";
import type { MessageCodec } from "./codec.ts";

/**
 * What `open()` takes for the outermost message, instead of a group's field number.
 *
 * @example Read a message that is the whole input
 * ```ts
 * import { Reader, WHOLE_INPUT } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([0x08, 0x2a]));
 * const outer = reader.open(0, undefined, WHOLE_INPUT);
 * assertEquals(reader.tag(), 8);
 * assertEquals(reader.uint32(), 42);
 * reader.close(outer);
 * ```
 */
export const WHOLE_INPUT = 0;

/** Makes bigints and floating-point numbers of their bits. */
const BITS = new DataView(new ArrayBuffer(8));
const INT32 = new Int32Array(BITS.buffer);
const FLOAT32 = new Float32Array(BITS.buffer);
/** How many bytes 32 bits take as a varint. */
const MAX_TAG_BYTES = 5;
/** What a `Uint8Array` of its own costs on V8's heap, without its bytes. */
const BYTES_COST = 200;
/** What a list element that is a bigint costs: its slot and the bigint. */
const BIGINT_COST = 32;
/** What an array costs that grows element by element: V8 makes room for 17 at once. */
const GROWING_COST = 128;
/** What an entry of a `Map` costs, its key and value included. */
const ENTRY_COST = 96;

/**
 * Reads the binary format, field by field. Generated code and dynamic types drive it; programs
 * usually call `decode()` instead.
 *
 * A reader trusts nothing: lengths are checked against the enclosing message, varints against
 * their width, strings against UTF-8, and what the input costs against the limits of
 * {@linkcode DecodeOptions}. What it returns is copied, never an alias of the input.
 *
 * Wire format: https://protobuf.dev/programming-guides/encoding/
 *
 * @example Read one field
 * ```ts
 * import { Reader } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([0x0a, 0x02, 0x68, 0x69]));
 * assertEquals(reader.tag(), 10); // field 1, length-delimited
 * assertEquals(reader.string(), "hi");
 * assertEquals(reader.more(), false);
 * ```
 */
export class Reader {
  /** The input. */
  readonly bytes: Uint8Array;
  /** Where the next value is read. */
  pos = 0;
  /** Where the message being read ends, exclusive. */
  end: number;
  /** Where the last tag began. */
  start = 0;

  #depth: number;
  #budget: number;
  #unknownBudget: number;
  #keepUnknown: boolean;
  /** The field number of the innermost group being read, and `#depth` in it; -1 outside groups. */
  #group = 0;
  #groupDepth = -1;
  /** Those of the groups around it. */
  #groups: number[] | undefined;
  /** The list that was charged last as one that grows. */
  #growing: readonly unknown[] | undefined;
  /** The two halves of the last 64-bit value. */
  #lo = 0;
  #hi = 0;
  #view: DataView | undefined;
  readonly #text: TextWindow;

  /**
   * Begins to read.
   *
   * @param bytes The input; not copied, must not change while it is read.
   * @param options Limits.
   * @throws {TypeError} If the input is not a `Uint8Array`.
   * @throws {WireError} With code `limit`, if the input is longer than `maxMessageBytes`.
   */
  constructor(bytes: Uint8Array, options: DecodeOptions = {}) {
    this.bytes = bytes?.constructor === Uint8Array ? bytes : plainBytes(bytes);
    this.end = bytes.length;
    this.#text = new TextWindow(this.bytes);
    const depth = limitOf("recursionLimit", options.recursionLimit, DEFAULT_RECURSION_LIMIT);
    // Finite, as messages in groups are told from the groups by how deep they are.
    this.#depth = Math.min(depth, Number.MAX_SAFE_INTEGER);
    this.#budget = limitOf(
      "maxElementBytes",
      options.maxElementBytes,
      Math.max(MIN_ELEMENT_BYTES, ELEMENT_BYTES_FACTOR * bytes.length),
    );
    this.#unknownBudget = limitOf("maxUnknownBytes", options.maxUnknownBytes, Infinity);
    this.#keepUnknown = options.keepUnknownFields ?? true;
    const max = limitOf("maxMessageBytes", options.maxMessageBytes, MAX_MESSAGE_BYTES);
    if (bytes.length > Math.min(max, MAX_MESSAGE_BYTES)) {
      throw limitError(`Cannot decode ${bytes.length} bytes`, "maxMessageBytes");
    }
  }

  /** Whether the message being read has more fields. */
  more(): boolean {
    return this.pos < this.end;
  }

  /**
   * Reads a tag. Field number 0 and the wire types 6 and 7 are found out by {@linkcode skip},
   * where every tag that no field knows ends up.
   *
   * @throws {WireError} If it is truncated, above 32 bits or longer than five bytes.
   */
  tag(): number {
    const pos = this.start = this.pos;
    const byte = this.bytes[pos]!;
    if (byte < 0x80) {
      this.pos = pos + 1;
      return byte;
    }
    return this.#longTag();
  }

  /** Reads a `uint32`; wider values are truncated to 32 bits. */
  uint32(): number {
    const byte = this.bytes[this.pos]!;
    if (byte < 0x80) {
      this.pos++;
      return byte;
    }
    return this.#low32() >>> 0;
  }

  /** Reads an `int32` or an enum number; wider values are truncated to 32 bits. */
  int32(): number {
    const byte = this.bytes[this.pos]!;
    if (byte < 0x80) {
      this.pos++;
      return byte;
    }
    return this.#low32();
  }

  /** Reads a `sint32`; wider values are truncated to 32 bits before zigzag. */
  sint32(): number {
    const value = this.int32();
    return value >>> 1 ^ -(value & 1);
  }

  /** Reads a `bool`: any value but 0 is true. */
  bool(): boolean {
    const byte = this.bytes[this.pos]!;
    if (byte < 0x80) {
      this.pos++;
      return byte !== 0;
    }
    this.#varint();
    return (this.#lo | this.#hi) !== 0;
  }

  /** Reads an `int64`. */
  int64(): bigint {
    this.#varint();
    if (this.#hi === 0 && this.#lo >= 0) return BigInt(this.#lo);
    BITS.setInt32(0, this.#lo, true);
    BITS.setInt32(4, this.#hi, true);
    return BITS.getBigInt64(0, true);
  }

  /** Reads a `uint64`. */
  uint64(): bigint {
    this.#varint();
    if (this.#hi === 0) return BigInt(this.#lo >>> 0);
    BITS.setInt32(0, this.#lo, true);
    BITS.setInt32(4, this.#hi, true);
    return BITS.getBigUint64(0, true);
  }

  /** Reads a `sint64`. */
  sint64(): bigint {
    this.#varint();
    const sign = -(this.#lo & 1);
    const lo = (this.#lo >>> 1 | this.#hi << 31) ^ sign;
    const hi = this.#hi >>> 1 ^ sign;
    if (hi === lo >> 31) return BigInt(lo);
    BITS.setInt32(0, lo, true);
    BITS.setInt32(4, hi, true);
    return BITS.getBigInt64(0, true);
  }

  /** Reads a `fixed32`. */
  fixed32(): number {
    return this.#fixed32() >>> 0;
  }

  /** Reads an `sfixed32`. */
  sfixed32(): number {
    return this.#fixed32();
  }

  /** Reads a `fixed64`. */
  fixed64(): bigint {
    this.#fixed64();
    return BITS.getBigUint64(0, true);
  }

  /** Reads an `sfixed64`. */
  sfixed64(): bigint {
    this.#fixed64();
    return BITS.getBigInt64(0, true);
  }

  /** Reads a `float`. */
  float(): number {
    INT32[0] = this.#fixed32();
    return FLOAT32[0]!;
  }

  /** Reads a `double`. */
  double(): number {
    this.#fixed64();
    return BITS.getFloat64(0, true);
  }

  /** Reads a `string` that must be UTF-8. */
  string(): string {
    const length = this.length();
    if (length === 0) return "";
    const start = this.pos;
    return this.#text.strict(start, this.pos = start + length);
  }

  /** Reads a `string` whose field has `utf8_validation = NONE`; see {@linkcode decodeUtf8Lossless}. */
  losslessString(): string {
    const length = this.length();
    if (length === 0) return "";
    const start = this.pos;
    return this.#text.lossless(start, this.pos = start + length);
  }

  /** Reads `bytes`, copied. */
  bytesValue(): Uint8Array {
    const length = this.length();
    this.charge(BYTES_COST);
    const start = this.pos;
    return this.bytes.slice(start, this.pos = start + length);
  }

  /**
   * Reads a length, and checks that so many bytes are left in the message being read.
   *
   * @returns The length in bytes.
   */
  length(): number {
    const start = this.pos;
    const length = this.bytes[start]!;
    if (length < 0x80 && length < this.end - start) {
      this.pos = start + 1;
      return length;
    }
    return this.#longLength();
  }

  /**
   * Enters a length-delimited value that holds others, up to {@linkcode leave}.
   *
   * @returns What to give to {@linkcode leave}.
   */
  enter(): number {
    const length = this.length();
    const outer = this.end;
    this.end = this.pos + length;
    return outer;
  }

  /**
   * Leaves what {@linkcode enter} entered.
   *
   * @param outer What `enter` returned.
   * @throws {WireError} If the last value reached past the end.
   */
  leave(outer: number): void {
    this.finish();
    this.end = outer;
  }

  /**
   * Enters a map entry, up to {@linkcode leave}.
   *
   * @returns What to give to {@linkcode leave}.
   */
  openEntry(): number {
    this.charge(ENTRY_COST);
    return this.enter();
  }

  /**
   * Checks that the message being read ended where it should.
   *
   * @throws {WireError} If the last value reached past the end of the message.
   */
  finish(): void {
    if (this.pos !== this.end) throw this.#truncated();
  }

  /**
   * Begins to read a message, up to {@linkcode close}: its length, or the group that it is.
   *
   * @param cost What the message takes in memory; see {@linkcode MessageCodec.cost}.
   * @param existing The message to merge into, which is not charged, or `undefined`.
   * @param group The field number of the group whose start tag was just read,
   * {@linkcode WHOLE_INPUT}, or `undefined` if a length comes next.
   * @returns What to give to {@linkcode close}.
   */
  open(cost: number, existing: unknown, group?: number): number {
    const outer = this.end;
    if (group === undefined) {
      if (existing === undefined) this.#budget -= cost;
      if (--this.#depth < 0 || this.#budget < 0) throw this.#exhausted();
      const length = this.length();
      this.end = this.pos + length;
    } else if (group !== WHOLE_INPUT) {
      if (existing === undefined) this.#budget -= cost;
      this.#openGroup(group);
    }
    return outer;
  }

  /**
   * Ends what {@linkcode open} began.
   *
   * @param outer What `open` returned.
   * @throws {WireError} If the last value reached past the end, or a group has no end.
   */
  close(outer: number): void {
    if (this.pos !== this.end || this.#depth === this.#groupDepth) throw this.#unclosed();
    this.end = outer;
    this.#depth++;
  }

  /**
   * Reads a length-delimited message.
   *
   * @param codec The message's type.
   * @param existing The message to merge into, or `undefined` for a new one.
   * @returns The message.
   */
  message<T>(codec: MessageCodec<T>, existing: T | undefined): T {
    return codec.read(this, existing);
  }

  /**
   * Reads the rest of a group, whose start tag was just read.
   *
   * @param codec The message's type.
   * @param fieldNumber The field number in the start tag.
   * @param existing The message to merge into, or `undefined` for a new one.
   * @returns The message.
   */
  group<T>(codec: MessageCodec<T>, fieldNumber: number, existing: T | undefined): T {
    return codec.read(this, existing, fieldNumber);
  }

  /**
   * Creates the message that a map entry without a value stands for.
   *
   * @param codec The message's type.
   * @returns The message.
   */
  emptyMessage<T>(codec: MessageCodec<T>): T {
    this.charge(codec.cost);
    return codec.create();
  }

  /**
   * Charges the bytes of a field that was not there, or of a map entry without a value.
   *
   * @param bytes What takes their place; newly allocated.
   * @returns The same.
   */
  defaultBytes<T extends Uint8Array>(bytes: T): T {
    this.charge(BYTES_COST);
    return bytes;
  }

  /**
   * Takes a field that the type does not know, its tag just read: skips it, and keeps it unless
   * the options say otherwise. Also ends a group.
   *
   * @param tag The tag.
   * @param fields What was gathered so far, or `undefined`.
   * @returns What is gathered now.
   */
  unknown(tag: number, fields: UnknownFields | undefined): UnknownFields | undefined {
    if (
      this.#depth === this.#groupDepth && tag === (this.#group << 3 | WireType.EndGroup) >>> 0
    ) {
      this.#endGroup();
      return fields;
    }
    const start = this.start;
    this.skip(tag);
    return this.keep(start, fields);
  }

  /**
   * Keeps the record from `start` up to here as an unknown field.
   *
   * @param start Where the record's tag began.
   * @param fields What was gathered so far, or `undefined`.
   * @returns What is gathered now.
   */
  keep(start: number, fields: UnknownFields | undefined): UnknownFields | undefined {
    if (this.pos > this.end) throw this.#truncated();
    if (!this.#keepUnknown) return fields;
    this.#chargeUnknown(this.pos - start);
    if (fields === undefined) {
      this.charge(BYTES_COST);
      fields = new UnknownFields(this.bytes, this);
    }
    if (fields.addRange(start, this.pos)) this.charge(BYTES_COST);
    return fields;
  }

  /**
   * Keeps one varint of a packed field as an unknown field of its own: a value that a closed enum
   * does not know.
   *
   * @param fieldNumber The field number.
   * @param start Where the value began; it ends here.
   * @param fields What was gathered so far, or `undefined`.
   * @returns What is gathered now.
   */
  keepPacked(
    fieldNumber: number,
    start: number,
    fields: UnknownFields | undefined,
  ): UnknownFields | undefined {
    if (this.pos > this.end) throw this.#truncated();
    if (!this.#keepUnknown) return fields;
    const record: number[] = [];
    let tag = (fieldNumber << 3 | WireType.Varint) >>> 0;
    for (; tag > 0x7f; tag >>>= 7) record.push(tag & 0x7f | 0x80);
    record.push(tag);
    for (let i = start; i < this.pos; i++) record.push(this.bytes[i]!);
    this.#chargeUnknown(record.length);
    this.charge(BYTES_COST);
    fields ??= new UnknownFields(this.bytes, this);
    fields.addRecord(new Uint8Array(record));
    return fields;
  }

  /**
   * Skips a field whose tag was just read.
   *
   * @param tag The tag.
   * @throws {WireError} If the tag or the value is malformed, or an end-group tag has no start.
   */
  skip(tag: number): void {
    const start = this.start;
    if (tag >>> 3 === 0) throw new WireError("tag", "Cannot decode field number 0", start);
    switch (tag & 7) {
      case WireType.Varint:
        this.#varint();
        break;
      case WireType.Fixed64:
        this.pos += 8;
        break;
      case WireType.LengthDelimited: {
        const length = this.length();
        this.pos += length;
        break;
      }
      case WireType.StartGroup:
        this.#skipGroup(tag >>> 3);
        break;
      case WireType.EndGroup:
        throw new WireError("group", `Cannot decode end of group ${tag >>> 3}: none began`, start);
      case WireType.Fixed32:
        this.pos += 4;
        break;
      default:
        throw new WireError("tag", `Cannot decode wire type ${tag & 7}`, start);
    }
    if (this.pos > this.end) throw this.#truncated();
  }

  /**
   * Takes memory from the budget that the whole input shares (`maxElementBytes`).
   *
   * @param cost How many bytes.
   * @throws {WireError} With code `limit`, if none is left.
   */
  charge(cost: number): void {
    this.#budget -= cost;
    if (this.#budget < 0) throw this.#exhausted();
  }

  /**
   * Charges what a list takes that grows element by element, before an element is added. It does
   * so once, unless another list has come in between.
   *
   * @param list The list.
   */
  growList(list: readonly unknown[]): void {
    if (list === this.#growing) return;
    this.#growing = list;
    this.charge(GROWING_COST);
  }

  /** Charges one element of a list of bigints. */
  chargeBigint(): void {
    this.charge(BIGINT_COST);
  }

  /**
   * Turns a 64-bit integer into a number, for fields with `jstype = JS_NUMBER`.
   *
   * @param value What was just read.
   * @returns The same integer as a number.
   * @throws {WireError} With code `value`, if a number cannot hold it exactly.
   */
  safeInteger(value: bigint): number {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new WireError("value", `Cannot hold ${value} in a number`, this.start);
  }

  /** The whole input as a `DataView`. */
  get view(): DataView {
    // Made on demand: it costs as much as to read a short message.
    const { buffer, byteOffset, length } = this.bytes;
    return this.#view ??= new DataView(buffer, byteOffset, length);
  }

  #chargeUnknown(length: number): void {
    this.#unknownBudget -= length;
    if (this.#unknownBudget < 0) {
      throw limitError("Cannot decode: too many unknown fields", "maxUnknownBytes", this.start);
    }
  }

  #skipGroup(fieldNumber: number): void {
    const start = this.start;
    if (--this.#depth < 0) throw this.#exhausted();
    while (this.pos < this.end) {
      const tag = this.tag();
      if ((tag & 7) === WireType.EndGroup) {
        if (tag >>> 3 !== fieldNumber) {
          throw new WireError(
            "group",
            `Cannot decode end of group ${tag >>> 3} in group ${fieldNumber}`,
            this.start,
          );
        }
        this.#depth++;
        return;
      }
      this.skip(tag);
    }
    throw unendedGroup(start);
  }

  /** Reads four bytes. */
  #fixed32(): number {
    const { bytes, pos } = this;
    if (this.end - pos < 4) throw this.#truncated();
    this.pos = pos + 4;
    return bytes[pos]! | bytes[pos + 1]! << 8 | bytes[pos + 2]! << 16 | bytes[pos + 3]! << 24;
  }

  /** Reads eight bytes into `BITS`. */
  #fixed64(): void {
    BITS.setInt32(0, this.#fixed32(), true);
    BITS.setInt32(4, this.#fixed32(), true);
  }

  #openGroup(fieldNumber: number): void {
    if (--this.#depth < 0 || this.#budget < 0) throw this.#exhausted();
    (this.#groups ??= []).push(this.#group, this.#groupDepth, this.start);
    this.#group = fieldNumber;
    this.#groupDepth = this.#depth;
  }

  #exhausted(): WireError {
    return this.#depth < 0
      ? limitError("Cannot decode: nested too deep", "recursionLimit", this.start)
      : limitError("Cannot decode: too much memory", "maxElementBytes", this.start);
  }

  #endGroup(): void {
    const groups = this.#groups!;
    groups.pop();
    this.#groupDepth = groups.pop()!;
    this.#group = groups.pop()!;
    this.end = this.pos;
  }

  #unclosed(): WireError {
    if (this.#depth === this.#groupDepth) return unendedGroup(this.#groups!.at(-1)!);
    return this.#truncated();
  }

  #longTag(): number {
    this.#varint();
    if (this.#hi !== 0 || this.pos - this.start > MAX_TAG_BYTES) {
      throw new WireError("tag", "Cannot decode tag above 32 bits or five bytes", this.start);
    }
    return this.#lo >>> 0;
  }

  #longLength(): number {
    const start = this.pos;
    this.#varint();
    const length = this.#hi === 0 ? this.#lo >>> 0 : Infinity;
    if (length <= this.end - this.pos) return length;
    throw new WireError(
      "truncated",
      `Cannot decode a value of ${length === Infinity ? "over 2^32" : length} bytes: only ${
        Math.max(0, this.end - this.pos)
      } left`,
      start,
    );
  }

  /** Reads a varint, and gives its low 32 bits. Unrolled: half the time of a loop. */
  #low32(): number {
    const bytes = this.bytes;
    let pos = this.pos;
    let byte = bytes[pos++]!;
    let value = byte & 0x7f;
    if (byte > 0x7f) {
      byte = bytes[pos++]!;
      value |= (byte & 0x7f) << 7;
      if (byte > 0x7f) {
        byte = bytes[pos++]!;
        value |= (byte & 0x7f) << 14;
        if (byte > 0x7f) {
          byte = bytes[pos++]!;
          value |= (byte & 0x7f) << 21;
          if (byte > 0x7f) {
            byte = bytes[pos++]!;
            value |= byte << 28;
            if (byte > 0x7f) return this.#sixOrMore(pos, value);
          }
        }
      }
    }
    if (byte === undefined) throw this.#truncatedVarint();
    this.pos = pos;
    return value;
  }

  /** Steps over the rest of a varint after its fifth byte. */
  #sixOrMore(pos: number, value: number): number {
    const bytes = this.bytes;
    // Nearly always the ten bytes of a negative value.
    const ones = bytes[pos]! & bytes[pos + 1]! & bytes[pos + 2]! & bytes[pos + 3]!;
    if (ones === 0xff && bytes[pos + 4] === 1) {
      this.pos = pos + 5;
      return value;
    }
    let byte = bytes[pos++]!;
    for (let i = 6; byte > 0x7f && i < 10; i++) byte = bytes[pos++]!;
    if (byte === undefined) throw this.#truncatedVarint();
    if (pos - this.pos === 10 && byte > 1) throw this.#longVarint();
    this.pos = pos;
    return value;
  }

  /** Reads a varint of up to ten bytes into #lo and #hi. Unrolled like the above. */
  #varint(): void {
    const bytes = this.bytes;
    let pos = this.pos;
    let byte = bytes[pos++]!;
    let lo = byte & 0x7f;
    let hi = 0;
    if (byte > 0x7f) {
      byte = bytes[pos++]!;
      lo |= (byte & 0x7f) << 7;
      if (byte > 0x7f) {
        byte = bytes[pos++]!;
        lo |= (byte & 0x7f) << 14;
        if (byte > 0x7f) {
          byte = bytes[pos++]!;
          lo |= (byte & 0x7f) << 21;
          if (byte > 0x7f) {
            byte = bytes[pos++]!;
            lo |= byte << 28;
            hi = (byte & 0x7f) >>> 4;
            for (let shift = 3; byte > 0x7f && shift < 31; shift += 7) {
              byte = bytes[pos++]!;
              hi |= (byte & 0x7f) << shift;
            }
            if (byte > 0x7f) {
              byte = bytes[pos++]!;
              if (byte > 1) throw this.#longVarint();
              hi |= byte << 31;
            }
          }
        }
      }
    }
    if (byte === undefined) throw this.#truncatedVarint();
    this.pos = pos;
    this.#lo = lo;
    this.#hi = hi;
  }

  #longVarint(): WireError {
    return new WireError("varint", "Cannot decode varint above 64 bits", this.pos);
  }

  #truncatedVarint(): WireError {
    this.pos = this.bytes.length;
    return this.#truncated();
  }

  #truncated(): WireError {
    return new WireError(
      "truncated",
      "Cannot decode: the message ends before the value does",
      this.end,
    );
  }
}

function unendedGroup(start: number): WireError {
  return new WireError("group", "Cannot decode group: it has no end", start);
}

/** A Node `Buffer` is a `Uint8Array` whose `slice()` aliases; this gives a plain one. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError("Cannot decode what is not a Uint8Array");
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
