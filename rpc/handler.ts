import { connectEndpoints } from "./_connect/endpoints.ts";
import { refusal } from "./_connect/refusal.ts";
import { normalizeContentType } from "./_content_type.ts";
import { handlerConfig } from "./_handler_config.ts";
import type { HandlerOptions } from "./handler_options.ts";
import { type HttpResponse, pathOf, toResponse } from "./_http.ts";
import { type Route, RouteTable } from "./_router.ts";
import type { Router } from "./router.ts";

/** What answers HTTP requests: what `Deno.serve()` and other fetch-style hosts take. */
export type FetchHandler = (request: Request) => Promise<Response>;

/**
 * Makes a handler for any host that takes `(request: Request) => Promise<Response>`. It speaks the
 * Connect protocol, with messages in the binary format and in JSON.
 *
 * Requests that are not RPCs are answered with a status that says so, and a Connect error as body:
 * 404 for an unknown path, 405 for another verb than POST, 415 for another content type.
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
  const config = handlerConfig(options);
  const table = new RouteTable(
    options.prefix ?? "",
    (procedure) => connectEndpoints(procedure, config),
  );
  routes(table);
  const { fallback } = options;
  return async (request) => {
    const path = pathOf(request.url);
    const route = table.route(path);
    if (route !== undefined) return toResponse(await answer(route, request));
    const service = table.serviceOf(path);
    if (service === undefined && fallback !== undefined) return await fallback(request);
    return toResponse(refusal(404, notFound(path, service?.typeName)));
  };
}

function answer(route: Route, request: Request): HttpResponse | Promise<HttpResponse> {
  if (request.method !== "POST") {
    return refusal(405, `${request.method} is not allowed here: use POST`, { allow: "POST" });
  }
  const contentType = request.headers.get("content-type") ?? "";
  const endpoint = route.endpoints.get(contentType) ??
    route.endpoints.get(normalizeContentType(contentType));
  if (endpoint !== undefined) return endpoint(request);
  const supported = [...route.endpoints.keys()].join(", ");
  return refusal(
    415,
    `content-type "${contentType}" is not supported here: use one of ${supported}`,
    { "accept-post": supported },
  );
}

function notFound(path: string, service: string | undefined): string {
  const method = path.slice(path.lastIndexOf("/") + 1);
  return service === undefined
    ? `no service at ${path}: the path is /{package}.{Service}/{Method}`
    : `${service} has no method "${method}": names are case-sensitive`;
}
