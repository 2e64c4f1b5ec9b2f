import { describe, Fault, type FaultCode, fromWire, inField, limitFault } from "../_textual/mod.ts";
import {
  getExtension,
  hasExtension,
  type Message,
  type MessageType,
  type OneofValue,
  type Registry,
} from "../reflect/mod.ts";
import { DEFAULT_RECURSION_LIMIT, limitOf } from "../wire/mod.ts";
import type { ToJsonOptions } from "./options.ts";
import { extensionPlanOf, type FieldPlan, type Fields, type MessagePlan, planOf } from "./_plan.ts";
import type { JsonSink } from "./_sink.ts";

/** Writes messages to a sink. */
export class JsonWriter {
  readonly sink: JsonSink;
  readonly registry: Registry | undefined;
  readonly enumsAsNumbers: boolean;
  readonly #protoNames: boolean;
  readonly #implicit: boolean;
  #depth: number;

  constructor(sink: JsonSink, options: ToJsonOptions) {
    this.sink = sink;
    this.registry = options.registry;
    this.enumsAsNumbers = options.enumsAsNumbers ?? false;
    this.#protoNames = options.useProtoFieldNames ?? false;
    this.#implicit = options.alwaysEmitImplicit ?? false;
    this.#depth = limitOf("recursionLimit", options.recursionLimit, DEFAULT_RECURSION_LIMIT);
  }

  /** How many messages may still be nested in the current one. */
  get depth(): number {
    return this.#depth;
  }

  /** The plan of a type that the message names. */
  planOf(type: MessageType): MessagePlan {
    return planOf(type.descriptor);
  }

  /** Writes a message inside another. */
  message(plan: MessagePlan, message: unknown): void {
    this.descend();
    this.whole(plan, message);
    this.ascend();
  }

  /** Writes a message in the form that its type has in JSON. */
  whole(plan: MessagePlan, message: unknown): void {
    if (typeof message !== "object" || message === null) {
      throw this.wrongValue(`a message of type ${plan.typeName}`, message);
    }
    if (plan.wellKnown !== undefined) {
      plan.wellKnown.write(this, plan, message as Fields);
      return;
    }
    this.sink.openObject();
    this.members(plan, message as Fields);
    this.sink.closeObject();
  }

  /** Writes a message's fields as members of the object that was begun. */
  members(plan: MessagePlan, message: Fields): void {
    let current: FieldPlan | undefined;
    try {
      for (current of plan.fields) this.#field(plan, current, message);
    } catch (error) {
      throw inField(error, current!.jsonName);
    }
    if (this.registry !== undefined && message.$unknown !== undefined) {
      this.#extensions(this.registry, plan, message as Message);
    }
  }

  /** A failure for a value that its type cannot hold. */
  wrongValue(expected: string, value: unknown): Fault {
    return this.fault("value", `expected ${expected}, not ${describe(value)}`);
  }

  /** A failure. */
  fault(code: FaultCode, reason: string): Fault {
    return new Fault(code, reason);
  }

  /** Enters a message. */
  descend(): void {
    if (--this.#depth < 0) {
      throw limitFault("nested too deep, or in a circle", "recursionLimit");
    }
  }

  /** Leaves a message. */
  ascend(): void {
    this.#depth++;
  }

  #field(plan: MessagePlan, field: FieldPlan, message: Fields): void {
    let value: unknown;
    if (field.oneof === undefined) {
      value = message[field.localName];
      if (value === undefined && field.required) value = initial(plan, field);
    } else {
      const oneof = message[field.oneof] as OneofValue | undefined;
      if (oneof?.case !== field.localName) return;
      value = oneof.value;
    }
    if (value === undefined) return;
    if (field.implicit && !this.#implicit && field.value.isZero(value)) return;
    if (this.#protoNames) this.sink.key(field.protoName, field.quotedProtoName);
    else this.sink.key(field.jsonName, field.quotedJsonName);
    field.value.write(this, value);
  }

  #extensions(registry: Registry, plan: MessagePlan, message: Message): void {
    for (const extension of registry.extensionsOf(plan.typeName)) {
      if (!hasExtension(plan.type, message, extension)) continue;
      const field = extensionPlanOf(extension.descriptor);
      try {
        const value = getExtension(plan.type, message, extension, {
          recursionLimit: this.#depth,
        });
        // A number that a closed enum does not know is no value.
        if (value === undefined || field.value.isZero(value) && Array.isArray(value)) continue;
        this.sink.key(field.jsonName, field.quotedJsonName);
        field.value.write(this, value);
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
