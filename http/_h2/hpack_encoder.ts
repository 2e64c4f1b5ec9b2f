import { fieldSize } from "./header_field.ts";
import { HEADER_TABLE_BYTES } from "./hpack_decoder.ts";
import { STATIC_COUNT, STATIC_FIELDS, STATIC_NAMES } from "./hpack_static.ts";
import { huffmanEncode, huffmanLength } from "./huffman.ts";
import type { Output } from "./output.ts";

/** Names whose values hardly ever come twice: in the table they would only drive others out. */
const UNINDEXED: ReadonlySet<string> = new Set([
  "content-length",
  "content-range",
  "etag",
  "grpc-message",
  "grpc-status-details-bin",
  "grpc-timeout",
  "if-modified-since",
  "if-none-match",
  "last-modified",
  "location",
  "traceparent",
  "tracestate",
  "x-request-id",
]);

/** Names whose values are secrets: no one on the way may keep them in a table (RFC 7541 section 7.1.3). */
const SECRET: ReadonlySet<string> = new Set([
  "authorization",
  "cookie",
  "proxy-authorization",
  "set-cookie",
]);

/** Longer values are not kept: they would drive out most others. */
const MAX_INDEXED_BYTES = HEADER_TABLE_BYTES / 4;

/** A field in the dynamic table. */
export interface EncoderEntry {
  readonly name: string;
  readonly value: string;
  /** How many fields had been inserted when it was. */
  readonly number: number;
}

/** The fields of one name in the dynamic table. */
interface NameEntries {
  readonly byValue: Map<string, EncoderEntry>;
  /** The one that stays longest. */
  newest: EncoderEntry;
}

/** Encodes the header blocks of one connection (RFC 7541), all of them in order. */
export class HpackEncoder {
  #byName = new Map<string, NameEntries>();
  /** The dynamic table, the oldest first; those before `#first` were evicted. */
  #entries: (EncoderEntry | undefined)[] = [];
  #first = 0;
  #inserted = 0;
  #evicted = 0;
  #size = 0;
  #maxSize = HEADER_TABLE_BYTES;
  /** The smallest size since the last block, if a change must be told; else -1. */
  #smallest = -1;

  /** Takes the size that the other side allows. This one never uses more than the default. */
  resize(allowed: number): void {
    const maxSize = Math.min(allowed, HEADER_TABLE_BYTES);
    if (maxSize === this.#maxSize) return;
    this.#smallest = this.#smallest < 0 ? maxSize : Math.min(this.#smallest, maxSize);
    this.#maxSize = maxSize;
    this.#evict(maxSize);
  }

  /** Finds a field in the dynamic table: it was encoded before. */
  find(name: string, value: string): EncoderEntry | undefined {
    return this.#byName.get(name)?.byValue.get(value);
  }

  /** Begins a block: tells of a change of size, if there was one (RFC 7541 section 4.2). */
  begin(out: Output): void {
    if (this.#smallest < 0) return;
    out.reserve(12);
    if (this.#smallest < this.#maxSize) integer(out, 0x20, 0x1f, this.#smallest);
    integer(out, 0x20, 0x1f, this.#maxSize);
    this.#smallest = -1;
  }

  /** Encodes `:status`. */
  status(out: Output, status: number): void {
    if (status === 200) {
      out.reserve(1);
      out.bytes[out.length++] = 0x88;
    } else {
      const value = String(status);
      this.field(out, ":status", value, this.find(":status", value));
    }
  }

  /**
   * Encodes a field.
   *
   * @param known What `find()` gave for it, maybe before other fields were encoded.
   */
  field(out: Output, name: string, value: string, known: EncoderEntry | undefined): void {
    if (known !== undefined && known.number > this.#evicted) {
      out.reserve(6);
      integer(out, 0x80, 0x7f, this.#indexOf(known));
      return;
    }
    // Two lengths of at most five bytes, an index, and strings that are never longer than plain.
    out.reserve(name.length + value.length + 16);
    const whole = STATIC_FIELDS.get(name)?.get(value);
    if (whole !== undefined) {
      integer(out, 0x80, 0x7f, whole);
      return;
    }
    const size = fieldSize(name, value);
    const nameIndex = STATIC_NAMES.get(name) ?? this.#nameIndex(name);
    if (SECRET.has(name)) {
      integer(out, 0x10, 0x0f, nameIndex);
    } else if (size > this.#maxSize || !isWorthKeeping(name, value, size, nameIndex)) {
      integer(out, 0, 0x0f, nameIndex);
    } else {
      integer(out, 0x40, 0x3f, nameIndex);
      this.#insert(name, value, size);
    }
    if (nameIndex === 0) string(out, name);
    string(out, value);
  }

  #insert(name: string, value: string, size: number): void {
    this.#evict(this.#maxSize - size);
    const entry = { name, value, number: ++this.#inserted };
    this.#entries.push(entry);
    this.#size += size;
    const entries = this.#byName.get(name);
    if (entries === undefined) {
      this.#byName.set(name, { byValue: new Map([[value, entry]]), newest: entry });
    } else {
      entries.byValue.set(value, entry);
      entries.newest = entry;
    }
  }

  #indexOf(entry: EncoderEntry): number {
    return STATIC_COUNT + 1 + this.#inserted - entry.number;
  }

  #nameIndex(name: string): number {
    const entries = this.#byName.get(name);
    return entries === undefined ? 0 : this.#indexOf(entries.newest);
  }

  #evict(toSize: number): void {
    while (this.#size > toSize && this.#first < this.#entries.length) {
      const { name, value } = this.#entries[this.#first]!;
      this.#entries[this.#first++] = undefined;
      this.#evicted++;
      this.#size -= fieldSize(name, value);
      const { byValue } = this.#byName.get(name)!;
      byValue.delete(value);
      if (byValue.size === 0) this.#byName.delete(name);
    }
    if (this.#first >= 64 && 2 * this.#first >= this.#entries.length) {
      this.#entries.splice(0, this.#first);
      this.#first = 0;
    }
  }
}

/** Whether a field, or a name that has no index yet, is likely to be sent again. */
function isWorthKeeping(name: string, value: string, size: number, nameIndex: number): boolean {
  if (size > MAX_INDEXED_BYTES) return false;
  if (UNINDEXED.has(name)) return nameIndex === 0;
  return name !== ":path" || !value.includes("?");
}

/** RFC 7541 section 5.1; `mask` is the prefix when all of it is set. */
function integer(out: Output, pattern: number, mask: number, value: number): void {
  const bytes = out.bytes;
  if (value < mask) {
    bytes[out.length++] = pattern | value;
    return;
  }
  bytes[out.length++] = pattern | mask;
  value -= mask;
  for (; value >= 0x80; value >>>= 7) bytes[out.length++] = value & 0x7f | 0x80;
  bytes[out.length++] = value;
}

/** RFC 7541 section 5.2: by Huffman's code where that is shorter. */
function string(out: Output, text: string): void {
  const length = huffmanLength(text);
  if (length < text.length) {
    integer(out, 0x80, 0x7f, length);
    huffmanEncode(text, out);
    return;
  }
  integer(out, 0, 0x7f, text.length);
  const bytes = out.bytes;
  for (let i = 0; i < text.length; i++) bytes[out.length++] = text.charCodeAt(i);
}
