import { requestMetadata } from "./_client_call.ts";
import type { ClientConfig } from "./_client_config.ts";
import type { MethodType, ServiceType } from "../reflect/mod.ts";
import type { CallTarget } from "./transport.ts";

/** What protocols say about a request. */
export interface ClientRequestInit {
  /** The body. */
  readonly body: Uint8Array | ReadableStream<Uint8Array> | null;
  /** The query: with one, it is a GET request. */
  readonly query?: string | undefined;
  /** Ends the request. */
  readonly signal: AbortSignal | undefined;
  /** Sets the headers of the protocol, over the metadata. */
  setHeaders(headers: Headers): void;
}

/** Makes the HTTP request of a call. */
export function clientRequest(
  config: ClientConfig,
  { service, method, options }: CallTarget,
  { body, query, signal, setHeaders }: ClientRequestInit,
): Request {
  const headers = requestMetadata(config, options);
  setHeaders(headers);
  const init: RequestInit & { duplex?: "half" } = {
    method: query === undefined ? "POST" : "GET",
    headers,
    body: body as BodyInit,
    // A call is one request, and what it says is for the server that was named.
    redirect: "manual",
    signal: signal ?? null,
  };
  // https://fetch.spec.whatwg.org/#dom-requestinit-duplex: a stream has to say so.
  if (body instanceof ReadableStream) init.duplex = "half";
  const url = methodUrl(config, service, method);
  return new Request(query === undefined ? url : `${url}?${query}`, init);
}

/** Returns the URL of a method. */
export function methodUrl(
  { baseUrl }: ClientConfig,
  service: ServiceType,
  method: MethodType,
): string {
  return `${baseUrl}/${service.typeName}/${method.name}`;
}
