import { connectEndpoints, connectGets } from "./_connect/endpoints.ts";
import { codecOfGet } from "./_connect/get_request.ts";
import { plainRefusal, refusal } from "./_connect/refusal.ts";
import { Cors } from "./_cors.ts";
import { normalizeContentType } from "./_content_type.ts";
import { NO_FIELDS } from "./_fields.ts";
import { grpcEndpoints } from "./_grpc/endpoints.ts";
import { grpcWebEndpoints } from "./_grpc_web/endpoints.ts";
import { handlerConfig, overrideConfig } from "./_handler_config.ts";
import type { HandlerOptions } from "./handler_options.ts";
import type { FieldPair } from "./http_client.ts";
import type { HttpRequest, HttpResponse } from "./_http.ts";
import { interceptHandler } from "./_intercept.ts";
import { after } from "./_promise.ts";
import { type Route, RouteTable } from "./_router.ts";
import type { Router } from "./router.ts";

/** Answers requests in all protocols, whatever host they come from. */
export class RpcHandler {
  readonly #table: RouteTable;
  readonly #cors: Cors | undefined;
  readonly #others: boolean;

  /**
   * @param routes Registers services with the router it is given.
   * @param options Limits, hooks and the like.
   */
  constructor(routes: (router: Router) => void, options: HandlerOptions) {
    const base = handlerConfig(options);
    this.#table = new RouteTable(options.prefix ?? "", (registered, overrides) => {
      const config = overrides.reduce(overrideConfig, base);
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
    });
    routes(this.#table);
    this.#cors = options.cors && new Cors(options.cors);
    this.#others = options.fallback !== undefined;
  }

  /**
   * Answers a request. It never fails.
   *
   * @returns The response, at once if nothing has to be waited for; `undefined`, if the request is
   * for the fallback that there is.
   */
  answer(request: HttpRequest): HttpResponse | Promise<HttpResponse> | undefined {
    const { path } = request;
    const cors = this.#cors;
    const route = this.#table.route(path);
    if (route !== undefined) {
      if (cors === undefined) return answer(route, request);
      if (cors.isPreflight(request)) return cors.preflight(request, verbsOf(route));
      return after(answer(route, request), (response) => cors.expose(request, response));
    }
    const service = this.#table.serviceOf(path);
    if (service === undefined && this.#others) return undefined;
    const refusal = refuse(request, 404, notFound(path, service?.typeName));
    return cors === undefined ? refusal : cors.expose(request, refusal);
  }
}

function verbsOf({ gets }: Route): string {
  return gets.size > 0 ? "GET, POST" : "POST";
}

function answer(route: Route, request: HttpRequest): HttpResponse | Promise<HttpResponse> {
  if (request.method === "GET" && route.gets.size > 0) return answerGet(route, request);
  if (request.method !== "POST") {
    const allow = verbsOf(route);
    return refuse(request, 405, `${request.method} is not allowed here: use ${allow}`, [[
      "allow",
      allow,
    ]]);
  }
  const contentType = request.headers.get("content-type") ?? "";
  const endpoint = route.endpoints.get(contentType) ??
    route.endpoints.get(normalizeContentType(contentType));
  if (endpoint !== undefined) return endpoint(request);
  const supported = [...route.endpoints.keys()].join(", ");
  return plainRefusal(
    415,
    `content-type "${contentType}" is not supported here: use one of ${supported}`,
    [["accept-post", supported]],
  );
}

function answerGet({ gets }: Route, request: HttpRequest): HttpResponse | Promise<HttpResponse> {
  const codec = codecOfGet(request.url);
  const endpoint = gets.get(codec);
  if (endpoint !== undefined) return endpoint(request);
  const supported = [...gets.keys()].join(", ");
  return refusal(415, `encoding "${codec}" is not supported here: use one of ${supported}`);
}

/** A gRPC client knows what to make of a status, but not of a Connect error. */
function refuse(
  request: HttpRequest,
  status: 404 | 405,
  message: string,
  headers: readonly FieldPair[] = NO_FIELDS,
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
