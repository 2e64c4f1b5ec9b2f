import type { TransportFactory } from "./connect.ts";
import { GRPC_WEB_CLIENT } from "./_grpc_web/client.ts";
import { TextClient } from "./_grpc_web/text_client.ts";
import { streamTransport } from "./_stream_transport.ts";
import { transportFactory } from "./_transport_factory.ts";

/**
 * Makes transports that speak gRPC-Web over fetch.
 *
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
 *
 * @example Call a handler in gRPC-Web
 * ```ts
 * import { createClient, createHandler, grpcWeb } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 * import { GreetService } from "./testdata/gen/greet_pb.ts"; // made by `deno task gen`
 *
 * const handler = createHandler((router) => {
 *   router.service(GreetService, {
 *     greet: (request, { protocol }) => ({ greeting: `${request.name} speaks ${protocol}` }),
 *   });
 * });
 * const transport = grpcWeb.plaintext("http://localhost", { fetch: handler });
 * const client = createClient(GreetService, transport);
 * assertEquals((await client.greet({ name: "Ada" })).greeting, "Ada speaks grpc-web");
 * ```
 */
export const grpcWeb: TransportFactory = /* @__PURE__ */ transportFactory((config) =>
  streamTransport(
    config.grpcWebText ? { ...config, http: new TextClient(config.http) } : config,
    GRPC_WEB_CLIENT,
  )
);
