import { connectTransport } from "./_connect/transport.ts";
import type { Transport } from "./transport.ts";
import { transportFactory } from "./_transport_factory.ts";
import type { TransportOptions } from "./transport_options.ts";

/** Makes transports for a protocol, explicit about whether they are encrypted. */
export interface TransportFactory {
  /**
   * Calls a server in plain text.
   *
   * @param url Where the server is: an `http:` URL, with a path if the services are below one.
   * @param options Codec, limits and the like.
   * @returns The transport, for `createClient()`.
   * @throws {TypeError} If the URL is not one of `http:`.
   */
  plaintext(url: string | URL, options?: TransportOptions): Transport;
  /**
   * Calls a server over TLS.
   *
   * @param url Where the server is: an `https:` URL, with a path if the services are below one.
   * @param options Codec, limits and the like.
   * @returns The transport, for `createClient()`.
   * @throws {TypeError} If the URL is not one of `https:`.
   */
  tls(url: string | URL, options?: TransportOptions): Transport;
}

/**
 * Makes transports that speak the Connect protocol over fetch.
 *
 * https://connectrpc.com/docs/protocol
 *
 * @example Plain text is never an accident
 * ```ts
 * import { connect } from "@seria/seria/rpc";
 * import { assertThrows } from "@std/assert";
 *
 * connect.plaintext("http://localhost:8080");
 * connect.tls("https://api.example.com", { timeoutMs: 5000 });
 * assertThrows(() => connect.tls("http://api.example.com"), TypeError);
 * ```
 */
export const connect: TransportFactory = /* @__PURE__ */ transportFactory(connectTransport);
