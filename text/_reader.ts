import { Fault, limitFault, quote } from "../_textual/mod.ts";
import type { Registry } from "../reflect/mod.ts";
import {
  DEFAULT_RECURSION_LIMIT,
  ELEMENT_BYTES_FACTOR,
  limitOf,
  MIN_ELEMENT_BYTES,
} from "../wire/mod.ts";
import { Char } from "./_chars.ts";
import { readFields } from "./_fields_in.ts";
import { Lexer, TokenKind } from "./_lexer.ts";
import type { FromTextOptions } from "./options.ts";
import type { FieldPlan, Fields, MessagePlan } from "./_plan.ts";

/** Reads messages from text. */
export class TextReader {
  readonly lexer: Lexer;
  readonly registry: Registry | undefined;
  readonly ignoreUnknown: boolean;
  #depth: number;
  #budget: number;

  constructor(text: string, options: FromTextOptions) {
    this.lexer = new Lexer(text);
    this.registry = options.registry;
    this.ignoreUnknown = options.ignoreUnknownFields ?? false;
    this.#depth = limitOf("recursionLimit", options.recursionLimit, DEFAULT_RECURSION_LIMIT);
    this.#budget = limitOf(
      "maxElementBytes",
      options.maxElementBytes,
      Math.max(MIN_ELEMENT_BYTES, ELEMENT_BYTES_FACTOR * text.length),
    );
  }

  /** How many messages may still be nested in the current one. */
  get depth(): number {
    return this.#depth;
  }

  /** Reads the whole text into a message. */
  whole(plan: MessagePlan, message: Fields): void {
    this.lexer.next();
    readFields(this, plan, message, 0);
  }

  /**
   * Reads a message in braces or angle brackets.
   *
   * @param plan Its plan.
   * @param existing The message to merge into, or `undefined` for a new one.
   */
  message(plan: MessagePlan, existing: Fields | undefined): Fields {
    const close = this.openMessage(plan.entry);
    let message = existing;
    if (message === undefined) {
      this.charge(plan.type.cost);
      message = plan.type.create() as Fields;
    }
    readFields(this, plan, message, close);
    this.closeMessage(plan.entry);
    return message;
  }

  /**
   * Goes past the symbol that begins a message.
   *
   * @param entry Whether it is the entry of a map, which is no level of nesting.
   * @returns The symbol that ends it.
   */
  openMessage(entry: boolean): number {
    const { lexer } = this;
    const angle = lexer.symbol === Char.Less;
    if (!angle && lexer.symbol !== Char.OpenBrace) throw lexer.unexpected('"{" or "<"');
    if (!entry) this.descend();
    lexer.next();
    return angle ? Char.Greater : Char.CloseBrace;
  }

  /** Goes past the symbol that ends a message, the current token. */
  closeMessage(entry: boolean): void {
    if (!entry) this.ascend();
    this.lexer.next();
  }

  /**
   * Whether there is another field.
   *
   * @param close The symbol that ends the message, or 0 for the end of the text.
   */
  more(close: number): boolean {
    return close === 0 ? this.lexer.kind !== TokenKind.End : this.lexer.symbol !== close;
  }

  /**
   * Takes the name of a field.
   *
   * @returns The name, or a name in brackets; a number if unknown fields are ignored.
   */
  fieldName(close: number): string {
    const { lexer } = this;
    if (lexer.symbol === Char.OpenBracket) return lexer.bracketedName();
    const named = lexer.kind === TokenKind.Identifier ||
      (this.ignoreUnknown && lexer.kind === TokenKind.Integer);
    if (!named) {
      const end = close === 0 ? "" : ` or ${quote(String.fromCharCode(close))}`;
      throw lexer.unexpected(`the name of a field${end}`);
    }
    const name = lexer.token;
    lexer.next();
    return name;
  }

  /** Goes past what may stand between two fields. */
  separator(): void {
    if (!this.lexer.accept(Char.Comma)) this.lexer.accept(Char.Semicolon);
  }

  /** Goes through the elements of a list, its bracket being the current token. */
  elements(element: () => void): void {
    const { lexer } = this;
    lexer.next();
    if (lexer.accept(Char.CloseBracket)) return;
    do element(); while (lexer.accept(Char.Comma));
    if (!lexer.accept(Char.CloseBracket)) throw lexer.unexpected('"," or "]"');
  }

  /**
   * Reads what comes after the name of a field: one value, or a list of them.
   *
   * @param field The field.
   * @param message The message, or the holder of the extension.
   */
  value(field: FieldPlan, message: Fields): void {
    const { lexer } = this;
    const isMessage = field.descriptor.message !== undefined;
    if (!lexer.accept(Char.Colon) && !isMessage) throw lexer.unexpected('":"');
    if (field.many && lexer.symbol === Char.OpenBracket) {
      this.elements(() => field.store(this, message));
    } else {
      field.store(this, message);
    }
  }

  /** Takes a 64-bit integer as a number, for `jstype = JS_NUMBER`. */
  safeInteger(read: (reader: TextReader) => unknown): number {
    const offset = this.lexer.start;
    const value = read(this);
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    const reason = `${value} is above 2^53, and the field has jstype = JS_NUMBER`;
    throw new Fault("value", reason, offset);
  }

  /** Enters a message. */
  descend(): void {
    if (--this.#depth < 0) {
      throw limitFault("nested too deep", "recursionLimit", this.lexer.start);
    }
  }

  /** Leaves a message. */
  ascend(): void {
    this.#depth++;
  }

  /**
   * Takes memory from the budget that the whole input shares.
   *
   * @param cost How many bytes.
   */
  charge(cost: number): void {
    this.#budget -= cost;
    if (this.#budget < 0) {
      throw limitFault("too much memory", "maxElementBytes", this.lexer.start);
    }
  }
}
