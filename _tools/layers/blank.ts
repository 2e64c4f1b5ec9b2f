/** After one of these words, a slash begins a regular expression. */
const BEFORE_REGEXP =
  /(^|[^\w$.])(return|typeof|case|in|of|delete|void|throw|new|else|do|yield|await|instanceof)$/;

/**
 * Replaces what is not code by spaces: comments, and what is inside strings, templates and regular
 * expressions. Quotes, line breaks and every offset stay as they are.
 *
 * @param source TypeScript.
 * @returns The code, as long as the source.
 */
export function blankNonCode(source: string): string {
  return new Blanker(source).run();
}

class Blanker {
  readonly #source: string;
  readonly #code: string[] = [];
  #pos = 0;
  /** The last few characters of code, to tell a regular expression from a division. */
  #before = "";
  /** For each template that an expression is open in, how many braces are open in that expression. */
  readonly #templates: number[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  run(): string {
    while (this.#pos < this.#source.length) this.#step();
    return this.#code.join("");
  }

  #step(): void {
    const char = this.#source[this.#pos]!;
    const next = this.#source[this.#pos + 1];
    if (char === "/" && next === "/") this.#blankTo(this.#indexOf("\n", this.#pos));
    else if (char === "/" && next === "*") this.#blankTo(this.#indexOf("*/", this.#pos + 2) + 2);
    else if (char === "/" && this.#isRegExp()) this.#regExp();
    else if (char === '"' || char === "'") this.#string(char);
    else if (char === "`") this.#template();
    else if (char === "}" && this.#templates.at(-1) === 0) {
      this.#templates.pop();
      this.#template();
    } else {
      const open = this.#templates.length - 1;
      if (open >= 0 && char === "{") this.#templates[open]!++;
      if (open >= 0 && char === "}") this.#templates[open]!--;
      this.#keep();
    }
  }

  /** Whether the slash here cannot be a division. */
  #isRegExp(): boolean {
    const before = this.#before.trimEnd();
    return before === "" || /[([{},;=:!&|?+\-*%~^<>]$/.test(before) || BEFORE_REGEXP.test(before);
  }

  #string(quote: string): void {
    this.#keep();
    this.#blankTo(this.#endOf((char) => char === quote || char === "\n"));
    this.#keep();
  }

  #regExp(): void {
    let inClass = false;
    this.#keep();
    this.#blankTo(this.#endOf((char) => {
      if (char === "[") inClass = true;
      if (char === "]") inClass = false;
      return (char === "/" && !inClass) || char === "\n";
    }));
    this.#keep();
  }

  /** Goes on to the end of the template, or to an expression in it. */
  #template(): void {
    this.#keep();
    this.#blankTo(
      this.#endOf((char, pos) => char === "`" || (char === "$" && this.#source[pos + 1] === "{")),
    );
    if (this.#source[this.#pos] === "$") {
      this.#keep();
      this.#templates.push(0);
    }
    this.#keep();
  }

  /** Where something ends, escaped characters aside. */
  #endOf(isEnd: (char: string, pos: number) => boolean): number {
    for (let pos = this.#pos; pos < this.#source.length; pos++) {
      const char = this.#source[pos]!;
      if (char === "\\") pos++;
      else if (isEnd(char, pos)) return pos;
    }
    return this.#source.length;
  }

  #indexOf(text: string, from: number): number {
    const index = this.#source.indexOf(text, from);
    return index < 0 ? this.#source.length : index;
  }

  #keep(): void {
    if (this.#pos >= this.#source.length) return;
    const char = this.#source[this.#pos++]!;
    this.#code.push(char);
    // Never two spaces, so that words stay within reach.
    if (/\S/.test(char)) this.#before = this.#before.slice(-12) + char;
    else this.#before = this.#before.trimEnd() + " ";
  }

  #blankTo(end: number): void {
    for (const char of this.#source.slice(this.#pos, end).split("")) {
      this.#code.push(char === "\n" ? "\n" : " ");
    }
    this.#pos = Math.min(end, this.#source.length);
  }
}
