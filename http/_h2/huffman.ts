import { COMPRESSION_ERROR } from "./error_code.ts";
import { ConnectionFault } from "./fault.ts";
import { HUFFMAN_LENGTHS } from "./huffman_lengths.ts";
import { latin1 } from "../_latin1.ts";
import type { Output } from "./output.ts";

/** The Huffman code of HPACK (RFC 7541 section 5.2). */

const EOS = 256;
const LONGEST = 30;

/** The code of each symbol. */
const CODES = new Uint32Array(257);
/** By length: the first code, how many there are, and where their symbols begin in `SYMBOLS`. */
const FIRST = new Uint32Array(LONGEST + 1);
const COUNT = new Uint16Array(LONGEST + 1);
const OFFSET = new Uint16Array(LONGEST + 1);
/** The symbols in the order of their codes. */
const SYMBOLS = new Uint16Array(257);
/** By the next eight bits: `length << 8 | symbol` of the code that they begin with, 0 if it is longer. */
const SHORT = new Uint16Array(256);

let nextCode = 0;
let nextSymbol = 0;
for (let length = 1; length <= LONGEST; length++) {
  nextCode *= 2;
  FIRST[length] = nextCode;
  OFFSET[length] = nextSymbol;
  for (let symbol = 0; symbol < 257; symbol++) {
    if (HUFFMAN_LENGTHS[symbol] !== length) continue;
    if (length <= 8) {
      const from = nextCode << (8 - length);
      SHORT.fill(length << 8 | symbol, from, from + (1 << (8 - length)));
    }
    SYMBOLS[nextSymbol++] = symbol;
    COUNT[length]!++;
    CODES[symbol] = nextCode++;
  }
}

const SCRATCH_BYTES = 4096;
const SCRATCH = new Uint8Array(SCRATCH_BYTES);

/**
 * Decodes a string.
 *
 * @throws {ConnectionFault} If it holds EOS, or does not end in less than eight bits of padding, all 1.
 */
export function huffmanDecode(bytes: Uint8Array, start: number, end: number): string {
  // The shortest codes have five bits.
  const most = ((end - start) * 8 / 5) | 0;
  const out = most <= SCRATCH_BYTES ? SCRATCH : new Uint8Array(most);
  let length = 0;
  let at = start;
  let bits = 0; // the lowest `count` of them are still to be decoded
  let count = 0;
  for (;;) {
    if (count < 8 && at < end) {
      bits = (bits & 0xff) << 8 | bytes[at++]!;
      count += 8;
    }
    if (count >= 8) {
      const entry = SHORT[(bits >> (count - 8)) & 0xff]!;
      if (entry !== 0) {
        out[length++] = entry & 0xff;
        count -= entry >> 8;
        continue;
      }
      // A longer code: bit by bit, which is rare in header fields.
      let code = (bits >> (count - 8)) & 0xff;
      count -= 8;
      let symbol = -1;
      for (let size = 9; size <= LONGEST; size++) {
        if (count === 0) {
          if (at === end) throw invalid("a string ends within a code or with too much padding");
          bits = bytes[at++]!;
          count = 8;
        }
        code = code << 1 | (bits >> --count) & 1;
        const place = code - FIRST[size]!;
        if (place >= 0 && place < COUNT[size]!) {
          symbol = SYMBOLS[OFFSET[size]! + place]!;
          break;
        }
      }
      if (symbol === EOS) throw invalid("a string holds EOS");
      out[length++] = symbol;
      continue;
    }
    // Less than eight bits are left: codes that fit, then padding.
    const padded = ((bits << (8 - count)) & 0xff) | (0xff >> count);
    const entry = SHORT[padded]!;
    if (entry === 0 || entry >> 8 > count) {
      if (padded !== 0xff) throw invalid("a string is padded with other bits than 1");
      return latin1(out, 0, length);
    }
    out[length++] = entry & 0xff;
    count -= entry >> 8;
  }
}

function invalid(what: string): ConnectionFault {
  return new ConnectionFault(COMPRESSION_ERROR, `Cannot decode a header block: ${what}`);
}

/** How many bytes a string takes; its characters are bytes. */
export function huffmanLength(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) bits += HUFFMAN_LENGTHS[text.charCodeAt(i) & 0xff]!;
  return (bits + 7) >> 3;
}

/** Encodes a string; room must have been reserved. */
export function huffmanEncode(text: string, out: Output): void {
  const bytes = out.bytes;
  let at = out.length;
  let bits = 0; // the lowest `count` of them, less than eight, are still to be written
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const symbol = text.charCodeAt(i) & 0xff;
    const code = CODES[symbol]!;
    let left = HUFFMAN_LENGTHS[symbol]!;
    // At most 16 bits at a time, so that it all stays within 32.
    while (left > 0) {
      const some = Math.min(left, 16);
      left -= some;
      bits = bits << some | (code >>> left) & ((1 << some) - 1);
      count += some;
      while (count >= 8) {
        count -= 8;
        bytes[at++] = bits >>> count;
      }
      bits &= 0xff;
    }
  }
  if (count > 0) bytes[at++] = bits << (8 - count) | 0xff >> count;
  out.length = at;
}
