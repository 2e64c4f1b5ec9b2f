import { Buffer } from "node:buffer";

const { latin1Slice } = Buffer.prototype as unknown as {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
};
const ENCODER = new TextEncoder();

/** Returns bytes as the characters U+0000 to U+00FF. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  return latin1Slice.call(bytes, start, end);
}

/**
 * Writes characters U+0000 to U+00FF as bytes.
 *
 * @param text The characters.
 * @param bytes Where to: there must be room for as many bytes as characters.
 * @param offset The place of the first.
 */
export function writeLatin1(text: string, bytes: Uint8Array, offset: number): void {
  // Nearly all text is ASCII, which encodeInto() writes many times faster than a loop. It stops
  // short of the end if there is more to write than there is room for.
  const target = bytes.subarray(offset, offset + text.length);
  const { read } = ENCODER.encodeInto(text, target);
  if (read === text.length) return;
  for (let i = 0; i < text.length; i++) target[i] = text.charCodeAt(i);
}
