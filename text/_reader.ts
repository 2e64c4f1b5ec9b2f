import {
  type Extension,
  getExtension,
  type Message,
  type Registry,
  setExtension,
} from "../reflect/mod.ts";
import {
  DEFAULT_RECURSION_LIMIT,
  ELEMENT_BYTES_FACTOR,
  limitOf,
  MIN_ELEMENT_BYTES,
} from "../wire/mod.ts";
import { readAny } from "./_any.ts";
import { Char } from "./_chars.ts";
import { fromWire, inElement, inField, limitFault, quote, TextFault } from "./_fault.ts";
import { Lexer, TokenKind } from "./_lexer.ts";
import type { FromTextOptions } from "./options.ts";
import {
  EXTENSION_VALUE,
  extensionPlanOf,
  type FieldPlan,
  type Fields,
  type MessagePlan,
} from "./_plan.ts";
import { Seen } from "./_seen.ts";
import { skipValue } from "./_skip.ts";
import { isTypeName } from "./_type_url.ts";

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
    this.#fields(plan, message, 0);
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
    this.#fields(plan, message, close);
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

  /** Takes a 64-bit integer as a number, for `jstype = JS_NUMBER`. */
  safeInteger(read: (reader: TextReader) => unknown): number {
    const offset = this.lexer.start;
    const value = read(this);
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    const reason = `${value} is above 2^53, and the field has jstype = JS_NUMBER`;
    throw new TextFault("value", reason, offset);
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

  #fields(plan: MessagePlan, message: Fields, close: number): void {
    const { lexer } = this;
    const seen = new Seen();
    let name = "";
    let field: FieldPlan | undefined;
    try {
      while (this.more(close)) {
        name = "";
        const offset = lexer.start;
        name = this.fieldName(close);
        field = plan.byName.get(name);
        if (field !== undefined) this.#field(field, message, seen, offset);
        else this.#otherField(plan, message, name, seen, offset);
        name = "";
        this.separator();
      }
      field = undefined;
      for (const [extension, holder] of seen.extensions ?? []) {
        name = extensionPlanOf(extension.descriptor).name;
        this.#setExtension(plan, message, extension, holder);
      }
    } catch (error) {
      throw name === "" ? error : inField(inList(error, field, message), name);
    }
  }

  #field(field: FieldPlan, message: Fields, seen: Seen, offset: number): void {
    if (!field.many) {
      if (!seen.add(field.slot)) throw this.#twice(offset);
      if (field.oneof !== undefined && !seen.add(field.oneofSlot)) {
        const reason = `another member of oneof ${quote(field.oneof.name)} came before`;
        throw new TextFault("duplicate", reason, offset);
      }
    }
    this.#value(field, message);
  }

  #value(field: FieldPlan, message: Fields): void {
    const { lexer } = this;
    const isMessage = field.descriptor.message !== undefined;
    if (!lexer.accept(Char.Colon) && !isMessage) throw lexer.unexpected('":"');
    if (field.many && lexer.symbol === Char.OpenBracket) {
      this.elements(() => field.store(this, message));
    } else {
      field.store(this, message);
    }
  }

  /** Reads what has a name that is no field's. */
  #otherField(
    plan: MessagePlan,
    message: Fields,
    name: string,
    seen: Seen,
    offset: number,
  ): void {
    const bracketed = name.startsWith("[");
    if (bracketed && plan.any) {
      const once = plan.fields.every((field) => seen.add(field.slot));
      if (!once) throw new TextFault("duplicate", "the Any has a value already", offset);
      return readAny(this, message, name.slice(1, -1), offset);
    }
    if (bracketed) {
      const extension = this.#extension(plan, name.slice(1, -1), offset);
      if (extension !== undefined) {
        return this.#readExtension(plan, message, extension, seen, offset);
      }
    }
    if (!this.ignoreUnknown && !plan.reserved.has(name)) {
      const what = bracketed ? "extension in the registry" : "field";
      throw new TextFault("unknown", `${plan.typeName} has no such ${what}`, offset);
    }
    skipValue(this);
  }

  #extension(plan: MessagePlan, name: string, offset: number): Extension | undefined {
    if (!isTypeName(name)) {
      throw new TextFault("syntax", "what is in the brackets is not a full name", offset);
    }
    const { registry } = this;
    const named = registry?.extension(name);
    if (named?.descriptor.extendee.fullName === plan.typeName) return named;
    if (registry === undefined || !plan.type.descriptor.messageSet) return undefined;
    return registry.extensionsOf(plan.typeName)
      .find(({ descriptor }) => extensionPlanOf(descriptor).name === `[${name}]`);
  }

  /**
   * Reads an extension into its holder. The message gets it when all of it has been read, as each
   * time that takes a look at everything.
   */
  #readExtension(
    { type }: MessagePlan,
    message: Message,
    extension: Extension,
    seen: Seen,
    offset: number,
  ): void {
    const field = extensionPlanOf(extension.descriptor);
    const extensions = seen.extensions ??= new Map();
    let holder = extensions.get(extension);
    if (holder === undefined) {
      try {
        holder = { [EXTENSION_VALUE]: getExtension(type, message, extension) };
      } catch (error) {
        throw fromWire(error, offset);
      }
      extensions.set(extension, holder);
    } else if (!field.many) throw this.#twice(offset);
    try {
      this.#value(field, holder);
    } catch (error) {
      throw inList(error, field, holder);
    }
  }

  #setExtension(
    { type }: MessagePlan,
    message: Message,
    extension: Extension,
    holder: Fields,
  ): void {
    const value = holder[EXTENSION_VALUE];
    if (value === undefined) return; // An unknown enum value, which is ignored.
    try {
      setExtension(type, message, extension, value);
    } catch (error) {
      throw fromWire(error, this.lexer.start);
    }
  }

  #twice(offset: number): TextFault {
    return new TextFault("duplicate", "the field comes twice", offset);
  }
}

/** What to throw on when something failed in a field: the element goes into the path. */
function inList(error: unknown, field: FieldPlan | undefined, message: Fields): unknown {
  if (field?.descriptor.cardinality !== "repeated") return error;
  return inElement(error, (message[field.localName] as unknown[]).length);
}
