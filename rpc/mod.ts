/**
 * Remote procedure calls: one handler for any fetch-style host, and clients. Speaks the Connect
 * protocol, gRPC-Web and, on hosts that can send trailers, gRPC, with messages in the binary format
 * and in JSON.
 *
 * ```ts
 * import { connect, createClient, createHandler } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 * import { GreetService } from "./testdata/gen/greet_pb.ts"; // made by `deno task gen`
 *
 * const handler = createHandler((router) => {
 *   router.service(GreetService, {
 *     greet: (request) => ({ greeting: `Hello, ${request.name}!` }),
 *   });
 * });
 * // Deno.serve(handler) puts it on the network; here the client calls it directly.
 * const client = createClient(
 *   GreetService,
 *   connect.plaintext("http://localhost", { fetch: handler }),
 * );
 * assertEquals((await client.greet({ name: "Ada" })).greeting, "Hello, Ada!");
 * ```
 *
 * The protocol: https://connectrpc.com/docs/protocol
 *
 * @module
 */
export * from "./binary_header.ts";
export * from "./call_limits.ts";
export * from "./call_options.ts";
export * from "./client.ts";
export * from "./code.ts";
export * from "./codec.ts";
export * from "./codec_name.ts";
export * from "./compression.ts";
export * from "./connect.ts";
export * from "./context.ts";
export * from "./context_values.ts";
export * from "./cors_options.ts";
export * from "./error.ts";
export { errorDetail } from "./error_detail.ts";
export type { ErrorDetail, ErrorDetailInit } from "./error_detail.ts";
export * from "./fetch_handler.ts";
export * from "./grpc_web.ts";
export * from "./handler.ts";
export * from "./handler_options.ts";
export * from "./http_client.ts";
export * from "./interceptor.ts";
export * from "./router.ts";
export * from "./service_implementation.ts";
export * from "./service_options.ts";
export { expectTrailers, trailersOf } from "./trailers.ts";
export * from "./transport.ts";
export * from "./transport_options.ts";
