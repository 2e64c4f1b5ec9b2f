import { latin1Slice, utf8Slice } from "./_native_text.ts";
import { WireError } from "./error.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Up to this many bytes, ASCII is decoded character by character: natives have a fixed cost. */
const SHORT = latin1Slice === undefined ? 64 : 16;
/** Up to this many bytes, other text is, too. */
const SHORT_UTF8 = 64;
/** Where the UTF-16 units of a short text are gathered: an array that grows takes more memory. */
const UNITS: number[] = new Array(SHORT_UTF8).fill(0);
/** How many arguments `String.fromCharCode` gets. */
const UNITS_AT_ONCE = 4096;

/**
 * Decodes UTF-8 strictly: no replacement characters, no skipped byte order mark.
 *
 * @param bytes The bytes; not kept.
 * @param start Where the text begins. Default 0.
 * @param end Where it ends, exclusive. Default the end of the bytes.
 * @returns The text.
 * @throws {WireError} With code `utf8`, if the bytes are not UTF-8.
 *
 * @example Decode
 * ```ts
 * import { decodeUtf8 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(decodeUtf8(new Uint8Array([0xc3, 0xa9])), "é");
 * ```
 */
export function decodeUtf8(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  return decodeCheckedAscii(bytes, start, end) ?? decodeNonAscii(bytes, start, end);
}

/**
 * Whether all bytes of a range are ASCII.
 *
 * @param bytes The bytes.
 * @param start Where the range begins.
 * @param end Where it ends, exclusive.
 *
 * @example Look for other bytes
 * ```ts
 * import { isAscii } from "@seria/seria/wire";
 * import { assert } from "@std/assert";
 *
 * const bytes = new TextEncoder().encode("cafés");
 * assert(isAscii(bytes, 0, 3));
 * assert(!isAscii(bytes, 0, 4));
 * ```
 */
export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let bits = 0;
  let i = start;
  for (; i + 8 <= end; i += 8) {
    bits |= bytes[i]! | bytes[i + 1]! | bytes[i + 2]! | bytes[i + 3]! |
      bytes[i + 4]! | bytes[i + 5]! | bytes[i + 6]! | bytes[i + 7]!;
    if (bits > 0x7f) return false;
  }
  for (; i < end; i++) bits |= bytes[i]!;
  return bits < 0x80;
}

/**
 * Decodes bytes that are known to be ASCII.
 *
 * @param bytes The bytes; not kept. What others than ASCII become differs between hosts.
 * @param start Where the text begins.
 * @param end Where it ends, exclusive.
 * @returns The text.
 *
 * @example Decode digits
 * ```ts
 * import { decodeAscii } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(decodeAscii(new Uint8Array([0x34, 0x32]), 0, 2), "42");
 * ```
 */
export function decodeAscii(bytes: Uint8Array, start: number, end: number): string {
  return latin1Slice === undefined
    ? decoder.decode(bytes.subarray(start, end))
    : latin1Slice.call(bytes, start, end);
}

/** Decodes ASCII where that is faster than as UTF-8; `undefined` elsewhere, and for what is none. */
function decodeCheckedAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (end - start <= SHORT) return decodeShortAscii(bytes, start, end);
  return latin1Slice !== undefined && isAscii(bytes, start, end)
    ? latin1Slice.call(bytes, start, end)
    : undefined;
}

/** Decodes UTF-8 that is not ASCII, as far as is known. */
function decodeNonAscii(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= SHORT_UTF8) {
    const text = decodeShortUtf8(bytes, start, end);
    if (text !== undefined) return text;
  } else if (utf8Slice !== undefined) {
    const text = utf8Slice.call(bytes, start, end);
    // It may have been there, or stand for what is not UTF-8: that is for the decoder to say.
    if (!text.includes("\ufffd")) return text;
  }
  try {
    return decoder.decode(bytes.subarray(start, end));
  } catch {
    throw invalidUtf8(bytes, start, end);
  }
}

/**
 * Decodes text that is probably UTF-8 but not checked by its field (`utf8_validation = NONE`).
 * Valid UTF-8 gives the same as {@linkcode decodeUtf8}. Each byte that is not part of a valid
 * sequence becomes one lone surrogate, U+DC80 to U+DCFF, so that nothing is lost:
 * {@linkcode encodeUtf8Lossless} gives the same bytes back.
 *
 * @param bytes The bytes; not kept.
 * @param start Where the text begins. Default 0.
 * @param end Where it ends, exclusive. Default the end of the bytes.
 * @returns The text, with lone surrogates for the bytes that are not UTF-8.
 *
 * @example A byte that is not UTF-8
 * ```ts
 * import { decodeUtf8Lossless, encodeUtf8Lossless } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const text = decodeUtf8Lossless(new Uint8Array([0x41, 0xff]));
 * assertEquals(text, "A\udcff");
 * assertEquals(encodeUtf8Lossless(text), new Uint8Array([0x41, 0xff]));
 * ```
 */
export function decodeUtf8Lossless(
  bytes: Uint8Array,
  start = 0,
  end: number = bytes.length,
): string {
  const text = decodeCheckedAscii(bytes, start, end);
  if (text !== undefined) return text;
  try {
    return decoder.decode(bytes.subarray(start, end));
  } catch {
    return decodeWithEscapes(bytes, start, end);
  }
}

