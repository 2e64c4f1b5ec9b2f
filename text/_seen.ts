/** Which fields and oneofs have come already in one message, by their slots. */
export class Seen {
  /** The slots below 32, a bit for each. */
  #bits = 0;
  #others: Set<number> | undefined;

  /** Adds a slot; false if it is there already. */
  add(slot: number): boolean {
    if (slot < 32) {
      const bit = 1 << slot;
      if ((this.#bits & bit) !== 0) return false;
      this.#bits |= bit;
      return true;
    }
    this.#others ??= new Set();
    if (this.#others.has(slot)) return false;
    this.#others.add(slot);
    return true;
  }
}
