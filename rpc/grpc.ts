/**
 * gRPC for clients. It needs trailers, which fetch does not have, and so an HTTP client that does: one
 * of the HTTP engine in `@seria/seria/http`. The other protocols can be spoken over it, too, by the
 * option `http` of their transports.
 *
 * ```ts
 * import { createClient, createHandler } from "@seria/seria/rpc";
 * import { grpc } from "@seria/seria/grpc";
 * import { serve } from "@seria/seria/serve";
 * import { assertEquals } from "@std/assert";
 * import { GreetService } from "./testdata/gen/greet_pb.ts"; // made by `deno task gen`
 *
 * const handler = createHandler((router) => {
 *   router.service(GreetService, { greet: ({ name }) => ({ greeting: `Hello, ${name}!` }) });
 * });
 * const server = serve(handler, { hostname: "127.0.0.1", port: 0, onListen() {} });
 *
 * const { port } = server.addr as Deno.NetAddr;
 * const client = createClient(GreetService, grpc.plaintext(`http://127.0.0.1:${port}`));
 * assertEquals((await client.greet({ name: "Ada" })).greeting, "Hello, Ada!");
 *
 * await server.shutdown();
 * ```
 *
 * The protocol: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 *
 * @module
 */
import { createHttp2Client, type Http2Client, type Http2ClientOptions } from "../http/mod.ts";
import { ExchangeClient } from "./_engine/client.ts";
import { GRPC_CLIENT } from "./_grpc/client.ts";
import type { HttpClient } from "./http_client.ts";
import { streamTransport } from "./_stream_transport.ts";
import type { Transport } from "./transport.ts";
import { transportFactory } from "./_transport_factory.ts";
import type { TransportOptions } from "./transport_options.ts";

/** How a gRPC transport makes its calls. */
export interface GrpcTransportOptions extends Omit<TransportOptions, "fetch"> {
  /**
   * What makes the HTTP requests: a client that knows trailers. Default: one that all gRPC
   * transports share, with the defaults of {@linkcode http2Client}.
   */
  http?: HttpClient;
}

/** Makes transports for gRPC, explicit about whether they are encrypted. */
export interface GrpcTransportFactory {
  /**
   * Calls a server in plain text, over HTTP/2 with prior knowledge.
   *
   * @param url Where the server is: an `http:` URL.
   * @param options The HTTP client, limits and the like.
   * @returns The transport, for `createClient()`.
   * @throws {TypeError} If the URL is not one of `http:`.
   */
  plaintext(url: string | URL, options?: GrpcTransportOptions): Transport;
  /**
   * Calls a server over TLS.
   *
   * @param url Where the server is: an `https:` URL.
   * @param options The HTTP client, limits and the like.
   * @returns The transport, for `createClient()`.
   * @throws {TypeError} If the URL is not one of `https:`.
   */
  tls(url: string | URL, options?: GrpcTransportOptions): Transport;
}

/**
 * Makes transports that speak gRPC.
 *
 * @example Plain text is never an accident
 * ```ts
 * import { grpc } from "@seria/seria/grpc";
 * import { assertThrows } from "@std/assert";
 *
 * grpc.tls("https://api.example.com", { timeoutMs: 5000 });
 * assertThrows(() => grpc.plaintext("https://api.example.com"), TypeError);
 * ```
 */
export const grpc: GrpcTransportFactory = {
  plaintext: (url, options = {}) => overHttp2.plaintext(url, { http: sharedClient(), ...options }),
  tls: (url, options = {}) => overHttp2.tls(url, { http: sharedClient(), ...options }),
};

const overHttp2 = transportFactory((config) => streamTransport(config, GRPC_CLIENT));

/** An HTTP/2 client, for the option `http` of any transport. */
export interface RpcHttp2Client extends HttpClient, Pick<Http2Client, "close">, AsyncDisposable {}

/**
 * Makes an HTTP/2 client for transports, of any protocol. Transports with the same client share its
 * connections. Those that are idle do not keep the process alive, so that it need not be closed.
 *
 * @param options Certificates, where to connect, timeouts, what its connections may cost.
 * @returns The client. Nothing is connected yet.
 * @throws {TypeError} If options contradict each other, or a certificate or key is none.
 * @throws {RangeError} If a limit is out of range.
 *
 * @example Call over a Unix socket, in any protocol
 * ```ts
 * import { connect, createClient, createHandler } from "@seria/seria/rpc";
 * import { grpc, http2Client } from "@seria/seria/grpc";
 * import { serve } from "@seria/seria/serve";
 * import { assertEquals } from "@std/assert";
 * import { GreetService } from "./testdata/gen/greet_pb.ts"; // made by `deno task gen`
 *
 * const path = `${await Deno.makeTempDir()}/greet.sock`;
 * const handler = createHandler((router) => {
 *   router.service(GreetService, {
 *     greet: ({ name }, { protocol }) => ({ greeting: `${name} speaks ${protocol}` }),
 *   });
 * });
 * await using _server = serve(handler, { path, onListen() {} });
 *
 * await using http = http2Client({ path });
 * for (const factory of [connect, grpc]) {
 *   const client = createClient(GreetService, factory.plaintext("http://localhost", { http }));
 *   console.log((await client.greet({ name: "Ada" })).greeting);
 * }
 * ```
 */
export function http2Client(options: Http2ClientOptions = {}): RpcHttp2Client {
  const client = createHttp2Client(options);
  const exchanges = new ExchangeClient((head, options) => client.request(head, options));
  return {
    send: (call) => exchanges.send(call),
    close: (options) => client.close(options),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

let shared: HttpClient | undefined;

function sharedClient(): HttpClient {
  return shared ??= http2Client();
}
