import { latin1Slice } from "./_native_text.ts";
import { decodeUtf8, decodeUtf8Lossless, isAscii } from "./utf8.ts";

/** How many bytes are decoded at once: as many as a short string may keep alive. */
const WINDOW = 1024;
/** Longer strings are decoded on their own, so that they keep nothing else alive. */
const MAX_LENGTH = 256;
/** With fewer bytes left in the input, a window does not pay. */
const MIN_LEFT = 32;

/**
 * Decodes the strings of an input. A native call has a fixed cost of some 75 ns; so the bytes of a
 * _window_ of the input become one Latin-1 string, and strings that are ASCII are parts of that:
 * some 15 ns each. V8 makes such a part by reference, which keeps the window alive; hence its size.
 *
 * @example Read two strings
 * ```ts
 * import { TextWindow } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const text = new TextWindow(new TextEncoder().encode("Ada Lovelace"));
 * assertEquals([text.strict(0, 3), text.ascii(4, 12)], ["Ada", "Lovelace"]);
 * ```
 */
export class TextWindow {
  readonly #bytes: Uint8Array;
  #text = "";
  #start = 0;
  #end = 0;

  /**
   * Begins without a window.
   *
   * @param bytes The input.
   */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /**
   * Decodes UTF-8 strictly, as `decodeUtf8()` does.
   *
   * @param start Where the text begins.
   * @param end Where it ends, exclusive.
   */
  strict(start: number, end: number): string {
    return this.#isIn(start, end) && isAscii(this.#bytes, start, end)
      ? this.#text.substring(start - this.#start, end - this.#start)
      : decodeUtf8(this.#bytes, start, end);
  }

  /** Decodes what may not be UTF-8, as `decodeUtf8Lossless()` does. */
  lossless(start: number, end: number): string {
    return this.#isIn(start, end) && isAscii(this.#bytes, start, end)
      ? this.#text.substring(start - this.#start, end - this.#start)
      : decodeUtf8Lossless(this.#bytes, start, end);
  }

  /** Decodes what is known to be ASCII. */
  ascii(start: number, end: number): string {
    return this.#isIn(start, end)
      ? this.#text.substring(start - this.#start, end - this.#start)
      : decodeUtf8(this.#bytes, start, end);
  }

  /** Whether a range is in the window, which may be moved there; not where it would not pay. */
  #isIn(start: number, end: number): boolean {
    if (start >= this.#start && end <= this.#end) return true;
    const bytes = this.#bytes;
    if (end - start > MAX_LENGTH || latin1Slice === undefined) return false;
    if (bytes.length - start < MIN_LEFT) return false;
    this.#start = start;
    this.#end = Math.min(start + WINDOW, bytes.length);
    this.#text = latin1Slice.call(bytes, start, this.#end);
    return true;
  }
}
