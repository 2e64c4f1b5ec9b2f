import type { CodecName } from "./codec_name.ts";
import { fromJsonString, toJsonString } from "../json/mod.ts";
import type { Message, MessageType, Registry } from "../reflect/mod.ts";
import { decode, encode } from "../reflect/mod.ts";
import { allocate } from "./_slab.ts";

/** Turns messages into bytes and back. What it throws is not yet a `ConnectError`. */
export interface Codec {
  /** The name, as it stands in content types. */
  readonly name: CodecName;
  /** Encodes a message. The bytes may be part of a larger array, and are not to be transferred. */
  encode<T extends Message>(type: MessageType<T>, message: T): Uint8Array;
  /** Decodes a message. */
  decode<T extends Message>(type: MessageType<T>, bytes: Uint8Array): T;
}

/** How messages may be decoded, and what else a codec has to know. */
export interface CodecOptions {
  /** Finds the types in `google.protobuf.Any`, and extensions, in JSON. Default: none. */
  readonly registry?: Registry | undefined;
  /** The most memory of elements, as in `DecodeOptions`. */
  readonly maxElementBytes?: number;
  /** The deepest nesting, as in `DecodeOptions`. */
  readonly recursionLimit?: number;
}

/** Makes a codec, with the limits of a transport or a call: `protoCodec` or `jsonCodec`. */
export type CodecFactory = (options?: CodecOptions) => Codec;

/**
 * Makes a codec for the binary format.
 *
 * @param options How messages may be decoded.
 * @returns The codec.
 *
 * @example Binary messages, which are the default
 * ```ts
 * import { connect, protoCodec } from "@seria/seria/rpc";
 *
 * connect.tls("https://greet.example.com", { codec: protoCodec });
 * ```
 */
export function protoCodec({ registry: _, ...limits }: CodecOptions = {}): Codec {
  return {
    name: "proto",
    encode: (type, message) => encode(type, message, ALLOCATION),
    decode: (type, bytes) => decode(type, bytes, limits),
  };
}

/** What is encoded here is copied once more, into a body: it may share an array with others. */
const ALLOCATION = { allocate };
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder("utf-8", { fatal: true });

/**
 * Makes a codec for ProtoJSON. Keys that a message does not have are passed over, as unknown fields
 * are in the binary format, so that a peer may be newer.
 *
 * Clients that do not name it do not load it: JSON is a third of what a web page would load.
 *
 * @param options How messages may be decoded, and the registry.
 * @returns The codec.
 *
 * @example A client that one can read along with
 * ```ts
 * import { connect, jsonCodec } from "@seria/seria/rpc";
 *
 * connect.tls("https://greet.example.com", { codec: jsonCodec });
 * ```
 */
export function jsonCodec({ registry, ...limits }: CodecOptions = {}): Codec {
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
