/** Text that is being written: fields, each on its own line or all in one. */
export class TextOut {
  /** What was written. */
  text = "";
  readonly #indent: string;
  readonly #oneLine: boolean;
  #depth = 0;
  /** Whether the innermost message has no fields yet, and its brace waits for the first. */
  #open = false;

  /** @param indent The white space of one level, or `""` for one line. */
  constructor(indent: string) {
    this.#indent = indent;
    this.#oneLine = indent === "";
  }

  /** Writes a field that is no message. */
  value(name: string, value: string): void {
    this.#begin();
    this.text += `${name}: ${value}${this.#oneLine ? "" : "\n"}`;
  }

  /** Begins a message. */
  open(name: string): void {
    this.#begin();
    this.text += `${name} {`;
    this.#open = true;
    this.#depth++;
  }

  /** Ends a message. */
  close(): void {
    this.#depth--;
    if (this.#open) this.#open = false;
    else this.text += this.#oneLine ? " " : this.#indent.repeat(this.#depth);
    this.text += this.#oneLine ? "}" : "}\n";
  }

  /** Remembers what was written, for {@linkcode reset}. */
  mark(): OutMark {
    return { text: this.text, depth: this.#depth, open: this.#open };
  }

  /** Takes back what was written since. */
  reset(mark: OutMark): void {
    this.text = mark.text;
    this.#depth = mark.depth;
    this.#open = mark.open;
  }

  #begin(): void {
    if (this.#oneLine) {
      if (this.text !== "") this.text += " ";
    } else {
      if (this.#open) this.text += "\n";
      this.text += this.#indent.repeat(this.#depth);
    }
    this.#open = false;
  }
}

/** What a {@linkcode TextOut} had written. */
export interface OutMark {
  readonly text: string;
  readonly depth: number;
  readonly open: boolean;
}
