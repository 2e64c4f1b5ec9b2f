import { decodeUtf8 } from "../wire/mod.ts";

/** How many bytes of text are decoded at once: as many as a short string may keep alive. */
const WINDOW = 1024;
/** Up to this many bytes, all of the input is decoded with its first string. */
const SMALL = 256;
/** Longer strings are decoded on their own, so that they keep nothing else alive. */
const MAX_LENGTH = 256;

/** `Buffer`'s method, which works on any `Uint8Array`, on hosts that have it. */
const latin1Slice = /* @__PURE__ */ nativeLatin1();

/**
 * What the views of one input share: the bytes, and the last _window_ of them that was decoded as
 * Latin-1. A native call has a fixed cost of some 75 ns; strings that are ASCII are cut out of the
 * window instead, some 15 ns each. The first string of a longer input is decoded on its own: it may be the
 * only one that is asked for.
 */
export class Source {
  /** What is read: the input, or the same message in one piece. */
  readonly bytes: Uint8Array;
  /** The input, if that is not what is read. */
  readonly original: Uint8Array | undefined;
  /** Whether unknown fields are there to be seen. */
  readonly keepUnknown: boolean;
  /** Whether all strings that must be UTF-8 are known to be ASCII. */
  readonly #isAscii: boolean;
  #data: DataView | undefined = undefined;
  #text = "";
  #start = 0;
  /** Where the window ends; -1 before the first string. */
  #end = -1;

  constructor(
    bytes: Uint8Array,
    original: Uint8Array | undefined,
    keepUnknown: boolean,
    isAscii: boolean,
  ) {
    this.bytes = bytes;
    this.original = original;
    this.keepUnknown = keepUnknown;
    this.#isAscii = isAscii;
  }

  /** The bytes as numbers. Made on first use: for lists, it is too dear for single numbers. */
  get data(): DataView {
    if (this.#data === undefined) {
      const { buffer, byteOffset, byteLength } = this.bytes;
      this.#data = new DataView(buffer, byteOffset, byteLength);
    }
    return this.#data;
  }

  /** Decodes a string that is known to be UTF-8. */
  string(start: number, end: number): string {
    const { bytes } = this;
    if (start < this.#start || end > this.#end) {
      const first = this.#end < 0 && bytes.length > SMALL;
      if (first || latin1Slice === undefined || end - start > MAX_LENGTH) {
        this.#end = 0;
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
