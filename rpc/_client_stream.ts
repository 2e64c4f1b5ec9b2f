import { encodeRequest, requestCompression, send, startCall } from "./_client_call.ts";
import { type ClientConfig, configOfCall } from "./_client_config.ts";
import type { ClientProtocol, EndStream } from "./_client_protocol.ts";
import { clientRequest } from "./_client_request.ts";
import { checkContentType, received } from "./_client_response.ts";
import { decodeFromPeer } from "./_codec.ts";
import type { Compression } from "./compression.ts";
import { encodeEnvelopes, type Envelope } from "./_envelope.ts";
import { ConnectError } from "./error.ts";
import { NO_FIELDS, toHeaders } from "./_fields.ts";
import type { ByteSource, FieldPair, HttpReply } from "./http_client.ts";
import { IdleTimer } from "./_idle_timer.ts";
import { Lifetime } from "./_lifetime.ts";
import { checkSize } from "./_metadata.ts";
import { MessageIterator } from "./_message_iterator.ts";
import { MessageSource } from "./_message_source.ts";
import { MessageReader, packMessage } from "./_messages.ts";
import { after } from "./_promise.ts";
import type { Message, MessageInit } from "../reflect/mod.ts";
import type { CallTarget } from "./transport.ts";

/** What is sent with a call: one request, encoded already, or any number of them. */
export type Requests =
  | { readonly kind: "one"; readonly bytes: () => Uint8Array }
  | {
    readonly kind: "many";
    readonly messages: AsyncIterable<unknown> | Iterable<unknown>;
  };

