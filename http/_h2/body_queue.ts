import { copyOut } from "../_slab.ts";

const FIRST_GATHER_BYTES = 2048;
const MOST_GATHER_BYTES = 16_384;

/**
 * The bytes of a body that wait to be read. Short pieces that come before they are read are gathered
 * into longer ones: a reader of a stream of small messages is called once for many of them.
 */
export class BodyQueue {
  /** How many bytes wait. */
  size: number = 0;
  #chunks: Uint8Array[] = [];
  #head = 0;
  /** The last chunk if it is being gathered, with `#gathered` bytes in it. */
  #gather: Uint8Array | undefined;
  #gathered = 0;

  /** Adds a copy of some bytes. */
  push(bytes: Uint8Array, start: number, end: number): void {
    const count = end - start;
    this.size += count;
    if (this.#gather !== undefined) {
      if (count <= this.#gather.length - this.#gathered) {
        this.#gather.set(bytes.subarray(start, end), this.#gathered);
        this.#gathered += count;
        return;
      }
      this.#closeGather();
    }
    if (this.#head === this.#chunks.length || count >= MOST_GATHER_BYTES / 2) {
      this.#chunks.push(copyOut(bytes, start, end));
      return;
    }
    const twice = 2 * this.#chunks[this.#chunks.length - 1]!.length;
    const room = Math.max(count, FIRST_GATHER_BYTES, Math.min(twice, MOST_GATHER_BYTES));
    this.#gather = new Uint8Array(room);
    this.#gather.set(bytes.subarray(start, end));
    this.#gathered = count;
    this.#chunks.push(this.#gather);
  }

  #closeGather(): void {
    this.#chunks[this.#chunks.length - 1] = this.#gather!.subarray(0, this.#gathered);
    this.#gather = undefined;
  }

  /** Takes the next bytes, if there are any. */
  shift(): Uint8Array | undefined {
    if (this.#head === this.#chunks.length) return undefined;
    if (this.#gather !== undefined && this.#head === this.#chunks.length - 1) this.#closeGather();
    const chunk = this.#chunks[this.#head++]!;
    this.size -= chunk.length;
    if (this.#head === this.#chunks.length) {
      this.#chunks.length = 0;
      this.#head = 0;
    } else if (this.#head === 32) {
      this.#chunks.splice(0, 32);
      this.#head = 0;
    }
    return chunk;
  }

  /** Throws all away. */
  clear(): void {
    this.#chunks.length = 0;
    this.#head = 0;
    this.#gather = undefined;
    this.size = 0;
  }
}
