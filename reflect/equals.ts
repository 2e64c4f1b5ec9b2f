import type { FieldDescriptor } from "./descriptors.ts";
import { getField, hasField } from "./fields.ts";
import type { Message, MessageType } from "./message_type.ts";

/**
 * Whether two messages are equal: the same fields set to equal values, and the same unknown
 * fields, byte for byte. Numbers are equal if their bits are: NaN equals NaN, and 0 is not -0.
 *
 * @param type The type of both.
 * @param a One message.
 * @param b The other.
 * @returns Whether they are equal.
 *
 * @example Compare
 * ```ts
 * import { create, equals } from "@seria/seria";
 * import { Duration } from "@seria/seria/wkt";
 * import { assert } from "@std/assert";
 *
 * assert(equals(Duration, create(Duration, { seconds: 1n }), create(Duration, { seconds: 1n })));
 * ```
 */
export function equals<T extends Message>(type: MessageType<T>, a: T, b: T): boolean {
  if (a === b) return true;
  for (const field of type.descriptor.fields) {
    const set = hasField(a, field);
    if (set !== hasField(b, field)) return false;
    if (set && !equalFields(field, getField(a, field), getField(b, field))) return false;
  }
  return equalBytes(a.$unknown ?? EMPTY, b.$unknown ?? EMPTY);
}

const EMPTY = new Uint8Array(0);

function equalFields(field: FieldDescriptor, a: unknown, b: unknown): boolean {
  if (field.cardinality === "map") {
    const [x, y] = [a as Map<unknown, unknown>, b as Map<unknown, unknown>];
    if (x.size !== y.size) return false;
    for (const [key, value] of x) {
      if (!y.has(key) || !equalValues(field.mapValue!, value, y.get(key))) return false;
    }
    return true;
  }
  if (field.cardinality === "repeated") {
    const [x, y] = [a as unknown[], b as unknown[]];
    return x.length === y.length && x.every((value, i) => equalValues(field, value, y[i]));
  }
  return equalValues(field, a, b);
}

function equalValues(field: FieldDescriptor, a: unknown, b: unknown): boolean {
  if (field.message) return equals(field.message.type, a as Message, b as Message);
  if (field.type === "bytes") return equalBytes(a as Uint8Array, b as Uint8Array);
  return Object.is(a, b);
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
