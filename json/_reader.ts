import { Fault, type FaultCode, fromWire, inField, limitFault } from "../_textual/mod.ts";
import {
  clearExtension,
  clearField,
  type Extension,
  type FieldDescriptor,
  getExtension,
  type Message,
  type MessageType,
  type OneofValue,
  type Registry,
  setExtension,
} from "../reflect/mod.ts";
import {
  DEFAULT_RECURSION_LIMIT,
  ELEMENT_BYTES_FACTOR,
  limitOf,
  MIN_ELEMENT_BYTES,
} from "../wire/mod.ts";
import { IGNORED } from "./_ignored.ts";
import type { FromJsonOptions } from "./options.ts";
import { extensionPlanOf, type FieldPlan, type Fields, type MessagePlan, planOf } from "./_plan.ts";
import { Seen } from "./_seen.ts";
import { JsonKind, type JsonSource, KIND_NAMES } from "./_source.ts";

/** Reads messages from a source. */
export class JsonReader {
  readonly source: JsonSource;
  readonly registry: Registry | undefined;
  readonly ignoreUnknown: boolean;
  #depth: number;
  #budget: number;

  /**
   * @param source The JSON.
   * @param options Options.
   * @param length The length of the text, or `undefined` if the source is a value, whose size
   * bounds what can be made of it.
   */
  constructor(source: JsonSource, options: FromJsonOptions, length: number | undefined) {
    this.source = source;
    this.registry = options.registry;
    this.ignoreUnknown = options.ignoreUnknownFields ?? false;
    this.#depth = limitOf("recursionLimit", options.recursionLimit, DEFAULT_RECURSION_LIMIT);
    this.#budget = limitOf(
      "maxElementBytes",
      options.maxElementBytes,
      length === undefined ? Infinity : Math.max(MIN_ELEMENT_BYTES, ELEMENT_BYTES_FACTOR * length),
    );
  }

  /** How many messages may still be nested in the current one. */
  get depth(): number {
    return this.#depth;
  }

  /** The plan of a type that the JSON names. */
  planOf(type: MessageType): MessagePlan {
    return planOf(type.descriptor);
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
    source.openObject();
    try {
      while ((key = source.key()) !== undefined) {
        if (key === ignoredKey) {
          if (!seen.addName(key)) throw this.#twice();
          source.skip(this.#depth);
          continue;
        }
        const field = plan.byKey.get(key);
        if (field !== undefined) this.#field(field, message, fresh, seen);
        else this.#otherKey(plan, key, message, fresh, seen);
      }
    } catch (error) {
      throw key === undefined ? error : inField(error, key);
    }
  }

  /** Fails for a value of the wrong kind. */
  wrongKind(expected: string, kind: JsonKind): Fault {
    return this.fault("value", `expected ${expected}, not ${KIND_NAMES[kind]}`);
  }

  /** A failure at the value that was peeked or taken last. */
  fault(code: FaultCode, reason: string): Fault {
    return new Fault(code, reason, this.source.offset);
  }

  /** Converts a bigint to a number, for `jstype = JS_NUMBER`. */
  safeInteger(value: unknown): number {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw this.fault("value", `${value} is above 2^53, and the field has jstype = JS_NUMBER`);
  }

  /** Enters a message. */
  descend(): void {
    if (--this.#depth < 0) {
      throw limitFault("nested too deep", "recursionLimit", this.source.offset);
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
      throw limitFault("too much memory", "maxElementBytes", this.source.offset);
    }
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
      const value = field.value.read(this, kind, message[localName]);
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
      if (!seen.addName(key)) throw this.#twice();
      this.#readExtension(plan, extension, message, fresh);
    } else if (this.ignoreUnknown) {
      this.source.skip(this.#depth);
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
      throw fromWire(error, this.source.offset);
    }
  }

  #twice(): Fault {
    return this.fault("duplicate", "the key comes twice");
  }
}

function quoted({ descriptor }: FieldPlan): string {
  return JSON.stringify(descriptor.kind === "field" ? descriptor.oneof?.name : "");
}
