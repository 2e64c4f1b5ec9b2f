import { contentLength, shortBody } from "./_body.ts";
import { encodeWithin } from "./_codec.ts";
import type { Codec } from "./codec.ts";
import { completer } from "./_complete.ts";
import type { Compression } from "./compression.ts";
import { encodeEnvelopes, type Envelope } from "./_envelope.ts";
import { ConnectError } from "./error.ts";
import { HandlerCall } from "./_handler_call.ts";
import { type HandlerConfig, timeoutOf, toClientError } from "./_handler_config.ts";
import type { FieldPair } from "./http_client.ts";
import type { Endpoint, HttpRequest, HttpResponse, ResponseBody } from "./_http.ts";
import { IdleTimer } from "./_idle_timer.ts";
import { type Failure, MessageSource, stop } from "./_message_source.ts";
import { MessageReader, packMessage } from "./_messages.ts";
import { mergeSendable } from "./_metadata.ts";
import { after, isPromise } from "./_promise.ts";
import { implementationOf, type Procedure } from "./_procedure.ts";
import { RequestMessages } from "./_request_messages.ts";
import type { StreamProtocol } from "./_stream_protocol.ts";

/** What does not change from call to call. */
interface Subject {
  readonly procedure: Procedure;
  readonly codec: Codec;
  readonly config: HandlerConfig;
  readonly protocol: StreamProtocol;
  /** Makes what a handler returns a message. */
  readonly complete: (init: object) => object;
  /** The headers of a response without metadata that is not compressed. */
  readonly headers: readonly FieldPair[];
  /** The same for clients that do not say what compression they understand, and need not know. */
  readonly plainHeaders: readonly FieldPair[];
}

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
  const contentType: FieldPair = ["content-type", protocol.contentType(codec)];
  const subject: Subject = {
    procedure,
    codec,
    config,
    protocol,
    complete: completer(procedure.method.output),
    headers: [contentType, [protocol.acceptEncodingHeader, config.compressions.names]],
    plainHeaders: [contentType],
  };
  return (request) => {
    const exchange = new Exchange(subject, request);
    try {
      const response = exchange.answer();
      if (!isPromise(response)) return response;
      return response.catch((error) => exchange.fail(error));
    } catch (error) {
      return exchange.fail(error);
    }
  };
}

/** A call that is being answered, and, if it has a stream of responses, the body of its response. */
class Exchange implements ResponseBody {
  readonly #subject: Subject;
  readonly #request: HttpRequest;
  readonly #call: HandlerCall;
  #requests: RequestMessages | undefined;
  /** The responses, until they are a body. */
  #responses: AsyncIterator<unknown> | undefined;
  #body: MessageSource | undefined;
  #trailers: readonly FieldPair[] | undefined;
  /** What responses are compressed with. */
  #compression: Compression | undefined;
  /** Whether the client neither uses compression nor says that it might. */
  #plain = false;

  constructor(subject: Subject, request: HttpRequest) {
    this.#subject = subject;
    this.#request = request;
    const { procedure, protocol, config } = subject;
    this.#call = new HandlerCall(procedure, protocol.name, request, config.maxMetadataBytes);
  }

  get trailers(): readonly FieldPair[] | undefined {
    return this.#trailers;
  }

  read(): Promise<Uint8Array | null> {
    return this.#body!.read();
  }

  cancel(cause: unknown): void {
    const { lifetime } = this.#call;
    const canceled = new ConnectError("the client canceled the call", "canceled", { cause });
    // Nobody may look at the trailers any more, but nobody is to find none.
    this.#trailers ??= this.#subject.protocol.trailers?.(undefined, canceled);
    this.#body!.cancel();
    this.#requests?.stop();
    lifetime.end(canceled);
  }

