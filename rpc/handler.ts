import { connectEndpoints, connectGets } from "./_connect/endpoints.ts";
import { plainRefusal, refusal } from "./_connect/refusal.ts";
import { Cors } from "./_cors.ts";
import { normalizeContentType } from "./_content_type.ts";
import { handlerConfig } from "./_handler_config.ts";
import { grpcEndpoints } from "./_grpc/endpoints.ts";
import { grpcWebEndpoints } from "./_grpc_web/endpoints.ts";
import type { HandlerOptions } from "./handler_options.ts";
import { interceptHandler } from "./_intercept.ts";
import { codecOfGet } from "./_connect/get_request.ts";
import { type HttpResponse, pathOf, toResponse } from "./_http.ts";
import { type Route, RouteTable } from "./_router.ts";
import type { Router } from "./router.ts";

/** What answers HTTP requests: what `Deno.serve()` and other fetch-style hosts take. */
export type FetchHandler = (request: Request) => Promise<Response>;

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
  const config = handlerConfig(options);
  const table = new RouteTable(
    options.prefix ?? "",
    (registered) => {
      const procedure = {
        ...registered,
        implementation: interceptHandler(registered.implementation, options.interceptors ?? []),
      };
      return {
        endpoints: new Map([
          ...connectEndpoints(procedure, config),
          ...grpcWebEndpoints(procedure, config),
          ...grpcEndpoints(procedure, config),
        ]),
        gets: connectGets(procedure, config),
      };
    },
  );
  routes(table);
  const { fallback } = options;
  const cors = options.cors && new Cors(options.cors);
  const respond = (request: Request, response: HttpResponse): Response =>
    toResponse(cors === undefined ? response : cors.expose(request, response));
  return async (request) => {
    const path = pathOf(request.url);
    const route = table.route(path);
    if (route !== undefined) {
      if (cors?.isPreflight(request)) return toResponse(cors.preflight(request, verbsOf(route)));
      return respond(request, await answer(route, request));
    }
    const service = table.serviceOf(path);
    if (service === undefined && fallback !== undefined) return await fallback(request);
    return respond(request, refuse(request, 404, notFound(path, service?.typeName)));
  };
}

function verbsOf({ gets }: Route): string {
  return gets.size > 0 ? "GET, POST" : "POST";
}

function answer(route: Route, request: Request): HttpResponse | Promise<HttpResponse> {
  if (request.method === "GET" && route.gets.size > 0) return answerGet(route, request);
  if (request.method !== "POST") {
    const allow = verbsOf(route);
    return refuse(request, 405, `${request.method} is not allowed here: use ${allow}`, { allow });
  }
  const contentType = request.headers.get("content-type") ?? "";
  const endpoint = route.endpoints.get(contentType) ??
    route.endpoints.get(normalizeContentType(contentType));
  if (endpoint !== undefined) return endpoint(request);
  const supported = [...route.endpoints.keys()].join(", ");
  return plainRefusal(
    415,
    `content-type "${contentType}" is not supported here: use one of ${supported}`,
    { "accept-post": supported },
  );
}

function answerGet({ gets }: Route, request: Request): HttpResponse | Promise<HttpResponse> {
  const codec = codecOfGet(request.url);
  const endpoint = gets.get(codec);
  if (endpoint !== undefined) return endpoint(request);
  const supported = [...gets.keys()].join(", ");
  return refusal(415, `encoding "${codec}" is not supported here: use one of ${supported}`);
}

/** A gRPC client knows what to make of a status, but not of a Connect error. */
function refuse(
  request: Request,
  status: 404 | 405,
  message: string,
  headers: Record<string, string> = {},
): HttpResponse {
  const grpc = /^application\/grpc/i.test(request.headers.get("content-type") ?? "");
  return (grpc ? plainRefusal : refusal)(status, message, headers);
}

function notFound(path: string, service: string | undefined): string {
  const method = path.slice(path.lastIndexOf("/") + 1);
  return service === undefined
    ? `no service at ${path}: the path is /{package}.{Service}/{Method}`
    : `${service} has no method "${method}": names are case-sensitive`;
}
