import { FormatWriter, fromWire, inField } from "../_textual/mod.ts";
import {
  getExtension,
  hasExtension,
  type Message,
  type MessageType,
  type OneofValue,
  type Registry,
} from "../reflect/mod.ts";
import type { ToJsonOptions } from "./options.ts";
import { extensionPlanOf, type FieldPlan, type Fields, type MessagePlan, planOf } from "./_plan.ts";
import { stringJson } from "./_string.ts";

/** Writes messages as JSON text. */
export class JsonWriter extends FormatWriter {
  readonly enumsAsNumbers: boolean;
  readonly #protoNames: boolean;
  readonly #implicit: boolean;

  constructor(options: ToJsonOptions) {
    super(options);
    this.enumsAsNumbers = options.enumsAsNumbers ?? false;
    this.#protoNames = options.useProtoFieldNames ?? false;
    this.#implicit = options.alwaysEmitImplicit ?? false;
  }

  /** The plan of a type that the message names. */
  planOf(type: MessageType): MessagePlan {
    return planOf(type.descriptor);
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
    if (plan.wellKnown !== undefined) {
      return plan.wellKnown.write(this, plan, message as Fields);
    }
    const json = this.members(plan, message as Fields, "");
    return json === "" ? "{}" : `${json}}`;
  }

  /**
   * Writes a message's fields as members of an object.
   *
   * @param json The members before them, with the brace that opens the object; `""` for none.
   * @returns All members, with that brace.
   */
  members(plan: MessagePlan, message: Fields, json: string): string {
    let field: FieldPlan | undefined;
    try {
      for (const property of plan.properties) {
        field = property.field;
        let value = message[property.name];
        if (!value || field.truthyDefault) {
          // Nothing that is written, for the most part.
          if (value === undefined) {
            if (!field.required) continue;
            value = initial(plan, field);
            if (value === undefined) continue;
          }
          if (field.implicit && !this.#implicit && field.value.isZero(value)) continue;
        }
        if (property.cases !== undefined) {
          field = property.cases.get((value as OneofValue | null)?.case!);
          if (field === undefined) continue;
          value = (value as OneofValue).value;
          if (value === undefined) continue;
        }
        json += this.#key(field, json === "") + field.value.write(this, value);
      }
    } catch (error) {
      throw inField(error, field!.jsonName);
    }
    if (this.registry === undefined || message.$unknown === undefined) return json;
    return this.#extensions(this.registry, plan, message as Message, json);
  }

  /** Writes a string. */
  string(value: string): string {
    const json = stringJson(value);
    if (json === undefined) throw this.fault("value", "the string has a lone surrogate");
    return json;
  }

  #key(field: FieldPlan, first: boolean): string {
    const key = this.#protoNames ? field.protoKey : field.jsonKey;
    return first ? key.first : key.next;
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
        json += this.#key(field, json === "") + field.value.write(this, value);
      } catch (error) {
        throw inField(fromWire(error), field.jsonName);
      }
    }
    return json;
  }
}

/** What a required field that is not there counts as: it is always due, but for messages. */
function initial(plan: MessagePlan, field: FieldPlan): unknown {
  return (plan.type.create() as Fields)[field.localName];
}
