import type {
  FieldDescriptor,
  Message,
  MessageDescriptor,
  MessageInit,
  MessageType,
} from "../reflect/mod.ts";
import { create } from "../reflect/mod.ts";

/**
 * Makes a function that turns what a user gives for a message into one.
 *
 * Only what is incomplete goes through `create()`. A whole message, which most often comes from
 * `create()` or `decode()` already, is found to be one and taken as it is: looking costs a fraction
 * of copying.
 *
 * @param type The message's type.
 * @returns The function. It throws a `TypeError` if what it is given is no such message.
 */
export function completer<T extends Message>(
  type: MessageType<T>,
): (init: MessageInit<T>) => T {
  let shape: Shape | undefined;
  return (init) => {
    if (typeof init !== "object" || init === null) {
      throw new TypeError(`Cannot use ${init} as a ${type.typeName}: a message is an object`);
    }
    shape ??= shapeOf(type.descriptor);
    return isComplete(shape, init as Fields) ? init as unknown as T : create(type, init);
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** What a whole message of a type looks like. */
interface Shape {
  readonly properties: readonly Property[];
}

/** A property of a message: a field or a oneof. */
interface Property {
  readonly name: string;
  readonly kind: "value" | "optional" | "message" | "list" | "map" | "oneof";
  /** The messages that it holds; of a oneof, those of each case. */
  readonly shapes?: ReadonlyMap<string, Shape | undefined>;
  readonly shape?: Shape | undefined;
}

const SHAPES = new WeakMap<MessageDescriptor, Shape>();

function shapeOf(descriptor: MessageDescriptor): Shape {
  const known = SHAPES.get(descriptor);
  if (known !== undefined) return known;
  const properties: Property[] = [];
  const shape = { properties };
  // Before its properties: messages may hold themselves.
  SHAPES.set(descriptor, shape);
  for (const field of descriptor.fields) {
    if (field.oneof === undefined) properties.push(propertyOf(field));
  }
  for (const { localName, fields } of descriptor.oneofs) {
    const shapes = new Map(fields.map((field) => [field.localName, elementShape(field)]));
    properties.push({ name: localName, kind: "oneof", shapes });
  }
  return shape;
}

function propertyOf(field: FieldDescriptor): Property {
  const name = field.localName;
  if (field.cardinality === "map") {
    return { name, kind: "map", shape: elementShape(field.mapValue!) };
  }
  const shape = elementShape(field);
  if (field.cardinality === "repeated") return { name, kind: "list", shape };
  if (shape !== undefined) return { name, kind: "message", shape };
  return { name, kind: field.presence === "implicit" ? "value" : "optional" };
}

function elementShape(field: FieldDescriptor): Shape | undefined {
  return field.message && shapeOf(field.message);
}

function isComplete(shape: Shape, message: Fields): boolean {
  let count = "$unknown" in message ? -1 : 0;
  for (const _ in message) count++;
  if (count !== shape.properties.length) return false;
  for (const property of shape.properties) {
    if (!isSet(property, message[property.name])) return false;
  }
  return true;
}

function isSet({ kind, shape, shapes }: Property, value: unknown): boolean {
  switch (kind) {
    case "value":
      return value !== undefined;
    case "optional":
      return true;
    case "message":
      return value === undefined || isElement(shape, value);
    case "list":
      return Array.isArray(value) && areElements(shape, value);
    case "map":
      return value instanceof Map && areElements(shape, value.values());
    case "oneof":
      return isOneof(shapes!, value);
  }
}

function areElements(shape: Shape | undefined, values: Iterable<unknown>): boolean {
  if (shape === undefined) return true;
  for (const value of values) {
    if (!isElement(shape, value)) return false;
  }
  return true;
}

function isElement(shape: Shape | undefined, value: unknown): boolean {
  if (shape === undefined) return true;
  return typeof value === "object" && value !== null && isComplete(shape, value as Fields);
}

function isOneof(shapes: ReadonlyMap<string, Shape | undefined>, value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("case" in value)) return false;
  if (value.case === undefined) return true;
  return shapes.has(value.case as string) &&
    isElement(shapes.get(value.case as string), (value as { value?: unknown }).value);
}
