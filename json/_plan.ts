import { BIGINT_COST, zeroTest } from "../_textual/mod.ts";
import type {
  ExtensionDescriptor,
  FieldDescriptor,
  MessageDescriptor,
  MessageType,
  ScalarType,
} from "../reflect/mod.ts";
import { Common, COMMON_SCALARS } from "./_common.ts";
import { enumWriter, NULL_VALUE, readEnum } from "./_enums.ts";
import { listPlan, mapPlan } from "./_containers.ts";
import type { JsonReader } from "./_reader.ts";
import { NUMBER_LISTS, type NumberList } from "./_number_lists.ts";
import { type AsciiKey, asciiKey } from "./_number_output.ts";
import { QUOTED, SCALAR_JSON } from "./_scalars_out.ts";
import { SCALAR_READERS } from "./_scalars_in.ts";
import type { JsonKind } from "./_source.ts";
import { type WellKnown, wellKnown } from "./_wkt/well_known.ts";
import type { JsonWriter } from "./_writer.ts";

/** A message, its fields by their names. */
export type Fields = Record<string, unknown>;

/** How one value is read and written: a scalar, an enum, a message, a list or a map. */
export interface ValuePlan {
  /** What kind of value it is, if it is a common one. */
  readonly common: Common;
  /** Its message, if that is what it is. */
  readonly message: MessageRef | undefined;
  /** Its elements, if it is a list. */
  readonly element: ValuePlan | undefined;
  /** Whether it is always a string in JSON. */
  readonly quoted: boolean;
  /** Whether null is one of its values. */
  readonly nullable: boolean;
  /** How a list of it is read and written at once, if it can be. */
  readonly numbers: NumberList | undefined;
  /** What it takes in a list, in bytes, beyond what reading it charges. */
  readonly elementCost: number;
  /**
   * Reads the value that the source has peeked.
   *
   * @param existing The message, list or map to merge into, or `undefined`.
   * @returns The value, or `IGNORED`.
   */
  read(reader: JsonReader, kind: JsonKind, existing: unknown): unknown;
  /** Writes a value: gives its JSON, but for the quotes if it is `quoted`. */
  write(writer: JsonWriter, value: unknown): string;
  /** Whether a value is the default of implicit presence. */
  isZero(value: unknown): boolean;
}

/** The plan of a message that is a value: made on first use, for the sake of recursive types. */
export class MessageRef {
  readonly #descriptor: MessageDescriptor;
  #plan: MessagePlan | undefined;

  constructor(descriptor: MessageDescriptor) {
    this.#descriptor = descriptor;
  }

  get plan(): MessagePlan {
    return this.#plan ??= planOfDescriptor(this.#descriptor);
  }
}

/** How a field is read and written. */
export interface FieldPlan {
  readonly descriptor: FieldDescriptor | ExtensionDescriptor;
  /** The key in JSON. */
  readonly jsonName: string;
  /** The same as it is written. */
  readonly jsonKey: WrittenKey;
  /** The same for {@linkcode NumberOutput}. */
  readonly asciiKey: AsciiKey | undefined;
  /** The name in the `.proto` file; another key that is read. */
  readonly protoName: string;
  /** The same as it is written. */
  readonly protoKey: WrittenKey;
  /** The property that holds it in messages; inside a oneof, the `case`. */
  readonly localName: string;
  /** The key as it is most often written, with the colon. */
  readonly quotedKey: string;
  /** The field that came after this one the last time: a guess at what will come the next time. */
  next: FieldPlan | undefined;
  /** Whether a value is merged into the one before. */
  readonly merges: boolean;
  /** The property of its oneof, or `undefined`. */
  readonly oneof: string | undefined;
  /** Its place among what may come once in an object. */
  readonly slot: number;
  /** The place of its oneof. */
  readonly oneofSlot: number;
  /** Whether the value itself tells whether it is set. */
  readonly implicit: boolean;
  /** Whether values that count as its default may be truthy. */
  readonly truthyDefault: boolean;
  /** Whether it is written even if it is not there. */
  readonly required: boolean;
  /** Its value. */
  readonly value: ValuePlan;
}

