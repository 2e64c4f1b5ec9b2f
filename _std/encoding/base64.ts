import { bytesOf, decode64 } from "./_bytes.ts";

/**
 * Encodes bytes as base64, padded.
 *
 * @param data The bytes, or text to be encoded as UTF-8.
 * @returns The base64.
 */
export function encodeBase64(data: ArrayBuffer | Uint8Array | string): string {
  return bytesOf(data).toBase64();
}

/**
 * Decodes base64, padded or not.
 *
 * @param b64 The base64.
 * @returns The bytes.
 * @throws {TypeError} If a character is not in the alphabet.
 * @throws {RangeError} If no bytes give base64 of this length.
 */
export function decodeBase64(b64: string): Uint8Array<ArrayBuffer> {
  return decode64(b64, /[^A-Za-z0-9+/]/, "base64");
}
