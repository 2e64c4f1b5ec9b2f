const EMPTY = new Uint8Array(0);

/** Bytes that have come and cannot be looked at yet. Nothing is held when there are none. */
export class Input {
  /** The bytes, between `start` and `end`. */
  bytes: Uint8Array = EMPTY;
  start = 0;
  end = 0;

  /** How many there are. */
  get length(): number {
    return this.end - this.start;
  }

  /** Adds a copy of some bytes. */
  append(bytes: Uint8Array, start: number, end: number): void {
    const count = end - start;
    if (this.bytes.length - this.end < count) {
      const grown = new Uint8Array(this.length === 0 ? count : 2 * (this.length + count));
      grown.set(this.bytes.subarray(this.start, this.end));
      this.bytes = grown;
      this.end = this.length;
      this.start = 0;
    }
    this.bytes.set(
      start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end),
      this.end,
    );
    this.end += count;
  }

  /** Forgets what is before a place. */
  consume(start: number): void {
    this.start = start;
    if (start === this.end) this.clear();
  }

  /** Forgets all. */
  clear(): void {
    this.bytes = EMPTY;
    this.start = this.end = 0;
  }
}
