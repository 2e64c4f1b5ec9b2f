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
  type ExchangeListener,
  type FetchHandler,
  fetchListener,
  type FetchOptions,
  type HttpAddr,
  serveExchanges,
  type Server,
  type ServerOptions,
  type TcpAddr,
  type UnixAddr,
} from "../http/mod.ts";
import { ExchangeRequest, takesTrailers } from "./_engine/request.ts";
import { respond } from "./_engine/respond.ts";
import { behind } from "./_fetch/handler.ts";
import { isPromise } from "./_promise.ts";
import { expectTrailers, trailersOf } from "./trailers.ts";

/** How a handler is served. */
export interface ServeOptions<Addr extends HttpAddr = HttpAddr>
  extends ServerOptions<Addr>, Pick<FetchOptions, "onError"> {}

/** How a handler is served on a TCP port. */
export interface ServeTcpOptions extends ServeOptions<TcpAddr> {
  /** Not there. */
  readonly path?: never;
}

/** How a handler is served on a Unix socket. */
export interface ServeUnixOptions extends ServeOptions<UnixAddr> {
  /** The path of the socket. */
  readonly path: string;
}

/**
 * Serves a handler, or any fetch function: a drop-in for `Deno.serve()` that speaks gRPC as well.
 *
 * A handler of `createHandler()` is recognized: calls go to it without a `Request` and a `Response`
 * being made. Any other function is given a `Request`, and what it returns is sent, trailers of
 * `trailersOf()` included, so that a router may stand before the handler.
 *
 * It takes its arguments as `Deno.serve()` does, in either order. It has no WebSockets
 * (`Deno.upgradeWebSocket()`) and does not compress responses of fetch functions.
 *
 * @param handler What answers: a handler, or any function from `Request` to `Response`.
 * @param options Where to listen, TLS, limits, and what to do about errors.
 * @returns The server, which listens already.
 * @throws {TypeError} If options contradict each other, or a certificate or key is none.
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
  handler: FetchHandler<UnixAddr>,
  options: ServeUnixOptions,
): Server<UnixAddr>;
/** Serves on a TCP port. */
export function serve(handler: FetchHandler<TcpAddr>, options?: ServeTcpOptions): Server<TcpAddr>;
/** Serves as `Deno.serve(options, handler)` does. */
export function serve(
  options: ServeUnixOptions,
  handler: FetchHandler<UnixAddr>,
): Server<UnixAddr>;
/** Serves as `Deno.serve(options, handler)` does. */
export function serve(options: ServeTcpOptions, handler: FetchHandler<TcpAddr>): Server<TcpAddr>;
/** Serves as `Deno.serve({ handler })` does. */
export function serve(
  options: ServeTcpOptions & { handler: FetchHandler<TcpAddr> },
): Server<TcpAddr>;
export function serve(first: AnyHandler | AnyOptions, second?: AnyHandler | AnyOptions): Server {
  const [handler, options] = typeof first === "function"
    ? [first, second as AnyOptions | undefined ?? {}]
    : [second as AnyHandler | undefined ?? first.handler, first];
  if (typeof handler !== "function") throw new TypeError("Cannot serve: there is no handler");
  return serveExchanges(exchangeListener(handler, options), options as ServerOptions);
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
  handler: FetchHandler,
  options: Pick<FetchOptions, "onError"> = {},
): ExchangeListener {
  const known = behind(handler);
  if (known === undefined) return overFetch(handler, options);
  const { rpc, fallback } = known;
  const other = fallback && overFetch(fallback, options);
  return (exchange) => {
    const response = rpc.answer(new ExchangeRequest(exchange));
    if (response === undefined) other!(exchange);
    else if (isPromise(response)) response.then((response) => respond(exchange, response));
    else respond(exchange, response);
  };
}

/** Answers with a fetch function, which may send trailers if the client takes them. */
function overFetch(answer: AnyHandler, options: Pick<FetchOptions, "onError">): ExchangeListener {
  return fetchListener((request, info) => {
    const { connection } = info;
    return answer(
      takesTrailers(connection, request.headers) ? expectTrailers(request) : request,
      info,
    );
  }, { ...options, trailersOf });
}

// deno-lint-ignore no-explicit-any -- the address is what the options say
type AnyHandler = FetchHandler<any>;
// deno-lint-ignore no-explicit-any -- the same
type AnyOptions = ServeOptions<any> & { handler?: AnyHandler };
