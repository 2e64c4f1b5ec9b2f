import type { FieldDescriptor, MessageDescriptor, OneofDescriptor } from "./descriptors.ts";
import type { InitMember, InitShape, InitSupport } from "./init.ts";
import type { Message, MessageType } from "./message_type.ts";
import { type OneofValue, UNSET_ONEOF } from "./oneof.ts";

/** A message or an init, by property. */
export type Fields = Record<string, unknown>;

/**
 * Creates a message of an init: checks names and shapes, lets the type take its fields, and sets
 * what is left.
 */
export function createFrom<T extends Message>(type: MessageType<T>, init: Fields): T {
  if (typeof init !== "object" || init === null) throw wrongShape(type.typeName, "an object");
  const { members, byName } = type.inits ??= supportOf(type.descriptor);
  /** What the type's own `create()` leaves out. */
  let others: [member: InitMember, value: unknown][] | undefined;
  let next = 0;
  for (const name in init) {
    const value = init[name];
    // Nearly always they come in order: comparing a name takes a fraction of looking it up.
    let member: InitMember | undefined = members[next];
    if (member === undefined || member.name !== name) {
      if (value === undefined) continue;
      member = byName.get(name);
      if (member === undefined) {
        throw new TypeError(`Cannot create ${type.typeName}: it has no field "${name}"`);
      }
    }
    next = member.index + 1;
    if (value === undefined) continue;
    if (!hasShape(value, member.shape)) throw wrongShape(member.fullName, member.shape);
    if (member.set !== undefined) (others ??= []).push([member, value]);
  }
  if (next === 0) refuseForeign(type.typeName, init); // nothing of it is used
  const message = type.create(init as Partial<T>);
  if (others !== undefined) {
    for (const [member, value] of others) member.set!(message as Fields, value);
  }
  return message;
}

function supportOf(descriptor: MessageDescriptor): InitSupport {
  const members: InitMember[] = [];
  const byName = new Map<string, InitMember>();
  for (const member of new Set(descriptor.fields.map((field) => field.oneof ?? field))) {
    const index = members.length;
    if (member.kind === "oneof") {
      for (const field of member.fields) {
        byName.set(field.localName, ofMember(field, member, index));
      }
    }
    const own = member.kind === "oneof" ? ofOneof(member, index) : ofField(member, index);
    byName.set(member.localName, own);
    members.push(own);
  }
  byName.set("$unknown", ofUnknown(descriptor, members.length));
  return { members, byName };
}

function ofField(field: FieldDescriptor, index: number): InitMember {
  return {
    name: field.localName,
    fullName: field.fullName,
    index,
    shape: shapeOf(field),
    set: undefined,
  };
}

function ofMember(field: FieldDescriptor, oneof: OneofDescriptor, index: number): InitMember {
  const { localName } = field;
  return {
    ...ofField(field, index),
    set(message, init) {
      message[oneof.localName] = { case: localName, value: singularValue(field, init) };
    },
  };
}

function ofOneof(oneof: OneofDescriptor, index: number): InitMember {
  const { localName, fullName } = oneof;
  const fields = new Map(oneof.fields.map((field) => [field.localName, field]));
  return {
    name: localName,
    fullName,
    index,
    shape: "an object",
    set(message, init) {
      const { case: name, value } = init as OneofValue;
      if (name === undefined) {
        message[localName] = UNSET_ONEOF;
        return;
      }
      const field = fields.get(name);
      if (field === undefined) {
        throw new TypeError(`Cannot create ${fullName}: it has no member "${name}"`);
      }
      message[localName] = { case: name, value: singularValue(field, value) };
    },
  };
}

function ofUnknown(descriptor: MessageDescriptor, index: number): InitMember {
  return {
    name: "$unknown",
    fullName: `${descriptor.fullName}.$unknown`,
    index,
    shape: "a Uint8Array",
    set: (message, value) => message.$unknown = value,
  };
}

function shapeOf(field: FieldDescriptor): InitShape {
  if (field.cardinality === "map") return "a Map";
  if (field.cardinality === "repeated") return "an array";
  return field.message === undefined ? "a value" : "an object";
}

function hasShape(value: unknown, shape: InitShape): boolean {
  switch (shape) {
    case "a value":
      return value !== null;
    case "an object":
      return typeof value === "object" && value !== null;
    case "an array":
      return Array.isArray(value);
    case "a Map":
      return value instanceof Map;
    case "a Uint8Array":
      return value instanceof Uint8Array;
  }
}

function singularValue({ message, fullName }: FieldDescriptor, init: unknown): unknown {
  if (message === undefined) return init;
  if (!hasShape(init, "an object")) throw wrongShape(fullName, "an object");
  return createFrom(message.type, init as Fields);
}

/** A `Date`, a list and the like would be empty messages: they have none of the fields. */
function refuseForeign(typeName: string, init: object): void {
  const kind = Object.prototype.toString.call(init).slice("[object ".length, -1);
  if (kind === "Object") return;
  throw new TypeError(`Cannot create ${typeName}: it takes an object of its fields, not a ${kind}`);
}

function wrongShape(fullName: string, expected: InitShape): TypeError {
  return new TypeError(`Cannot create ${fullName}: it takes ${expected}`);
}
