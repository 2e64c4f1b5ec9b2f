import { describe, Fault, FormatWriter, fromWire, inField } from "../_textual/mod.ts";
import {
  getExtension,
  hasExtension,
  type Message,
  type MessageType,
  type OneofValue,
  type Registry,
} from "../reflect/mod.ts";
import { Common } from "./_common.ts";
import type { ToJsonOptions } from "./options.ts";
import {
  extensionPlanOf,
  type FieldPlan,
  type Fields,
  type MessagePlan,
  planOf,
  type PropertyPlan,
  type ValuePlan,
} from "./_plan.ts";
import { shortestFloat } from "../wire/mod.ts";
import { hasOnlyNumbers, numericMessage } from "./_numeric.ts";
import { stringContent } from "./_string.ts";

/** Writes messages as JSON text. */
export class JsonWriter extends FormatWriter {
  readonly enumsAsNumbers: boolean;
  /** Whether messages are written as they are by default: see `numericMessage()`. */
  plain: boolean;
  readonly #protoNames: boolean;
  readonly #implicit: boolean;
  /** Whether the member that was written last still needs its closing quote. */
  #inQuotes = false;

  constructor(options: ToJsonOptions) {
    super(options);
    this.enumsAsNumbers = options.enumsAsNumbers ?? false;
    this.#protoNames = options.useProtoFieldNames ?? false;
    this.#implicit = options.alwaysEmitImplicit ?? false;
    this.plain = !this.#protoNames && !this.#implicit;
  }

  /** The plan of a type that the message names. */
  planOf(type: MessageType): MessagePlan {
    return planOf(type);
  }

  /** Writes a message inside another. */
  message(plan: MessagePlan, message: unknown): string {
    this.descend();
    const json = this.whole(plan, message);
    this.ascend();
    return json;
  }

