import { contentLength, readBody } from "../_body.ts";
import { decodeFromPeer, encodeWithin } from "../_codec.ts";
import type { Codec } from "../codec.ts";
import { completer } from "../_complete.ts";
import type { Compression } from "../compression.ts";
import { compressedLimit, decompressFromPeer } from "../_compressions.ts";
import { HandlerCall } from "../_handler_call.ts";
import { type HandlerConfig, timeoutOf, toClientError } from "../_handler_config.ts";
import type { FieldPair, Fields } from "../http_client.ts";
import type { Endpoint, HttpRequest, HttpResponse } from "../_http.ts";
import type { Message } from "../../reflect/mod.ts";
import { mergeSendable } from "../_metadata.ts";
import { after, isPromise } from "../_promise.ts";
import { implementationOf, type Procedure } from "../_procedure.ts";
import { errorResponse } from "./error_response.ts";
import type { PostContent } from "./get_request.ts";
import { UNARY_ACCEPT_ENCODING_HEADER, UNARY_ENCODING_HEADER, UNARY_TYPE_PREFIX } from "./names.ts";
import { checkVersion } from "./request_headers.ts";
import { parseTimeout } from "./timeout.ts";
import { addTrailers } from "./trailers.ts";

/**
 * Makes what answers unary calls of a method in a codec. A call whose body is there, and whose
 * handler does not wait, is answered at once.
 *
 * https://connectrpc.com/docs/protocol#unary-request
 *
 * @param toPost Makes the POST request that a GET request stands for.
 */
export function unaryEndpoint(
  procedure: Procedure,
  codec: Codec,
  config: HandlerConfig,
  toPost?: (request: HttpRequest) => PostContent,
): Endpoint {
  const { input, output } = procedure.method;
  const { readMaxBytes, compressions } = config;
  const complete = completer(output);
  const plainHeaders: FieldPair[] = [["content-type", UNARY_TYPE_PREFIX + codec.name]];
  // A cache must not give one client what another one has asked for in other words.
  if (toPost !== undefined) plainHeaders.push(["vary", UNARY_ACCEPT_ENCODING_HEADER]);

  function answer(request: HttpRequest, call: HandlerCall): HttpResponse | Promise<HttpResponse> {
    const { lifetime } = call;
    call.checkRequestHeaders();
    const post = toPost === undefined ? request : toPost(request);
    const { headers } = post;
    const sent = compressions.ofRequest(headers, UNARY_ENCODING_HEADER);
    checkVersion(headers, config.requireConnectProtocolHeader);
    lifetime.limitTo(timeoutOf(config, parseTimeout(headers)));
    const implementation = implementationOf(procedure);
    const body = readBody(post, {
      declared: contentLength(headers),
      limit: sent === undefined ? readMaxBytes : compressedLimit(readMaxBytes),
      truncated: "invalid_argument",
      lifetime,
      idleTimeoutMs: config.idleTimeoutMs,
    });
    const invoke = (bytes: Uint8Array): unknown => {
      const message = decodeFromPeer(codec, input, bytes, "invalid_argument");
      return lifetime.race(implementation(message, call));
    };
    const result = sent === undefined
      ? after(body, invoke)
      : after(body, (bytes) =>
        lifetime.race(decompressFromPeer(sent, bytes, readMaxBytes, "invalid_argument"))
          .then(invoke));
    return after(result, (init) => {
      const message = complete(init as object) as Message;
      const bytes = encodeWithin(codec, output, message, config.writeMaxBytes);
      const compression = responseCompression(bytes, headers, sent);
      if (compression === undefined) return respond(call, bytes);
      return after(
        compression.compress(bytes),
        (compressed) => respond(call, compressed, compression.name),
      );
    });
  }

  function responseCompression(
    bytes: Uint8Array,
    headers: Fields,
    sent: Compression | undefined,
  ): Compression | undefined {
    if (bytes.length < Math.max(1, compressions.minBytes)) return undefined;
    return compressions.choose(headers.get(UNARY_ACCEPT_ENCODING_HEADER), sent);
  }

  function respond(call: HandlerCall, body: Uint8Array, encoding?: string): HttpResponse {
    const metadata = call.takeHeaders();
    const trailers = call.takeTrailers();
    if (metadata === undefined && trailers === undefined && encoding === undefined) {
      return { status: 200, headers: plainHeaders, body };
    }
    const headers = [...plainHeaders];
    if (encoding !== undefined) headers.push([UNARY_ENCODING_HEADER, encoding]);
    if (metadata !== undefined) mergeSendable(headers, metadata);
    if (trailers !== undefined) addTrailers(headers, trailers);
    return { status: 200, headers, body };
  }

  return (request) => {
    const call = new HandlerCall(procedure, "connect", request, config.maxMetadataBytes);
    const done = (response: HttpResponse): HttpResponse => {
      call.lifetime.done();
      return response;
    };
    const fail = (error: unknown): HttpResponse =>
      done(errorResponse(call, toClientError(error, config, call), config));
    try {
      const response = answer(request, call);
      return isPromise(response) ? response.then(done, fail) : done(response);
    } catch (error) {
      return fail(error);
    }
  };
}
