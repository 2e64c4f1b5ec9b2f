import type {
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

/** What calls a method. */
export type ClientMethod<M extends MethodType> = M extends UnaryMethod<infer I, infer O>
  ? UnaryCall<I, O>
  : M extends ServerStreamingMethod<infer I, infer O> ? ServerStreamingCall<I, O>
  : never;

/** A function for each method of a service; for now, not for those with a stream of requests. */
export type Client<M extends Methods> = {
  readonly [K in keyof M as ClientMethod<M[K]> extends never ? never : K]: ClientMethod<M[K]>;
};

/**
 * Makes a client for a service.
 *
 * @param service The generated service.
 * @param transport What carries the calls.
 * @returns The client.
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
 * ```
 */
export function createClient<M extends Methods>(
  service: ServiceType<M>,
  transport: Transport,
): Client<M> {
  const client: Record<string, unknown> = {};
  for (const [name, method] of Object.entries<MethodType>(service.methods)) {
    if (method.kind === "unary") {
      client[name] = (message: MessageInit<Message>, options: CallOptions = {}) =>
        transport.unary({ service, method, message, options });
    } else if (method.kind === "server_streaming") {
      client[name] = (message: MessageInit<Message>, options: CallOptions = {}) =>
        transport.serverStream({ service, method, message, options });
    }
  }
  return client as Client<M>;
}
