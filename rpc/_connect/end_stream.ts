import type { EndStream } from "../_client_protocol.ts";
import type { Envelope } from "../_envelope.ts";
import { ConnectError } from "../error.ts";
import type { FieldPair } from "../http_client.ts";
import { mergeSendable, MetadataMeter } from "../_metadata.ts";
import { isReceived } from "../_received.ts";
import type { JsonObject, JsonValue } from "../../json/mod.ts";
import type { Registry } from "../../reflect/mod.ts";
import { asObject, errorFromJson, errorToJson, isObject } from "./error_json.ts";
import { FLAG_END_STREAM } from "./names.ts";

/** The end of a response that has no trailers: an empty object. */
const SUCCESS: Envelope = { flags: FLAG_END_STREAM, data: new TextEncoder().encode("{}") };

/**
 * Makes the last envelope of a response.
 *
 * https://connectrpc.com/docs/protocol#error-end-stream
 *
 * @param trailers The trailers, if there are any. What may not be sent is left out: it must not hide an error.
 * @param error Why the call failed, if it did. Its metadata goes with the trailers.
 * @param registry Finds the types of error details.
 */
export function encodeEndStream(
  trailers: Headers | undefined,
  error: ConnectError | undefined,
  registry: Registry | undefined,
): Envelope {
  if (trailers === undefined && error === undefined) return SUCCESS;
  const all: FieldPair[] = [];
  if (trailers !== undefined) mergeSendable(all, trailers);
  if (error !== undefined && !isReceived(error)) mergeSendable(all, error.metadata);
  const json: JsonObject = {};
  if (error !== undefined) json.error = errorToJson(error, registry);
  const metadata = new Map<string, string[]>();
  for (const [name, value] of all) {
    const values = metadata.get(name);
    if (values === undefined) metadata.set(name, [value]);
    else values.push(value);
  }
  if (metadata.size > 0) json.metadata = Object.fromEntries(metadata);
  return { flags: FLAG_END_STREAM, data: new TextEncoder().encode(JSON.stringify(json)) };
}

/**
 * Decodes the message of the last envelope.
 *
 * @throws {ConnectError} With code `internal`, if it is not a JSON object; `resource_exhausted`, if
 * it has more trailers than it may have.
 */
export function decodeEndStream(bytes: Uint8Array, maxMetadataBytes: number): EndStream {
  const { error, metadata } = parseObject(bytes);
  return {
    error: error === undefined || error === null ? undefined : errorFromJson(error, "unknown"),
    trailers: trailersFromJson(metadata, new MetadataMeter(maxMetadataBytes)),
  };
}

function parseObject(bytes: Uint8Array): JsonObject {
  let json: JsonValue | undefined;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // Reported below.
  }
  if (!isObject(json)) {
    throw new ConnectError("the end-stream message is not a JSON object", "internal");
  }
  return json;
}

function trailersFromJson(json: JsonValue | undefined, meter: MetadataMeter): Headers {
  const trailers = new Headers();
  for (const [name, values] of Object.entries(asObject(json))) {
    for (const value of Array.isArray(values) ? values : []) {
      if (typeof value !== "string") continue;
      meter.add(name, value);
      try {
        trailers.append(name, value);
      } catch {
        // Not a name or a value that a header may have: nothing a program could rely on.
      }
    }
  }
  return trailers;
}
