import { Fault, flat, limitFault, pieceOf, quote } from "../_textual/mod.ts";
import { JsonKind, type JsonSource, KIND_NAMES } from "./_source.ts";
import { SpecialFinder } from "./_special.ts";
import { endOfNumber, plainInteger } from "./_number.ts";
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

/** Integers of this many digits are exact as doubles. */
const EXACT_DIGITS = 15;

/** What follows a backslash, other than `u`. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** The powers of ten by which integers of {@linkcode EXACT_DIGITS} are divided. */
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

const HEX4 = /^[0-9a-fA-F]{4}$/;

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
  #special: SpecialFinder;
  /** Whether the text has no lone surrogates, once that is known. */
  #wellFormed: boolean | undefined;

  constructor(text: string) {
    this.#text = text;
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
    const value = pieceOf(text, start, end);
    this.#wellFormed ??= text.isWellFormed();
    if (!this.#wellFormed && !value.isWellFormed()) throw this.#surrogate();
    return value;
  }

  quotedInteger(): bigint | undefined {
    const text = this.#text;
    const start = this.#pos + 1;
    let pos = text.charCodeAt(start) === MINUS ? start + 1 : start;
    let code = text.charCodeAt(pos);
    while (code >= ZERO && code <= NINE) code = text.charCodeAt(++pos);
    if (code !== QUOTE) return undefined;
    const value = plainInteger(text, start, pos);
    if (value !== undefined) this.#pos = pos + 1;
    return value;
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

  numbers(fits: (list: unknown[], whole: boolean) => boolean): unknown[] | undefined {
    const end = this.#text.indexOf("]", this.#pos) + 1;
    const numbers = parseNumbers(this.#text.slice(this.#pos, end));
    if (numbers === undefined || !fits(numbers.list, numbers.whole)) return undefined;
    this.#pos = end;
    return numbers.list;
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

  /** Reads on from the first backslash of a string. */
  #escapedString(start: number, pos: number): string {
    const text = this.#text;
    let value = "";
    let code = text.charCodeAt(pos);
    for (; code !== QUOTE; code = text.charCodeAt(pos)) {
      if (code === BACKSLASH) {
        value += text.slice(start, pos);
        const escape = text.charAt(pos + 1);
        if (escape === "u") {
          const hex = text.slice(pos + 2, pos + 6);
          if (!HEX4.test(hex)) throw new Fault("syntax", "malformed escape", pos);
          value += String.fromCharCode(parseInt(hex, 16));
          pos += 6;
        } else {
          const char = ESCAPES.get(escape);
          if (char === undefined) throw new Fault("syntax", "malformed escape", pos);
          value += char;
          pos += 2;
        }
        start = pos;
      } else if (code >= 0x20) {
        pos++;
      } else if (code !== code) {
        throw new Fault("syntax", "string without an end", this.#pos);
      } else {
        throw new Fault("syntax", "control character in a string", pos);
      }
    }
    value += text.slice(start, pos);
    this.#pos = pos + 1;
    if (!value.isWellFormed()) throw this.#surrogate();
    return flat(value);
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
