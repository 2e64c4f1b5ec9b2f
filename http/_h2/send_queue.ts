/** The bytes of a body that wait to be sent. */
export class SendQueue {
  /** How many bytes wait. */
  size: number = 0;
  /** How many of the first chunk are sent. */
  offset: number = 0;
  #chunks: Uint8Array[] = [];
  #head = 0;

  /** Adds bytes, of which the first `sent` are sent. */
  push(bytes: Uint8Array, sent: number): void {
    if (this.size === 0) this.offset = sent;
    this.size += bytes.length - sent;
    this.#chunks.push(bytes);
  }

  /** The first chunk; there must be one. */
  get first(): Uint8Array {
    return this.#chunks[this.#head]!;
  }

  /** Whether there is but one chunk. */
  get isLast(): boolean {
    return this.#head === this.#chunks.length - 1;
  }

  /** Says how much of the first chunk is sent; it goes once all of it is. */
  sentTo(offset: number): void {
    this.size -= offset - this.offset;
    this.offset = offset;
    if (offset < this.first.length) return;
    this.offset = 0;
    if (++this.#head === this.#chunks.length) {
      this.#chunks.length = 0;
      this.#head = 0;
    } else if (this.#head === 32) {
      this.#chunks.splice(0, 32);
      this.#head = 0;
    }
  }

  /** Throws all away. */
  clear(): void {
    this.#chunks.length = 0;
    this.#head = this.offset = this.size = 0;
  }
}
