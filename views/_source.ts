import { TextWindow } from "./_text_window.ts";

/** What the views of one input share. */
export class Source {
  /** What is read: the input, or the same message in one piece. */
  readonly bytes: Uint8Array;
  /** The input, if that is not what is read. */
  readonly original: Uint8Array | undefined;
  /** Whether unknown fields are there to be seen. */
  readonly keepUnknown: boolean;
  /** Whether all strings that must be UTF-8 are ASCII, as far as is known. */
  readonly isAscii: boolean;
  #data: DataView | undefined;
  #text: TextWindow | undefined;

  constructor(
    bytes: Uint8Array,
    original: Uint8Array | undefined,
    keepUnknown: boolean,
    isAscii: boolean,
  ) {
    this.bytes = bytes;
    this.original = original;
    this.keepUnknown = keepUnknown;
    this.isAscii = isAscii;
  }

  /** The bytes as numbers. Made on first use. */
  get data(): DataView {
    if (this.#data === undefined) {
      const { buffer, byteOffset, byteLength } = this.bytes;
      this.#data = new DataView(buffer, byteOffset, byteLength);
    }
    return this.#data;
  }

  /** The bytes as text. Made on first use. */
  get text(): TextWindow {
    return this.#text ??= new TextWindow(this.bytes, this.isAscii);
  }
}
