import { tooLarge } from "./_body.ts";
import type { Code } from "./code.ts";
import type { CodecName } from "./codec_name.ts";
import { ConnectError } from "./error.ts";
import { fromJsonString, JsonError, toJsonString } from "../json/mod.ts";
import type { DecodeLimits } from "./_limits.ts";
import type { Message, MessageType, Registry } from "../reflect/mod.ts";
import { decode, encode } from "../reflect/mod.ts";
import { WireError } from "../wire/mod.ts";

/** Turns messages into bytes and back. What it throws is not yet a `ConnectError`. */
export interface Codec {
  /** The name, as it stands in content types. */
  readonly name: CodecName;
  /** Encodes a message. */
  encode<T extends Message>(type: MessageType<T>, message: T): Uint8Array;
  /** Decodes a message. */
  decode<T extends Message>(type: MessageType<T>, bytes: Uint8Array): T;
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder("utf-8", { fatal: true });

/**
 * Makes a codec for the binary format.
 *
 * @param limits How messages may be decoded.
 */
export function protoCodec(limits: DecodeLimits = {}): Codec {
  return {
    name: "proto",
    encode: (type, message) => encode(type, message),
    decode: (type, bytes) => decode(type, bytes, limits),
  };
}

/**
 * Makes a codec for ProtoJSON. Keys that a message does not have are passed over, as unknown fields
 * are in the binary format, so that a peer may be newer.
 *
 * @param registry Finds the types in `google.protobuf.Any`, and extensions.
 * @param limits How messages may be decoded.
 */
export function jsonCodec(registry: Registry | undefined, limits: DecodeLimits = {}): Codec {
  const options = registry === undefined ? {} : { registry };
  const readOptions = { ...options, ...limits, ignoreUnknownFields: true };
  return {
    name: "json",
    encode: (type, message) => ENCODER.encode(toJsonString(type, message, options)),
    decode: (type, bytes) => fromJsonString(type, decodeText(bytes), readOptions),
  };
}

function decodeText(bytes: Uint8Array): string {
  try {
    return DECODER.decode(bytes);
  } catch {
    throw new SyntaxError("Cannot decode JSON: it is not UTF-8");
  }
}

/** Makes the codecs that a handler speaks. */
export function codecs(
  registry: Registry | undefined,
  limits: DecodeLimits,
): readonly Codec[] {
  return [protoCodec(limits), jsonCodec(registry, limits)];
}

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
