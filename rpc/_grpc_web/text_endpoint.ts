import type { Peer } from "../context.ts";
import { GRPC_WEB_TEXT_TYPE, GRPC_WEB_TYPE } from "../_grpc/names.ts";
import type { ByteSource, FieldPair, Fields } from "../http_client.ts";
import type { Abortable, Endpoint, HttpRequest, HttpResponse, ResponseBody } from "../_http.ts";
import { after } from "../_promise.ts";
import { decodeSource, encodeSource, encodeText } from "./base64_source.ts";

/**
 * Makes what answers gRPC-Web in base64, for browsers and proxies that pass nothing else on.
 *
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
 *
 * @param endpoint What answers it in bytes.
 */
export function textEndpoint(endpoint: Endpoint): Endpoint {
  return (request) => after(endpoint(new TextRequest(request)), textResponse);
}

/** A request whose body is in base64, as one whose body is not. */
class TextRequest implements HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Fields;
  readonly #request: HttpRequest;
  readonly #body: ByteSource;

  constructor(request: HttpRequest) {
    this.method = request.method;
    this.path = request.path;
    this.headers = request.headers;
    this.#request = request;
    this.#body = decodeSource(request);
  }

  get headerBytes(): number | undefined {
    return this.#request.headerBytes;
  }

  get url(): string {
    return this.#request.url;
  }

  get sendsTrailers(): boolean {
    return this.#request.sendsTrailers;
  }

  get peer(): Peer {
    return this.#request.peer;
  }

  get onAbort(): Abortable["onAbort"] {
    return this.#request.onAbort;
  }

  set onAbort(listener: Abortable["onAbort"]) {
    this.#request.onAbort = listener;
  }

  read(): ReturnType<ByteSource["read"]> {
    return this.#body.read();
  }

  cancel(reason?: unknown): void {
    this.#body.cancel(reason);
  }
}

function textResponse({ status, headers, body }: HttpResponse): HttpResponse {
  return {
    status,
    headers: headers.map(textType),
    body: body === null || body instanceof Uint8Array
      ? body && encodeText(body)
      : { ...encodeSource(body), trailers: undefined } satisfies ResponseBody,
  };
}

/** Says in a content type that a body is in base64. */
export function textType([name, value]: FieldPair): FieldPair {
  return [
    name,
    name === "content-type" ? value.replace(GRPC_WEB_TYPE, GRPC_WEB_TEXT_TYPE) : value,
  ];
}
