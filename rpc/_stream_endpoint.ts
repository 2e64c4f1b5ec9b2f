import { type Codec, encodeWithin } from "./_codec.ts";
import { completer } from "./_complete.ts";
import type { Compression } from "./compression.ts";
import { ConnectError } from "./error.ts";
import { HandlerCall } from "./_handler_call.ts";
import { type HandlerConfig, toClientError } from "./_handler_config.ts";
import type { Endpoint, HttpRequest, HttpResponse } from "./_http.ts";
import type { Lifetime } from "./_lifetime.ts";
import { MessageReader, packMessage } from "./_messages.ts";
import { mergeSendable } from "./_metadata.ts";
import { isPromise } from "./_promise.ts";
import { implementationOf, type Procedure } from "./_procedure.ts";
import { RequestMessages } from "./_request_messages.ts";
import { type Failure, responseStream, stop } from "./_response_stream.ts";
import type { StreamProtocol } from "./_stream_protocol.ts";

/**
 * Makes what answers the calls of a method in a codec and a protocol whose bodies are made of
 * envelopes. The status is always 200: errors come after the last message.
 */
export function streamEndpoint(
  procedure: Procedure,
  codec: Codec,
  config: HandlerConfig,
  protocol: StreamProtocol,
): Endpoint {
  const complete = completer(procedure.method.output);
  return async (request) => {
    const exchange = new Exchange(procedure, codec, config, protocol, complete, request);
    try {
      return await exchange.answer();
    } catch (error) {
      return exchange.fail(error);
    }
  };
}

/** A call that is being answered. */
class Exchange {
  readonly #procedure: Procedure;
  readonly #codec: Codec;
  readonly #config: HandlerConfig;
  readonly #protocol: StreamProtocol;
  readonly #complete: (init: object) => object;
  readonly #request: HttpRequest;
  readonly #call: HandlerCall;
  #requests: RequestMessages | undefined;
  #responses: AsyncIterator<unknown> | undefined;
  /** The HTTP trailers, once the body has ended. */
  readonly #trailers: PromiseWithResolvers<Headers> | undefined;
  /** What responses are compressed with. */
  #compression: Compression | undefined;

  constructor(
    procedure: Procedure,
    codec: Codec,
    config: HandlerConfig,
    protocol: StreamProtocol,
    complete: (init: object) => object,
    request: HttpRequest,
  ) {
    this.#procedure = procedure;
    this.#codec = codec;
    this.#config = config;
    this.#protocol = protocol;
    this.#complete = complete;
    this.#request = request;
    this.#trailers = protocol.trailers && Promise.withResolvers();
    this.#call = new HandlerCall(procedure, protocol.name, request);
  }

  get #lifetime(): Lifetime {
    return this.#call.lifetime;
  }

  /** Answers, or throws why it cannot. */
  async answer(): Promise<HttpResponse> {
    const call = this.#call;
    const { kind } = this.#procedure.method;
    const requests = this.#begin();
    const implementation = implementationOf(this.#procedure);
    const streamed = kind === "client_streaming" || kind === "bidi_streaming";
    const result = implementation(streamed ? requests : await requests.only(), call);
    if (kind === "unary" || kind === "client_streaming") {
      return await this.#single(isPromise(result) ? await this.#lifetime.race(result) : result);
    }
    const responses = this.#responses = iterate(
      isPromise(result) ? await this.#lifetime.race(result) : result,
    );
    // Before the headers are sent, the handler may set them.
    const first = await this.#lifetime.race(responses.next());
    return {
      status: 200,
      headers: this.#headers(call.takeHeaders()),
      body: responseStream(responses, first, this.#lifetime, {
        message: (response) => this.#message(response),
        end: (failure) => this.#end(failure),
        closed: () => this.#closed(requests),
      }),
      trailers: this.#trailers?.promise,
    };
  }

  /** Answers with an error. */
  fail(error: unknown): HttpResponse {
    if (this.#responses !== undefined) stop(this.#responses);
    const body = this.#end({ error });
    this.#done();
    return {
      status: 200,
      headers: this.#headers(this.#call.responseHeaders),
      body,
      trailers: this.#trailers?.promise,
    };
  }

  /** Looks at the request's headers. */
  #begin(): RequestMessages {
    const { compressions, maxTimeoutMs, readMaxBytes } = this.#config;
    const { encodingHeader, acceptEncodingHeader } = this.#protocol;
    const { headers, body } = this.#request;
    const sent = compressions.ofRequest(headers, encodingHeader);
    this.#protocol.check(headers);
    this.#compression = compressions.choose(headers.get(acceptEncodingHeader), sent);
    this.#lifetime.limitTo(this.#protocol.timeoutMs(headers), maxTimeoutMs);
    const reader = new MessageReader(body, {
      limit: readMaxBytes,
      compression: sent,
      invalid: "invalid_argument",
      lifetime: this.#lifetime,
    });
    return this.#requests = new RequestMessages(
      reader,
      this.#codec,
      this.#procedure.method.input,
    );
  }

  /** Answers with one message. */
  async #single(response: unknown): Promise<HttpResponse> {
    const message = await this.#message(response);
    const headers = this.#headers(this.#call.takeHeaders());
    // Fails the call before its message is sent.
    this.#call.takeTrailers();
    const end = this.#end();
    this.#done();
    const body = new Uint8Array(message.length + end.length);
    body.set(message);
    body.set(end, message.length);
    return { status: 200, headers, body, trailers: this.#trailers?.promise };
  }

  #closed(requests: RequestMessages): void {
    requests.close();
    // If the client has canceled the call nobody may look, but nobody waits for ever.
    const canceled = new ConnectError("the client canceled the call", "canceled");
    this.#trailers?.resolve(this.#protocol.trailers!(new Headers(), canceled));
  }

  #done(): void {
    this.#requests?.close();
    this.#lifetime.done();
  }

  #headers(metadata: Headers | undefined): Headers {
    const headers = new Headers();
    if (metadata !== undefined) mergeSendable(headers, metadata);
    headers.set("content-type", this.#protocol.contentType(this.#codec));
    headers.set(this.#protocol.acceptEncodingHeader, this.#config.compressions.names);
    if (this.#compression !== undefined) {
      headers.set(this.#protocol.encodingHeader, this.#compression.name);
    }
    return headers;
  }

  #message(response: unknown): Uint8Array | Promise<Uint8Array> {
    const { writeMaxBytes, compressions } = this.#config;
    const { output } = this.#procedure.method;
    const message = this.#complete(response as object);
    const bytes = encodeWithin(this.#codec, output, message, writeMaxBytes);
    return packMessage(bytes, this.#compression, compressions);
  }

  #end(failure?: Failure): Uint8Array {
    const call = this.#call;
    let error = failure && toClientError(failure.error, this.#config, call);
    try {
      call.takeTrailers();
    } catch (invalid) {
      error ??= toClientError(invalid, this.#config, call);
    }
    this.#trailers?.resolve(this.#protocol.trailers!(call.responseTrailers, error));
    return this.#protocol.end(call.responseTrailers, error, this.#config.registry);
  }
}

function iterate(responses: unknown): AsyncIterator<unknown> {
  const iterator = (responses as AsyncIterable<unknown> | undefined)?.[Symbol.asyncIterator]?.();
  if (iterator === undefined) {
    throw new TypeError("A streaming handler must return an async iterable: async *method");
  }
  return iterator;
}
