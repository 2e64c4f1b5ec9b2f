import { contentLength, readBody } from "../_body.ts";
import type { ClientConfig } from "../_client_config.ts";
import { normalizeContentType } from "../_content_type.ts";
import { type Envelope, FLAG_COMPRESSED } from "../_envelope.ts";
import { ConnectError } from "../error.ts";
import type { Lifetime } from "../_lifetime.ts";
import { markReceived } from "../_received.ts";
import type { JsonValue } from "../../json/mod.ts";
import { errorFromJson, isObject } from "./error_json.ts";
import { codeOfStatus } from "./http_status.ts";
import {
  ERROR_TYPE,
  FLAG_END_STREAM,
  STREAM_ENCODING_HEADER,
  UNARY_ENCODING_HEADER,
} from "./names.ts";
import { splitTrailers } from "./trailers.ts";

/** Content codings that fetch decodes by itself, and then leaves the header as it was. */
const DECODED_BY_FETCH: ReadonlySet<string> = new Set(["br", "deflate", "gzip", "zstd"]);

/**
 * Checks that a response with status 200 is what was asked for.
 *
 * @param prefix What the content type begins with if the other side speaks the protocol at all.
 * @throws {ConnectError} With code `internal` for another codec, `unknown` for all else.
 */
export function checkContentType(headers: Headers, prefix: string, codec: string): void {
  const contentType = headers.get("content-type") ?? "";
  const normal = normalizeContentType(contentType);
  if (normal === prefix + codec) return;
  throw new ConnectError(
    `the response has content-type "${contentType}", not "${prefix}${codec}"`,
    normal.startsWith(prefix) ? "internal" : "unknown",
  );
}

/**
 * Checks what was read of a stream of responses.
 *
 * @param envelope The envelope, or `undefined` if the body has ended.
 * @param headers The response's headers.
 * @throws {ConnectError} With code `internal`.
 */
export function checkEnvelope(
  envelope: Envelope | undefined,
  headers: Headers,
): asserts envelope is Envelope {
  if (envelope === undefined) {
    throw new ConnectError("the response has ended without its end-stream message", "internal");
  }
  if (envelope.flags === 0 || envelope.flags === FLAG_END_STREAM) return;
  if ((envelope.flags & FLAG_COMPRESSED) === 0) {
    throw new ConnectError(`a message has the flags ${envelope.flags}`, "internal");
  }
  const encoding = headers.get(STREAM_ENCODING_HEADER) ?? "identity";
  throw new ConnectError(`a message is compressed: ${encoding} is not supported`, "internal");
}

/**
 * Reads the body of a unary response.
 *
 * @throws {ConnectError} With code `internal`, if it is compressed in a way nobody asked for;
 * `resource_exhausted`, if it is too large.
 */
export function readUnaryBody(
  response: Response,
  config: ClientConfig,
  lifetime: Lifetime,
): Promise<Uint8Array> {
  const encoding = response.headers.get(UNARY_ENCODING_HEADER) ?? "identity";
  if (encoding !== "identity" && !DECODED_BY_FETCH.has(encoding)) {
    throw new ConnectError(`the response has ${UNARY_ENCODING_HEADER} "${encoding}"`, "internal");
  }
  return readBody(response.body, {
    declared: encoding === "identity" ? contentLength(response.headers) : undefined,
    limit: config.readMaxBytes,
    truncated: "internal",
    lifetime,
  });
}

/**
 * Reads the error of a response whose status is not 200. Whatever is odd about it, it is an error.
 *
 * https://connectrpc.com/docs/protocol#http-to-error-code
 */
export async function readError(
  response: Response,
  config: ClientConfig,
  lifetime: Lifetime,
): Promise<ConnectError> {
  const error = await readErrorBody(response, config, lifetime) ??
    new ConnectError(`HTTP status ${response.status}`, codeOfStatus(response.status));
  const { headers, trailers } = splitTrailers(response.headers);
  return received(error, headers, trailers);
}

/** Adds to an error what came with it. */
export function received(error: ConnectError, headers: Headers, trailers: Headers): ConnectError {
  for (const [name, value] of headers) error.metadata.append(name, value);
  for (const [name, value] of trailers) error.metadata.append(name, value);
  markReceived(error);
  return error;
}

async function readErrorBody(
  response: Response,
  config: ClientConfig,
  lifetime: Lifetime,
): Promise<ConnectError | undefined> {
  const contentType = normalizeContentType(response.headers.get("content-type") ?? "");
  if (contentType !== ERROR_TYPE) return undefined;
  const bytes = await readUnaryBody(response, config, lifetime);
  let json: JsonValue | undefined;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  // JSON that is not from a Connect server has neither.
  if (!isObject(json) || (json.code === undefined && json.message === undefined)) return undefined;
  return errorFromJson(json, codeOfStatus(response.status));
}
