import { copyOut } from "../_slab.ts";

const EMPTY = new Uint8Array(0);

/**
 * The part of a body that has come and that nobody has read yet: one buffer, however small the pieces
 * are that it comes in.
 */
export class BodyQueue {
  #bytes: Uint8Array = EMPTY;
  #length = 0;

  /** How many bytes there are. */
  get length(): number {
    return this.#length;
  }

  /** Adds a copy of some bytes. */
  append(bytes: Uint8Array, start: number, end: number): void {
    const length = this.#length + end - start;
    if (this.#length === 0) {
      this.#bytes = copyOut(bytes, start, end);
    } else {
      if (length > this.#bytes.length) {
        const grown = new Uint8Array(Math.max(length, 2 * this.#length));
        grown.set(this.#bytes.subarray(0, this.#length));
        this.#bytes = grown;
      }
      this.#bytes.set(bytes.subarray(start, end), this.#length);
    }
    this.#length = length;
  }

  /** Takes all there is. */
  take(): Uint8Array {
    const [bytes, length] = [this.#bytes, this.#length];
    this.#bytes = EMPTY;
    this.#length = 0;
    return bytes.length === length ? bytes : bytes.subarray(0, length);
  }
}
