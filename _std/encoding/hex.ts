import { bytesOf, checkAlphabet } from "./_bytes.ts";

/**
 * Encodes bytes as hex, in lower case.
 *
 * @param src The bytes, or text to be encoded as UTF-8.
 * @returns The hex.
 */
export function encodeHex(src: string | Uint8Array | ArrayBuffer): string {
  return bytesOf(src).toHex();
}

/**
 * Decodes hex of either case.
 *
 * @param src The hex.
 * @returns The bytes.
 * @throws {TypeError} If a character is not a hex digit.
 * @throws {RangeError} If the number of digits is odd.
 */
export function decodeHex(src: string): Uint8Array<ArrayBuffer> {
  if (src.length % 2 === 1) {
    throw new RangeError(
      `Cannot decode input as hex: Length (${src.length}) must be divisible by 2`,
    );
  }
  checkAlphabet(src, /[^0-9A-Fa-f]/, "hex");
  return Uint8Array.fromHex(src);
}