/** The text that comes before the value of a field, its opening quote included. */
export interface WrittenKey {
  /** If it is the first member of its object. */
  readonly first: string;
  /** After another member. */
  readonly next: string;
  /** After another member whose closing quote is not there yet. */
  readonly nextAfterQuoted: string;
}

/** A property of a message that is written: a field or a oneof. */
export interface PropertyPlan {
  readonly name: string;
  /** The field; of a oneof, its first. */
  readonly field: FieldPlan;
  /** The fields of a oneof by their `case`, or `undefined`. */
  readonly cases: Map<string, FieldPlan> | undefined;
  /** What it is most often if it is not written. */
  readonly absent: unknown;
}

/** How a message is read and written. */
export interface MessagePlan {
  readonly type: MessageType;
  readonly typeName: string;
  /** In the order of the `.proto` file. */
  readonly fields: readonly FieldPlan[];
  /** The same, with each oneof in the place of its first field. */
  readonly properties: readonly PropertyPlan[];
  /** By JSON name and by the name in the `.proto` file. */
  readonly byKey: ReadonlyMap<string, FieldPlan>;
  /** The field that came first the last time. */
  first: FieldPlan | undefined;
  /** Whether it has nothing but numbers in it: see `hasOnlyNumbers()`. `undefined` until asked. */
  numeric: boolean | undefined;
  /** How the well-known types are read and written. */
  readonly wellKnown: WellKnown | undefined;
}

const messagePlans = new WeakMap<MessageType | MessageDescriptor, MessagePlan>();
const extensionPlans = new WeakMap<ExtensionDescriptor, FieldPlan>();

/** The plan of a message, made on first use. */
export function planOf(type: MessageType): MessagePlan {
  let plan = messagePlans.get(type);
  if (plan === undefined) messagePlans.set(type, plan = planOfDescriptor(type.descriptor));
  return plan;
}

function planOfDescriptor(descriptor: MessageDescriptor): MessagePlan {
  let plan = messagePlans.get(descriptor);
  if (plan === undefined) messagePlans.set(descriptor, plan = messagePlan(descriptor));
  return plan;
}

/** The plan of an extension, made on first use. */
export function extensionPlanOf(descriptor: ExtensionDescriptor): FieldPlan {
  let plan = extensionPlans.get(descriptor);
  if (plan === undefined) {
    const key = `[${descriptor.fullName}]`;
    plan = fieldPlan(descriptor, key, key, "", -1, -1);
    extensionPlans.set(descriptor, plan);
  }
  return plan;
}

function messagePlan(descriptor: MessageDescriptor): MessagePlan {
  const { fields, oneofs } = descriptor;
  const plans = fields.map((field, slot) =>
    fieldPlan(
      field,
      field.jsonName,
      field.name,
      field.localName,
      slot,
      field.oneof ? fields.length + oneofs.indexOf(field.oneof) : -1,
    )
  );
  const byKey = new Map<string, FieldPlan>();
  for (const plan of plans) byKey.set(plan.protoName, plan);
  // In a conflict, which protoc allows in proto2 only, the name that is written is read.
  for (const plan of plans.toReversed()) byKey.set(plan.jsonName, plan);
  return {
    type: descriptor.type,
    typeName: descriptor.fullName,
    fields: plans,
    properties: propertyPlans(plans),
    byKey,
    first: undefined,
    numeric: undefined,
    wellKnown: wellKnown(descriptor),
  };
}

function propertyPlans(fields: readonly FieldPlan[]): PropertyPlan[] {
  const properties = new Map<string, PropertyPlan>();
  for (const field of fields) {
    const name = internalized(field.oneof ?? field.localName);
    const property = properties.get(name);
    if (property !== undefined) property.cases?.set(field.localName, field);
    else {
      const cases = field.oneof === undefined ? undefined : new Map([[field.localName, field]]);
      properties.set(name, { name, field, cases, absent: absentValue(field) });
    }
  }
  return [...properties.values()];
}

