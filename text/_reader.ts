import { FormatReader, quote } from "../_textual/mod.ts";
import { Char } from "./_chars.ts";
import { readFields } from "./_fields_in.ts";
import { Lexer, TokenKind } from "./_lexer.ts";
import type { FromTextOptions } from "./options.ts";
import type { FieldPlan, Fields, MessagePlan } from "./_plan.ts";

/** Reads messages from text. */
export class TextReader extends FormatReader {
  readonly lexer: Lexer;

  constructor(text: string, options: FromTextOptions) {
    super(options, text.length);
    this.lexer = new Lexer(text);
  }

  /** Where the current token begins. */
  override get offset(): number {
    return this.lexer.start;
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
}
