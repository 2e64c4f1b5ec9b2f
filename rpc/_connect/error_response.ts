import type { ConnectError } from "../error.ts";
import type { HandlerCall } from "../_handler_call.ts";
import type { HandlerConfig } from "../_handler_config.ts";
import type { FieldPair } from "../http_client.ts";
import type { HttpResponse } from "../_http.ts";
import { mergeSendable } from "../_metadata.ts";
import { isReceived } from "../_received.ts";
import { errorToJson } from "./error_json.ts";
import { statusOfCode } from "./http_status.ts";
import { ERROR_TYPE, UNARY_ACCEPT_ENCODING_HEADER } from "./names.ts";
import { addTrailers } from "./trailers.ts";

/**
 * Makes the response for a unary call that failed. Metadata that may not be sent is left out: it
 * must not hide the error.
 *
 * https://connectrpc.com/docs/protocol#unary-response
 */
export function errorResponse(
  call: HandlerCall,
  error: ConnectError,
  { registry, compressions }: HandlerConfig,
): HttpResponse {
  const headers: FieldPair[] = [[UNARY_ACCEPT_ENCODING_HEADER, compressions.names]];
  if (call.touchedHeaders !== undefined) mergeSendable(headers, call.touchedHeaders);
  if (!isReceived(error)) mergeSendable(headers, error.metadata);
  if (call.touchedTrailers !== undefined) {
    const trailers: FieldPair[] = [];
    mergeSendable(trailers, call.touchedTrailers);
    addTrailers(headers, trailers);
  }
  return jsonResponse(statusOfCode(error.code), headers, errorToJson(error, registry));
}

/** Makes a response whose body is JSON. */
export function jsonResponse(
  status: number,
  headers: readonly FieldPair[],
  json: unknown,
): HttpResponse {
  const all: FieldPair[] = [["content-type", ERROR_TYPE], ...headers];
  return { status, headers: all, body: new TextEncoder().encode(JSON.stringify(json)) };
}
