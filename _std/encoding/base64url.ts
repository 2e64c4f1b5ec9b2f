import { bytesOf, decode64 } from "./_bytes.ts";

/**
 * Encodes bytes as URL-safe base64, not padded.
 *
 * @param data The bytes, or text to be encoded as UTF-8.
 * @returns The base64.
 */
export function encodeBase64Url(data: ArrayBuffer | Uint8Array | string): string {
  return bytesOf(data).toBase64({ alphabet: "base64url", omitPadding: true });
}

/**
 * Decodes URL-safe base64, padded or not.
 *
 * @param b64url The base64.
 * @returns The bytes.
 * @throws {TypeError} If a character is not in the alphabet.
 * @throws {RangeError} If no bytes give base64 of this length.
 */
export function decodeBase64Url(b64url: string): Uint8Array<ArrayBuffer> {
  return decode64(b64url, /[^A-Za-z0-9_-]/, "base64url");
}
