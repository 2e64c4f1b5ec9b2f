import { Fault, limitFault, quote } from "../_textual/mod.ts";
import { JsonKind, type JsonSource, KIND_NAMES } from "./_source.ts";
import { SpecialFinder } from "./_special.ts";
import { Pieces } from "./_pieces.ts";
import { endOfNumber, EXACT_DIGITS, WIDE_DIGITS, wideInteger } from "./_number.ts";
import { endOfString } from "./_string_end.ts";
import { parseNumbers } from "./_number_lists.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const LARGE_E = 0x45;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const SMALL_E = 0x65;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const ESCAPE = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/;

/** The powers of ten by which integers of {@linkcode EXACT_DIGITS} are divided. */
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/** Reads JSON text strictly (RFC 8259). */
export class TextSource implements JsonSource {
  readonly exact = true;
  plain = false;
  offset = 0;
  scanned = 0;
  readonly #text: string;
  #pos = 0;
  /** Whether the innermost list or object was just opened. */
  #first = false;
  readonly #pieces: Pieces;
  #special: SpecialFinder;
  /** Whether the text has no lone surrogates, once that is known. */
  #wellFormed: boolean | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#pieces = new Pieces(text);
    this.#special = new SpecialFinder(text);
  }

  /** Checks that nothing but white space is left. */
  finish(): void {
    const code = this.#space();
    if (code === code) throw this.#unexpected("the end of the text");
  }

  peek(): JsonKind {
    const code = this.#space();
    this.offset = this.#pos;
    switch (code) {
      case OPEN_OBJECT:
        return JsonKind.Object;
      case OPEN_ARRAY:
        return JsonKind.Array;
      case QUOTE:
        return JsonKind.String;
      case 0x74: // t
      case 0x66: // f
        return JsonKind.Boolean;
      case 0x6e: // n
        return JsonKind.Null;
    }
    if (code === MINUS || (code >= ZERO && code <= NINE)) return JsonKind.Number;
    throw this.#unexpected("a value");
  }

  null(): void {
    this.#literal("null");
  }

  boolean(): boolean {
    const value = this.#text.charCodeAt(this.#pos) === 0x74;
    this.#literal(value ? "true" : "false");
    return value;
  }

  string(): string {
    const text = this.#text;
    const start = this.#pos + 1;
    const special = this.#special.next(start);
    const end = text.indexOf('"', start);
    if (end < 0 || end > special) return this.#escapedString(start, special);
    this.#pos = end + 1;
    const value = this.#pieces.get(start, end);
    this.#wellFormed ??= text.isWellFormed();
    if (!this.#wellFormed && !value.isWellFormed()) throw this.#surrogate();
    return value;
  }

  quotedInteger(): bigint | undefined {
    const text = this.#text;
    const negative = text.charCodeAt(this.#pos + 1) === MINUS;
    const first = this.#pos + (negative ? 2 : 1);
    let pos = first;
    let code = text.charCodeAt(pos);
    let high = 0;
    for (; code >= ZERO && code <= NINE; code = text.charCodeAt(pos)) {
      if (pos - first === EXACT_DIGITS) break;
      high = high * 10 + (code - ZERO);
      pos++;
    }
    const split = pos;
    let low = 0;
    for (; code >= ZERO && code <= NINE; code = text.charCodeAt(pos)) {
      if (pos - first === WIDE_DIGITS) return undefined;
      low = low * 10 + (code - ZERO);
      pos++;
    }
    if (code !== QUOTE || pos === first) return undefined;
    if (pos - first > 1 && text.charCodeAt(first) === ZERO) return undefined;
    this.#pos = pos + 1;
    if (pos === split) return BigInt(negative ? -high : high);
    const value = wideInteger(high, low, POWERS[pos - split]!);
    return negative ? -value : value;
  }

  number(): number {
    const text = this.#text;
    const start = this.#pos;
    const negative = text.charCodeAt(start) === MINUS;
    let pos = negative ? start + 1 : start;
    const first = pos;
    let value = 0;
    let code = text.charCodeAt(pos);
    while (code >= ZERO && code <= NINE) {
      value = value * 10 + (code - ZERO);
      code = text.charCodeAt(++pos);
    }
    let digits = pos - first;
    let sound = digits === 1 || (digits > 1 && text.charCodeAt(first) !== ZERO);
    let places = 0;
    this.plain = code !== POINT && code !== SMALL_E && code !== LARGE_E;
    if (code === POINT) {
      code = text.charCodeAt(++pos);
      while (code >= ZERO && code <= NINE) {
        value = value * 10 + (code - ZERO);
        places++;
        code = text.charCodeAt(++pos);
      }
      digits += places;
      sound &&= places > 0 && code !== POINT;
    }
    if (sound && digits <= EXACT_DIGITS && code !== SMALL_E && code !== LARGE_E) {
      this.#pos = pos;
      // Both are exact, so the quotient is the double that is nearest to the decimal.
      if (places > 0) value /= POWERS[places]!;
      return negative ? -value : value;
    }
    const end = endOfNumber(text, start);
    if (end < 0) throw new Fault("syntax", "malformed number", start);
    this.#pos = end;
    return Number(text.slice(start, end));
  }

  numberText(): string {
    return this.#text.slice(this.offset, this.#pos);
  }

  openObject(): void {
    this.#pos++;
    this.#first = true;
  }

  isKey(quoted: string): boolean {
    let pos = this.#pos;
    if (!this.#first) {
      if (this.#text.charCodeAt(pos) !== COMMA) return false;
      pos++;
    }
    if (!this.#text.startsWith(quoted, pos)) return false;
    this.offset = pos;
    this.#pos = pos + quoted.length;
    this.#first = false;
    return true;
  }

  key(): string | undefined {
    if (!this.#next(CLOSE_OBJECT, "}")) return undefined;
    if (this.#space() !== QUOTE) throw this.#unexpected("a key in quotes");
    this.offset = this.#pos;
    const key = this.string();
    if (this.#space() !== COLON) throw this.#unexpected('":"');
    this.#pos++;
    return key;
  }

  numbers(fits: (list: unknown[], text: string) => boolean): unknown[] | undefined {
    const end = this.#text.indexOf("]", this.#pos) + 1;
    const text = this.#text.slice(this.#pos, end);
    const list = parseNumbers(text);
    if (list === undefined || !fits(list, text)) return undefined;
    this.#pos = end;
    return list;
  }

  openArray(): void {
    this.#pos++;
    this.#first = true;
  }

  element(): boolean {
    return this.#next(CLOSE_ARRAY, "]");
  }

  skip(depth: number): void {
    switch (this.peek()) {
      case JsonKind.Object:
        this.#checkDepth(depth);
        this.openObject();
        while (this.key() !== undefined) this.skip(depth - 1);
        break;
      case JsonKind.Array:
        this.#checkDepth(depth);
        this.openArray();
        while (this.element()) this.skip(depth - 1);
        break;
      case JsonKind.String:
        this.string();
        break;
      case JsonKind.Number:
        this.number();
        break;
      case JsonKind.Boolean:
        this.boolean();
        break;
      case JsonKind.Null:
        this.null();
        break;
    }
  }

  find(key: string, depth: number): string | undefined {
    const pos = this.#pos;
    const first = this.#first;
    const special = this.#special;
    this.#special = special.copy();
    let found: string | undefined;
    this.openObject();
    for (let next = this.key(); next !== undefined; next = this.key()) {
      if (next === key) {
        const kind = this.peek();
        if (kind !== JsonKind.String) {
          throw new Fault(
            "value",
            `expected ${quote(key)} to be a string, not ${KIND_NAMES[kind]}`,
            this.offset,
          );
        }
        found = this.string();
        break;
      }
      this.skip(depth);
    }
    this.scanned = this.#pos - pos;
    this.#pos = this.offset = pos;
    this.#first = first;
    this.#special = special;
    return found;
  }

  /** Goes past the comma before the next member of a list or object, or past its end. */
  #next(close: number, closeText: string): boolean {
    const code = this.#space();
    if (this.#first) {
      this.#first = false;
      if (code !== close) return true;
    } else if (code === COMMA) {
      this.#pos++;
      return true;
    } else if (code !== close) {
      throw this.#unexpected(`"," or "${closeText}"`);
    }
    this.#pos++;
    return false;
  }

  /** Goes past white space; gives the code unit that is there, or NaN at the end. */
  #space(): number {
    const text = this.#text;
    let code = text.charCodeAt(this.#pos);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      code = text.charCodeAt(++this.#pos);
    }
    return code;
  }

  #literal(literal: string): void {
    if (!this.#text.startsWith(literal, this.#pos)) throw this.#unexpected("a value");
    this.#pos += literal.length;
  }

  /** Reads a string with escapes. `JSON` takes a fraction of the time that a loop does. */
  #escapedString(start: number, pos: number): string {
    const text = this.#text;
    const end = endOfString(text, pos - 1);
    let value: string;
    try {
      value = JSON.parse(text.slice(start - 1, end + 1));
    } catch {
      throw this.#malformedString(pos);
    }
    this.#pos = end + 1;
    if (!value.isWellFormed()) throw this.#surrogate();
    return value;
  }

  /** What is wrong with a string, found from its first backslash or control character on. */
  #malformedString(pos: number): Fault {
    const text = this.#text;
    let code = text.charCodeAt(pos);
    for (; code === code && code !== QUOTE; code = text.charCodeAt(pos)) {
      if (code < 0x20) return new Fault("syntax", "control character in a string", pos);
      if (code !== BACKSLASH) pos++;
      else if (!ESCAPE.test(text.slice(pos, pos + 6))) {
        return new Fault("syntax", "malformed escape", pos);
      } else pos += text[pos + 1] === "u" ? 6 : 2;
    }
    return new Fault("syntax", "string without an end", this.#pos);
  }

  #checkDepth(depth: number): void {
    if (depth <= 0) throw limitFault("nested too deep", "recursionLimit", this.offset);
  }

  #surrogate(): Fault {
    return new Fault("syntax", "lone surrogate in a string", this.offset);
  }

  #unexpected(expected: string): Fault {
    const char = String.fromCodePoint(this.#text.codePointAt(this.#pos) ?? 0);
    const found = this.#pos >= this.#text.length ? "the end of the text" : quote(char);
    return new Fault("syntax", `expected ${expected}, not ${found}`, this.#pos);
  }
}
