import { FormatWriter, fromWire, inField } from "../_textual/mod.ts";
import {
  getExtension,
  hasExtension,
  type Message,
  type MessageType,
  type OneofValue,
  type Registry,
} from "../reflect/mod.ts";
import type { JsonValue } from "./json_value.ts";
import { type JsonTarget, Members, put } from "./_members.ts";
import type { ToJsonOptions } from "./options.ts";
import {
  extensionPlanOf,
  type FieldPlan,
  type Fields,
  type MessagePlan,
  planOf,
  type PropertyPlan,
} from "./_plan.ts";

/** Writes messages as JSON values. */
export class JsonWriter extends FormatWriter {
  readonly enumsAsNumbers: boolean;
  /** Whether `JSON.stringify()` makes the right text of what was written. */
  plain = true;
  readonly #forText: boolean;
  readonly #protoNames: boolean;
  readonly #implicit: boolean;

  /**
   * @param options Options.
   * @param forText Whether the value is for `stringify()`, and may have {@linkcode Members} in it.
   */
  constructor(options: ToJsonOptions, forText: boolean) {
    super(options);
    this.#forText = forText;
    this.enumsAsNumbers = options.enumsAsNumbers ?? false;
    this.#protoNames = options.useProtoFieldNames ?? false;
    this.#implicit = options.alwaysEmitImplicit ?? false;
  }

  /** The plan of a type that the message names. */
  planOf(type: MessageType): MessagePlan {
    return planOf(type);
  }

  /** Writes a message inside another. */
  message(plan: MessagePlan, message: unknown): JsonValue {
    this.descend();
    const json = this.whole(plan, message);
    this.ascend();
    return json;
  }

  /** Writes a message in the form that its type has in JSON. */
  whole(plan: MessagePlan, message: unknown): JsonValue {
    if (typeof message !== "object" || message === null) {
      throw this.wrongValue(`a message of type ${plan.typeName}`, message);
    }
    if (plan.wellKnown !== undefined) return plan.wellKnown.write(this, plan, message as Fields);
    const json = this.object(plan);
    this.members(plan, message as Fields, json);
    return json as JsonValue;
  }

  /** Begins an object for the fields of a message. */
  object(plan: MessagePlan): JsonTarget {
    return plan.hasIndex ? this.ordered({}) : {};
  }

  /** The same members in a form that keeps the order of those to come, if that matters. */
  ordered(json: JsonTarget): JsonTarget {
    if (!this.#forText || json instanceof Members) return json;
    this.plain = false;
    const members = new Members();
    for (const [key, value] of Object.entries(json)) put(members, key, value);
    return members;
  }

  /** Writes a message's fields as members of an object. */
  members(plan: MessagePlan, message: Fields, json: JsonTarget): void {
    const { properties } = plan;
    let index = 0;
    try {
      // Of an object that has the properties in the order of its type, as create() and decode()
      // make it, V8 loads them in such a loop one after the other (5 ns); a load by a name that
      // varies is a search (15 to 30 ns).
      for (const name in message) {
        if (index === properties.length) break;
        const property = properties[index]!;
        if (property.name !== name) break;
        const value = message[name];
        if (this.#implicit || !Object.is(value, property.absent)) {
          this.#property(plan, property, value, json);
        }
        index++;
      }
      for (; index < properties.length; index++) {
        const property = properties[index]!;
        this.#property(plan, property, message[property.name], json);
      }
    } catch (error) {
      const { name, field, cases } = properties[index]!;
      const { jsonName } = cases?.get((message[name] as OneofValue).case!) ?? field;
      throw inField(error, jsonName);
    }
    if (this.registry !== undefined && message.$unknown !== undefined) {
      this.#extensions(this.registry, plan, message as Message, json);
    }
  }

  /** Writes a string. */
  string(value: string): string {
    if (value.isWellFormed()) return value;
    throw this.fault("value", "the string has a lone surrogate");
  }

  /** Writes a property of a message, if it is to be written. */
  #property(plan: MessagePlan, property: PropertyPlan, value: unknown, json: JsonTarget): void {
    let field: FieldPlan | undefined = property.field;
    if (!value || field.truthyDefault) {
      // Nothing that is written, for the most part.
      if (value === undefined && field.required) value = initial(plan, field);
      if (value === undefined) return;
      if (field.implicit && !this.#implicit && field.value.isZero(value)) return;
    }
    if (property.cases !== undefined) {
      field = property.cases.get((value as OneofValue | null)?.case!);
      if (field === undefined) return;
      value = (value as OneofValue).value;
      if (value === undefined) return;
    }
    put(json, this.#protoNames ? field.protoName : field.jsonName, field.value.write(this, value));
  }

  #extensions(
    registry: Registry,
    { type, typeName }: MessagePlan,
    message: Message,
    json: JsonTarget,
  ): void {
    for (const extension of registry.extensionsOf(typeName)) {
      if (!hasExtension(type, message, extension)) continue;
      const field = extensionPlanOf(extension.descriptor);
      try {
        const limits = { recursionLimit: this.depth };
        const value = getExtension(type, message, extension, limits);
        // A number that a closed enum does not know is no value.
        if (value === undefined || field.value.isZero(value) && Array.isArray(value)) continue;
        put(json, field.jsonName, field.value.write(this, value));
      } catch (error) {
        throw inField(fromWire(error), field.jsonName);
      }
    }
  }
}

/** What a required field that is not there counts as: it is always due, but for messages. */
function initial(plan: MessagePlan, field: FieldPlan): unknown {
  return (plan.type.create() as Fields)[field.localName];
}
