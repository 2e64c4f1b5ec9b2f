import { contentLength, readBody } from "../_body.ts";
import { type Codec, decodeFromPeer, encodeWithin } from "../_codec.ts";
import { completer } from "../_complete.ts";
import { HandlerCall } from "../_handler_call.ts";
import { type HandlerConfig, toClientError } from "../_handler_config.ts";
import type { Endpoint, HttpResponse } from "../_http.ts";
import { implementationOf, type Procedure } from "../_procedure.ts";
import { errorResponse } from "./error_response.ts";
import { UNARY_ENCODING_HEADER, UNARY_TYPE_PREFIX } from "./names.ts";
import { checkEncoding, checkVersion } from "./request_headers.ts";
import { startDeadline } from "./timeout.ts";
import { addTrailers } from "./trailers.ts";

/**
 * Makes what answers unary calls of a method in a codec.
 *
 * https://connectrpc.com/docs/protocol#unary-request
 */
export function unaryEndpoint(procedure: Procedure, codec: Codec, config: HandlerConfig): Endpoint {
  const { input, output } = procedure.method;
  const complete = completer(output);
  const contentType = UNARY_TYPE_PREFIX + codec.name;
  const plainHeaders = { "content-type": contentType };

  function respond(call: HandlerCall, body: Uint8Array): HttpResponse {
    const headers = call.takeHeaders();
    const trailers = call.takeTrailers();
    if (headers === undefined && trailers === undefined) {
      return { status: 200, headers: plainHeaders, body };
    }
    const all = new Headers(headers);
    all.set("content-type", contentType);
    if (trailers !== undefined) addTrailers(all, trailers);
    return { status: 200, headers: all, body };
  }

  return async (request) => {
    const call = new HandlerCall(procedure, "connect", request);
    const { lifetime } = call;
    const { headers } = request;
    try {
      checkEncoding(headers, UNARY_ENCODING_HEADER);
      checkVersion(headers, config.requireConnectProtocolHeader);
      startDeadline(lifetime, headers, config.maxTimeoutMs);
      const implementation = implementationOf(procedure);
      const bytes = await readBody(request.body, {
        declared: contentLength(headers),
        limit: config.readMaxBytes,
        truncated: "invalid_argument",
        lifetime,
      });
      const message = decodeFromPeer(codec, input, bytes, "invalid_argument");
      const result = implementation(message, call);
      const init = isPromise(result) ? await lifetime.race(result) : result;
      const body = encodeWithin(codec, output, complete(init as object), config.writeMaxBytes);
      return respond(call, body);
    } catch (error) {
      return errorResponse(call, toClientError(error, config, call), config.registry);
    } finally {
      lifetime.done();
    }
  };
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Promise<unknown> | null | undefined)?.then === "function";
}
