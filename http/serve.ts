import type { HttpAddr, TcpAddr, UnixAddr } from "./exchange.ts";
import { type FetchHandler, fetchListener, type FetchOptions } from "./fetch_listener.ts";
import { serveExchanges } from "./serve_exchanges.ts";
import type { Server, ServerOptions } from "./server_options.ts";

/** How a handler is served. */
export interface ServeOptions<Addr extends HttpAddr = HttpAddr>
  extends ServerOptions<Addr>, FetchOptions {}

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
 * Serves a fetch handler over HTTP/1.1 and HTTP/2 on one port. It takes what `Deno.serve()` takes,
 * in either order, and does what that cannot: trailers, client certificates, limits on all that
 * clients may do.
 *
 * It has no WebSockets (`Deno.upgradeWebSocket()`) and does not compress responses.
 *
 * @param handler Answers requests.
 * @param options Where to listen, and limits.
 * @returns The server, which listens already.
 * @throws {TypeError} If options contradict each other.
 * @throws {RangeError} If a limit is out of range.
 * @throws {Error} If the address is in use, or may not be used.
 *
 * @example Serve and fetch
 * ```ts
 * import { serve } from "@seria/seria/http";
 * import { assertEquals } from "@std/assert";
 *
 * const options = { port: 0, hostname: "127.0.0.1", onListen() {} };
 * await using server = serve((request) => new Response(`${request.method} it is`), options);
 * const { port } = server.addr;
 * assertEquals(await (await fetch(`http://127.0.0.1:${port}/`)).text(), "GET it is");
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
  return serveExchanges(fetchListener(handler, options), options as ServerOptions);
}

// deno-lint-ignore no-explicit-any -- the address is what the options say
type AnyHandler = FetchHandler<any>;
// deno-lint-ignore no-explicit-any -- the same
type AnyOptions = ServeOptions<any> & { handler?: AnyHandler };
