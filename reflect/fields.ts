import type { FieldDescriptor } from "./descriptors.ts";
import { fieldCodec, type Fields, scalarOf } from "./field_codec.ts";
import type { Message } from "./message_type.ts";
import { type OneofValue, UNSET_ONEOF } from "./oneof.ts";

/**
 * Whether a field of a message is set: present if its presence is explicit, not the zero value if
 * it is implicit, not empty if it is a list or a map. Required fields are always set, but for
 * messages.
 *
 * @param message The message that has the field.
 * @param field The field's descriptor.
 * @returns Whether it would be written.
 *
 * @example Look for a field
 * ```ts
 * import { create, hasField } from "@seria/seria/reflect";
 * import { Duration } from "@seria/seria/wkt";
 * import { assert } from "@std/assert";
 *
 * const seconds = Duration.descriptor.fieldByName("seconds")!;
 * assert(hasField(create(Duration, { seconds: 1n }), seconds));
 * assert(!hasField(create(Duration), seconds));
 * ```
 */
export function hasField(message: Message, field: FieldDescriptor): boolean {
  const value = getField(message, field);
  if (value === undefined) return false;
  if (field.cardinality === "map") return (value as Map<unknown, unknown>).size > 0;
  if (field.cardinality === "repeated") return (value as unknown[]).length > 0;
  return field.presence !== "implicit" || !scalarOf(field).isZero(value);
}

/**
 * Reads a field of a message by its descriptor.
 *
 * @param message The message that has the field.
 * @param field The field's descriptor.
 * @returns What the message holds; `undefined` for an unset field of explicit presence, and for
 * members of a oneof that are not set.
 *
 * @example Use a descriptor
 * ```ts
 * import { create, getField } from "@seria/seria/reflect";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const seconds = Duration.descriptor.fieldByName("seconds")!;
 * const duration = create(Duration, { seconds: 5n });
 * assertEquals(getField(duration, seconds), 5n);
 * ```
 */
export function getField(message: Message, field: FieldDescriptor): unknown {
  const { oneof } = field;
  if (oneof === undefined) return (message as Fields)[field.localName];
  const value = (message as Fields)[oneof.localName] as OneofValue;
  return value.case === field.localName ? value.value : undefined;
}

/**
 * Sets a field of a message by its descriptor.
 *
 * @param message The message that has the field.
 * @param field The field's descriptor.
 * @param value What the message shall hold; not checked before it is encoded.
 *
 * @example Use a descriptor
 * ```ts
 * import { create, setField } from "@seria/seria/reflect";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const seconds = Duration.descriptor.fieldByName("seconds")!;
 * const duration = create(Duration, { seconds: 5n });
 * setField(duration, seconds, 6n);
 * assertEquals(duration.seconds, 6n);
 * ```
 */
export function setField(message: Message, field: FieldDescriptor, value: unknown): void {
  const { oneof } = field;
  if (oneof === undefined) (message as Fields)[field.localName] = value;
  else (message as Fields)[oneof.localName] = { case: field.localName, value };
}

/**
 * Unsets a field of a message by its descriptor.
 *
 * @param message The message that has the field.
 * @param field The field's descriptor.
 *
 * @example Use a descriptor
 * ```ts
 * import { clearField, create } from "@seria/seria/reflect";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const seconds = Duration.descriptor.fieldByName("seconds")!;
 * const duration = create(Duration, { seconds: 5n });
 * clearField(duration, seconds);
 * assertEquals(duration.seconds, 0n);
 * ```
 */
export function clearField(message: Message, field: FieldDescriptor): void {
  const { oneof } = field;
  if (oneof === undefined) {
    (message as Fields)[field.localName] = fieldCodec(field, field.localName).initial();
  } else if (getField(message, field) !== undefined) {
    (message as Fields)[oneof.localName] = UNSET_ONEOF;
  }
}
