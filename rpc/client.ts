import type {
  BidiStreamingMethod,
  ClientStreamingMethod,
  Message,
  MessageInit,
  Methods,
  MethodType,
  ServerStreamingMethod,
  ServiceType,
  UnaryMethod,
} from "../reflect/mod.ts";
import type { CallOptions } from "./call_options.ts";
import type { Transport } from "./transport.ts";

/** Calls a unary method. It rejects with a `ConnectError` only. */
export type UnaryCall<I extends Message, O extends Message> = (
  request: MessageInit<I>,
  options?: CallOptions,
) => Promise<O>;

/**
 * Calls a server-streaming method. The call begins when the first response is asked for; to stop
 * iterating is to cancel it. The responses can be iterated once, and fail with a `ConnectError`
 * only.
 */
export type ServerStreamingCall<I extends Message, O extends Message> = (
  request: MessageInit<I>,
  options?: CallOptions,
) => AsyncIterable<O>;

/**
 * Calls a client-streaming method. The requests are taken one after the other, as fast as they can
 * be sent; if they fail, the call does. It rejects with a `ConnectError` only.
 */
export type ClientStreamingCall<I extends Message, O extends Message> = (
  requests: AsyncIterable<MessageInit<I>> | Iterable<MessageInit<I>>,
  options?: CallOptions,
) => Promise<O>;

/**
 * Calls a method with streams both ways. The call begins when the first response is asked for, and
 * is otherwise like a server-streaming one; the requests are taken as in a client-streaming one.
 * Whether responses come before the last request was sent depends on host and server: not in
 * browsers.
 */
export type BidiStreamingCall<I extends Message, O extends Message> = (
  requests: AsyncIterable<MessageInit<I>> | Iterable<MessageInit<I>>,
  options?: CallOptions,
) => AsyncIterable<O>;

/** What calls a method. */
export type ClientMethod<M extends MethodType> = M extends UnaryMethod<infer I, infer O>
  ? UnaryCall<I, O>
  : M extends ServerStreamingMethod<infer I, infer O> ? ServerStreamingCall<I, O>
  : M extends ClientStreamingMethod<infer I, infer O> ? ClientStreamingCall<I, O>
  : M extends BidiStreamingMethod<infer I, infer O> ? BidiStreamingCall<I, O>
  : never;

/** A function for each method of a service. */
export type Client<M extends Methods> = {
  readonly [K in keyof M]: ClientMethod<M[K]>;
};

/**
 * Makes a client for a service.
 *
 * @param service The generated service.
 * @param transport What carries the calls.
 * @returns The client.
 * @throws {TypeError} If one of them is missing.
 *
 * @example Call a handler without a network
 * ```ts
 * import { connect, createClient, createHandler } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 * import { GreetService } from "./testdata/gen/greet_pb.ts"; // made by `deno task gen`
 *
 * const handler = createHandler((router) => {
 *   router.service(GreetService, {
 *     greet: (request) => ({ greeting: `Hello, ${request.name}!` }),
 *     async *count(request) {
 *       for (let i = 1; i <= request.to; i++) yield { number: i };
 *     },
 *     async sum(requests) {
 *       let to = 0;
 *       for await (const { number } of requests) to += number;
 *       return { to };
 *     },
 *   });
 * });
 * const transport = connect.plaintext("http://localhost", { fetch: handler });
 * const client = createClient(GreetService, transport);
 *
 * assertEquals((await client.greet({ name: "Ada" })).greeting, "Hello, Ada!");
 *
 * const numbers = [];
 * for await (const { number } of client.count({ to: 3 })) numbers.push(number);
 * assertEquals(numbers, [1, 2, 3]);
 *
 * assertEquals((await client.sum([{ number: 20 }, { number: 22 }])).to, 42);
 * ```
 */
export function createClient<M extends Methods>(
  service: ServiceType<M>,
  transport: Transport,
): Client<M> {
  if (typeof service?.methods !== "object") {
    throw new TypeError("Cannot create a client without a service, as generated code exports it");
  }
  if (typeof transport?.unary !== "function") {
    throw new TypeError(
      "Cannot create a client without a transport: connect.plaintext() and connect.tls() make some",
    );
  }
  const client: Record<string, unknown> = {};
  for (const [name, method] of Object.entries<MethodType>(service.methods)) {
    client[name] = caller(service, method, transport);
  }
  return client as Client<M>;
}

type Inits = AsyncIterable<MessageInit<Message>> | Iterable<MessageInit<Message>>;

function caller(service: ServiceType, method: MethodType, transport: Transport): unknown {
  switch (method.kind) {
    case "unary":
      return (message: MessageInit<Message>, options: CallOptions = {}) =>
        transport.unary({ service, method, message, options });
    case "server_streaming":
      return (message: MessageInit<Message>, options: CallOptions = {}) =>
        transport.serverStream({ service, method, message, options });
    case "client_streaming":
      return (messages: Inits, options: CallOptions = {}) =>
        transport.clientStream({ service, method, messages, options });
    case "bidi_streaming":
      return (messages: Inits, options: CallOptions = {}) =>
        transport.bidiStream({ service, method, messages, options });
  }
}
