/** How long the inner part of a path may get, in UTF-16 code units. */
const MAX_INNER = 600;

/** How long the outer part of a path may get, if it has more than one step. */
const MAX_OUTER = 200;

/**
 * A path in the making, from its last step to its first, as a failure passes them on its way out.
 * Of a long one the middle is left out. What a step adds takes constant time and memory, so it does
 * not matter how deep it began.
 */
export class Path {
  /** The last steps. */
  #inner = "";
  /** The steps before them, the first one last. */
  readonly #outer: string[] = [];
  #outerLength = 0;
  #cut = false;

  /** Puts a step before the others: `.name`, `[0]`, `["key"]`. */
  prepend(step: string): void {
    if (this.#outer.length === 0 && this.#inner.length + step.length <= MAX_INNER) {
      this.#inner = step + this.#inner;
      return;
    }
    this.#outer.push(step);
    this.#outerLength += step.length;
    while (this.#outerLength > MAX_OUTER && this.#outer.length > 1) {
      this.#outerLength -= this.#outer.shift()!.length;
      this.#cut = true;
    }
  }

  /** The path: `user.addresses[2].zip`, or `user.addresses[2]….zip` if some of it is left out. */
  toString(): string {
    const path = this.#outer.toReversed().join("") + (this.#cut ? "…" : "") + this.#inner;
    return path.startsWith(".") ? path.slice(1) : path;
  }
}
