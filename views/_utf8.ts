/** The high bit of each byte of a word. */
const HIGH_BITS = 0x8080_8080 | 0;
/**
 * After how many bytes the input is looked at word by word: to make an array of words takes as long
 * as looking at so many bytes.
 */
const BYTES_FIRST = 64;

/**
 * Checks strings for UTF-8, in the order that they come in.
 *
 * It knows where the next byte that is not ASCII is, and so needs not look at each string: text
 * that is ASCII, with all tags and lengths in between, is passed over in one go, sixteen bytes at a
 * time. That made validation of text-heavy messages 1.3 to 1.8 times as fast as a loop for each
 * string.
 */
export class Utf8Checker {
  /** All bytes are ASCII from some place before the next string up to here. */
  asciiEnd = -1;
  /** Whether all strings so far were ASCII. */
  isAscii = true;
  #bytes: Uint8Array = NONE;
  #words: Int32Array | undefined;

  /** Begins with other bytes. */
  begin(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#words = undefined;
    this.asciiEnd = -1;
    this.isAscii = true;
  }

  /** Lets go of the bytes. */
  end(): void {
    this.#bytes = NONE;
    this.#words = undefined;
  }

  /**
   * Whether a string is UTF-8 that does not end before `asciiEnd`. Strings must be given in
   * ascending order.
   *
   * @param start Where it begins.
   * @param end Where it ends, exclusive.
   */
  isUtf8(start: number, end: number): boolean {
    if (this.asciiEnd < start) this.asciiEnd = this.#findHigh(start);
    if (this.asciiEnd >= end) return true;
    this.isAscii = false;
    return isUtf8(this.#bytes, this.asciiEnd, end);
  }

  /** The first byte that is not ASCII, from `pos` on. */
  #findHigh(pos: number): number {
    const bytes = this.#bytes;
    const few = this.#words === undefined ? Math.min(pos + BYTES_FIRST, bytes.length) : pos;
    for (; pos + 8 <= few; pos += 8) {
      const bits = bytes[pos]! | bytes[pos + 1]! | bytes[pos + 2]! | bytes[pos + 3]! |
        bytes[pos + 4]! | bytes[pos + 5]! | bytes[pos + 6]! | bytes[pos + 7]!;
      if (bits > 0x7f) break;
    }
    if (pos === few && few < bytes.length) pos = this.#findHighWord(pos);
    while (pos < bytes.length && bytes[pos]! < 0x80) pos++;
    return pos;
  }

  /** Some byte before the first one that is not ASCII, and near it, from `pos` on. */
  #findHighWord(pos: number): number {
    const { buffer, byteOffset, length } = this.#bytes;
    const words = this.#words ??= new Int32Array(buffer, 0, byteOffset + length >>> 2);
    // The bytes that the first word lacks are looked at one by one.
    let index = pos + byteOffset + 3 >>> 2;
    while (pos + byteOffset < index << 2) if (this.#bytes[pos++]! > 0x7f) return pos - 1;
    for (; index + 4 <= words.length; index += 4) {
      const bits = words[index]! | words[index + 1]! | words[index + 2]! | words[index + 3]!;
      if ((bits & HIGH_BITS) !== 0) break;
    }
    return (index << 2) - byteOffset;
  }
}

const NONE = /* @__PURE__ */ new Uint8Array(0);

/** Whether bytes are UTF-8. Unicode 16, table 3-7. */
function isUtf8(bytes: Uint8Array, pos: number, end: number): boolean {
  while (pos < end) {
    const lead = bytes[pos]!;
    if (lead < 0x80) {
      pos++;
      continue;
    }
    if (lead < 0xe0) {
      if (lead < 0xc2 || pos + 2 > end || (bytes[pos + 1]! & 0xc0) !== 0x80) return false;
      pos += 2;
      continue;
    }
    const second = bytes[pos + 1]!;
    if (lead < 0xf0) {
      if (pos + 3 > end || (second & 0xc0) !== 0x80 || (bytes[pos + 2]! & 0xc0) !== 0x80) {
        return false;
      }
      // Neither overlong nor a surrogate.
      if (lead === 0xe0 && second < 0xa0 || lead === 0xed && second > 0x9f) return false;
      pos += 3;
      continue;
    }
    if (lead > 0xf4 || pos + 4 > end || (second & 0xc0) !== 0x80) return false;
    if ((bytes[pos + 2]! & 0xc0) !== 0x80 || (bytes[pos + 3]! & 0xc0) !== 0x80) return false;
    if (lead === 0xf0 && second < 0x90 || lead === 0xf4 && second > 0x8f) return false;
    pos += 4;
  }
  return true;
}
