import { contentLength, readBody, tooLarge } from "../_body.ts";
import type { ClientConfig } from "../_client_config.ts";
import { received } from "../_client_response.ts";
import { compressedLimit, decompressFromPeer } from "../_compressions.ts";
import { normalizeContentType } from "../_content_type.ts";
import { ConnectError } from "../error.ts";
import type { HttpReply } from "../http_client.ts";
import type { Lifetime } from "../_lifetime.ts";
import type { JsonValue } from "../../json/mod.ts";
import { errorFromJson, isObject } from "./error_json.ts";
import { codeOfStatus } from "./http_status.ts";
import { ERROR_TYPE, UNARY_ENCODING_HEADER } from "./names.ts";
import { splitTrailers } from "./trailers.ts";

/** Returns the compressions that unary responses may have. */
export function acceptedEncodings({ compressions, http }: ClientConfig): string {
  const { contentEncodings } = http;
  if (contentEncodings === undefined) return compressions.names;
  const accepted = contentEncodings.filter((name) => compressions.get(name) !== undefined);
  return accepted.length === 0 ? "identity" : accepted.join(", ");
}

/**
 * Reads the body of a unary response.
 *
 * @throws {ConnectError} With code `internal`, if it is compressed in a way nobody asked for;
 * `resource_exhausted`, if it is too large.
 */
export async function readUnaryBody(
  response: HttpReply,
  config: ClientConfig,
  lifetime: Lifetime,
): Promise<Uint8Array> {
  const { compressions, readMaxBytes } = config;
  const compression = compressions.ofResponse(response.headers, UNARY_ENCODING_HEADER);
  const bytes = await readBody(response.body, {
    declared: compression === undefined ? contentLength(response.headers) : undefined,
    limit: compression === undefined ? readMaxBytes : compressedLimit(readMaxBytes),
    truncated: "internal",
    lifetime,
  });
  if (compression === undefined) return bytes;
  if (response.isDecoded?.(compression.name, bytes)) {
    if (bytes.length > readMaxBytes) throw tooLarge(bytes.length, readMaxBytes);
    return bytes;
  }
  return await lifetime.race(
    decompressFromPeer(compression, bytes, readMaxBytes, "internal"),
  );
}

/**
 * Reads the error of a response whose status is not 200. Whatever is odd about it, it is an error.
 *
 * https://connectrpc.com/docs/protocol#http-to-error-code
 */
export async function readError(
  response: HttpReply,
  config: ClientConfig,
  lifetime: Lifetime,
): Promise<ConnectError> {
  const error = await readErrorBody(response, config, lifetime) ??
    new ConnectError(`HTTP status ${response.status}`, codeOfStatus(response.status));
  const { headers, trailers } = splitTrailers(response.headers);
  return received(error, headers, trailers);
}

async function readErrorBody(
  response: HttpReply,
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
