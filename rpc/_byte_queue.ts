/** The least that a queue allocates, in bytes. */
const MIN_CAPACITY = 4096;

const EMPTY = new Uint8Array(0);

/**
 * Bytes that came in chunks and are taken out in pieces.
 *
 * A chunk that comes when nothing is left is kept as it is; others are copied into a buffer that
 * doubles, so that a body in very small chunks takes no more than twice its size, and a length that
 * a peer merely promises takes nothing.
 */
export class ByteQueue {
  #bytes: Uint8Array = EMPTY;
  #start = 0;
  #end = 0;

  /** How many bytes can be taken. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Adds a chunk. It must not change before it was taken. */
  push(chunk: Uint8Array): void {
    const length = this.length;
    if (length === 0) {
      this.#bytes = chunk;
      this.#start = 0;
      this.#end = chunk.length;
      return;
    }
    // A chunk that was kept as it is has no room: it is never written to.
    if (this.#bytes.length - this.#end < chunk.length) {
      const bytes = new Uint8Array(Math.max(2 * length, length + chunk.length, MIN_CAPACITY));
      bytes.set(this.#bytes.subarray(this.#start, this.#end));
      this.#bytes = bytes;
      this.#start = 0;
      this.#end = length;
    }
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** Returns a byte, of which there are enough. It stays. */
  byteAt(offset: number): number {
    return this.#bytes[this.#start + offset]!;
  }

  /** Returns the number, big-endian, in four bytes of which there are enough. They stay. */
  uint32At(offset: number): number {
    const bytes = this.#bytes;
    const at = this.#start + offset;
    return (bytes[at]! << 24 | bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!) >>> 0;
  }

  /** Passes bytes over, no more than there are. */
  skip(length: number): void {
    this.#start += length;
  }

  /** Takes bytes, no more than there are. What is returned is never written to again. */
  take(length: number): Uint8Array {
    const start = this.#start;
    this.#start += length;
    return this.#bytes.subarray(start, this.#start);
  }
}
