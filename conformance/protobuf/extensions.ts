import { getExtension, getField, hasExtension, setExtension } from "@seria/seria/reflect";
import type {
  ExtensionDescriptor,
  FieldDescriptor,
  Message,
  MessageType,
  Registry,
} from "@seria/seria/reflect";

/**
 * Reads and sets anew all extensions of a message, at any depth. Extensions are read, and their
 * strings checked, only when they are asked for; the suite means messages whose extensions were
 * read with them, and should get bytes that were written and not only kept.
 *
 * @param type The message's type.
 * @param message The message.
 * @param registry Where the extensions are.
 * @throws {WireError} If an extension is malformed.
 */
export function rewriteExtensions(type: MessageType, message: Message, registry: Registry): void {
  for (const field of type.descriptor.fields) {
    rewriteInside(field, getField(message, field), registry);
  }
  for (const extension of registry.extensionsOf(type.typeName)) {
    if (!hasExtension(type, message, extension)) continue;
    const value = getExtension(type, message, extension);
    rewriteInside(extension.descriptor, value, registry);
    setExtension(type, message, extension, value);
  }
}

function rewriteInside(
  field: FieldDescriptor | ExtensionDescriptor,
  value: unknown,
  registry: Registry,
): void {
  const type = (field.mapValue ?? field).message?.type;
  if (type === undefined || value === undefined) return;
  const values = field.cardinality === "singular"
    ? [value]
    : (value as Message[] | Map<unknown, Message>).values();
  for (const element of values) rewriteExtensions(type, element as Message, registry);
}
