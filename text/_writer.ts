import { Fault, FormatWriter, fromWire, inElement, inEntry, inField } from "../_textual/mod.ts";
import {
  clearExtension,
  type Extension,
  getExtension,
  hasExtension,
  type Message,
  type OneofValue,
} from "../reflect/mod.ts";
import { writeAny } from "./_any.ts";
import type { ToTextOptions } from "./options.ts";
import type { TextOut } from "./_out.ts";
import { extensionPlanOf, type FieldPlan, type Fields, type MessagePlan } from "./_plan.ts";
import { writeUnknown } from "./_unknown.ts";

/** Writes messages as text. */
export class TextWriter extends FormatWriter {
  readonly out: TextOut;
  readonly #unknown: boolean;

  constructor(out: TextOut, options: ToTextOptions) {
    super(options);
    this.out = out;
    this.#unknown = options.printUnknownFields ?? false;
  }

  /** Writes a message inside another, or the entry of a map. */
  message(name: string, plan: MessagePlan, message: unknown): void {
    if (!plan.entry) this.descend();
    this.out.open(name);
    this.fields(plan, message);
    this.out.close();
    if (!plan.entry) this.ascend();
  }

  /** Writes what is in a message. */
  fields(plan: MessagePlan, message: unknown): void {
    if (typeof message !== "object" || message === null) {
      throw this.wrongValue(`a message of type ${plan.typeName}`, message);
    }
    const fields = message as Fields;
    if (!plan.any || !writeAny(this, fields)) {
      for (const field of plan.fields) this.#field(field, fields);
    }
    if (fields.$unknown !== undefined) this.#rest(plan, fields as Message);
  }

  /** Does something that may fail; takes back what it wrote if so, and tells whether it did not. */
  attempt(write: () => void): boolean {
    const { depth } = this;
    const mark = this.out.mark();
    try {
      write();
      return true;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.ascendTo(depth);
      this.out.reset(mark);
      return false;
    }
  }

  #field(field: FieldPlan, message: Fields): void {
    let value: unknown;
    if (field.descriptor.kind === "field" && field.descriptor.oneof !== undefined) {
      const oneof = message[field.descriptor.oneof.localName] as OneofValue | undefined;
      if (oneof?.case !== field.localName) return;
      value = oneof.value;
    } else {
      value = message[field.localName];
    }
    if (value === undefined) return;
    if (field.implicit && field.value.isZero(value)) return;
    this.#value(field, value);
  }

  #value(field: FieldPlan, value: unknown): void {
    try {
      if (field.descriptor.cardinality === "map") this.#entries(field, value);
      else if (field.many) this.#elements(field, value);
      else field.value.write(this, field.name, value);
    } catch (error) {
      throw inField(error, field.name);
    }
  }

  #elements(field: FieldPlan, value: unknown): void {
    if (typeof value !== "object" || value === null || !(Symbol.iterator in value)) {
      throw this.wrongValue("a list", value);
    }
    let index = 0;
    try {
      for (const element of value as Iterable<unknown>) {
        field.value.write(this, field.name, element);
        index++;
      }
    } catch (error) {
      throw inElement(error, index);
    }
  }

  #entries(field: FieldPlan, value: unknown): void {
    if (
      typeof value !== "object" || value === null ||
      typeof (value as Partial<Map<unknown, unknown>>).entries !== "function"
    ) {
      throw this.wrongValue("a map", value);
    }
    const { mapKey, mapValue } = field.descriptor;
    const entries = [...(value as ReadonlyMap<unknown, unknown>).entries()];
    for (const [key, item] of entries.sort(byKey)) {
      try {
        const entry = { [mapKey!.localName]: key, [mapValue!.localName]: item };
        field.value.write(this, field.name, entry);
      } catch (error) {
        throw inEntry(error, key);
      }
    }
  }

  /** Writes extensions, by their numbers, and unknown fields if they are wanted. */
  #rest(plan: MessagePlan, message: Message): void {
    const extensions = this.registry?.extensionsOf(plan.typeName)
      .filter((extension) => this.#has(plan, message, extension))
      .sort((a, b) => a.descriptor.number - b.descriptor.number) ?? [];
    const unknown: Message = { $unknown: message.$unknown! };
    for (const extension of extensions) {
      this.#extension(plan, message, extension);
      if (this.#unknown) clearExtension(plan.type, unknown, extension);
    }
    if (this.#unknown && unknown.$unknown !== undefined) writeUnknown(this, unknown.$unknown);
  }

  #has({ type }: MessagePlan, message: Message, extension: Extension): boolean {
    try {
      return hasExtension(type, message, extension);
    } catch (error) {
      throw fromWire(error);
    }
  }

  #extension({ type }: MessagePlan, message: Message, extension: Extension): void {
    const field = extensionPlanOf(extension.descriptor);
    let value: unknown;
    try {
      value = getExtension(type, message, extension, { recursionLimit: this.depth });
    } catch (error) {
      throw inField(fromWire(error), field.name);
    }
    if (value !== undefined) this.#value(field, value);
  }
}

function byKey([a]: readonly [unknown, unknown], [b]: readonly [unknown, unknown]): number {
  return (a as string) < (b as string) ? -1 : 1;
}
