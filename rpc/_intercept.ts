import { ConnectError } from "./error.ts";
import { ignore } from "./_ignore.ts";
import type { ClientInterceptor, ClientNext, HandlerInterceptor } from "./interceptor.ts";
import type { Implementation } from "./_procedure.ts";
import type { Message } from "../reflect/mod.ts";
import type { ClientCall, ClientStreamCall, Transport } from "./transport.ts";

/** Puts interceptors before what answers a method, the first one outermost. */
export function interceptHandler(
  implementation: Implementation | undefined,
  interceptors: readonly HandlerInterceptor[],
): Implementation | undefined {
  if (implementation === undefined) return undefined;
  return interceptors.reduceRight<Implementation>(
    (inner, interceptor) => (request, context) =>
      // Async, so that what is thrown at once is thrown like all else.
      interceptor(request, context, async (request) => await inner(request, context) as object),
    implementation,
  );
}

/** Puts interceptors before a transport, the first one outermost. */
export function interceptTransport(
  transport: Transport,
  interceptors: readonly ClientInterceptor[],
): Transport {
  if (interceptors.length === 0) return transport;
  const call = interceptors.reduceRight<ClientNext>(
    (inner, interceptor) => async (call) => await interceptor(call, inner),
    // deno-lint-ignore require-await
    async ({ service, method, request, options }) => {
      const target = { service, method, options };
      const message = request as ClientCall["message"];
      const messages = request as ClientStreamCall["messages"];
      switch (method.kind) {
        case "unary":
          return transport.unary({ ...target, message });
        case "server_streaming":
          return transport.serverStream({ ...target, message });
        case "client_streaming":
          return transport.clientStream({ ...target, messages });
        case "bidi_streaming":
          return transport.bidiStream({ ...target, messages });
      }
    },
  );
  const one = ({ message, messages, ...target }: AnyCall): Promise<never> =>
    call({ ...target, request: message ?? messages! }).catch(fail) as Promise<never>;
  const many = (target: AnyCall): AsyncIterableIterator<never> =>
    new Deferred(() => one(target) as Promise<AsyncIterable<Message>>) as never;
  return {
    unary: (call) => one(call as unknown as AnyCall),
    clientStream: (call) => one(call as unknown as AnyCall),
    serverStream: (call) => many(call as unknown as AnyCall),
    bidiStream: (call) => many(call as unknown as AnyCall),
  };
}

type AnyCall = Omit<ClientCall, "message"> & Partial<ClientCall & ClientStreamCall>;

/** A call fails with a `ConnectError` only, whatever an interceptor throws. */
function fail(error: unknown): never {
  throw ConnectError.from(error);
}

/** A stream that begins with the first `next()`. */
class Deferred implements AsyncIterableIterator<Message> {
  readonly #begin: () => Promise<AsyncIterable<Message>>;
  #stream: Promise<AsyncIterator<Message>> | undefined;
  #returned = false;

  constructor(begin: () => Promise<AsyncIterable<Message>>) {
    this.#begin = begin;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Message>> {
    if (this.#returned) return { done: true, value: undefined };
    this.#stream ??= this.#begin().then((stream) => stream[Symbol.asyncIterator]());
    try {
      return await (await this.#stream).next();
    } catch (error) {
      fail(error);
    }
  }

  return(): Promise<IteratorResult<Message>> {
    this.#returned = true;
    // Without waiting: a next() may be under way.
    this.#stream?.then((stream) => stream.return?.()).catch(ignore);
    return Promise.resolve({ done: true, value: undefined });
  }
}
