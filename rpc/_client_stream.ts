import { encodeRequest, requestCompression, send, startCall } from "./_client_call.ts";
import type { ClientConfig } from "./_client_config.ts";
import type { ClientProtocol } from "./_client_protocol.ts";
import { clientRequest } from "./_client_request.ts";
import { checkContentType, received } from "./_client_response.ts";
import { decodeFromPeer } from "./_codec.ts";
import { ConnectError } from "./error.ts";
import { ignore } from "./_ignore.ts";
import { Lifetime } from "./_lifetime.ts";
import { MessageReader, packMessage } from "./_messages.ts";
import { RequestBody } from "./_request_body.ts";
import type { Message, MessageInit } from "../reflect/mod.ts";
import type { CallTarget } from "./transport.ts";

/** What is sent with a call: one request, encoded already, or any number of them. */
type Requests =
  | { readonly kind: "one"; readonly bytes: () => Uint8Array }
  | {
    readonly kind: "many";
    readonly messages: AsyncIterable<unknown> | Iterable<unknown>;
  };

/** Encodes the one request of a call now; why it cannot be is told when the call begins. */
export function oneRequest(
  { codec, writeMaxBytes }: ClientConfig,
  { method }: CallTarget,
  message: MessageInit<Message>,
): Requests {
  try {
    const bytes = encodeRequest(codec, method.input, message, writeMaxBytes);
    return { kind: "one", bytes: () => bytes };
  } catch (error) {
    return {
      kind: "one",
      bytes: () => {
        throw error;
      },
    };
  }
}

/**
 * Makes a call that has a stream of responses. It begins with the first `next()`.
 *
 * @returns The responses. What fails, fails with a `ConnectError`.
 */
export function callStream<O extends Message>(
  config: ClientConfig,
  protocol: ClientProtocol,
  target: CallTarget<Message, O>,
  requests: Requests,
): AsyncIterableIterator<O> {
  const lifetime = new Lifetime();
  const responses = receive(config, protocol, target, requests, lifetime);
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

/**
 * Makes a call that has one response.
 *
 * @throws {ConnectError} Whatever goes wrong; with code `unimplemented`, if there is no response, or
 * more than one.
 */
export async function callSingle<O extends Message>(
  config: ClientConfig,
  protocol: ClientProtocol,
  target: CallTarget<Message, O>,
  requests: Requests,
): Promise<O> {
  const responses = callStream(config, protocol, target, requests);
  const first = await responses.next();
  if (first.done) throw new ConnectError("the response has no message", "unimplemented");
  if (!(await responses.next()).done) {
    responses.return!();
    throw new ConnectError("the response has more than one message", "unimplemented");
  }
  return first.value;
}

/**
 * Sends the requests and receives the responses. Calls of `next()` that overlap are queued, as with
 * any generator.
 */
async function* receive<O extends Message>(
  config: ClientConfig,
  protocol: ClientProtocol,
  target: CallTarget<Message, O>,
  requests: Requests,
  lifetime: Lifetime,
): AsyncGenerator<O, undefined> {
  const { method, options } = target;
  const { codec, compressions, readMaxBytes, writeMaxBytes } = config;
  let upload: RequestBody | undefined;
  let response: Response | undefined;
  let reader: MessageReader | undefined;
  let ended = false;
  try {
    startCall(lifetime, config, options);
    const compression = requestCompression(config, options);
    const pack = (bytes: Uint8Array) => packMessage(bytes, compression, compressions);
    let body: Uint8Array | ReadableStream<Uint8Array>;
    if (requests.kind === "one") {
      body = await pack(requests.bytes());
    } else {
      upload = new RequestBody(
        requests.messages,
        lifetime,
        (message) =>
          pack(encodeRequest(codec, method.input, message as MessageInit<Message>, writeMaxBytes)),
      );
      body = upload.stream;
    }
    const request = clientRequest(config, target, {
      body,
      signal: lifetime.signal,
      setHeaders(headers) {
        headers.set("content-type", protocol.typePrefix + codec.name);
        // Or fetch asks for what it likes, though each message is compressed by itself.
        headers.set("accept-encoding", "identity");
        headers.set(protocol.acceptEncodingHeader, compressions.names);
        if (compression !== undefined) headers.set(protocol.encodingHeader, compression.name);
        protocol.setHeaders(headers, lifetime.timeoutMs());
      },
    });
    response = await send(config, request, lifetime);
    const { headers } = response;
    options.onHeader?.(new Headers(headers));
    if (response.status !== 200) throw await protocol.readError(response, config, lifetime);
    checkContentType(headers, protocol.typePrefix, codec.name, protocol.protoType);
    reader = new MessageReader(response.body, {
      limit: readMaxBytes,
      compression: compressions.ofResponse(headers, protocol.encodingHeader),
      invalid: "internal",
      lifetime,
    });
    let empty = true;
    for (;;) {
      const envelope = await reader.read();
      if (envelope === undefined || envelope.flags === protocol.endFlag) {
        const { error, trailers } = envelope === undefined
          ? protocol.endOf(headers, empty)
          : protocol.decodeEnd(envelope.data);
        if (!await reader.ended()) {
          throw new ConnectError("the response goes on after its end", "internal");
        }
        ended = true;
        options.onTrailer?.(trailers);
        if (error !== undefined) {
          // Without an end of its own, the headers are the trailers.
          throw received(error, envelope === undefined ? new Headers() : headers, trailers);
        }
        return undefined;
      }
      if (envelope.flags !== 0) {
        throw new ConnectError(`a message has the flags ${envelope.flags}`, "internal");
      }
      empty = false;
      yield decodeFromPeer(codec, method.output, envelope.data, "internal");
    }
  } catch (error) {
    throw ConnectError.from(error);
  } finally {
    if (!ended) {
      if (reader !== undefined) reader.cancel(lifetime.reason);
      else if (response?.body?.locked === false) response.body.cancel().catch(ignore);
    }
    upload?.close(ended ? undefined : lifetime.reason ?? new ConnectError("the call has failed"));
    lifetime.done();
  }
}
