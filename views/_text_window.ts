import { decodeUtf8 } from "../wire/mod.ts";

/** How many bytes are decoded at once: as many as a short string may keep alive. */
const WINDOW = 1024;
/** Longer strings are decoded on their own, so that they keep nothing else alive. */
const MAX_LENGTH = 256;
/** How many short strings are decoded on their own first: a program may read no more than one. */
const FEW = 2;

/** `Buffer`'s method, which works on any `Uint8Array`, on hosts that have it. */
const latin1Slice = /* @__PURE__ */ nativeLatin1();

/**
 * Decodes the strings of an input that was validated. A native call has a fixed cost of some 75 ns;
 * so once a few strings were read, the bytes of a _window_ of the input become one Latin-1 string,
 * and strings that are ASCII are parts of that: some 15 ns each.
 */
export class TextWindow {
  readonly #bytes: Uint8Array;
  readonly #isAscii: boolean;
  #read = 0;
  #text = "";
  #start = 0;
  #end = 0;

  /**
   * @param bytes The input.
   * @param isAscii Whether all strings in it are known to be ASCII.
   */
  constructor(bytes: Uint8Array, isAscii: boolean) {
    this.#bytes = bytes;
    this.#isAscii = isAscii;
  }

  /** Decodes a string that is known to be UTF-8. */
  string(start: number, end: number): string {
    const bytes = this.#bytes;
    if (start < this.#start || end > this.#end) {
      if (latin1Slice === undefined || end - start > MAX_LENGTH || this.#read++ < FEW) {
        return decodeUtf8(bytes, start, end);
      }
      this.#start = start;
      this.#end = Math.min(start + WINDOW, bytes.length);
      this.#text = latin1Slice.call(bytes, start, this.#end);
    }
    if (!this.#isAscii) {
      for (let i = start; i < end; i++) if (bytes[i]! >= 0x80) return decodeUtf8(bytes, start, end);
    }
    return this.#text.substring(start - this.#start, end - this.#start);
  }
}

function nativeLatin1(): ((this: Uint8Array, start: number, end: number) => string) | undefined {
  const { Buffer } = globalThis as {
    Buffer?: { prototype?: { latin1Slice?(this: Uint8Array, start: number, end: number): string } };
  };
  const slice = Buffer?.prototype?.latin1Slice;
  return slice?.call(new Uint8Array([0x41, 0xc3]), 1, 2) === "\xc3" ? slice : undefined;
}
