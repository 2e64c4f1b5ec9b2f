import { encodeRequest, send, startCall } from "../_client_call.ts";
import type { ClientConfig } from "../_client_config.ts";
import { decodeFromPeer } from "../_codec.ts";
import { ConnectError } from "../error.ts";
import { ignore } from "../_ignore.ts";
import { Lifetime } from "../_lifetime.ts";
import type { Message } from "../../reflect/mod.ts";
import type { ClientCall } from "../transport.ts";
import { clientRequest } from "./client_request.ts";
import { checkContentType, readError, readUnaryBody } from "./client_response.ts";
import { UNARY_TYPE_PREFIX } from "./names.ts";
import { splitTrailers } from "./trailers.ts";

/**
 * Makes a unary call.
 *
 * @throws {ConnectError} Whatever goes wrong.
 */
export async function callUnary<I extends Message, O extends Message>(
  config: ClientConfig,
  call: ClientCall<I, O>,
): Promise<O> {
  const { method, message, options } = call;
  const { codec } = config;
  const lifetime = new Lifetime();
  let response: Response | undefined;
  try {
    startCall(lifetime, config, options);
    const request = clientRequest(config, call, {
      contentType: UNARY_TYPE_PREFIX + codec.name,
      body: encodeRequest(codec, method.input, message, config.writeMaxBytes),
      lifetime,
      signal: lifetime.bounded ? lifetime.signal : undefined,
    });
    response = await send(config, request, lifetime);
    if (options.onHeader !== undefined || options.onTrailer !== undefined) {
      const { headers, trailers } = splitTrailers(response.headers);
      options.onHeader?.(headers);
      options.onTrailer?.(trailers);
    }
    if (response.status !== 200) throw await readError(response, config, lifetime);
    checkContentType(response.headers, UNARY_TYPE_PREFIX, codec.name);
    const bytes = await readUnaryBody(response, config, lifetime);
    return decodeFromPeer(codec, method.output, bytes, "internal");
  } catch (error) {
    // If it is being read, who reads it has seen to it.
    if (response?.body?.locked === false) response.body.cancel().catch(ignore);
    throw ConnectError.from(error);
  } finally {
    lifetime.done();
  }
}
