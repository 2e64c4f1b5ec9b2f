import { fetchHandler } from "./_fetch/handler.ts";
import type { FetchHandler } from "./fetch_handler.ts";
import type { HandlerOptions } from "./handler_options.ts";
import { RpcHandler } from "./_rpc_handler.ts";
import type { Router } from "./router.ts";

/**
 * Makes a handler for any host that takes `(request: Request) => Promise<Response>`. It speaks the
 * Connect protocol and gRPC-Web, with messages in the binary format and in JSON.
 *
 * Calls in gRPC are answered if the host says that it can send trailers, see `expectTrailers()`; on
 * others they get an error that says so.
 *
 * Requests that are not RPCs are answered with a status that says so:
 * 404 for an unknown path, 405 for another verb than POST (and GET, for methods without side
 * effects), 415 for another content type.
 *
 * https://connectrpc.com/docs/protocol
 *
 * @param routes Registers services with the router it is given.
 * @param options Limits, hooks and the like.
 * @returns The handler. It never rejects, unless `options.fallback` does.
 * @throws {RangeError} If a limit is negative or NaN.
 *
 * @example Answer RPCs, and whatever else comes
 * ```ts
 * import { createHandler } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 * import { GreetService } from "./testdata/gen/greet_pb.ts"; // made by `deno task gen`
 *
 * const handler = createHandler((router) => {
 *   router.service(GreetService, {
 *     greet: (request) => ({ greeting: `Hello, ${request.name}!` }),
 *   });
 * }, { fallback: () => new Response("a page") }); // Deno.serve(handler)
 *
 * const response = await handler(
 *   new Request("http://localhost/greet.v1.GreetService/Greet", {
 *     method: "POST",
 *     headers: { "content-type": "application/json" },
 *     body: '{"name": "Ada"}',
 *   }),
 * );
 * assertEquals(await response.json(), { greeting: "Hello, Ada!" });
 * assertEquals(await (await handler(new Request("http://localhost/"))).text(), "a page");
 * ```
 */
export function createHandler(
  routes: (router: Router) => void,
  options: HandlerOptions = {},
): FetchHandler {
  const rpc = new RpcHandler(routes, options);
  return fetchHandler(rpc, options.fallback);
}
