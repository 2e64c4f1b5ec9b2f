// deno-lint-ignore no-control-regex -- that is what it looks for
const CONTROL = /[\u0000-\u001f]/g;

/**
 * Finds what may not stand in a string, or not for itself: control characters and backslashes.
 * A text is gone through once for each of the two. To look for both at once takes a pattern five
 * times as long.
 */
export class SpecialFinder {
  readonly #text: string;
  #control = -1;
  #backslash = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Where the next one is, or the end of the text.
   *
   * @param start Where to begin; not before where it began the last time.
   */
  next(start: number): number {
    const text = this.#text;
    if (this.#control < start) {
      CONTROL.lastIndex = start;
      this.#control = CONTROL.test(text) ? CONTROL.lastIndex - 1 : text.length;
    }
    if (this.#backslash < start) {
      const found = text.indexOf("\\", start);
      this.#backslash = found < 0 ? text.length : found;
    }
    return Math.min(this.#control, this.#backslash);
  }

  /** A finder that has come as far, for a look ahead: this one stays where it is. */
  copy(): SpecialFinder {
    const copy = new SpecialFinder(this.#text);
    copy.#control = this.#control;
    copy.#backslash = this.#backslash;
    return copy;
  }
}
