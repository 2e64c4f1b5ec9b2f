import { type DecodeOptions, Reader, UnknownFields, Writer } from "../wire/mod.ts";
import type { Extension } from "./extension.ts";
import { type FieldCodec, fieldCodec, type Fields } from "./field_codec.ts";
import type { Message, MessageType } from "./message_type.ts";

/** What {@linkcode getExtension} returns: lists and maps are never `undefined`. */
export type ExtensionValue<V> = V extends readonly unknown[] ? V : V | undefined;

/** The property of the holder that an extension is read into. */
const VALUE = "value";
const CODECS = new WeakMap<object, FieldCodec>();

/**
 * Reads an extension of a message. It is decoded anew at each call, from the unknown fields that
 * hold it; changes to the result reach the message only through {@linkcode setExtension}.
 *
 * @param type The message's type.
 * @param message The message.
 * @param extension The extension.
 * @param options Limits, as for `decode()`.
 * @returns The value; `undefined` if it is not set, an empty list for a repeated one.
 * @throws {TypeError} If the extension is not of this type.
 * @throws {WireError} If the extension's bytes are malformed, or a limit is hit.
 */
export function getExtension<T extends Message, V>(
  type: MessageType<T>,
  message: T,
  extension: Extension<T, V>,
  options?: DecodeOptions,
): ExtensionValue<V> {
  const codec = codecOf(type, extension);
  const holder: Fields = { [VALUE]: codec.initial() };
  if (message.$unknown !== undefined) {
    const reader = new Reader(message.$unknown, options);
    while (reader.more()) {
      const tag = reader.tag();
      const read = codec.readers.get(tag);
      if (read === undefined) reader.skip(tag);
      else read(holder, reader, undefined);
    }
    reader.finish();
  }
  return holder[VALUE] as ExtensionValue<V>;
}

/**
 * Whether a message has an extension.
 *
 * @param type The message's type.
 * @param message The message.
 * @param extension The extension.
 * @returns Whether a field of the extension's number is there.
 * @throws {TypeError} If the extension is not of this type.
 */
export function hasExtension<T extends Message>(
  type: MessageType<T>,
  message: T,
  extension: Extension<T>,
): boolean {
  const { readers } = codecOf(type, extension);
  if (message.$unknown === undefined) return false;
  const reader = new Reader(message.$unknown);
  while (reader.more()) {
    const tag = reader.tag();
    if (readers.has(tag)) return true;
    reader.skip(tag);
  }
  return false;
}

/**
 * Sets an extension of a message, in place of what it was.
 *
 * @param type The message's type.
 * @param message The message.
 * @param extension The extension.
 * @param value The value.
 * @throws {TypeError} If the extension is not of this type, or the value of the wrong kind.
 * @throws {WireError} If the value is out of range.
 */
export function setExtension<T extends Message, V>(
  type: MessageType<T>,
  message: T,
  extension: Extension<T, V>,
  value: V,
): void {
  const codec = codecOf(type, extension);
  const writer = new Writer();
  codec.write({ [VALUE]: value }, writer);
  clearExtension(type, message, extension);
  const before = message.$unknown ?? new Uint8Array(0);
  const bytes = writer.finish();
  if (bytes.length === 0) return;
  const all = new Uint8Array(before.length + bytes.length);
  all.set(before);
  all.set(bytes, before.length);
  message.$unknown = all;
}

/**
 * Removes an extension from a message.
 *
 * @param type The message's type.
 * @param message The message.
 * @param extension The extension.
 * @throws {TypeError} If the extension is not of this type.
 */
export function clearExtension<T extends Message>(
  type: MessageType<T>,
  message: T,
  extension: Extension<T>,
): void {
  const { readers } = codecOf(type, extension);
  const bytes = message.$unknown;
  if (bytes === undefined) return;
  const kept = new UnknownFields(bytes);
  const reader = new Reader(bytes);
  while (reader.more()) {
    const tag = reader.tag();
    const start = reader.start;
    reader.skip(tag);
    if (!readers.has(tag)) kept.addRange(start, reader.pos);
  }
  const left = kept.concat();
  if (left.length > 0) message.$unknown = left;
  else delete message.$unknown;
}

function codecOf(type: MessageType, extension: Extension): FieldCodec {
  const { descriptor } = extension;
  if (descriptor.extendee.fullName !== type.typeName) {
    throw new TypeError(
      `Cannot use extension ${descriptor.fullName} of ${descriptor.extendee.fullName} with ${type.typeName}`,
    );
  }
  let codec = CODECS.get(descriptor);
  if (codec === undefined) CODECS.set(descriptor, codec = fieldCodec(descriptor, VALUE));
  return codec;
}
