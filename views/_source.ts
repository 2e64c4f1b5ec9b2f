import { decodeUtf8, Reader, TextWindow } from "../wire/mod.ts";
import { skipBytes, skipVarint } from "./_bytes.ts";

/** Up to this many bytes, all of the input is decoded with its first string. */
const SMALL = 256;

/** What the views of one input share. */
export class Source {
  /** What is read: the input, or the same message in one piece. */
  readonly bytes: Uint8Array;
  /** The input, if that is not what is read. */
  readonly original: Uint8Array | undefined;
  /** Whether unknown fields are there to be seen. */
  readonly keepUnknown: boolean;
  /** Whether all strings that must be UTF-8 are known to be ASCII. */
  readonly #isAscii: boolean;
  #reader: Reader | undefined = undefined;
  #text: TextWindow | undefined = undefined;
  #isFirst: boolean;

  constructor(
    bytes: Uint8Array,
    original: Uint8Array | undefined,
    keepUnknown: boolean,
    isAscii = false,
  ) {
    this.bytes = bytes;
    this.original = original;
    this.keepUnknown = keepUnknown;
    this.#isAscii = isAscii;
    this.#isFirst = bytes.length > SMALL;
  }

  /** A reader of packed runs and plain messages, which have kept to the limits. */
  get reader(): Reader {
    return this.#reader ??= new Reader(this.bytes, {
      maxElementBytes: Infinity,
      keepUnknownFields: this.keepUnknown,
    });
  }

  /**
   * Decodes the string at `pos`, its length first, which is known to be UTF-8. The first one of a
   * longer input is decoded on its own: it may be the only one that is asked for.
   */
  string(pos: number): string {
    const { bytes } = this;
    const start = bytes[pos]! < 0x80 ? pos + 1 : skipVarint(bytes, pos);
    const end = skipBytes(bytes, pos);
    if (this.#isFirst) {
      this.#isFirst = false;
      return decodeUtf8(bytes, start, end);
    }
    const text = this.#text ??= new TextWindow(bytes);
    return this.#isAscii ? text.ascii(start, end) : text.strict(start, end);
  }

  /** Decodes the string at `pos`, which need not be UTF-8. */
  losslessString(pos: number): string {
    const text = this.#text ??= new TextWindow(this.bytes);
    return text.lossless(skipVarint(this.bytes, pos), skipBytes(this.bytes, pos));
  }
}