function absentValue({ descriptor, implicit, required, value }: FieldPlan): unknown {
  if (required) return value; // Nothing that a message has.
  if (!implicit) return undefined;
  const zeros = descriptor.jsType === "bigint" ? [0n, 0, "", false] : [0, "0"];
  return zeros.find((zero) => value.isZero(zero));
}

function writtenKey(name: string, quoted: boolean): WrittenKey {
  const key = `${JSON.stringify(name)}:${quoted ? '"' : ""}`;
  return { first: `{${key}`, next: `,${key}`, nextAfterQuoted: `",${key}` };
}

/** The same string, the one instance of it that property names are. They are quick to compare. */
function internalized(name: string): string {
  return Object.keys({ [name]: 0 })[0]!;
}

function fieldPlan(
  descriptor: FieldDescriptor | ExtensionDescriptor,
  jsonName: string,
  protoName: string,
  localName: string,
  slot: number,
  oneofSlot: number,
): FieldPlan {
  const value = descriptor.cardinality === "map"
    ? mapPlan(descriptor.mapKey!, valuePlan(descriptor.mapValue!))
    : descriptor.cardinality === "repeated"
    ? listPlan(valuePlan(descriptor))
    : valuePlan(descriptor);
  return {
    descriptor,
    jsonName,
    jsonKey: writtenKey(jsonName, value.quoted),
    asciiKey: asciiKey(jsonName),
    protoName,
    protoKey: writtenKey(protoName, value.quoted),
    localName,
    quotedKey: `${JSON.stringify(jsonName)}:`,
    next: undefined,
    merges: descriptor.cardinality !== "singular" || descriptor.message !== undefined,
    oneof: descriptor.kind === "field" ? descriptor.oneof?.localName : undefined,
    slot,
    oneofSlot,
    truthyDefault: hasTruthyDefault(descriptor),
    implicit: descriptor.presence === "implicit",
    required: descriptor.presence === "required",
    value,
  };
}

/** Lists, maps and bytes may be empty, and a 64-bit integer may be held as `"0"`. */
function hasTruthyDefault({ cardinality, type }: FieldDescriptor | ExtensionDescriptor): boolean {
  return cardinality !== "singular" || type === "bytes" || type.endsWith("64");
}

/** The plan of a field's value, or of the elements of a list. */
function valuePlan(field: FieldDescriptor | ExtensionDescriptor): ValuePlan {
  if (field.message !== undefined) return messageValuePlan(field.message);
  if (field.enum !== undefined) {
    const descriptor = field.enum;
    return {
      common: Common.None,
      message: undefined,
      element: undefined,
      quoted: false, // It may be a number.
      nullable: descriptor.fullName === NULL_VALUE,
      numbers: undefined,
      elementCost: 0,
      read: (reader, kind) => readEnum(reader, kind, descriptor),
      write: enumWriter(descriptor),
      isZero: (value) => value === 0,
    };
  }
  const type = field.type as ScalarType;
  const read = SCALAR_READERS[type];
  return {
    common: COMMON_SCALARS[type] ?? Common.None,
    message: undefined,
    element: undefined,
    quoted: QUOTED.has(type),
    nullable: false,
    numbers: NUMBER_LISTS[type],
    elementCost: type.endsWith("64") && field.jsType !== "number" ? BIGINT_COST : 0,
    read: field.jsType === "bigint"
      ? read
      : field.jsType === "string"
      ? (reader, kind) => String(read(reader, kind))
      : (reader, kind) => reader.safeInteger(read(reader, kind)),
    write: SCALAR_JSON[type],
    isZero: zeroTest(type),
  };
}

function messageValuePlan(descriptor: MessageDescriptor): ValuePlan {
  const message = new MessageRef(descriptor);
  return {
    common: Common.Message,
    message,
    element: undefined,
    quoted: false,
    nullable: wellKnown(descriptor)?.nullable ?? false,
    numbers: undefined,
    elementCost: 0,
    read: (reader, kind, existing) =>
      reader.message(message.plan, kind, existing as Fields | undefined),
    write: (writer, value) => writer.message(message.plan, value),
    isZero: () => false,
  };
}
