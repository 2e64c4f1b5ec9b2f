import {
  type DecodeOptions,
  type EncodeOptions,
  MAX_FIELD_NUMBER,
  Reader,
  UnknownFields,
  Writer,
} from "../wire/mod.ts";
import { decode, encode } from "./binary.ts";
import type { Extension } from "./extension.ts";
import { type FieldCodec, fieldCodec, type Fields } from "./field_codec.ts";
import { concat, ITEM_START, readItem, writeItem } from "./message_set.ts";
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
 *
 * @example Read what was set
 * ```ts
 * import {
 *   create,
 *   createRegistry,
 *   FileDescriptorProto,
 *   FileOptions,
 *   getExtension,
 *   setExtension,
 * } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * const note = createRegistry({
 *   file: [
 *     FileOptions.descriptor.file.proto,
 *     create(FileDescriptorProto, {
 *       name: "note.proto",
 *       dependency: ["google/protobuf/descriptor.proto"],
 *       extension: [{
 *         name: "note",
 *         number: 50_000,
 *         label: 1,
 *         type: 9,
 *         extendee: ".google.protobuf.FileOptions",
 *       }],
 *     }),
 *   ],
 * }).extension("note")!; // or an extension that `deno task gen` generated
 * const options = create(FileOptions);
 * assertEquals(getExtension(FileOptions, options, note), undefined);
 * setExtension(FileOptions, options, note, "hello");
 * assertEquals(getExtension(FileOptions, options, note), "hello");
 * ```
 */
