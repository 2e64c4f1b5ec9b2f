import { contentLength, readBody } from "../_body.ts";
import { type Codec, decodeFromPeer, encodeWithin } from "../_codec.ts";
import { completer } from "../_complete.ts";
import { compressedLimit, decompressFromPeer } from "../_compressions.ts";
import { HandlerCall } from "../_handler_call.ts";
import { type HandlerConfig, toClientError } from "../_handler_config.ts";
import type { Endpoint, HttpRequest, HttpResponse } from "../_http.ts";
import { isPromise } from "../_promise.ts";
import { implementationOf, type Procedure } from "../_procedure.ts";
import { errorResponse } from "./error_response.ts";
import { UNARY_ACCEPT_ENCODING_HEADER, UNARY_ENCODING_HEADER, UNARY_TYPE_PREFIX } from "./names.ts";
import { checkVersion } from "./request_headers.ts";
import { parseTimeout } from "./timeout.ts";
import { addTrailers } from "./trailers.ts";

/**
 * Makes what answers unary calls of a method in a codec.
 *
 * https://connectrpc.com/docs/protocol#unary-request
 *
 * @param toPost Makes the POST request that a GET request stands for.
 */
export function unaryEndpoint(
  procedure: Procedure,
  codec: Codec,
  config: HandlerConfig,
  toPost?: (request: HttpRequest) => HttpRequest,
): Endpoint {
  const { input, output } = procedure.method;
  const { readMaxBytes, compressions } = config;
  const complete = completer(output);
  const contentType = UNARY_TYPE_PREFIX + codec.name;
  const plainHeaders: Record<string, string> = { "content-type": contentType };
  // A cache must not give one client what another one has asked for in other words.
  if (toPost !== undefined) plainHeaders.vary = UNARY_ACCEPT_ENCODING_HEADER;

  function respond(call: HandlerCall, body: Uint8Array, encoding?: string): HttpResponse {
    const headers = call.takeHeaders();
    const trailers = call.takeTrailers();
    if (headers === undefined && trailers === undefined && encoding === undefined) {
      return { status: 200, headers: plainHeaders, body };
    }
    const all = new Headers(headers);
    all.set("content-type", contentType);
    if (toPost !== undefined) all.append("vary", UNARY_ACCEPT_ENCODING_HEADER);
    if (encoding !== undefined) all.set(UNARY_ENCODING_HEADER, encoding);
    if (trailers !== undefined) addTrailers(all, trailers);
    return { status: 200, headers: all, body };
  }

  return async (request) => {
    const call = new HandlerCall(procedure, "connect", request);
    const { lifetime } = call;
    try {
      const { headers, body } = toPost === undefined ? request : toPost(request);
      const sent = config.compressions.ofRequest(headers, UNARY_ENCODING_HEADER);
      checkVersion(headers, config.requireConnectProtocolHeader);
      lifetime.limitTo(parseTimeout(headers), config.maxTimeoutMs);
      const implementation = implementationOf(procedure);
      let bytes = await readBody(body, {
        declared: contentLength(headers),
        limit: sent === undefined ? readMaxBytes : compressedLimit(readMaxBytes),
        truncated: "invalid_argument",
        lifetime,
      });
      if (sent !== undefined) {
        bytes = await lifetime.race(
          decompressFromPeer(sent, bytes, readMaxBytes, "invalid_argument"),
        );
      }
      const message = decodeFromPeer(codec, input, bytes, "invalid_argument");
      const result = implementation(message, call);
      const init = isPromise(result) ? await lifetime.race(result) : result;
      const encoded = encodeWithin(codec, output, complete(init as object), config.writeMaxBytes);
      const compression = encoded.length < Math.max(1, compressions.minBytes)
        ? undefined
        : compressions.choose(headers.get(UNARY_ACCEPT_ENCODING_HEADER), sent);
      if (compression === undefined) return respond(call, encoded);
      return respond(call, await compression.compress(encoded), compression.name);
    } catch (error) {
      return errorResponse(call, toClientError(error, config, call), config);
    } finally {
      lifetime.done();
    }
  };
}
