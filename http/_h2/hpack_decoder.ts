import { COMPRESSION_ERROR } from "./error_code.ts";
import { ConnectionFault } from "./fault.ts";
import type { HeaderBlock } from "./header_block.ts";
import { fieldSize, HeaderField, isFieldValue, kindOf, MALFORMED } from "./header_field.ts";
import { STATIC_COUNT, STATIC_TABLE } from "./hpack_static.ts";
import { huffmanDecode } from "./huffman.ts";
import { latin1 } from "../_latin1.ts";

/** The size of the dynamic table that either side begins with, and that this one stays with. */
export const HEADER_TABLE_BYTES = 4096;

/** Decodes the header blocks of one connection (RFC 7541), all of them in order. */
export class HpackDecoder {
  /** The dynamic table, the oldest field first; what was evicted before `#first` is undefined. */
  #fields: (HeaderField | undefined)[] = [];
  #first = 0;
  #size = 0;
  #maxSize = HEADER_TABLE_BYTES;
  #at = 0;
  #end = 0;

  /** How much the dynamic table holds. */
  get tableSize(): number {
    return this.#size;
  }

  /**
   * Decodes a block.
   *
   * @throws {ConnectionFault} If it is not a block: the tables of both sides differ from then on.
   */
  decode(bytes: Uint8Array, start: number, end: number, block: HeaderBlock): void {
    this.#at = start;
    this.#end = end;
    let atBeginning = true;
    while (this.#at < end) {
      const first = bytes[this.#at]!;
      if (first >= 0x80) {
        // An indexed field.
        const index = this.#integer(bytes, 0x7f);
        const field = index > STATIC_COUNT ? this.#dynamic(index) : STATIC_TABLE[index];
        if (field === undefined) throw unknownIndex(index);
        block.add(field.name, field.value, field.kind);
      } else if (first >= 0x40) {
        // A literal that goes to the dynamic table.
        const index = this.#integer(bytes, 0x3f);
        let field: HeaderField;
        if (index === 0) {
          const name = this.#string(bytes);
          field = new HeaderField(name, this.#string(bytes));
        } else {
          const { name, nameKind } = this.#field(index);
          field = new HeaderField(name, this.#string(bytes), nameKind);
        }
        this.#insert(field);
        block.add(field.name, field.value, field.kind);
      } else if (first >= 0x20) {
        // Section 4.2: a change of size comes at the beginning.
        if (!atBeginning) throw invalid("a table size update after a field");
        this.#resize(this.#integer(bytes, 0x1f));
        continue;
      } else {
        // A literal that does not.
        const index = this.#integer(bytes, 0x0f);
        let name: string;
        let kind: number;
        if (index === 0) {
          name = this.#string(bytes);
          kind = kindOf(name);
        } else {
          ({ name, nameKind: kind } = this.#field(index));
        }
        const value = this.#string(bytes);
        block.add(name, value, isFieldValue(value) ? kind : MALFORMED);
      }
      atBeginning = false;
    }
  }

  #field(index: number): HeaderField {
    const field = index > STATIC_COUNT ? this.#dynamic(index) : STATIC_TABLE[index];
    if (field === undefined) throw unknownIndex(index);
    return field;
  }

  #dynamic(index: number): HeaderField | undefined {
    return this.#fields[this.#fields.length + STATIC_COUNT - index];
  }

  /** Section 5.1; `mask` is the prefix when all of it is set. */
  #integer(bytes: Uint8Array, mask: number): number {
    let value = bytes[this.#at++]! & mask;
    if (value < mask) return value;
    for (let shift = 0; shift <= 21; shift += 7) {
      if (this.#at >= this.#end) throw invalid("it ends within an integer");
      const byte = bytes[this.#at++]!;
      value += (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    // 2^28 is more than any index or length can be.
    throw invalid("an integer is too long");
  }

  /** Section 5.2. */
  #string(bytes: Uint8Array): string {
    if (this.#at >= this.#end) throw invalid("it ends before a string");
    const huffman = bytes[this.#at]! >= 0x80;
    const length = this.#integer(bytes, 0x7f);
    const start = this.#at;
    if (length > this.#end - start) throw invalid("it ends within a string");
    this.#at = start + length;
    return huffman
      ? huffmanDecode(bytes, start, start + length)
      : latin1(bytes, start, start + length);
  }

  #insert(field: HeaderField): void {
    const size = fieldSize(field.name, field.value);
    this.#evict(this.#maxSize - size);
    // Section 4.4: a field that is too large empties the table.
    if (size > this.#maxSize) return;
    this.#fields.push(field);
    this.#size += size;
  }

  #resize(maxSize: number): void {
    if (maxSize > HEADER_TABLE_BYTES) throw invalid("a table size update is above the limit");
    this.#maxSize = maxSize;
    this.#evict(maxSize);
  }

  #evict(toSize: number): void {
    while (this.#size > toSize && this.#first < this.#fields.length) {
      const { name, value } = this.#fields[this.#first]!;
      this.#size -= fieldSize(name, value);
      this.#fields[this.#first++] = undefined;
    }
    if (this.#first >= 64 && 2 * this.#first >= this.#fields.length) {
      this.#fields.splice(0, this.#first);
      this.#first = 0;
    }
  }
}

function unknownIndex(index: number): ConnectionFault {
  return invalid(`there is no field ${index}`);
}

function invalid(what: string): ConnectionFault {
  return new ConnectionFault(COMPRESSION_ERROR, `Cannot decode a header block: ${what}`);
}
