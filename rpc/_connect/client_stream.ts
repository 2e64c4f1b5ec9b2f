import { encodeRequest, send, startCall } from "../_client_call.ts";
import type { ClientConfig } from "../_client_config.ts";
import { decodeFromPeer } from "../_codec.ts";
import { encodeEnvelope, EnvelopeReader } from "../_envelope.ts";
import { ConnectError } from "../error.ts";
import { ignore } from "../_ignore.ts";
import { Lifetime } from "../_lifetime.ts";
import type { Message } from "../../reflect/mod.ts";
import type { ClientCall } from "../transport.ts";
import { clientRequest } from "./client_request.ts";
import { checkContentType, checkEnvelope, readError, received } from "./client_response.ts";
import { decodeEndStream } from "./end_stream.ts";
import { FLAG_END_STREAM, STREAM_TYPE_PREFIX } from "./names.ts";

/**
 * Makes a server-streaming call. The request is encoded now, and sent with the first `next()`.
 *
 * @returns The responses. What fails, fails with a `ConnectError`.
 */
export function callServerStream<I extends Message, O extends Message>(
  config: ClientConfig,
  call: ClientCall<I, O>,
): AsyncIterableIterator<O> {
  const { codec, writeMaxBytes } = config;
  const { method, message } = call;
  const body = eager(() =>
    encodeEnvelope(0, encodeRequest(codec, method.input, message, writeMaxBytes))
  );
  const lifetime = new Lifetime();
  const responses = receive(config, call, lifetime, body);
  const iterator: AsyncIterableIterator<O> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () => responses.next(),
    return: () => {
      // A generator's own return() waits for a next() that is under way; this ends it.
      lifetime.end(new ConnectError("the caller has stopped iterating", "canceled"));
      responses.return(undefined).catch(ignore);
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  return iterator;
}

/** Makes something now; what that throws is thrown when it is asked for. */
function eager<T>(make: () => T): () => T {
  try {
    const made = make();
    return () => made;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/**
 * Sends the request and receives the responses. Calls of `next()` that overlap are queued, as with
 * any generator.
 */
async function* receive<I extends Message, O extends Message>(
  config: ClientConfig,
  call: ClientCall<I, O>,
  lifetime: Lifetime,
  body: () => Uint8Array,
): AsyncGenerator<O, undefined> {
  const { method, options } = call;
  const { codec } = config;
  let response: Response | undefined;
  let reader: EnvelopeReader | undefined;
  let ended = false;
  try {
    startCall(lifetime, config, options);
    const request = clientRequest(config, call, {
      contentType: STREAM_TYPE_PREFIX + codec.name,
      body: body(),
      lifetime,
      signal: lifetime.signal,
    });
    response = await send(config, request, lifetime);
    options.onHeader?.(new Headers(response.headers));
    if (response.status !== 200) throw await readError(response, config, lifetime);
    checkContentType(response.headers, STREAM_TYPE_PREFIX, codec.name);
    reader = new EnvelopeReader(response.body, {
      limit: config.readMaxBytes,
      truncated: "internal",
      lifetime,
    });
    for (;;) {
      const envelope = await reader.read();
      checkEnvelope(envelope, response.headers);
      if (envelope.flags === FLAG_END_STREAM) {
        const { error, trailers } = decodeEndStream(envelope.data);
        if (!await reader.ended()) {
          throw new ConnectError("the response goes on after its end-stream message", "internal");
        }
        ended = true;
        options.onTrailer?.(trailers);
        if (error !== undefined) throw received(error, response.headers, trailers);
        return undefined;
      }
      yield decodeFromPeer(codec, method.output, envelope.data, "internal");
    }
  } catch (error) {
    throw ConnectError.from(error);
  } finally {
    if (!ended) {
      if (reader !== undefined) reader.cancel(lifetime.reason);
      else if (response?.body?.locked === false) response.body.cancel().catch(ignore);
    }
    lifetime.done();
  }
}
