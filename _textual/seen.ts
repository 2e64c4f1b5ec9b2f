/** What has come already in one message: fields and oneofs by their slots, and keys. */
export class Seen {
  /** The slots below 32, a bit for each. */
  #bits = 0;
  /** The other slots, in words of 32 bits. */
  #words: number[] | undefined;
  #keys: Set<number | string> | undefined;

  /** Adds the slot of a field or a oneof; false if it is there already. */
  add(slot: number): boolean {
    const bit = 1 << slot; // of the slot's last five bits
    if (slot >= 32) return this.#addTo(this.#words ??= [], slot >> 5, bit);
    if ((this.#bits & bit) !== 0) return false;
    this.#bits |= bit;
    return true;
  }

  /** Adds a key that is no field's; false if it is there already. */
  addKey(key: number | string): boolean {
    this.#keys ??= new Set();
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    return true;
  }

  /** Whether a key was added. */
  hasKey(key: string): boolean {
    return this.#keys?.has(key) ?? false;
  }

  #addTo(words: number[], index: number, bit: number): boolean {
    while (words.length <= index) words.push(0);
    if ((words[index]! & bit) !== 0) return false;
    words[index]! |= bit;
    return true;
  }
}
