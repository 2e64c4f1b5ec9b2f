import type { ServerExchange } from "../../http/mod.ts";
import type { HttpResponse, ResponseBody } from "../_http.ts";
import { isPromise } from "../_promise.ts";

const NOTHING = new Uint8Array(0);

/**
 * Sends a response. What cannot be sent, because the client is gone, is let go of; nobody is left to
 * be told.
 */
export function respond(exchange: ServerExchange, response: HttpResponse): void {
  const { status, headers, body, trailers } = response;
  const whole = body === null || body instanceof Uint8Array;
  try {
    if (whole) exchange.respondWith(status, headers, body ?? NOTHING, trailers);
    else exchange.respond(status, headers);
  } catch {
    if (!whole) body.cancel();
    return exchange.abort();
  }
  // What has come of the request by now is all that anybody wants of it; a stream decides by itself.
  if (whole) exchange.ignoreBody();
  else send(exchange, body);
}

/** Sends a body as it is made, as fast as the client takes it. */
async function send(exchange: ServerExchange, body: ResponseBody): Promise<void> {
  try {
    for (;;) {
      const next = body.read();
      const chunk = isPromise(next) ? await next : next;
      if (chunk === null) break;
      const room = exchange.write(chunk);
      if (room !== undefined) await room;
    }
    exchange.end(body.trailers);
    exchange.ignoreBody();
  } catch (error) {
    body.cancel(error);
    exchange.abort();
  }
}
