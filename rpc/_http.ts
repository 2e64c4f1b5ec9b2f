import { setTrailers } from "./trailers.ts";

/**
 * The exchange beneath all protocols: one HTTP request in, one HTTP response out, with nothing of
 * any host in it. `createHandler()` adapts it to fetch's `Request` and `Response`.
 */

/** A request as protocols see it. A fetch `Request` is one as it is. */
export interface HttpRequest {
  /** The verb, in upper case. */
  readonly method: string;
  /** The absolute URL. */
  readonly url: string;
  /** The header fields. */
  readonly headers: Headers;
  /** The body as it arrives, or `null` if there is none. */
  readonly body: ReadableStream<Uint8Array> | null;
  /**
   * Aborted when the client is gone. On some hosts it is a getter with a price, and sees only what
   * happens after it was first read.
   */
  readonly signal: AbortSignal;
}

/** A response as protocols make it. */
export interface HttpResponse {
  /** The status, 200 to 599. */
  readonly status: number;
  /** The header fields. Not to be changed: it may be shared. */
  readonly headers: Headers | Readonly<Record<string, string>>;
  /** The body. */
  readonly body: Uint8Array | ReadableStream<Uint8Array> | null;
  /** What comes after the body, there once it has ended. Never rejects. */
  readonly trailers?: Promise<Headers> | undefined;
}

/** What answers the requests for one method in one protocol and codec. It never rejects. */
export type Endpoint = (request: HttpRequest) => Promise<HttpResponse>;

/** Adapts a response to fetch. */
export function toResponse({ status, headers, body, trailers }: HttpResponse): Response {
  const response = new Response(body as BodyInit, { status, headers });
  if (trailers !== undefined) setTrailers(response, trailers);
  return response;
}

/**
 * Returns the path of an absolute URL, as it stands. Unlike `new URL(url).pathname` it does not
 * parse what surrounds it (measured: 30 ns for 1 µs).
 */
export function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  if (start < 0) return "/";
  const query = url.indexOf("?", start);
  const fragment = url.indexOf("#", start);
  let end = query < 0 ? url.length : query;
  if (fragment >= 0 && fragment < end) end = fragment;
  return url.slice(start, end);
}
