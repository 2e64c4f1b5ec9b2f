import type { Extension } from "../reflect/mod.ts";
import type { Fields } from "./_plan.ts";

/** What has come already in one message: fields and oneofs by their slots, and extensions. */
export class Seen {
  /** Each extension that came, and what holds its value. */
  extensions: Map<Extension, Fields> | undefined;
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
