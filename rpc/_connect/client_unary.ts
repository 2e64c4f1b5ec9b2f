import { encodeRequest, requestCompression, send, startCall } from "../_client_call.ts";
import { type ClientConfig, configOfCall } from "../_client_config.ts";
import { clientRequest, methodUrl } from "../_client_request.ts";
import { checkContentType } from "../_client_response.ts";
import { decodeFromPeer } from "../_codec.ts";
import type { Compression } from "../compression.ts";
import { ConnectError } from "../error.ts";
import type { FieldPair, HttpReply } from "../http_client.ts";
import { Lifetime } from "../_lifetime.ts";
import { checkSize } from "../_metadata.ts";
import type { Message } from "../../reflect/mod.ts";
import type { CallTarget, ClientCall } from "../transport.ts";
import { acceptedEncodings, readError, readUnaryBody } from "./client_response.ts";
import {
  PROTOCOL_VERSION,
  PROTOCOL_VERSION_HEADER,
  UNARY_ACCEPT_ENCODING_HEADER,
  UNARY_ENCODING_HEADER,
  UNARY_TYPE_PREFIX,
} from "./names.ts";
import { getQuery } from "./get_request.ts";
import { addTimeout } from "./timeout.ts";
import { splitTrailers } from "./trailers.ts";

/**
 * Makes a unary call.
 *
 * @throws {ConnectError} Whatever goes wrong.
 */
export async function callUnary<I extends Message, O extends Message>(
  transportConfig: ClientConfig,
  call: ClientCall<I, O>,
): Promise<O> {
  const { method, message, options } = call;
  const config = configOfCall(transportConfig, options);
  const { codec } = config;
  const lifetime = new Lifetime();
  let response: HttpReply | undefined;
  let whole = false;
  try {
    startCall(lifetime, config, options);
    const bytes = encodeRequest(codec, method.input, message, config.writeMaxBytes);
    const compression = bytes.length < config.compressions.minBytes
      ? undefined
      : requestCompression(config, options);
    const body = compression === undefined ? bytes : await compression.compress(bytes);
    const query = queryOf(config, call, body, compression?.name);
    const request = clientRequest(config, call, {
      body: query === undefined ? body : null,
      query,
      lifetime,
      abortable: lifetime.bounded,
      headers: protocolHeaders(config, query === undefined, compression, lifetime.timeoutMs()),
    });
    response = await send(config, request, lifetime);
    checkSize(response.headers, config.maxMetadataBytes);
    if (options.onHeader !== undefined || options.onTrailer !== undefined) {
      const { headers, trailers } = splitTrailers(response.headers);
      options.onHeader?.(headers);
      options.onTrailer?.(trailers);
    }
    if (response.status !== 200) throw await readError(response, config, lifetime);
    checkContentType(response.headers, UNARY_TYPE_PREFIX, codec.name);
    const received = await readUnaryBody(response, config, lifetime);
    whole = true;
    return decodeFromPeer(codec, method.output, received, "internal");
  } catch (error) {
    if (!whole) response?.body.cancel(lifetime.reason);
    throw ConnectError.from(error);
  } finally {
    lifetime.done();
  }
}

/** Makes the headers that the protocol has for a call. */
function protocolHeaders(
  config: ClientConfig,
  post: boolean,
  compression: Compression | undefined,
  timeoutMs: number | undefined,
): FieldPair[] {
  const headers: FieldPair[] = [[UNARY_ACCEPT_ENCODING_HEADER, acceptedEncodings(config)]];
  if (post) {
    headers.push(["content-type", UNARY_TYPE_PREFIX + config.codec.name]);
    headers.push([PROTOCOL_VERSION_HEADER, PROTOCOL_VERSION]);
    if (compression !== undefined) headers.push([UNARY_ENCODING_HEADER, compression.name]);
  }
  if (timeoutMs !== undefined) addTimeout(headers, timeoutMs);
  return headers;
}

/** Returns the query of a call that can be made with GET, `undefined` for one that cannot. */
function queryOf(
  config: ClientConfig,
  { service, method }: CallTarget,
  message: Uint8Array,
  compression: string | undefined,
): string | undefined {
  if (!config.useGet || method.idempotency !== "no_side_effects") return undefined;
  const query = getQuery({ codec: config.codec.name, compression, message });
  const length = methodUrl(config, service, method).length + 1 + query.length;
  return length <= config.maxGetUrlBytes ? query : undefined;
}
