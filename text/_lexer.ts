import { Fault, pieceOf, quote } from "../_textual/mod.ts";
import { Char, isDigit, isLetter, isLetterOrDigit, isNameChar } from "./_chars.ts";
import { endOfNumber, isFloat } from "./_number.ts";

/** The kinds of tokens. */
export const TokenKind = {
  End: 0,
  Identifier: 1,
  /** Decimal, octal or hexadecimal, without a sign. */
  Integer: 2,
  /** Without a sign. */
  Float: 3,
  /** One literal; a string may be several of them. */
  String: 4,
  Symbol: 5,
} as const;

/** One of the values of {@linkcode TokenKind}. */
export type TokenKind = typeof TokenKind[keyof typeof TokenKind];

/**
 * Splits text into tokens, one ahead of the reader.
 *
 * See https://protobuf.dev/reference/protobuf/textformat-spec/#lexical
 */
export class Lexer {
  readonly text: string;
  /** The kind of the current token. */
  kind: TokenKind = TokenKind.End;
  /** The code unit of the current token if it is a symbol, else 0. */
  symbol = 0;
  /** Where the current token begins. */
  start = 0;
  /** Where the current token ends, exclusive. */
  end = 0;
  /** Whether the current token is a string literal with a backslash in it. */
  escaped = false;

  /** Begins before the first token: {@linkcode next} goes to it. */
  constructor(text: string) {
    this.text = text;
  }

  /** The text of the current token. */
  get token(): string {
    return this.text.slice(this.start, this.end);
  }

  /** What is between the quotes of the current token, a string literal. */
  get content(): string {
    return pieceOf(this.text, this.start + 1, this.end - 1);
  }

  /** Goes to the next token. */
  next(): void {
    const code = this.#skipSpace();
    const start = this.end;
    this.start = start;
    this.symbol = 0;
    if (code !== code) this.kind = TokenKind.End;
    else if (isLetter(code)) this.#identifier(start);
    else if (isDigit(code)) this.#number(start);
    else if (code === Char.DoubleQuote || code === Char.SingleQuote) this.#string(start, code);
    else if (code === Char.Dot && isDigit(this.text.charCodeAt(start + 1))) this.#number(start);
    else {
      if (code <= 0x20 || code >= 0x7f) throw this.#strayChar();
      this.kind = TokenKind.Symbol;
      this.symbol = code;
      this.end = start + 1;
    }
  }

  /** Goes past a symbol if it is the current token; tells whether it is. */
  accept(symbol: number): boolean {
    if (this.symbol !== symbol) return false;
    this.next();
    return true;
  }

  /**
   * Goes past a name in brackets; the current token is its `[`. White space and comments may be
   * anywhere in it.
   *
   * @returns The name, brackets included.
   */
  bracketedName(): string {
    let name = "[";
    for (;;) {
      const code = this.#skipSpace();
      const start = this.end;
      if (code === Char.CloseBracket) break;
      if (!isNameChar(code)) {
        this.start = start;
        throw code !== code ? this.unexpected('"]"') : this.#strayChar();
      }
      let pos = start + 1;
      while (isNameChar(this.text.charCodeAt(pos))) pos++;
      name += this.text.slice(start, pos);
      this.end = pos;
    }
    this.end++;
    this.next();
    return `${name}]`;
  }

  /** The failure for a token that is not what must come here. */
  unexpected(expected: string): Fault {
    const found = this.kind === TokenKind.End || this.start >= this.text.length
      ? "the end of the text"
      : this.kind === TokenKind.String
      ? "a string"
      : quote(this.token);
    return new Fault("syntax", `expected ${expected}, not ${found}`, this.start);
  }

  #identifier(start: number): void {
    let pos = start + 1;
    while (isLetterOrDigit(this.text.charCodeAt(pos))) pos++;
    this.kind = TokenKind.Identifier;
    this.end = pos;
  }

  #number(start: number): void {
    const text = this.text;
    let pos = start;
    while (isDigit(text.charCodeAt(pos))) pos++;
    const code = text.charCodeAt(pos);
    const plain = code !== Char.Dot && !isLetter(code);
    if (plain && (text.charCodeAt(start) !== Char.Zero || pos === start + 1)) {
      this.kind = TokenKind.Integer;
      this.end = pos;
      return;
    }
    this.end = endOfNumber(text, start);
    if (this.end < 0) throw new Fault("syntax", "malformed number", start);
    this.kind = isFloat(text, start, this.end) ? TokenKind.Float : TokenKind.Integer;
  }

  #string(start: number, quotation: number): void {
    const text = this.text;
    let pos = start + 1;
    let bits = 0;
    let escaped = false;
    for (;;) {
      const code = text.charCodeAt(pos);
      if (code === quotation) break;
      if (code === Char.Backslash) {
        escaped = true;
        const next = text.charCodeAt(pos + 1);
        if (next === quotation || next === Char.Backslash) pos++;
      } else if (code !== code) {
        throw new Fault("syntax", "string without an end", start);
      } else if (code === Char.LineFeed || code === 0) {
        throw new Fault(
          "syntax",
          "a string cannot have line feeds or NULs but as escapes",
          pos,
        );
      }
      bits |= code;
      pos++;
    }
    this.kind = TokenKind.String;
    this.end = pos + 1;
    this.escaped = escaped;
    if (bits >= 0xd800 && !text.slice(start, pos).isWellFormed()) {
      throw new Fault("syntax", "lone surrogate in a string", start);
    }
  }

  /** Goes past white space and comments; gives the code unit that is there, or NaN at the end. */
  #skipSpace(): number {
    const text = this.text;
    let pos = this.end;
    let code = text.charCodeAt(pos);
    for (;;) {
      if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) {
        code = text.charCodeAt(++pos);
      } else if (code === Char.Hash) {
        pos = this.#skipComment(pos);
        code = text.charCodeAt(pos);
      } else {
        this.end = pos;
        return code;
      }
    }
  }

  /** Gives where the comment that begins at `pos` ends. */
  #skipComment(pos: number): number {
    const newLine = this.text.indexOf("\n", pos);
    return newLine < 0 ? this.text.length : newLine;
  }

  #strayChar(): Fault {
    const char = String.fromCodePoint(this.text.codePointAt(this.start)!);
    return new Fault("syntax", `unexpected character ${quote(char)}`, this.start);
  }
}
