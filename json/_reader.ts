import { type Fault, FormatReader, fromWire, IGNORED, inField, Seen } from "../_textual/mod.ts";
import {
  clearExtension,
  clearField,
  type Extension,
  type FieldDescriptor,
  getExtension,
  type Message,
  type MessageType,
  type OneofValue,
  setExtension,
} from "../reflect/mod.ts";
import type { FromJsonOptions } from "./options.ts";
import { extensionPlanOf, type FieldPlan, type Fields, type MessagePlan, planOf } from "./_plan.ts";
import { JsonKind, type JsonSource, KIND_NAMES } from "./_source.ts";

/** Reads messages from a source. */
export class JsonReader extends FormatReader {
  readonly source: JsonSource;

  /**
   * @param source The JSON.
   * @param options Options.
   * @param length The length of the text, or `undefined` if the source is a value.
   */
  constructor(source: JsonSource, options: FromJsonOptions, length: number | undefined) {
    super(options, length);
    this.source = source;
  }

  /** Where the value is that was peeked or taken last. */
  override get offset(): number {
    return this.source.offset;
  }

  /** The plan of a type that the JSON names. */
  planOf(type: MessageType): MessagePlan {
    return planOf(type);
  }

  /**
   * Reads a message inside another.
   *
   * @param plan Its plan.
   * @param kind What the source has peeked.
   * @param existing The message to merge into, or `undefined` for a new one.
   */
  message(plan: MessagePlan, kind: JsonKind, existing: Fields | undefined): Fields {
    this.descend();
    let message = existing;
    if (message === undefined) {
      this.charge(plan.type.cost);
      message = plan.type.create() as Fields;
    }
    this.into(plan, kind, message, existing === undefined);
    this.ascend();
    return message;
  }

  /** Reads into a message; `fresh` if it is empty. */
  into(plan: MessagePlan, kind: JsonKind, message: Fields, fresh: boolean): void {
    if (plan.wellKnown !== undefined) plan.wellKnown.read(this, plan, kind, message);
    else this.members(plan, kind, message, fresh, undefined);
  }

  /**
   * Reads an object's members into a message's fields.
   *
   * @param ignoredKey A key that is passed over, its value having been read already.
   */
  members(
    plan: MessagePlan,
    kind: JsonKind,
    message: Fields,
    fresh: boolean,
    ignoredKey: string | undefined,
  ): void {
    if (kind !== JsonKind.Object) throw this.wrongKind("an object", kind);
    const source = this.source;
    const seen = new Seen();
    let key: string | undefined;
    let previous: FieldPlan | undefined;
    source.openObject();
    try {
      for (;;) {
        const guess = ignoredKey !== undefined
          ? undefined
          : previous === undefined
          ? plan.first
          : previous.next;
        let field: FieldPlan | undefined;
        if (guess !== undefined && source.isKey(guess.quotedKey)) {
          field = guess;
          key = field.jsonName;
        } else {
          key = source.key();
          if (key === undefined) return;
          field = key === ignoredKey ? undefined : plan.byKey.get(key);
          const next = field?.jsonName === key ? field : undefined;
          if (previous === undefined) plan.first = next;
          else previous.next = next;
        }
        if (field !== undefined) this.#field(field, message, fresh, seen);
        else if (key !== ignoredKey) this.#otherKey(plan, key, message, fresh, seen);
        else if (seen.addKey(key)) source.skip(this.depth);
        else throw this.#twice();
        previous = field;
      }
    } catch (error) {
      throw key === undefined ? error : inField(error, key);
    }
  }

  /** Fails for a value of the wrong kind. */
  wrongKind(expected: string, kind: JsonKind): Fault {
    return this.fault("value", `expected ${expected}, not ${KIND_NAMES[kind]}`);
  }

  #field(field: FieldPlan, message: Fields, fresh: boolean, seen: Seen): void {
    if (!seen.add(field.slot)) throw this.#twice();
    const { oneof, localName } = field;
    const kind = this.source.peek();
    if (kind === JsonKind.Null && !field.value.nullable) {
      this.source.null();
      if (!fresh) clearField(message, field.descriptor as FieldDescriptor);
      return;
    }
    if (oneof === undefined) {
      const existing = field.merges ? message[localName] : undefined;
      const value = field.value.read(this, kind, existing);
      if (value !== IGNORED) message[localName] = value;
      return;
    }
    if (!seen.add(field.oneofSlot)) {
      throw this.fault("duplicate", `another member of oneof ${quoted(field)} came before`);
    }
    const current = message[oneof] as OneofValue;
    const existing = current.case === localName ? current.value : undefined;
    const value = field.value.read(this, kind, existing);
    if (value !== IGNORED) message[oneof] = { case: localName, value };
  }

  /** Reads what has a key that is no field's: an extension, or an unknown field. */
  #otherKey(plan: MessagePlan, key: string, message: Fields, fresh: boolean, seen: Seen): void {
    const extension = this.#extension(plan, key);
    if (extension !== undefined) {
      if (!seen.addKey(key)) throw this.#twice();
      this.#readExtension(plan, extension, message, fresh);
    } else if (this.ignoreUnknown) {
      this.source.skip(this.depth);
    } else {
      throw this.fault("unknown", `${plan.typeName} has no such field`);
    }
  }

  #extension(plan: MessagePlan, key: string): Extension | undefined {
    if (this.registry === undefined || !key.startsWith("[") || !key.endsWith("]")) return undefined;
    const extension = this.registry.extension(key.slice(1, -1));
    return extension?.descriptor.extendee.fullName === plan.typeName ? extension : undefined;
  }

  #readExtension(
    { type }: MessagePlan,
    extension: Extension,
    message: Message,
    fresh: boolean,
  ): void {
    const { value: plan } = extensionPlanOf(extension.descriptor);
    const kind = this.source.peek();
    if (kind === JsonKind.Null && !plan.nullable) {
      this.source.null();
      if (!fresh) clearExtension(type, message, extension);
      return;
    }
    const existing = fresh ? undefined : this.#wire(() => getExtension(type, message, extension));
    const value = plan.read(this, kind, existing);
    if (value !== IGNORED) this.#wire(() => setExtension(type, message, extension, value));
  }

  /** Reads or writes an extension's bytes: what fails there is a fault like any other. */
  #wire<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw fromWire(error, this.offset);
    }
  }

  #twice(): Fault {
    return this.fault("duplicate", "the key comes twice");
  }
}

function quoted({ descriptor }: FieldPlan): string {
  return JSON.stringify(descriptor.kind === "field" ? descriptor.oneof?.name : "");
}
