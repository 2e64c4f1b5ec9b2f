import { limitOf } from "../wire/mod.ts";
import type { CorsOptions } from "./cors_options.ts";
import type { FieldPair } from "./http_client.ts";
import type { HttpRequest, HttpResponse } from "./_http.ts";

/** What clients of the three protocols send. */
const REQUEST_HEADERS: readonly string[] = [
  "connect-accept-encoding",
  "connect-content-encoding",
  "connect-protocol-version",
  "connect-timeout-ms",
  "content-encoding",
  "content-type",
  "grpc-accept-encoding",
  "grpc-encoding",
  "grpc-timeout",
  "x-grpc-web",
  "x-user-agent",
];

/** What they have to read. */
const RESPONSE_HEADERS: readonly string[] = [
  "connect-content-encoding",
  "content-encoding",
  "grpc-encoding",
  "grpc-message",
  "grpc-status",
  "grpc-status-details-bin",
];

/** How long browsers keep the answer to a preflight, in seconds, unless an option says otherwise. */
const DEFAULT_MAX_AGE_SECONDS = 7200;

/** https://fetch.spec.whatwg.org/#http-cors-protocol, for a handler. */
export class Cors {
  readonly #origins: ReadonlySet<string> | "*";
  readonly #credentials: boolean;
  readonly #requestHeaders: string;
  readonly #responseHeaders: string;
  readonly #maxAge: string;

  /**
   * @throws {TypeError} If an origin is none, or all of them were to have credentials.
   * @throws {RangeError} If the age is negative or NaN.
   */
  constructor(options: CorsOptions) {
    const { origins, credentials = false, requestHeaders = [], responseHeaders = [] } = options;
    if (origins === "*" && credentials) {
      throw new TypeError('Cannot allow credentials for "*": name the origins');
    }
    for (const origin of origins === "*" ? [] : origins) {
      if (!isOrigin(origin)) {
        throw new TypeError(`Cannot allow "${origin}": an origin is like "https://example.com"`);
      }
    }
    this.#origins = origins === "*" ? "*" : new Set(origins);
    this.#credentials = credentials;
    this.#requestHeaders = [...REQUEST_HEADERS, ...requestHeaders].join(", ");
    // Unary trailers in the Connect protocol are headers with a prefix.
    const trailers = responseHeaders.map((name) => `trailer-${name}`);
    this.#responseHeaders = [...RESPONSE_HEADERS, ...responseHeaders, ...trailers].join(", ");
    const age = limitOf("maxAgeSeconds", options.maxAgeSeconds, DEFAULT_MAX_AGE_SECONDS);
    this.#maxAge = String(Math.min(Math.floor(age), 0x7fff_ffff));
  }

  /** Tells whether a browser asks what it may do. */
  isPreflight({ method, headers }: HttpRequest): boolean {
    return method === "OPTIONS" && headers.has("origin") &&
      headers.has("access-control-request-method");
  }

  /**
   * Answers a browser that asks.
   *
   * @param methods The verbs that it may use.
   */
  preflight(request: HttpRequest, methods: string): HttpResponse {
    const headers: FieldPair[] = [];
    if (this.#allow(request, headers)) {
      headers.push(["access-control-allow-methods", methods]);
      headers.push(["access-control-allow-headers", this.#requestHeaders]);
      headers.push(["access-control-max-age", this.#maxAge]);
    }
    return { status: 204, headers, body: null };
  }

  /** Adds to a response who may read it, and what of it. */
  expose(request: HttpRequest, response: HttpResponse): HttpResponse {
    const headers = [...response.headers];
    if (this.#allow(request, headers)) {
      headers.push(["access-control-expose-headers", this.#responseHeaders]);
    }
    return { ...response, headers };
  }

  /** Allows the origin of a request, if it is one of those. */
  #allow(request: HttpRequest, headers: FieldPair[]): boolean {
    const origin = request.headers.get("origin");
    if (this.#origins === "*") {
      if (origin !== null) headers.push(["access-control-allow-origin", "*"]);
      return origin !== null;
    }
    // A cache must not give one origin what is for another.
    headers.push(["vary", "origin"]);
    if (origin === null || !this.#origins.has(origin)) return false;
    headers.push(["access-control-allow-origin", origin]);
    if (this.#credentials) headers.push(["access-control-allow-credentials", "true"]);
    return true;
  }
}

function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text;
  } catch {
    return false;
  }
}
