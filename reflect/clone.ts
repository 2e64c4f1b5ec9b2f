import type { FieldDescriptor } from "./descriptors.ts";
import { getField, hasField, setField } from "./fields.ts";
import type { Message, MessageType } from "./message_type.ts";

/**
 * Copies a message, down to its bytes: the copy shares nothing with it.
 *
 * @param type The message's type.
 * @param message The message.
 * @returns The copy.
 *
 * @example Copy
 * ```ts
 * import { clone, create } from "@seria/seria";
 * import { Struct } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const struct = create(Struct);
 * const copy = clone(Struct, struct);
 * copy.fields.set("x", { kind: { case: "boolValue", value: true } });
 * assertEquals(struct.fields.size, 0);
 * ```
 */
export function clone<T extends Message>(type: MessageType<T>, message: T): T {
  const copy = type.create();
  merge(type, copy, message);
  return copy;
}

/**
 * Merges one message into another as decoding its bytes would: set fields replace, messages merge,
 * lists are added to, map entries replace those of the same key. Nothing is shared afterwards.
 *
 * @param type The type of both.
 * @param target The message to merge into.
 * @param source The message to merge.
 *
 * @example Merge
 * ```ts
 * import { create, merge } from "@seria/seria";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const target = create(Duration, { seconds: 1n, nanos: 5 });
 * merge(Duration, target, create(Duration, { seconds: 2n }));
 * assertEquals(target, create(Duration, { seconds: 2n, nanos: 5 }));
 * ```
 */
export function merge<T extends Message>(type: MessageType<T>, target: T, source: T): void {
  for (const field of type.descriptor.fields) {
    if (hasField(source, field)) mergeField(field, target, getField(source, field));
  }
  const { $unknown } = source;
  if ($unknown === undefined) return;
  const before = target.$unknown ?? new Uint8Array(0);
  const all = new Uint8Array(before.length + $unknown.length);
  all.set(before);
  all.set($unknown, before.length);
  target.$unknown = all;
}

function mergeField(field: FieldDescriptor, target: Message, value: unknown): void {
  // Copies, because the messages may share a list or a map: `merge(T, a, { ...a, name: "x" })`.
  if (field.cardinality === "map") {
    const map = getField(target, field) as Map<unknown, unknown>;
    for (const [key, item] of [...value as Map<unknown, unknown>]) {
      map.set(key, cloneValue(field.mapValue!, item));
    }
  } else if (field.cardinality === "repeated") {
    const list = getField(target, field) as unknown[];
    for (const item of [...value as unknown[]]) list.push(cloneValue(field, item));
  } else {
    const existing = field.message && getField(target, field);
    if (existing) merge(field.message.type, existing as Message, value as Message);
    else setField(target, field, cloneValue(field, value));
  }
}

function cloneValue(field: FieldDescriptor, value: unknown): unknown {
  if (field.message) return clone(field.message.type, value as Message);
  return value instanceof Uint8Array ? Uint8Array.from(value) : value;
}