  /** Answers, or fails, at once or later, with why it cannot. */
  answer(): HttpResponse | Promise<HttpResponse> {
    const { kind } = this.#subject.procedure.method;
    const requests = this.#begin();
    const implementation = implementationOf(this.#subject.procedure);
    const call = this.#call;
    const invoke = (input: Parameters<typeof implementation>[0]): unknown =>
      call.lifetime.race(implementation(input, call));
    const result = kind === "client_streaming" || kind === "bidi_streaming"
      ? invoke(requests)
      : after(requests.only(), invoke);
    return after(
      result,
      kind === "unary" || kind === "client_streaming"
        ? (response) => this.#single(response)
        : (responses) => this.#stream(responses),
    );
  }

  /** Answers with an error. */
  fail(error: unknown): HttpResponse {
    if (this.#responses !== undefined) stop(this.#responses);
    const end = this.#end({ error });
    return this.#whole(this.#headers(this.#call.touchedHeaders), end === undefined ? [] : [end]);
  }

  /** Looks at the request's headers. */
  #begin(): RequestMessages {
    const { procedure, codec, config, protocol } = this.#subject;
    const { headers } = this.#request;
    const { lifetime } = this.#call;
    this.#call.checkRequestHeaders();
    const sent = config.compressions.ofRequest(headers, protocol.encodingHeader);
    protocol.check(headers);
    const accept = headers.get(protocol.acceptEncodingHeader);
    this.#compression = config.compressions.choose(accept, sent);
    this.#plain = accept === null && sent === undefined;
    lifetime.limitTo(timeoutOf(config, protocol.timeoutMs(headers)));
    const { kind } = procedure.method;
    const streamed = kind === "client_streaming" || kind === "bidi_streaming";
    const body = streamed ? this.#request : shortBody(this.#request, contentLength(headers));
    const reader = new MessageReader(body, {
      limit: config.readMaxBytes,
      compression: sent,
      invalid: "invalid_argument",
      lifetime,
      idleTimeoutMs: config.idleTimeoutMs,
    });
    return this.#requests = new RequestMessages(reader, codec, procedure.method.input);
  }

  /** Answers with one message. */
  #single(response: unknown): HttpResponse | Promise<HttpResponse> {
    return after(this.#pack(response), (message) => {
      const headers = this.#headers(this.#call.takeHeaders());
      // Fails the call before its message is sent.
      this.#call.takeTrailers();
      const end = this.#end();
      return this.#whole(headers, end === undefined ? [message] : [message, end]);
    });
  }

  /** Answers with as many messages as there are. */
  async #stream(result: unknown): Promise<HttpResponse> {
    const { lifetime } = this.#call;
    const responses = this.#responses = iterate(result);
    // Before the headers are sent, the handler may set them.
    const first = await lifetime.race(responses.next());
    const headers = this.#headers(this.#call.takeHeaders());
    this.#body = new MessageSource(responses, first, {
      pack: (response) => this.#pack(response),
      end: (failure) => this.#end(failure),
    }, new IdleTimer(this.#subject.config.idleTimeoutMs, lifetime));
    const onEnd = (error: ConnectError) => this.#body!.end({ error });
    if (lifetime.reason !== undefined) onEnd(lifetime.reason);
    else lifetime.onEnd = onEnd;
    return { status: 200, headers, body: this };
  }

  #whole(headers: readonly FieldPair[], envelopes: readonly Envelope[]): HttpResponse {
    return { status: 200, headers, body: encodeEnvelopes(envelopes), trailers: this.#trailers };
  }

  #headers(metadata: Headers | undefined): readonly FieldPair[] {
    const { protocol } = this.#subject;
    const headers = this.#plain ? this.#subject.plainHeaders : this.#subject.headers;
    if (metadata === undefined && this.#compression === undefined) return headers;
    const all = [...headers];
    if (this.#compression !== undefined) {
      all.push([protocol.encodingHeader, this.#compression.name]);
    }
    if (metadata !== undefined) mergeSendable(all, metadata);
    return all;
  }

  #pack(response: unknown): Envelope | Promise<Envelope> {
    const { procedure, codec, config, complete } = this.#subject;
    const message = complete(response as object);
    const bytes = encodeWithin(codec, procedure.method.output, message, config.writeMaxBytes);
    return packMessage(bytes, this.#compression, config.compressions);
  }

  /** Ends the call. Returns what comes last in the body, if anything does. */
  #end(failure?: Failure): Envelope | undefined {
    const { config, protocol } = this.#subject;
    const call = this.#call;
    let error = failure && toClientError(failure.error, config, call);
    try {
      call.takeTrailers();
    } catch (invalid) {
      error ??= toClientError(invalid, config, call);
    }
    call.lifetime.done();
    this.#requests?.stop();
    this.#trailers = protocol.trailers?.(call.touchedTrailers, error);
    return protocol.end?.(call.touchedTrailers, error, config.registry);
  }
}

function iterate(responses: unknown): AsyncIterator<unknown> {
  const iterator = (responses as AsyncIterable<unknown> | undefined)?.[Symbol.asyncIterator]?.();
  if (iterator === undefined) {
    throw new TypeError("A streaming handler must return an async iterable: async *method");
  }
  return iterator;
}
