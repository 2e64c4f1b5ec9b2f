/** What is used of Node's `Buffer`: these work on any `Uint8Array`. */
interface NativeText {
  latin1Slice?(this: Uint8Array, start: number, end: number): string;
  utf8Slice?(this: Uint8Array, start: number, end: number): string;
}

/** "é" in UTF-8, to see that they do what they should. */
const SAMPLE = new Uint8Array([0x41, 0xc3, 0xa9]);

const native: NativeText =
  (globalThis as { Buffer?: { prototype?: NativeText } }).Buffer?.prototype ?? {};

/**
 * Decodes bytes as Latin-1, on hosts that have Node's `Buffer`; `undefined` on others, which take
 * the ways that are made of web standards. Measured in Deno 2.9, for 16 bytes: 75 ns, where
 * `TextDecoder` takes 430.
 */
export const latin1Slice: NativeText["latin1Slice"] =
  native.latin1Slice?.call(SAMPLE, 1, 3) === "\xc3\xa9" ? native.latin1Slice : undefined;

/** Decodes UTF-8 with replacement characters and keeps a byte order mark; else as above. */
export const utf8Slice: NativeText["utf8Slice"] = native.utf8Slice?.call(SAMPLE, 0, 3) === "A\xe9"
  ? native.utf8Slice
  : undefined;