export function getExtension<T extends Message, V>(
  type: MessageType<T>,
  message: T,
  extension: Extension<T, V>,
  options?: DecodeOptions,
): ExtensionValue<V> {
  const codec = codecOf(type, extension);
  const holder: Fields = { [VALUE]: codec.initial() };
  if (message.$unknown === undefined) return holder[VALUE] as ExtensionValue<V>;
  const reader = new Reader(message.$unknown, options);
  const { extendee, message: content } = extension.descriptor;
  if (extendee.messageSet && content) {
    return readFromSet(extension, content.type, codec, reader, options) as ExtensionValue<V>;
  }
  while (reader.more()) {
    const tag = reader.tag();
    const read = codec.readers.get(tag);
    if (read !== undefined) read(holder, reader, undefined);
    else reader.skip(tag);
  }
  reader.finish();
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
 *
 * @example Look for an extension
 * ```ts
 * import {
 *   create,
 *   createRegistry,
 *   FileDescriptorProto,
 *   FileOptions,
 *   hasExtension,
 *   setExtension,
 * } from "@seria/seria/reflect";
 * import { assert } from "@std/assert";
 *
 * const note = createRegistry({
 *   file: [
 *     FileOptions.descriptor.file.proto,
 *     create(FileDescriptorProto, {
 *       name: "note.proto",
 *       dependency: ["google/protobuf/descriptor.proto"],
 *       extension: [{
 *         name: "note",
 *         number: 50_000,
 *         label: 1,
 *         type: 9,
 *         extendee: ".google.protobuf.FileOptions",
 *       }],
 *     }),
 *   ],
 * }).extension("note")!; // or an extension that `deno task gen` generated
 * const options = create(FileOptions);
 * assert(!hasExtension(FileOptions, options, note));
 * setExtension(FileOptions, options, note, "");
 * assert(hasExtension(FileOptions, options, note));
 * ```
 */
export function hasExtension<T extends Message>(
  type: MessageType<T>,
  message: T,
  extension: Extension<T>,
): boolean {
  const codec = codecOf(type, extension);
  if (message.$unknown === undefined) return false;
  const reader = new Reader(message.$unknown);
  while (reader.more()) {
    if (skipRecord(extension, codec, reader)) return true;
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
 * @param options Limits, as for `encode()`.
 * @throws {TypeError} If the extension is not of this type, or the value of the wrong kind.
 * @throws {WireError} If the value is out of range.
 *
 * @example Set an extension
 * ```ts
 * import {
 *   create,
 *   createRegistry,
 *   encode,
 *   FileDescriptorProto,
 *   FileOptions,
 *   setExtension,
 * } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * const note = createRegistry({
 *   file: [
 *     FileOptions.descriptor.file.proto,
 *     create(FileDescriptorProto, {
 *       name: "note.proto",
 *       dependency: ["google/protobuf/descriptor.proto"],
 *       extension: [{
 *         name: "note",
 *         number: 50_000,
 *         label: 1,
 *         type: 9,
 *         extendee: ".google.protobuf.FileOptions",
 *       }],
 *     }),
 *   ],
 * }).extension("note")!; // or an extension that `deno task gen` generated
 * const options = create(FileOptions);
 * setExtension(FileOptions, options, note, "hi");
 * assertEquals(encode(FileOptions, options).toHex(), "82b518026869");
 * ```
 */
export function setExtension<T extends Message, V>(
  type: MessageType<T>,
  message: T,
  extension: Extension<T, V>,
  value: V,
  options?: EncodeOptions,
): void {
  const codec = codecOf(type, extension);
  const writer = new Writer(options);
  const { extendee, message: content, number } = extension.descriptor;
  if (extendee.messageSet && content) {
    writeItem(writer, number, encode(content.type, value as Message, options));
  } else codec.write({ [VALUE]: value }, writer);
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
 *
 * @example Remove an extension
 * ```ts
 * import {
 *   clearExtension,
 *   create,
 *   createRegistry,
 *   FileDescriptorProto,
 *   FileOptions,
 *   setExtension,
 * } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * const note = createRegistry({
 *   file: [
 *     FileOptions.descriptor.file.proto,
 *     create(FileDescriptorProto, {
 *       name: "note.proto",
 *       dependency: ["google/protobuf/descriptor.proto"],
 *       extension: [{
 *         name: "note",
 *         number: 50_000,
 *         label: 1,
 *         type: 9,
 *         extendee: ".google.protobuf.FileOptions",
 *       }],
 *     }),
 *   ],
 * }).extension("note")!; // or an extension that `deno task gen` generated
 * const options = create(FileOptions);
 * setExtension(FileOptions, options, note, "hi");
 * clearExtension(FileOptions, options, note);
 * assertEquals(options, create(FileOptions));
 * ```
 */
export function clearExtension<T extends Message>(
  type: MessageType<T>,
  message: T,
  extension: Extension<T>,
): void {
  const codec = codecOf(type, extension);
  const bytes = message.$unknown;
  if (bytes === undefined) return;
  const kept = new UnknownFields(bytes);
  const reader = new Reader(bytes);
  while (reader.more()) {
    const start = reader.pos;
    if (!skipRecord(extension, codec, reader)) kept.addRange(start, reader.pos);
  }
  const left = kept.concat();
  if (left.length > 0) message.$unknown = left;
  else delete message.$unknown;
}

/** Skips a field, and tells whether it is the extension's. */
function skipRecord(extension: Extension, codec: FieldCodec, reader: Reader): boolean {
  const tag = reader.tag();
  if (isItem(extension, tag)) return readItem(reader).typeId === extension.descriptor.number;
  reader.skip(tag);
  return codec.readers.has(tag);
}

/** Whether a field is an item of the MessageSet that the extension extends. */
function isItem(extension: Extension, tag: number): boolean {
  return tag === ITEM_START && extension.descriptor.extendee.messageSet;
}

/**
 * Reads an extension of a MessageSet: from its items, and from plain fields of its number. The
 * payloads are put together and decoded once, under one set of limits: that merges them.
 */
function readFromSet(
  extension: Extension,
  content: MessageType,
  codec: FieldCodec,
  reader: Reader,
  options: DecodeOptions | undefined,
): Message | undefined {
  const pieces: Uint8Array[] = [];
  while (reader.more()) {
    const tag = reader.tag();
    if (isItem(extension, tag)) {
      const { typeId, payload } = readItem(reader);
      if (typeId === extension.descriptor.number) pieces.push(payload);
    } else if (codec.readers.has(tag)) {
      pieces.push(reader.bytesValue());
    } else {
      reader.skip(tag);
    }
  }
  reader.finish();
  return pieces.length === 0 ? undefined : decode(content, concat(pieces), options);
}

function codecOf(type: MessageType, extension: Extension): FieldCodec {
  const { descriptor } = extension;
  if (descriptor.extendee.fullName !== type.typeName) {
    throw new TypeError(
      `Cannot use extension ${descriptor.fullName} of ${descriptor.extendee.fullName} with ${type.typeName}`,
    );
  }
  let codec = CODECS.get(descriptor);
  if (codec === undefined) {
    codec = fieldCodec(descriptor, VALUE);
    // A number that no tag has room for is only found in the items of a MessageSet.
    if (descriptor.number > MAX_FIELD_NUMBER) codec = { ...codec, readers: new Map() };
    CODECS.set(descriptor, codec);
  }
  return codec;
}
