import { encodeUtf8Lossless } from "../wire/mod.ts";

/** What cannot be in a string as it is, or would not show what is there. */
// deno-lint-ignore no-control-regex -- that is what it looks for
const CONTROLS = /["\\\u0000-\u001f\u007f]/g;
/** Line breaks, changes of direction, and other characters that make text look like other text. */
const DECEPTIVE = /[\u0080-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const LONE_SURROGATES = /[\ud800-\udfff]/gu;

/** The escapes that all implementations know, for bytes that have one of their own. */
const SHORT: ReadonlyMap<number, string> = new Map([
  [0x09, "\\t"],
  [0x0a, "\\n"],
  [0x0d, "\\r"],
  [0x22, '\\"'],
  [0x5c, "\\\\"],
]);

/**
 * A string in quotes. Characters beyond ASCII stay as they are, for people to read.
 *
 * @param text The string. A lone surrogate from U+DC80 to U+DCFF becomes the byte that it stands
 * for, see `decodeUtf8Lossless()`; there must be no others.
 */
export function quoted(text: string): string {
  const escaped = text
    .replace(CONTROLS, (char) => byteText(char.charCodeAt(0)))
    .replace(DECEPTIVE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  if (escaped.isWellFormed()) return `"${escaped}"`;
  return `"${escaped.replace(LONE_SURROGATES, (char) => bytesText(encodeUtf8Lossless(char)))}"`;
}

/** Bytes in quotes, those that are not printable ASCII as octal escapes. */
export function quotedBytes(bytes: Uint8Array): string {
  return `"${bytesText(bytes)}"`;
}

function bytesText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += BYTE_TEXTS[byte];
  return text;
}

/** Always three digits, so that a digit may follow. */
function byteText(byte: number): string {
  const short = SHORT.get(byte);
  if (short !== undefined) return short;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\${byte.toString(8).padStart(3, "0")}`;
}

const BYTE_TEXTS: readonly string[] = Array.from({ length: 256 }, (_, byte) => byteText(byte));