  /** Writes a message in the form that its type has in JSON. */
  whole(plan: MessagePlan, message: unknown): string {
    if (typeof message !== "object" || message === null) {
      throw this.wrongValue(`a message of type ${plan.typeName}`, message);
    }
    if (plan.wellKnown !== undefined) return plan.wellKnown.write(this, plan, message as Fields);
    return (plan.numeric === false ? undefined : this.#numeric(plan, message as Fields)) ??
      this.members(plan, message as Fields, "");
  }

  /**
   * Writes a message's fields as the members of an object, and ends it.
   *
   * @param json What comes before them, from the brace that opens the object; the closing quote of
   * the last member must be missing. `""` if they are the first.
   */
  members(plan: MessagePlan, message: Fields, json: string): string {
    const { properties } = plan;
    let index = 0;
    this.#inQuotes = true;
    try {
      // Of an object that has the properties in the order of its type, as create() and decode()
      // make it, V8 loads them in such a loop one after the other (5 ns); a load by a name that
      // varies is a search (15 to 30 ns).
      for (const name in message) {
        if (index === properties.length) break;
        const property = properties[index]!;
        if (property.name !== name) break;
        const value = message[name];
        if (value || this.#implicit || !Object.is(value, property.absent)) {
          json = this.#property(plan, property, value, json);
        }
        index++;
      }
      for (; index < properties.length; index++) {
        const property = properties[index]!;
        json = this.#property(plan, property, message[property.name], json);
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error; // A getter's own.
      throw inField(error, jsonNameOf(properties[index]!, message));
    }
    if (this.registry !== undefined && message.$unknown !== undefined) {
      json = this.#extensions(this.registry, plan, message as Message, json);
    }
    if (json === "") return "{}";
    return json + (this.#inQuotes ? '"}' : "}");
  }

  /** Writes a value as its plan does. */
  value(plan: ValuePlan, value: unknown): string {
    switch (plan.common) {
      case Common.String:
        if (typeof value === "string") return this.string(value);
        break;
      case Common.Int32:
        if (typeof value === "number" && value === (value | 0)) return String(value | 0);
        break;
      case Common.Int64:
        if (typeof value === "bigint" && BigInt.asIntN(64, value) === value) return String(value);
        break;
      case Common.Double:
        if (typeof value === "number" && Number.isFinite(value) && value !== 0) {
          return String(value);
        }
        break;
      case Common.Float:
        if (typeof value === "number" && Number.isFinite(value)) {
          const float = shortestFloat(value);
          if (Number.isFinite(float) && float !== 0) return String(float);
        }
        break;
      case Common.Bool:
        if (typeof value === "boolean") return value ? "true" : "false";
        break;
      case Common.Message:
        return this.message(plan.message!.plan, value);
    }
    return plan.write(this, value);
  }

  /** Writes a value that stands by itself, quotes and all. */
  alone(plan: ValuePlan, value: unknown): string {
    const json = this.value(plan, value);
    return plan.quoted ? `"${json}"` : json;
  }

  /** The elements of a list. */
  list(value: unknown): readonly unknown[] {
    if (Array.isArray(value)) return value;
    if (typeof value === "object" && value !== null && Symbol.iterator in value) {
      return [...value as Iterable<unknown>];
    }
    throw this.wrongValue("a list", value);
  }

  /** Writes what is between the quotes of a string. */
  string(value: string): string {
    const content = stringContent(value);
    if (content === undefined) throw this.fault("value", "the string has a lone surrogate");
    return content;
  }

  /** A failure for a time that JSON has no form for. */
  outOfRange(type: string, seconds: unknown, nanos: unknown): Fault {
    const parts = `seconds ${describe(seconds)}, nanos ${describe(nanos)}`;
    return this.fault("value", `out of the range of a ${type}: ${parts}`);
  }

  /** Writes a message of nothing but numbers; `undefined` if it is none. */
  #numeric(plan: MessagePlan, message: Fields): string | undefined {
    if (!this.plain || !hasOnlyNumbers(plan)) return undefined;
    const json = numericMessage(this, plan, message);
    // Then all go the other way: one that is nested deep would be tried again and again.
    if (json === undefined) this.plain = false;
    return json;
  }

  /** Appends a property of a message to the members before it, if it is to be written. */
  #property(plan: MessagePlan, property: PropertyPlan, value: unknown, json: string): string {
    let field: FieldPlan | undefined = property.field;
    if (!value || (field.truthyDefault && typeof value !== "bigint")) {
      // Nothing that is written, for the most part.
      if (value === undefined && field.required) value = initial(plan, field);
      if (value === undefined) return json;
      if (field.implicit && !this.#implicit && field.value.isZero(value)) return json;
    }
    if (property.cases !== undefined) {
      field = property.cases.get((value as OneofValue | null)?.case!);
      if (field === undefined) return json;
      value = (value as OneofValue).value;
      if (value === undefined) return json;
    }
    return this.#member(field, value, json);
  }

  /**
   * Appends a member. The closing quote of a string is left to what comes after it: each piece that
   * a text is put together from takes some 25 ns.
   */
  #member(field: FieldPlan, value: unknown, json: string): string {
    const key = this.#protoNames ? field.protoKey : field.jsonKey;
    const before = json === "" ? key.first : this.#inQuotes ? key.nextAfterQuoted : key.next;
    const after = this.value(field.value, value);
    this.#inQuotes = field.value.quoted;
    return json + before + after;
  }

  #extensions(
    registry: Registry,
    { type, typeName }: MessagePlan,
    message: Message,
    json: string,
  ): string {
    for (const extension of registry.extensionsOf(typeName)) {
      if (!hasExtension(type, message, extension)) continue;
      const field = extensionPlanOf(extension.descriptor);
      try {
        const limits = { recursionLimit: this.depth };
        const value = getExtension(type, message, extension, limits);
        // A number that a closed enum does not know is no value.
        if (value === undefined || field.value.isZero(value) && Array.isArray(value)) continue;
        json = this.#member(field, value, json);
      } catch (error) {
        throw inField(fromWire(error), field.jsonName);
      }
    }
    return json;
  }
}

/** The key of a property that could not be written; of a oneof, that of the member that it holds. */
function jsonNameOf({ name, field, cases }: PropertyPlan, message: Fields): string {
  return (cases?.get((message[name] as OneofValue).case!) ?? field).jsonName;
}

/** What a required field that is not there counts as: it is always due, but for messages. */
function initial(plan: MessagePlan, field: FieldPlan): unknown {
  return (plan.type.create() as Fields)[field.localName];
}
