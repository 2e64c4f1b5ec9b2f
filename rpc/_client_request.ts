import { requestMetadata } from "./_client_call.ts";
import type { ClientConfig } from "./_client_config.ts";
import type { FieldPair, HttpCall } from "./http_client.ts";
import type { Lifetime } from "./_lifetime.ts";
import type { MethodType, ServiceType } from "../reflect/mod.ts";
import type { CallTarget } from "./transport.ts";

/** What protocols say about a request. */
export interface ClientRequestInit extends Pick<HttpCall, "body"> {
  /** How long the call lasts. */
  readonly lifetime: Lifetime;
  /** Whether anything can end it before it is done. */
  readonly abortable: boolean;
  /** The query: with one, it is a GET request. */
  readonly query?: string | undefined;
  /** The headers of the protocol. */
  readonly headers: readonly FieldPair[];
}

/** Makes the HTTP request of a call. */
export function clientRequest(
  config: ClientConfig,
  { service, method, options }: CallTarget,
  { body, query, lifetime, abortable, headers }: ClientRequestInit,
): HttpCall {
  const url = methodUrl(config, service, method);
  return {
    method: query === undefined ? "POST" : "GET",
    url: query === undefined ? url : `${url}?${query}`,
    headers: [...headers, ...requestMetadata(config, options)],
    body,
    get signal() {
      return abortable ? lifetime.signal : undefined;
    },
    onAbort(listener) {
      lifetime.onEnd = listener;
    },
  };
}

/** Returns the URL of a method. */
export function methodUrl(
  { baseUrl }: ClientConfig,
  service: ServiceType,
  method: MethodType,
): string {
  return `${baseUrl}/${service.typeName}/${method.name}`;
}