/** Encodes the one request of a call now; why it cannot be is told when the call begins. */
export function oneRequest(
  config: ClientConfig,
  { method, options }: CallTarget,
  message: MessageInit<Message>,
): Requests {
  try {
    const { codec, writeMaxBytes } = configOfCall(config, options);
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
  const responses = new ClientStream(config, protocol, target, requests);
  const first = await responses.next();
  if (first.done) throw new ConnectError("the response has no message", "unimplemented");
  if (!(await responses.next()).done) {
    responses.return();
    throw new ConnectError("the response has more than one message", "unimplemented");
  }
  return first.value;
}

/**
 * A call in a protocol whose bodies are made of envelopes, and its responses. It begins with the
 * first `next()`. What fails, fails with a `ConnectError`.
 */
export class ClientStream<O extends Message> extends MessageIterator<O> {
  #config: ClientConfig;
  readonly #protocol: ClientProtocol;
  readonly #target: CallTarget<Message, O>;
  readonly #requests: Requests;
  readonly #lifetime: Lifetime = new Lifetime();
  #compression: Compression | undefined;
  /** The requests, while they are sent. */
  #upload: MessageSource | undefined;
  #reply: HttpReply | undefined;
  #reader: MessageReader | undefined;
  #empty = true;
  #over = false;

  constructor(
    config: ClientConfig,
    protocol: ClientProtocol,
    target: CallTarget<Message, O>,
    requests: Requests,
  ) {
    super();
    this.#config = config;
    this.#protocol = protocol;
    this.#target = target;
    this.#requests = requests;
  }

  protected override receive(): O | undefined | Promise<O | undefined> {
    try {
      const received = this.#reader === undefined
        ? this.#begin().then(this.#read)
        : after(this.#reader.read(), this.#take);
      return received instanceof Promise ? received.catch(this.#fail) : received;
    } catch (error) {
      return this.#fail(error);
    }
  }

  protected override stop(): void {
    this.#finish(new ConnectError("the caller has stopped iterating", "canceled"));
  }

  readonly #read = (): O | undefined | Promise<O | undefined> =>
    after(this.#reader!.read(), this.#take);

  /** Takes what was read: a response, or how the call ended. */
  readonly #take = (envelope: Envelope | undefined): O | undefined | Promise<O | undefined> => {
    const { endFlag } = this.#protocol;
    if (envelope === undefined) {
      const { trailers } = this.#reply!;
      if (trailers !== undefined) checkSize(trailers, this.#config.maxMetadataBytes);
      return this.#end(this.#protocol.endOf(this.#reply!, this.#empty));
    }
    const { flags, data } = envelope;
    if (flags === endFlag) {
      const end = this.#protocol.decodeEnd(data, this.#config.maxMetadataBytes);
      return after(this.#reader!.ended(), (ended) => {
        if (!ended) throw new ConnectError("the response goes on after its end", "internal");
        return this.#end(end);
      });
    }
    if (flags !== 0) throw new ConnectError(`a message has the flags ${flags}`, "internal");
    this.#empty = false;
    return decodeFromPeer(this.#config.codec, this.#target.method.output, data, "internal");
  };

  #end({ error, trailers, instead = false }: EndStream): undefined {
    this.#finish(undefined);
    this.#target.options.onTrailer?.(trailers);
    if (error === undefined) return undefined;
    throw received(error, instead ? NO_FIELDS : this.#reply!.headers, trailers);
  }

  readonly #fail = (reason: unknown): never => {
    const error = ConnectError.from(reason);
    this.#finish(error);
    throw error;
  };

  /** Lets go of everything, once: what is under way is given up if the call has failed. */
  #finish(error: ConnectError | undefined): void {
    if (this.#over) return;
    this.#over = true;
    if (error !== undefined) {
      this.#lifetime.end(error);
      if (this.#reader !== undefined) this.#reader.cancel(error);
      else this.#reply?.body.cancel(error);
    }
    this.#upload?.end(error && { error });
    this.#upload?.cancel();
    this.#lifetime.done();
  }

  /** Sends the requests, and waits for the response to begin. */
  async #begin(): Promise<void> {
    const { options } = this.#target;
    const lifetime = this.#lifetime;
    this.#config = configOfCall(this.#config, options);
    startCall(lifetime, this.#config, options);
    this.#compression = requestCompression(this.#config, options);
    const body = await this.#body();
    const request = clientRequest(this.#config, this.#target, {
      body,
      lifetime,
      abortable: true,
      headers: this.#headers(),
    });
    const reply = this.#reply = await send(this.#config, request, lifetime);
    const { headers, status } = reply;
    checkSize(headers, this.#config.maxMetadataBytes);
    options.onHeader?.(new Headers(toHeaders(headers)));
    if (status !== 200) throw await this.#protocol.readError(reply, this.#config, lifetime);
    const { typePrefix, protoType, encodingHeader } = this.#protocol;
    const { kind } = this.#target.method;
    checkContentType(headers, typePrefix, this.#config.codec.name, protoType);
    this.#reader = new MessageReader(reply.body, {
      limit: this.#config.readMaxBytes,
      compression: this.#config.compressions.ofResponse(headers, encodingHeader),
      invalid: "internal",
      lifetime,
      // A single response may take as long as the deadline says.
      idleTimeoutMs: kind === "unary" || kind === "client_streaming"
        ? Infinity
        : this.#config.idleTimeoutMs,
    });
  }

  #body(): Uint8Array | ByteSource | Promise<Uint8Array> {
    const requests = this.#requests;
    if (requests.kind === "one") {
      return after(this.#pack(requests.bytes()), (envelope) => encodeEnvelopes([envelope]));
    }
    const { codec, writeMaxBytes } = this.#config;
    const { input } = this.#target.method;
    return this.#upload = new MessageSource(iterate(requests.messages), undefined, {
      pack: (message) =>
        this.#pack(encodeRequest(codec, input, message as MessageInit<Message>, writeMaxBytes)),
      end: (failure) => {
        if (failure === undefined) return undefined;
        // The server must not take the requests for all there are.
        const error = ConnectError.from(failure.error);
        this.#lifetime.end(error);
        throw error;
      },
    }, new IdleTimer(this.#config.idleTimeoutMs, this.#lifetime));
  }

  #pack(bytes: Uint8Array): Envelope | Promise<Envelope> {
    return packMessage(bytes, this.#compression, this.#config.compressions);
  }

  #headers(): readonly FieldPair[] {
    const { typePrefix, headers, encodingHeader, acceptEncodingHeader } = this.#protocol;
    const { codec, compressions } = this.#config;
    const all: FieldPair[] = [
      ["content-type", typePrefix + codec.name],
      // Or fetch asks for what it likes, though each message is compressed by itself.
      ["accept-encoding", "identity"],
      [acceptEncodingHeader, compressions.names],
      ...headers,
    ];
    if (this.#compression !== undefined) all.push([encodingHeader, this.#compression.name]);
    const timeoutMs = this.#lifetime.timeoutMs();
    if (timeoutMs !== undefined) this.#protocol.addTimeout(all, timeoutMs);
    return all;
  }
}

function iterate(
  requests: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncIterator<unknown> | Iterator<unknown> {
  if (typeof requests === "object" && requests !== null) {
    if (Symbol.asyncIterator in requests) return requests[Symbol.asyncIterator]();
    if (Symbol.iterator in requests) return requests[Symbol.iterator]();
  }
  throw new ConnectError("requests must be iterable", "invalid_argument");
}
