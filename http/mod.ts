/**
 * HTTP/1.1 and HTTP/2 over byte streams, for servers and clients that need what fetch cannot carry:
 * trailers, full duplex, client certificates, and limits on everything that the other side may do.
 *
 * ```ts
 * import { FieldList } from "@seria/seria/http";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new FieldList().append("te", "trailers").get("te"), "trailers");
 * ```
 *
 * HTTP semantics: RFC 9110; HTTP/1.1: RFC 9112; HTTP/2: RFC 9113; HPACK: RFC 7541.
 *
 * @module
 */
export {
  type CloseOptions,
  createHttp2Client,
  type Http2Client,
  type RequestHead,
  type RequestOptions,
} from "./client.ts";
export type { Http2ClientOptions } from "./client_options.ts";
export * from "./connection.ts";
export * from "./exchange.ts";
export * from "./fetch_listener.ts";
export * from "./field_list.ts";
export type { H1Limits } from "./h1_limits.ts";
export type { H2Limits } from "./h2_limits.ts";
export type * from "./listen_options.ts";
export * from "./serve_exchanges.ts";
export type * from "./server_options.ts";