/**
 * Encodes text as UTF-8 strictly.
 *
 * @param text The text.
 * @returns The bytes, newly allocated.
 * @throws {WireError} With code `utf8`, if the text has a lone surrogate.
 *
 * @example Encode
 * ```ts
 * import { encodeUtf8 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(encodeUtf8("é"), new Uint8Array([0xc3, 0xa9]));
 * ```
 */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  if (!text.isWellFormed()) {
    throw new WireError(
      "utf8",
      `Cannot encode string: lone surrogate at index ${loneSurrogateIndex(text)}`,
    );
  }
  return encoder.encode(text);
}

/**
 * The inverse of {@linkcode decodeUtf8Lossless}: the lone surrogates U+DC80 to U+DCFF become the
 * bytes they stand for.
 *
 * @param text The text.
 * @returns The bytes, newly allocated.
 * @throws {WireError} With code `utf8`, if the text has any other lone surrogate.
 *
 * @example Encode
 * ```ts
 * import { encodeUtf8Lossless } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(encodeUtf8Lossless("A\udcff"), new Uint8Array([0x41, 0xff]));
 * ```
 */
export function encodeUtf8Lossless(text: string): Uint8Array<ArrayBuffer> {
  if (text.isWellFormed()) return encoder.encode(text);
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00);
    else for (const byte of encodeUtf8(char)) bytes.push(byte);
  }
  return new Uint8Array(bytes);
}

/**
 * Decodes short ASCII, or gives `undefined` for anything else. Eight characters at a time: a string
 * made of single ones takes three times as long.
 */
function decodeShortAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (!isAscii(bytes, start, end)) return undefined;
  let text = "";
  let i = start;
  for (; i + 8 <= end; i += 8) {
    text += String.fromCharCode(
      bytes[i]!,
      bytes[i + 1]!,
      bytes[i + 2]!,
      bytes[i + 3]!,
      bytes[i + 4]!,
      bytes[i + 5]!,
      bytes[i + 6]!,
      bytes[i + 7]!,
    );
  }
  if (i + 4 <= end) {
    text += String.fromCharCode(bytes[i]!, bytes[i + 1]!, bytes[i + 2]!, bytes[i + 3]!);
    i += 4;
  }
  if (i + 2 <= end) {
    text += String.fromCharCode(bytes[i]!, bytes[i + 1]!);
    i += 2;
  }
  return i < end ? text + String.fromCharCode(bytes[i]!) : text;
}

/** Decodes short UTF-8, or gives `undefined` for what is none. */
function decodeShortUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  let count = 0;
  let pos = start;
  while (pos < end) {
    const lead = bytes[pos]!;
    if (lead < 0x80) {
      UNITS[count++] = lead;
      pos++;
      continue;
    }
    const length = sequenceLength(bytes, pos, end);
    if (length === 0) return undefined;
    const second = bytes[pos + 1]! & 0x3f;
    if (length === 2) {
      UNITS[count++] = (lead & 0x1f) << 6 | second;
    } else if (length === 3) {
      UNITS[count++] = (lead & 0x0f) << 12 | second << 6 | bytes[pos + 2]! & 0x3f;
    } else {
      const point = (lead & 0x07) << 18 | second << 12 | (bytes[pos + 2]! & 0x3f) << 6 |
        bytes[pos + 3]! & 0x3f;
      UNITS[count++] = 0xd800 + (point - 0x1_0000 >> 10);
      UNITS[count++] = 0xdc00 + (point & 0x3ff);
    }
    pos += length;
  }
  return String.fromCharCode.apply(null, UNITS.slice(0, count));
}

/** Gathers UTF-16 units in an array: a string made piece by piece takes many times as much. */
function decodeWithEscapes(bytes: Uint8Array, start: number, end: number): string {
  const units = new Uint16Array(end - start);
  let count = 0;
  let pos = start;
  while (pos < end) {
    const length = sequenceLength(bytes, pos, end);
    if (length === 0) {
      units[count++] = 0xdc00 + bytes[pos++]!;
      continue;
    }
    const char = decoder.decode(bytes.subarray(pos, pos += length));
    for (let i = 0; i < char.length; i++) units[count++] = char.charCodeAt(i);
  }
  let text = "";
  for (let i = 0; i < count; i += UNITS_AT_ONCE) {
    text += String.fromCharCode(...units.subarray(i, Math.min(i + UNITS_AT_ONCE, count)));
  }
  return text;
}

/** The length of the valid UTF-8 sequence at `pos`, or 0. Unicode 15, table 3-7. */
function sequenceLength(bytes: Uint8Array, pos: number, end: number): number {
  const lead = bytes[pos]!;
  if (lead < 0x80) return 1;
  const length = lead >= 0xc2 && lead <= 0xdf
    ? 2
    : lead >= 0xe0 && lead <= 0xef
    ? 3
    : lead >= 0xf0 && lead <= 0xf4
    ? 4
    : 0;
  if (length === 0 || pos + length > end) return 0;
  const second = bytes[pos + 1]!;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < length; i++) {
    if ((bytes[pos + i]! & 0xc0) !== 0x80) return 0;
  }
  return length;
}

function invalidUtf8(bytes: Uint8Array, start: number, end: number): WireError {
  let pos = start;
  for (let length = 1; pos < end && length > 0; pos += length) {
    length = sequenceLength(bytes, pos, end);
  }
  return new WireError("utf8", "Cannot decode string: invalid UTF-8", pos);
}

function loneSurrogateIndex(text: string): number {
  let index = 0;
  for (const char of text) {
    if (!char.isWellFormed()) break;
    index += char.length;
  }
  return index;
}
