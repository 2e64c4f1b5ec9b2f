import type { FieldPair, Fields } from "../http_client.ts";
import { TRAILER_PREFIX } from "./names.ts";

/**
 * Adds trailers to the headers of a unary response.
 *
 * https://connectrpc.com/docs/protocol#unary-response
 */
export function addTrailers(headers: FieldPair[], trailers: Iterable<FieldPair>): void {
  for (const [name, value] of trailers) headers.push([TRAILER_PREFIX + name, value]);
}

/** Tells the headers of a unary response from its trailers. */
export function splitTrailers(received: Fields): { headers: Headers; trailers: Headers } {
  const headers = new Headers();
  const trailers = new Headers();
  for (const [name, value] of received) {
    if (name.startsWith(TRAILER_PREFIX)) trailers.append(name.slice(TRAILER_PREFIX.length), value);
    else headers.append(name, value);
  }
  return { headers, trailers };
}
