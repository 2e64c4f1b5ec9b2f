import type { MessageDescriptor } from "./descriptors.ts";
import type { MessageType } from "./message_type.ts";

/** The generated types that stand for descriptors; the others get dynamic ones. */
const TYPES = new WeakMap<MessageDescriptor, MessageType>();

/**
 * Makes a descriptor's `type` the given one, instead of a dynamic type.
 *
 * @param descriptor The descriptor.
 * @param type The generated type.
 */
export function linkType(descriptor: MessageDescriptor, type: MessageType): void {
  TYPES.set(descriptor, type);
}

/**
 * Looks for the generated type of a descriptor.
 *
 * @param descriptor The descriptor.
 * @returns The type, or `undefined`.
 */
export function linkedType(descriptor: MessageDescriptor): MessageType | undefined {
  return TYPES.get(descriptor);
}
