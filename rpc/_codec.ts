import { tooLarge } from "./_body.ts";
import type { Code } from "./code.ts";
import type { Codec } from "./codec.ts";
import { ConnectError } from "./error.ts";
import { JsonError } from "../json/mod.ts";
import type { Message, MessageType } from "../reflect/mod.ts";
import { WireError } from "../wire/mod.ts";

/**
 * Encodes a message within a limit.
 *
 * @throws {ConnectError} With code `resource_exhausted`, if it is above the limit; whatever the
 * codec throws, if it cannot be encoded.
 */
export function encodeWithin<T extends Message>(
  codec: Codec,
  type: MessageType<T>,
  message: T,
  limit: number,
): Uint8Array {
  const bytes = codec.encode(type, message);
  if (bytes.length > limit) throw tooLarge(bytes.length, limit);
  return bytes;
}

/**
 * Decodes what a peer sent.
 *
 * @param invalid The code for what is no such message.
 * @throws {ConnectError} If it cannot be decoded: `resource_exhausted` if that would cost too much,
 * else `invalid`.
 */
export function decodeFromPeer<T extends Message>(
  codec: Codec,
  type: MessageType<T>,
  bytes: Uint8Array,
  invalid: Code,
): T {
  try {
    return codec.decode(type, bytes);
  } catch (cause) {
    const limited = (cause instanceof WireError || cause instanceof JsonError) &&
      cause.code === "limit";
    throw new ConnectError(
      `not a valid ${type.typeName} (${codec.name}): ${(cause as Error).message}`,
      limited ? "resource_exhausted" : invalid,
    );
  }
}
