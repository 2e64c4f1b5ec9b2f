/** What has come already in one message: fields and oneofs by their slots, and keys. */
export class Seen {
  /** The slots below 32, a bit for each. */
  #bits = 0;
  /** The other slots, and keys. */
  #others: Set<number | string> | undefined;

  /** Adds the slot of a field or a oneof; false if it is there already. */
  add(slot: number): boolean {
    if (slot >= 32) return this.addKey(slot);
    const bit = 1 << slot;
    if ((this.#bits & bit) !== 0) return false;
    this.#bits |= bit;
    return true;
  }

  /** Adds a key that is no field's; false if it is there already. */
  addKey(key: number | string): boolean {
    this.#others ??= new Set();
    if (this.#others.has(key)) return false;
    this.#others.add(key);
    return true;
  }

  /** Whether a key was added. */
  hasKey(key: string): boolean {
    return this.#others?.has(key) ?? false;
  }
}
