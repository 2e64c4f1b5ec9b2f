import { NO_FIELDS, toHeaders } from "../_fields.ts";
import type { HttpRequest, HttpResponse } from "../_http.ts";
import { withResolvers } from "../_promise.ts";
import { setTrailers } from "../trailers.ts";
import { bodyStream } from "./body_stream.ts";

/** Adapts a response to fetch. Its trailers travel beside it. */
export function toResponse(
  { status, headers, body, trailers }: HttpResponse,
  request: Pick<HttpRequest, "sendsTrailers">,
): Response {
  const init = { status, headers: headers as [string, string][] };
  if (body === null || body instanceof Uint8Array) {
    const response = new Response(body as BodyInit | null, init);
    if (trailers !== undefined) setTrailers(response, Promise.resolve(toHeaders(trailers)));
    return response;
  }
  if (!request.sendsTrailers) return new Response(bodyStream(body), init);
  const { promise, resolve } = withResolvers<Headers>();
  const closed = () => resolve(toHeaders(body.trailers ?? NO_FIELDS));
  const response = new Response(bodyStream(body, { closed }), init);
  setTrailers(response, promise);
  return response;
}
