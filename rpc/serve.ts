/**
 * Services on the HTTP engine of `@seria/seria/http`, which can do what fetch cannot: trailers, and
 * with them gRPC; client certificates; full duplex on all versions of HTTP; limits on everything.
 *
 * ```ts
 * import { createHandler } from "@seria/seria/rpc";
 * import { serve } from "@seria/seria/serve";
 * import { assertEquals } from "@std/assert";
 *
 * // gRPC, Connect and gRPC-Web, HTTP/1.1 and HTTP/2, all on one port; 0 is any.
 * const handler = createHandler((_router) => {});
 * await using server = serve(handler, { hostname: "127.0.0.1", port: 0, onListen() {} });
 * assertEquals(server.addr.transport, "tcp");
 * ```
 *
 * @module
 */
import {
  serveExchanges,
  type Server,
  type ServerExchange,
  type ServerOptions,
} from "../http/mod.ts";
import { answerWithFetch, type FetchFunction } from "./_engine/fetch.ts";
import { ExchangeRequest } from "./_engine/request.ts";
import { respond } from "./_engine/respond.ts";
import { behind } from "./_fetch/handler.ts";
import type { FetchInfo } from "./fetch_handler.ts";
import { isPromise } from "./_promise.ts";

/** How requests are answered. */
export interface ExchangeListenerOptions {
  /**
   * Answers a request for which the function has thrown or rejected. Default: an empty response with
   * status 500, and the error on the console.
   */
  onError?: (error: unknown) => Response | Promise<Response>;
}

/** How a server listens, and how requests are answered. */
export interface ServeOptions extends ServerOptions, ExchangeListenerOptions {}

/**
 * Serves a handler, or any fetch function: a drop-in for `Deno.serve()` that speaks gRPC as well.
 *
 * A handler of `createHandler()` is recognized: calls go to it without a `Request` and a `Response`
 * being made. Any other function is given a `Request`, and what it returns is sent, trailers of
 * `trailersOf()` included, so that a router may stand before the handler.
 *
 * @param answer What answers: a handler, or any function from `Request` to `Response`.
 * @param options Where to listen, TLS, limits, and what to do about errors.
 * @returns The server, which listens already.
 * @throws {TypeError} If options contradict each other.
 * @throws {RangeError} If a limit is out of range.
 * @throws {Error} If the address is in use, or may not be used.
 *
 * @example Serve, call, shut down
 * ```ts
 * import { connect, createClient, createHandler } from "@seria/seria/rpc";
 * import { serve } from "@seria/seria/serve";
 * import { assertEquals } from "@std/assert";
 * import { GreetService } from "./testdata/gen/greet_pb.ts"; // made by `deno task gen`
 *
 * const handler = createHandler((router) => {
 *   router.service(GreetService, { greet: ({ name }) => ({ greeting: `Hello, ${name}!` }) });
 * });
 * await using server = serve(handler, { hostname: "127.0.0.1", port: 0, onListen() {} });
 *
 * const { port } = server.addr as Deno.NetAddr;
 * const client = createClient(GreetService, connect.plaintext(`http://127.0.0.1:${port}`));
 * assertEquals((await client.greet({ name: "Ada" })).greeting, "Hello, Ada!");
 * ```
 */
export function serve(
  answer: (request: Request, info: FetchInfo) => Response | Promise<Response>,
  options: ServeOptions = {},
): Server {
  return serveExchanges(exchangeListener(answer, options), options);
}

/**
 * Makes what answers the requests that the HTTP engine has received, for `serveExchanges()`.
 *
 * A handler of `createHandler()` is recognized: calls go to it as they are. Any other function is
 * given a `Request`, and what it returns is sent, trailers of `trailersOf()` included, so that a
 * router may stand before the handler.
 *
 * @param answer What answers: a handler, or any function from `Request` to `Response`.
 * @param options What to do about errors.
 * @returns The listener. It does not throw.
 *
 * @example Answer a call without `Request` and `Response`
 * ```ts
 * import { FieldList, type ServerExchange } from "@seria/seria/http";
 * import { createHandler } from "@seria/seria/rpc";
 * import { exchangeListener } from "@seria/seria/serve";
 * import { assertEquals } from "@std/assert";
 * import { GreetService } from "./testdata/gen/greet_pb.ts"; // made by `deno task gen`
 *
 * const listener = exchangeListener(createHandler((router) => {
 *   router.service(GreetService, { greet: ({ name }) => ({ greeting: `Hello, ${name}!` }) });
 * }));
 *
 * const body = [new TextEncoder().encode('{"name":"Ada"}')];
 * let answer = "";
 * listener({
 *   method: "POST",
 *   target: "/greet.v1.GreetService/Greet",
 *   headers: new FieldList().append("content-type", "application/json"),
 *   read: () => body.shift() ?? null,
 *   respondWith: (status, _headers, bytes) => {
 *     answer = `${status} ${new TextDecoder().decode(bytes)}`;
 *   },
 *   ignoreBody() {},
 * } as ServerExchange);
 * assertEquals(answer, '200 {"greeting":"Hello, Ada!"}');
 * ```
 */
export function exchangeListener(
  answer: (request: Request, info: FetchInfo) => Response | Promise<Response>,
  options: ExchangeListenerOptions = {},
): (exchange: ServerExchange) => void {
  const { onError = defaultOnError } = options;
  const known = behind(answer);
  if (known === undefined) return (exchange) => answerOther(exchange, answer, onError);
  const { rpc, fallback } = known;
  return (exchange) => {
    const response = rpc.answer(new ExchangeRequest(exchange));
    if (response === undefined) answerOther(exchange, fallback!, onError);
    else if (isPromise(response)) response.then((response) => respond(exchange, response));
    else respond(exchange, response);
  };
}

async function answerOther(
  exchange: ServerExchange,
  answer: FetchFunction,
  onError: (error: unknown) => Response | Promise<Response>,
): Promise<void> {
  try {
    respond(exchange, await answerWithFetch(exchange, answer));
  } catch (error) {
    try {
      respond(exchange, await answerWithFetch(exchange, () => onError(error)));
    } catch (another) {
      console.error(another);
      respond(exchange, { status: 500, headers: [], body: null });
    }
  }
}

function defaultOnError(error: unknown): Response {
  console.error(error);
  return new Response(null, { status: 500 });
}
