import { flat, MAX_PINNED, MIN_WINDOW } from "../_textual/mod.ts";

/** How much of a longer text is copied at once. Strings longer than a quarter are by themselves. */
const WINDOW = 0x1000;
const LONG = WINDOW / 4;

/**
 * Takes strings out of a text, so that none keeps a long text alive: V8 makes a substring a window
 * onto its parent. They are windows onto copies of a few KiB. To copy each takes five times as long.
 */
export class Pieces {
  readonly #text: string;
  /** A copy of what is from `start` on. */
  #window = "";
  #start = 0;
  #end = 0;

  constructor(text: string) {
    this.#text = text;
    if (text.length > MAX_PINNED) return;
    this.#window = text;
    this.#end = text.length;
  }

  /** A piece of the text. Quick if those before it were before it in the text, too. */
  get(start: number, end: number): string {
    if (start < this.#start || end > this.#end) {
      const length = end - start;
      if (length < MIN_WINDOW) return this.#text.slice(start, end);
      if (length > LONG) return flat(this.#text.slice(start, end));
      this.#window = flat(this.#text.slice(start, start + WINDOW));
      this.#start = start;
      this.#end = start + this.#window.length;
    }
    return this.#window.slice(start - this.#start, end - this.#start);
  }
}
