import { BIGINT_COST, zeroTest } from "../_textual/mod.ts";
import type {
  ExtensionDescriptor,
  FieldDescriptor,
  MessageDescriptor,
  MessageType,
  OneofDescriptor,
  ScalarType,
} from "../reflect/mod.ts";
import { enumText, readEnum } from "./_enums.ts";
import { extensionName, fieldName } from "./_names.ts";
import type { TextReader } from "./_reader.ts";
import { readLosslessString, SCALAR_READERS } from "./_scalars_in.ts";
import { losslessStringText, SCALAR_TEXTS } from "./_scalars_out.ts";
import { storerOf } from "./_store.ts";
import type { TextWriter } from "./_writer.ts";

/** A message, its fields by their names; or the holder of an extension or of a map entry. */
export type Fields = Record<string, unknown>;

/** How one value is read and written: a scalar, an enum or a message. */
export interface ValuePlan {
  /** What it takes in a list, in bytes, beyond what reading it charges. */
  readonly elementCost: number;
  /**
   * Reads a value, from the current token on.
   *
   * @param existing The message to merge into, or `undefined`.
   * @returns The value, or `IGNORED`.
   */
  read(reader: TextReader, existing: unknown): unknown;
  /** Writes a value under a name. */
  write(writer: TextWriter, name: string, value: unknown): void;
  /** Whether a value is the default of implicit presence. */
  isZero(value: unknown): boolean;
}

/** How a field is read and written. */
export interface FieldPlan {
  readonly descriptor: FieldDescriptor | ExtensionDescriptor;
  /** The name in text. */
  readonly name: string;
  /** The property that holds it in messages; inside a oneof, the `case`. */
  readonly localName: string;
  /** Its oneof, or `undefined`. */
  readonly oneof: OneofDescriptor | undefined;
  /** Its place among what may come once in a message. */
  readonly slot: number;
  /** The place of its oneof. */
  readonly oneofSlot: number;
  /** Whether it is a list or a map. */
  readonly many: boolean;
  /** Whether the value itself tells whether it is set. Map entries have their key and value always. */
  readonly implicit: boolean;
  /** Its value, that of an element, or the whole entry of a map. */
  readonly value: ValuePlan;
  /** Reads one value, element or entry, and puts it where it belongs. */
  store(reader: TextReader, message: Fields): void;
}

/** How a message is read and written. */
export interface MessagePlan {
  readonly type: MessageType;
  readonly typeName: string;
  /** In the order of the `.proto` file. */
  readonly fields: readonly FieldPlan[];
  /** By the names that are read. */
  readonly byName: ReadonlyMap<string, FieldPlan>;
  /** Names of fields that are no more. */
  readonly reserved: ReadonlySet<string>;
  /** Whether it is `google.protobuf.Any`. */
  readonly any: boolean;
  /** Whether it is the entry of a map. */
  readonly entry: boolean;
}

const messagePlans = new WeakMap<MessageDescriptor, MessagePlan>();
const extensionPlans = new WeakMap<ExtensionDescriptor, FieldPlan>();

/** The property of the holder that an extension is read into. */
export const EXTENSION_VALUE = "value";

/** The plan of a message, made on first use. */
export function planOf(descriptor: MessageDescriptor): MessagePlan {
  let plan = messagePlans.get(descriptor);
  if (plan === undefined) messagePlans.set(descriptor, plan = messagePlan(descriptor));
  return plan;
}

/** The plan of an extension, made on first use. */
export function extensionPlanOf(descriptor: ExtensionDescriptor): FieldPlan {
  let plan = extensionPlans.get(descriptor);
  if (plan === undefined) {
    plan = fieldPlan(descriptor, extensionName(descriptor), EXTENSION_VALUE, undefined, -1, -1);
    extensionPlans.set(descriptor, plan);
  }
  return plan;
}

function messagePlan(descriptor: MessageDescriptor): MessagePlan {
  const { fields, oneofs } = descriptor;
  const plans = fields.map((field, slot) => {
    const oneofSlot = field.oneof ? fields.length + oneofs.indexOf(field.oneof) : -1;
    return fieldPlan(field, fieldName(field), field.localName, field.oneof, slot, oneofSlot);
  });
  const byName = new Map<string, FieldPlan>();
  for (const plan of plans) byName.set(plan.name, plan);
  for (const plan of plans) byName.set(plan.descriptor.name, plan);
  return {
    type: descriptor.type,
    typeName: descriptor.fullName,
    fields: plans,
    byName,
    reserved: new Set(descriptor.proto.reservedName),
    any: isAny(descriptor),
    entry: descriptor.mapEntry,
  };
}

/** Descriptors may come from anywhere; with other fields, it is a message like any other. */
function isAny(descriptor: MessageDescriptor): boolean {
  return descriptor.fullName === "google.protobuf.Any" && descriptor.fields.length === 2 &&
    descriptor.fieldByName("type_url")?.type === "string" &&
    descriptor.fieldByName("value")?.type === "bytes";
}

function fieldPlan(
  descriptor: FieldDescriptor | ExtensionDescriptor,
  name: string,
  localName: string,
  oneof: OneofDescriptor | undefined,
  slot: number,
  oneofSlot: number,
): FieldPlan {
  const { message } = descriptor;
  const value = message === undefined ? scalarPlan(descriptor) : messageValuePlan(message);
  return {
    descriptor,
    name,
    localName,
    oneof,
    slot,
    oneofSlot,
    many: descriptor.cardinality !== "singular",
    implicit: descriptor.presence === "implicit" && !descriptor.parent?.mapEntry,
    value,
    store: storerOf(descriptor, localName, oneof?.localName, value),
  };
}

function scalarPlan(field: FieldDescriptor | ExtensionDescriptor): ValuePlan {
  if (field.enum !== undefined) {
    const descriptor = field.enum;
    return {
      elementCost: 0,
      read: (reader) => readEnum(reader, descriptor),
      write: (writer, name, value) => writer.out.value(name, enumText(writer, value, descriptor)),
      isZero: (value) => value === 0,
    };
  }
  const type = field.type as ScalarType;
  const lossless = type === "string" && !field.verifyUtf8;
  const read = lossless ? readLosslessString : SCALAR_READERS[type];
  const text = lossless ? losslessStringText : SCALAR_TEXTS[type];
  return {
    elementCost: type.endsWith("64") && field.jsType !== "number" ? BIGINT_COST : 0,
    read: field.jsType === "bigint"
      ? read
      : field.jsType === "string"
      ? (reader) => String(read(reader))
      : (reader) => {
        const { offset } = reader;
        return reader.safeInteger(read(reader), offset);
      },
    write: (writer, name, value) => writer.out.value(name, text(writer, value)),
    isZero: zeroTest(type),
  };
}

function messageValuePlan(descriptor: MessageDescriptor): ValuePlan {
  let plan: MessagePlan | undefined; // Not made here, for the sake of recursive types.
  return {
    elementCost: 0,
    read: (reader, existing) =>
      reader.message(plan ??= planOf(descriptor), existing as Fields | undefined),
    write: (writer, name, value) => writer.message(name, plan ??= planOf(descriptor), value),
    isZero: () => false,
  };
}
