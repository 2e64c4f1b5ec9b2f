import { decode, encode, type Message, type MessageType, type Registry } from "../reflect/mod.ts";
import type { DecodeOptions, EncodeOptions } from "../wire/mod.ts";
import type { Any } from "./gen/google/protobuf/any_pb.ts";

/** What stands before a type's name in its URL, unless a program wants something else. */
const TYPE_URL_PREFIX = "type.googleapis.com";

/** A full name, as `.proto` files can declare it. */
const FULL_NAME = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/** How a message is packed. */
export interface AnyPackOptions extends EncodeOptions {
  /** What stands before the slash and the type's name. Default `"type.googleapis.com"`. */
  typeUrlPrefix?: string;
}

/** A message of a type that the program did not know before. */
export interface UnpackedAny<T extends Message = Message> {
  /** The type, which every function that takes the message wants to have. */
  readonly type: MessageType<T>;
  /** The message. */
  readonly message: T;
}

/**
 * Packs a message into an `Any`: its encoding, and the URL of its type.
 *
 * @param type The message's type, generated or dynamic.
 * @param message The message.
 * @param options The prefix of the URL, and limits.
 * @returns A new `Any`, which shares nothing with the message.
 * @throws {TypeError | WireError} If the message cannot be encoded.
 *
 * @example Pack
 * ```ts
 * import { anyPack, Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(anyPack(Duration, { seconds: 42n, nanos: 0 }), {
 *   typeUrl: "type.googleapis.com/google.protobuf.Duration",
 *   value: new Uint8Array([8, 42]),
 * });
 * ```
 */
export function anyPack<T extends Message>(
  type: MessageType<T>,
  message: T,
  options: AnyPackOptions = {},
): Any {
  const prefix = options.typeUrlPrefix ?? TYPE_URL_PREFIX;
  const slash = prefix.endsWith("/") ? "" : "/";
  return { typeUrl: prefix + slash + type.typeName, value: encode(type, message, options) };
}

/**
 * The full name of the type of what an `Any` holds: what follows the last slash of its URL. What
 * stands before it is not looked at, as in all other implementations.
 *
 * @param any The `Any`.
 * @returns The name; `undefined` if the `Any` is empty, or its URL has no slash or no valid name.
 *
 * @example Ask for the name
 * ```ts
 * import { anyTypeName } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const value = new Uint8Array(0);
 * assertEquals(anyTypeName({ typeUrl: "example.com/types/a.v1.User", value }), "a.v1.User");
 * assertEquals(anyTypeName({ typeUrl: "a.v1.User", value }), undefined);
 * ```
 */
export function anyTypeName(any: Readonly<Any>): string | undefined {
  const slash = any.typeUrl.lastIndexOf("/");
  const name = any.typeUrl.slice(slash + 1);
  return slash >= 0 && FULL_NAME.test(name) ? name : undefined;
}

/**
 * Whether an `Any` holds a message of a type. Its bytes are not looked at.
 *
 * @param any The `Any`.
 * @param type The type.
 * @returns Whether its URL names the type; `false` for an empty one and for a malformed URL.
 *
 * @example Ask for the type
 * ```ts
 * import { anyIs, anyPack, Duration, timestampNow, Timestamp } from "@seria/seria/wkt";
 * import { assert } from "@std/assert";
 *
 * const any = anyPack(Timestamp, timestampNow());
 * assert(anyIs(any, Timestamp));
 * assert(!anyIs(any, Duration));
 * ```
 */
export function anyIs(any: Readonly<Any>, type: MessageType): boolean {
  return anyTypeName(any) === type.typeName;
}

/**
 * Unpacks a message of a type, if that is what an `Any` holds.
 *
 * @param any The `Any`.
 * @param type The type, generated or dynamic.
 * @param options Limits. If the `Any` came in a message that was decoded with limits of its own,
 * give them here too: nothing in the `Any` tells of them.
 * @returns A new message; `undefined` if the `Any` is empty or holds something else. Like
 * `decode()`, it keeps unknown fields.
 * @throws {WireError} If the type is right, but the bytes are not such a message, or a limit is
 * hit.
 *
 * @example Unpack
 * ```ts
 * import { anyPack, anyUnpack, Duration, Timestamp } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const any = anyPack(Duration, { seconds: 42n, nanos: 0 });
 * assertEquals(anyUnpack(any, Duration)?.seconds, 42n);
 * assertEquals(anyUnpack(any, Timestamp), undefined);
 * ```
 */
export function anyUnpack<T extends Message>(
  any: Readonly<Any>,
  type: MessageType<T>,
  options?: DecodeOptions,
): T | undefined {
  return anyIs(any, type) ? decode(type, any.value, options) : undefined;
}

/**
 * Unpacks whatever message an `Any` holds, if a registry has its type.
 *
 * @param any The `Any`.
 * @param registry Finds the type.
 * @param options Limits, as for {@linkcode anyUnpack}.
 * @returns A new message, with its type; `undefined` if the `Any` is empty, its URL malformed, or
 * its type not in the registry.
 * @throws {WireError} If the bytes are not such a message, or a limit is hit.
 *
 * @example Look into any message
 * ```ts
 * import { createRegistry, toJson } from "@seria/seria";
 * import { anyPack, anyUnpackWith, Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const any = anyPack(Duration, { seconds: 42n, nanos: 0 });
 * const unpacked = anyUnpackWith(any, createRegistry(Duration))!;
 * assertEquals(toJson(unpacked.type, unpacked.message), "42s");
 * assertEquals(anyUnpackWith(any, createRegistry()), undefined);
 * ```
 */
export function anyUnpackWith(
  any: Readonly<Any>,
  registry: Registry,
  options?: DecodeOptions,
): UnpackedAny | undefined {
  const typeName = anyTypeName(any);
  const type = typeName === undefined ? undefined : registry.message(typeName);
  return type && { type, message: decode(type, any.value, options) };
}
