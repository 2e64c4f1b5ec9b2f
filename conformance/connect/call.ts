import { create, decode } from "@seria/seria/reflect";
import type { Message, MessageType } from "@seria/seria/reflect";
import { type CallOptions, ConnectError, createClient } from "@seria/seria/rpc";
import { addHeaders, delay, fromConnectError, toHeaders } from "./convert.ts";
import type { Generated } from "./generate.ts";
import {
  type ClientCompatRequest,
  type ClientResponseResult,
  type ConformancePayload,
  FULL_DUPLEX,
  type PayloadResponse,
} from "./protocol.ts";
import { type HttpEngine, transportOf } from "./transport.ts";

type Responses = PromiseLike<PayloadResponse> | AsyncIterable<PayloadResponse>;
/** The methods of a client, whatever streams they have. */
type Methods = Readonly<
  Record<string, (input: unknown, options: CallOptions) => Responses>
>;

/**
 * Makes a call as the suite wants it.
 *
 * @param request What to call, with what.
 * @param generated The suite's types.
 * @returns What came of it.
 * @throws {Error} If the call cannot be made as it is meant to be.
 */
export async function makeCall(
  request: ClientCompatRequest,
  generated: Generated,
  engine: HttpEngine,
): Promise<ClientResponseResult> {
  const name = request.method ?? "";
  const local = name.charAt(0).toLowerCase() + name.slice(1);
  const transport = transportOf(request, generated.registry, engine);
  const client = createClient(generated.service, transport) as unknown as Methods;
  const method = generated.service.descriptor.methods.find((each) => each.name === name);
  const invoke = client[local];
  if (method === undefined || invoke === undefined) {
    throw new TypeError(`The client has no method ${local}`);
  }
  const result = create(generated.type<ClientResponseResult>("ClientResponseResult"));
  const call = new Call(generated, request, method.input.type, result);
  try {
    const streams = method.methodKind === "client_streaming" ||
      method.methodKind === "bidi_streaming";
    const input = streams ? call.messages() : call.message();
    await call.receive(invoke.call(client, input, call.options));
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    result.error = fromConnectError(error);
    // The suite compares messages, and the reason of the host is not in them.
    const { cause } = error.cause instanceof Error ? error.cause : error;
    if (error.code === "unavailable" && cause) console.error(`LOST: ${request.testName}: ${cause}`);
  }
  return result;
}

/** What happens in the course of a call. */
class Call {
  readonly options: CallOptions;
  readonly #generated: Generated;
  readonly #request: ClientCompatRequest;
  readonly #requests: readonly Message[];
  readonly #result: ClientResponseResult;
  readonly #abort = new AbortController();
  /** Resolved when the next response has come. */
  #answered = Promise.withResolvers<void>();

  constructor(
    generated: Generated,
    request: ClientCompatRequest,
    type: MessageType,
    result: ClientResponseResult,
  ) {
    this.#generated = generated;
    this.#request = request;
    this.#result = result;
    this.#requests = request.requestMessages.map(({ value }) => decode(type, value));
    const headers = new Headers();
    addHeaders(headers, request.requestHeaders);
    this.options = {
      headers,
      signal: this.#abort.signal,
      onHeader: (headers) => result.responseHeaders = toHeaders(headers),
      onTrailer: (trailers) => result.responseTrailers = toHeaders(trailers),
      ...request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs },
    };
  }

  /** The only request. */
  message(): Message {
    const [message, ...others] = this.#requests;
    if (message === undefined || others.length > 0) {
      throw new TypeError(`The call has ${this.#requests.length} requests, and not one`);
    }
    this.#cancelAfterSending();
    return message;
  }

  /** The stream of requests; a full-duplex one waits for a response to each. */
  async *messages(): AsyncGenerator<Message> {
    const { streamType, requestDelayMs, cancel } = this.#request;
    this.#result.numUnsentRequests = this.#requests.length;
    for (const message of this.#requests) {
      await delay(requestDelayMs);
      const answered = this.#answered.promise;
      this.#result.numUnsentRequests--;
      yield message;
      if (streamType === FULL_DUPLEX) await answered;
    }
    if (cancel?.cancelTiming.case === "beforeCloseSend") this.#abort.abort();
    else this.#cancelAfterSending();
  }

  /** Takes the responses. */
  async receive(responses: Responses): Promise<void> {
    const { payloads } = this.#result;
    const cancel = this.#request.cancel?.cancelTiming;
    if (!(Symbol.asyncIterator in responses)) {
      payloads.push(this.#payloadOf(await responses));
      return;
    }
    try {
      for await (const response of responses) {
        payloads.push(this.#payloadOf(response));
        if (cancel?.case === "afterNumResponses" && payloads.length === cancel.value) {
          this.#abort.abort();
        }
        const { resolve } = this.#answered;
        this.#answered = Promise.withResolvers<void>();
        resolve();
      }
    } finally {
      this.#answered.resolve();
    }
  }

  #payloadOf({ payload }: PayloadResponse): ConformancePayload {
    return payload ?? create(this.#generated.type<ConformancePayload>("ConformancePayload"));
  }

  #cancelAfterSending(): void {
    const timing = this.#request.cancel?.cancelTiming;
    if (timing === undefined) return;
    if (timing.case === undefined || timing.case === "afterCloseSendMs") {
      const milliseconds = timing.case === undefined ? 0 : timing.value;
      setTimeout(() => this.#abort.abort(), milliseconds);
    }
  }
}
