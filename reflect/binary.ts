import {
  type DecodeOptions,
  type EncodeOptions,
  Reader,
  WHOLE_INPUT,
  Writer,
} from "../wire/mod.ts";
import type { Message, MessageType } from "./message_type.ts";

/**
 * Decodes a message from the binary format.
 *
 * Nothing of the result aliases the input. Unknown fields are kept in `$unknown`.
 *
 * @param type The message's type, generated or dynamic.
 * @param bytes The bytes.
 * @param options Limits; all have defaults that suit input from the network.
 * @returns The message.
 * @throws {WireError} If the bytes are not such a message, or a limit is hit.
 *
 * @example Decode
 * ```ts
 * import { decode } from "@seria/seria";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(decode(Duration, new Uint8Array([0x08, 0x2a])).seconds, 42n);
 * ```
 */
export function decode<T extends Message>(
  type: MessageType<T>,
  bytes: Uint8Array,
  options?: DecodeOptions,
): T {
  return type.read(new Reader(bytes, options), undefined, WHOLE_INPUT);
}

/**
 * Decodes into a message that exists: singular fields are replaced, messages merged, lists and
 * maps added to. A message in a field is replaced by what it becomes; the old one may share lists
 * and maps with it. If it fails, lists and maps may have been added to.
 *
 * See https://protobuf.dev/programming-guides/encoding/#last-one-wins
 *
 * @param type The message's type.
 * @param target The message to decode into.
 * @param bytes The bytes.
 * @param options Limits.
 * @throws {WireError} If the bytes are not such a message, or a limit is hit.
 *
 * @example Decode two parts
 * ```ts
 * import { create, mergeFrom } from "@seria/seria";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const duration = create(Duration, { nanos: 5 });
 * mergeFrom(Duration, duration, new Uint8Array([0x08, 0x2a]));
 * assertEquals(duration, create(Duration, { seconds: 42n, nanos: 5 }));
 * ```
 */
export function mergeFrom<T extends Message>(
  type: MessageType<T>,
  target: T,
  bytes: Uint8Array,
  options?: DecodeOptions,
): void {
  Object.assign(target, type.read(new Reader(bytes, options), target, WHOLE_INPUT));
}

/**
 * Encodes a message to the binary format: fields in the order of their numbers, then unknown
 * fields as they came. The bytes of a view are copied as they are.
 *
 * @param type The message's type, generated or dynamic.
 * @param message The message. Any object of its shape will do.
 * @param options Limits.
 * @returns The bytes, newly allocated.
 * @throws {TypeError} If a field holds a value of the wrong kind.
 * @throws {WireError} If a value is out of its type's range, a string has a lone surrogate, or the
 * message is nested too deep.
 *
 * @example Encode
 * ```ts
 * import { create, encode } from "@seria/seria";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const duration = create(Duration, { seconds: 42n });
 * assertEquals(encode(Duration, duration), new Uint8Array([0x08, 0x2a]));
 * ```
 */
export function encode<T extends Message>(
  type: MessageType<T>,
  message: T,
  options?: EncodeOptions,
): Uint8Array<ArrayBuffer> {
  const viewed = type.views?.encoded(message);
  if (viewed !== undefined) return viewed;
  const writer = new Writer(options);
  type.write(message, writer);
  return writer.finish(options?.allocate);
}
