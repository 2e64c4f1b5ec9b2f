import type { ExtensionDescriptor, FieldDescriptor } from "../reflect/mod.ts";

/**
 * The name of a field in text: its own, or that of its type for groups, as the `.proto` file has
 * it. A field of an edition is like a group if it could have been one.
 *
 * See https://protobuf.dev/reference/protobuf/textformat-spec/#group
 */
export function fieldName(field: FieldDescriptor): string {
  const { message } = field;
  const groupLike = message !== undefined && field.delimited &&
    field.name === message.name.toLowerCase() &&
    message.parent === field.parent && message.file === field.file;
  return groupLike ? message.name : field.name;
}

/**
 * The name of an extension in text, brackets included: its own full name, or that of its type if it
 * extends a MessageSet and is declared inside its type.
 */
export function extensionName(extension: ExtensionDescriptor): string {
  const { extendee, message, parent, cardinality, fullName } = extension;
  const byType = extendee.messageSet && cardinality === "singular" && message !== undefined &&
    message === parent && !extension.delimited;
  return `[${byType ? message.fullName : fullName}]`;
}
