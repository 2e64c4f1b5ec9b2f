import { Fault, fromWire, inElement, inField } from "../_textual/mod.ts";
import { type Extension, getExtension, type Message, setExtension } from "../reflect/mod.ts";
import { EXTENSION_VALUE, extensionPlanOf, type Fields, type MessagePlan } from "./_plan.ts";
import type { TextReader } from "./_reader.ts";
import type { SeenFields } from "./_seen.ts";
import { isTypeName } from "./_type_url.ts";

/**
 * Finds an extension in the registry.
 *
 * @param name The name, brackets included.
 * @returns The extension; `undefined` if the message has none of that name.
 */
export function findExtension(
  { registry }: TextReader,
  plan: MessagePlan,
  name: string,
  offset: number,
): Extension | undefined {
  const fullName = name.slice(1, -1);
  if (!isTypeName(fullName)) {
    throw new Fault("syntax", "what is in the brackets is not a full name", offset);
  }
  const named = registry?.extension(fullName);
  if (named?.descriptor.extendee.fullName === plan.typeName) return named;
  if (registry === undefined || !plan.type.descriptor.messageSet) return undefined;
  return registry.extensionsOf(plan.typeName)
    .find(({ descriptor }) => extensionPlanOf(descriptor).name === name);
}

/**
 * Reads a value of an extension into its holder. The message gets it by {@linkcode setExtensions}
 * when all of it has been read: each time takes a look at everything that the message has.
 */
export function readExtension(
  reader: TextReader,
  { type }: MessagePlan,
  message: Message,
  extension: Extension,
  seen: SeenFields,
  offset: number,
): void {
  const field = extensionPlanOf(extension.descriptor);
  const extensions = seen.extensions ??= new Map();
  let holder = extensions.get(extension);
  if (holder === undefined) {
    try {
      holder = { [EXTENSION_VALUE]: getExtension(type, message, extension) };
    } catch (error) {
      throw fromWire(error, offset);
    }
    extensions.set(extension, holder);
  } else if (!field.many) {
    throw new Fault("duplicate", "the field comes twice", offset);
  }
  try {
    reader.value(field, holder);
  } catch (error) {
    if (!field.many) throw error;
    throw inElement(error, (holder[EXTENSION_VALUE] as unknown[]).length);
  }
}

/** Gives a message the extensions that were read. */
export function setExtensions(
  reader: TextReader,
  { type }: MessagePlan,
  message: Message,
  extensions: ReadonlyMap<Extension, Fields>,
): void {
  for (const [extension, { [EXTENSION_VALUE]: value }] of extensions) {
    if (value === undefined) continue; // An unknown enum value, which is ignored.
    try {
      setExtension(type, message, extension, value);
    } catch (error) {
      const { name } = extensionPlanOf(extension.descriptor);
      throw inField(fromWire(error, reader.lexer.start), name);
    }
  }
}
