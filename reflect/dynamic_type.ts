import { keepUnknown, type Reader, type UnknownFields, type Writer } from "../wire/mod.ts";
import type { FieldDescriptor, MessageDescriptor } from "./descriptors.ts";
import { type FieldCodec, fieldCodec, type FieldReader, type Fields } from "./field_codec.ts";
import type { InitSupport } from "./init.ts";
import { initialList, initialMap, initialMessage, initialMessages } from "./init_values.ts";
import { BYTES_COST, type Message, messageCost, type MessageType } from "./message_type.ts";
import { UNSET_ONEOF } from "./oneof.ts";
import type { ViewSupport } from "./view_type.ts";

/**
 * Makes a message type from a descriptor, at run time. Its messages have the shape that generated
 * code would have given them.
 *
 * @param descriptor The message's descriptor.
 */
export function dynamicType(descriptor: MessageDescriptor): MessageType {
  return new DynamicType(descriptor);
}

/** What a field begins with. */
type Initial<T = unknown> = readonly [name: string, make: () => T];

/** What a dynamic type needs of its fields; made on first use, for the sake of recursive types. */
interface Plan {
  readonly readers: ReadonlyMap<number, FieldReader>;
  /** In descending order of field numbers, as the writer wants them. */
  readonly fields: readonly FieldCodec[];
  /** An empty message, and what to renew in each copy of it. */
  readonly template: Fields;
  readonly renew: readonly Initial[];
  /** Those of `renew` that are bytes, which are made only if none are read. */
  readonly bytes: readonly Initial<Uint8Array>[];
  readonly cost: number;
  /** What copies the value of an init, for fields that are not in oneofs. */
  readonly copies: readonly (readonly [name: string, copy: (init: unknown) => unknown])[];
}

class DynamicType implements MessageType {
  readonly descriptor: MessageDescriptor;
  views: ViewSupport | undefined = undefined;
  inits: InitSupport | undefined = undefined;
  #plan: Plan | undefined;

  constructor(descriptor: MessageDescriptor) {
    this.descriptor = descriptor;
  }

  get typeName(): string {
    return this.descriptor.fullName;
  }

  get cost(): number {
    return (this.#plan ??= planOf(this.descriptor)).cost;
  }

  create(init?: Partial<Message>): Message {
    const plan = this.#plan ??= planOf(this.descriptor);
    const { bytes, copies } = plan;
    const message = emptyMessage(plan);
    for (const [name, make] of bytes) message[name] = make();
    if (init === undefined) return message as Message;
    for (const [name, copy] of copies) {
      const value = (init as Fields)[name];
      if (value !== undefined) message[name] = copy(value);
    }
    return message as Message;
  }

  read(reader: Reader, existing?: Message, group?: number): Message {
    const plan = this.#plan ??= planOf(this.descriptor);
    const { readers, bytes, cost } = plan;
    const outer = reader.open(cost - BYTES_COST * bytes.length, existing, group);
    const message = existing ?? emptyMessage(plan) as Message;
    let unknown: UnknownFields | undefined;
    while (reader.more()) {
      const tag = reader.tag();
      const read = readers.get(tag);
      if (read === undefined) unknown = reader.unknown(tag, unknown);
      else unknown = read(message as Fields, reader, unknown);
    }
    reader.close(outer);
    for (const [name, make] of bytes) {
      (message as Fields)[name] ??= reader.defaultBytes(make());
    }
    if (unknown !== undefined) keepUnknown(message, unknown, existing);
    return message;
  }

  write(message: Message, writer: Writer): void {
    const { fields } = this.#plan ??= planOf(this.descriptor);
    if (message.$unknown !== undefined) writer.raw(message.$unknown);
    for (const field of fields) field.write(message as Fields, writer);
  }
}

/** An empty message that still lacks bytes. */
function emptyMessage({ template, renew }: Plan): Fields {
  const message = { ...template };
  for (const [name, make] of renew) message[name] = make();
  return message;
}

function planOf(descriptor: MessageDescriptor): Plan {
  const readers = new Map<number, FieldReader>();
  const fields: [number: number, codec: FieldCodec][] = [];
  const initial: [name: string, value: unknown][] = [];
  const renew: Initial[] = [];
  const bytes: Initial<Uint8Array>[] = [];
  const copies: [string, (init: unknown) => unknown][] = [];
  for (const field of descriptor.fields) {
    const codec = fieldCodec(field, field.localName);
    for (const [tag, reader] of codec.readers) readers.set(tag, reader);
    fields.push([field.number, codec]);
    if (field.oneof) {
      initial.push([field.oneof.localName, UNSET_ONEOF]);
      continue;
    }
    copies.push([field.localName, copyOf(field)]);
    const value = codec.initial();
    const isBytes = value instanceof Uint8Array;
    initial.push([field.localName, isBytes ? undefined : value]);
    if (isBytes) bytes.push([field.localName, codec.initial as () => Uint8Array]);
    else if (typeof value === "object") renew.push([field.localName, codec.initial]);
  }
  fields.sort(([a], [b]) => b - a);
  // Set one by one, twenty properties and more would make V8 copy the template as it does a hash
  // table, which takes a hundred times as long.
  const template: Fields = Object.fromEntries(initial);
  return {
    readers,
    fields: fields.map(([, codec]) => codec),
    template,
    renew,
    bytes,
    cost: messageCost(template) + BYTES_COST * bytes.length,
    copies,
  };
}

/** How a value of an init becomes that of a field. */
function copyOf(field: FieldDescriptor): (init: unknown) => unknown {
  const { message } = field.mapValue ?? field;
  if (field.cardinality === "map") {
    return (init) => initialMap(init as Map<unknown, Message>, message?.type);
  }
  if (message === undefined) {
    return field.cardinality === "repeated"
      ? (init) => initialList(init as unknown[])
      : (init) => init;
  }
  return field.cardinality === "repeated"
    ? (init) => initialMessages(message.type, init as Message[])
    : (init) => initialMessage(message.type, init as Message);
}
