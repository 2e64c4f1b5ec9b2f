/**
 * gRPC for clients. It needs trailers, which fetch does not have, and so an HTTP client that does:
 * {@linkcode exchangeClient} makes one of the HTTP engine in `@seria/seria/http`. The other
 * protocols can be spoken over it, too, by the option `http` of their transports.
 *
 * ```ts
 * import { exchangeClient, grpc } from "@seria/seria/grpc";
 * import { assertThrows } from "@std/assert";
 *
 * const http = exchangeClient(() => Promise.reject(new Error("no network")));
 * grpc.plaintext("http://localhost:8080", { http });
 * assertThrows(() => grpc.tls("http://localhost:8080", { http }), TypeError);
 * ```
 *
 * The protocol: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 *
 * @module
 */
import { ExchangeClient, type OpenExchange } from "./_engine/client.ts";
import { GRPC_CLIENT } from "./_grpc/client.ts";
import type { HttpClient } from "./http_client.ts";
import { streamTransport } from "./_stream_transport.ts";
import type { Transport } from "./transport.ts";
import { transportFactory } from "./_transport_factory.ts";
import type { TransportOptions } from "./transport_options.ts";

export type { OpenExchange, RequestHead } from "./_engine/client.ts";

/** How a gRPC transport makes its calls. */
export interface GrpcTransportOptions extends Omit<TransportOptions, "fetch"> {
  /** What makes the HTTP requests: a client that knows trailers. */
  http: HttpClient;
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
  plaintext(url: string | URL, options: GrpcTransportOptions): Transport;
  /**
   * Calls a server over TLS.
   *
   * @param url Where the server is: an `https:` URL.
   * @param options The HTTP client, limits and the like.
   * @returns The transport, for `createClient()`.
   * @throws {TypeError} If the URL is not one of `https:`.
   */
  tls(url: string | URL, options: GrpcTransportOptions): Transport;
}

/**
 * Makes transports that speak gRPC.
 *
 * @example Plain text is never an accident
 * ```ts
 * import { exchangeClient, grpc } from "@seria/seria/grpc";
 * import { assertThrows } from "@std/assert";
 *
 * const http = exchangeClient(() => Promise.reject(new Error("no network")));
 * grpc.tls("https://api.example.com", { http, timeoutMs: 5000 });
 * assertThrows(() => grpc.plaintext("https://api.example.com", { http }), TypeError);
 * ```
 */
export const grpc: GrpcTransportFactory = transportFactory((config) =>
  streamTransport(config, GRPC_CLIENT)
);

/**
 * Makes an HTTP client of what opens exchanges.
 *
 * @param open Begins an exchange with a server.
 * @returns The client, for the option `http` of any transport.
 *
 * @example What fails to connect is unavailable
 * ```ts
 * import { exchangeClient, grpc } from "@seria/seria/grpc";
 * import { ConnectError, createClient } from "@seria/seria/rpc";
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { GreetService } from "./testdata/gen/greet_pb.ts"; // made by `deno task gen`
 *
 * const http = exchangeClient(() => Promise.reject(new Error("no network")));
 * const client = createClient(GreetService, grpc.plaintext("http://localhost", { http }));
 * const error = await assertRejects(() => client.greet({}), ConnectError);
 * assertEquals(error.message, "[unavailable] no response: no network");
 * ```
 */
export function exchangeClient(open: OpenExchange): HttpClient {
  return new ExchangeClient(open);
}
