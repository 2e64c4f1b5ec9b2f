// Base64 for hosts without that of Uint8Array: Node before 25, browsers before 2025.

import type { EncodeBase64Options } from "./base64.ts";

/** What of the bytes is one call's arguments: few enough for any host. */
const CHUNK = 0x2000;

/**
 * What `Uint8Array.fromBase64()` makes of text without white space: `atob()` is as strict.
 *
 * @throws If the text is not base64.
 */
export function plainFromBase64(text: string, url: boolean): Uint8Array<ArrayBuffer> {
  if (url) {
    if (/[+/]/.test(text)) throw new SyntaxError("the alphabets are mixed");
    text = text.replaceAll("-", "+").replaceAll("_", "/");
  }
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** What `Uint8Array.prototype.toBase64()` makes of bytes. */
export function plainToBase64(
  bytes: Uint8Array,
  { alphabet, omitPadding }: EncodeBase64Options = {},
): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  let text = btoa(binary);
  if (alphabet === "base64url") text = text.replaceAll("+", "-").replaceAll("/", "_");
  return omitPadding ? text.replaceAll("=", "") : text;
}
