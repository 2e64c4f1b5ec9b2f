/** What the views of one input share. */
export class Source {
  /** What is read: the input, or the same message in one piece (see `_accept.ts`). */
  readonly bytes: Uint8Array;
  /** The input, if that is not what is read. */
  readonly original: Uint8Array | undefined;
  /** Whether unknown fields are there to be seen. */
  readonly keepUnknown: boolean;
  #data: DataView | undefined;

  constructor(bytes: Uint8Array, original: Uint8Array | undefined, keepUnknown: boolean) {
    this.bytes = bytes;
    this.original = original;
    this.keepUnknown = keepUnknown;
  }

  /** The bytes as numbers. Made on first use. */
  get data(): DataView {
    const { buffer, byteOffset, byteLength } = this.bytes;
    return this.#data ??= new DataView(buffer, byteOffset, byteLength);
  }
}
