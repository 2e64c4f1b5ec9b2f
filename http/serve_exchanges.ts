import type { ExchangeListener } from "./connection.ts";
import type { TcpAddr, UnixAddr } from "./exchange.ts";
import type { Server, ServerOptions } from "./server_options.ts";
import { H1ServerConnection } from "./_h1/connection.ts";
import { H2ServerConnection } from "./_h2/server.ts";
import { listen } from "./_listen.ts";
import { ListeningServer } from "./_server.ts";
import { completeH1Limits } from "./h1_limits.ts";
import { completeH2Limits, H2_SERVER_LIMITS } from "./h2_limits.ts";

/**
 * Serves HTTP/1.1 and HTTP/2 on one port, without what `Request` and `Response` cost: each request
 * is an exchange. In plaintext the first bytes of a connection tell the protocol, in TLS it is agreed
 * on with ALPN.
 *
 * @param listener Gets each exchange. It must not throw: what it throws ends the connection.
 * @param options Where to listen, and limits.
 * @returns The server, which listens already.
 * @throws {TypeError} If options contradict each other, or a certificate or key is none.
 * @throws {RangeError} If a limit is out of range.
 * @throws {Error} If the address is in use, or may not be used.
 *
 * @example Answer with the target
 * ```ts
 * import { serveExchanges } from "@seria/seria/http";
 * import { assertEquals } from "@std/assert";
 *
 * const encoder = new TextEncoder();
 * await using server = serveExchanges((exchange) => {
 *   exchange.respondWith(200, [["content-type", "text/plain"]], encoder.encode(exchange.target));
 * }, { path: await Deno.makeTempDir() + "/socket", onListen() {} });
 *
 * using conn = await Deno.connect({ transport: "unix", path: (server.addr).path });
 * await conn.write(encoder.encode("GET /hello HTTP/1.0\r\n\r\n"));
 * const response = await new Response(conn.readable).text();
 * assertEquals(response.split("\r\n").at(-1), "/hello");
 * ```
 */
export function serveExchanges(
  listener: ExchangeListener,
  options: ServerOptions<UnixAddr> & { readonly path: string },
): Server<UnixAddr>;
/** Serves on a TCP port. */
export function serveExchanges(
  listener: ExchangeListener,
  options?: ServerOptions<TcpAddr> & { readonly path?: never },
): Server<TcpAddr>;
/** Serves wherever the options say. */
export function serveExchanges(listener: ExchangeListener, options?: ServerOptions): Server;
export function serveExchanges(
  listener: ExchangeListener,
  // deno-lint-ignore no-explicit-any -- the address is what the options say
  options: ServerOptions<any> = {},
): Server {
  const h1 = completeH1Limits(options.http1);
  const h2 = completeH2Limits(H2_SERVER_LIMITS, options.http2 ?? {});
  return new ListeningServer(
    listen,
    options,
    [h1, h2],
    (protocol, info, now) =>
      protocol === "h2"
        ? new H2ServerConnection(listener, { ...info, httpVersion: "2" }, h2, now)
        : new H1ServerConnection(listener, info, h1),
  );
}
