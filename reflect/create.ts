import type { FieldDescriptor, MessageDescriptor, OneofDescriptor } from "./descriptors.ts";
import type { MessageInit } from "./init.ts";
import type { Message, MessageType } from "./message_type.ts";
import type { OneofValue } from "./oneof.ts";
import { UNSET_ONEOF } from "./oneof.ts";

/**
 * Creates a message: every field there, those that are not given unset.
 *
 * Lists, maps and nested messages of `init` are copied, `bytes` are kept as they are.
 *
 * @param type The message's type, generated or dynamic.
 * @param init Fields to set. Nested messages need no `create()` of their own; members of a oneof
 * can be given directly.
 * @returns The message.
 * @throws {TypeError} If `init` has a property that is no field, or a value of the wrong shape.
 *
 * @example Create
 * ```ts
 * import { create } from "@seria/seria";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const duration = create(Duration, { seconds: 90n });
 * assertEquals(duration, { seconds: 90n, nanos: 0 });
 * ```
 */
export function create<T extends Message>(type: MessageType<T>, init?: MessageInit<T>): T {
  const message = type.create();
  if (init !== undefined) assign(type.descriptor, message as Fields, init as Fields);
  return message;
}

type Fields = Record<string, unknown>;

/** What a property of `init` stands for, by message and name. */
const PROPERTIES = new WeakMap<
  MessageDescriptor,
  ReadonlyMap<string, FieldDescriptor | OneofDescriptor>
>();

function propertiesOf(
  descriptor: MessageDescriptor,
): ReadonlyMap<string, FieldDescriptor | OneofDescriptor> {
  let properties = PROPERTIES.get(descriptor);
  if (properties === undefined) {
    const members = [...descriptor.fields, ...descriptor.oneofs];
    properties = new Map(members.map((member) => [member.localName, member]));
    PROPERTIES.set(descriptor, properties);
  }
  return properties;
}

function assign(descriptor: MessageDescriptor, message: Fields, init: Fields): void {
  const properties = propertiesOf(descriptor);
  for (const name in init) {
    const value = init[name];
    if (value === undefined) continue;
    const member = properties.get(name);
    if (member === undefined) {
      if (name !== "$unknown") {
        throw new TypeError(`Cannot create ${descriptor.fullName}: it has no field "${name}"`);
      }
      message[name] = value;
    } else if (member.kind === "oneof") {
      message[name] = oneofValue(member, value as OneofValue);
    } else if (member.oneof !== undefined) {
      message[member.oneof.localName] = { case: name, value: fieldValue(member, value) };
    } else {
      message[name] = fieldValue(member, value);
    }
  }
}

function oneofValue(oneof: OneofDescriptor, init: OneofValue): OneofValue {
  if (init?.case === undefined) return UNSET_ONEOF;
  const field = oneof.fields.find((member) => member.localName === init.case);
  if (field === undefined) {
    throw new TypeError(`Cannot create ${oneof.fullName}: it has no member "${init.case}"`);
  }
  return { case: init.case, value: fieldValue(field, init.value) };
}

function fieldValue(field: FieldDescriptor, init: unknown): unknown {
  if (field.cardinality === "map") {
    if (!(init instanceof Map)) throw wrongShape(field, "a Map");
    const value = field.mapValue!;
    return new Map([...init].map(([key, item]) => [key, singularValue(value, item)]));
  }
  if (field.cardinality === "repeated") {
    if (!Array.isArray(init)) throw wrongShape(field, "an array");
    return init.map((item) => singularValue(field, item));
  }
  return singularValue(field, init);
}

function singularValue(field: FieldDescriptor, init: unknown): unknown {
  if (field.message === undefined) return init;
  if (typeof init !== "object" || init === null) throw wrongShape(field, "an object");
  return create(field.message.type, init as MessageInit<Message>);
}

function wrongShape(field: FieldDescriptor, expected: string): TypeError {
  return new TypeError(`Cannot create ${field.fullName}: it takes ${expected}`);
}
