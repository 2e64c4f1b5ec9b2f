import type { ConnectionInfo, ServerExchange } from "../../http/mod.ts";
import type { Peer } from "../context.ts";
import type { Fields } from "../http_client.ts";
import type { HttpRequest } from "../_http.ts";
import { fieldBytes } from "../_metadata.ts";

/** A request of the HTTP engine as protocols see it. */
export class ExchangeRequest implements HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Fields;
  readonly #exchange: ServerExchange;

  constructor(exchange: ServerExchange) {
    const { method, target, headers } = exchange;
    const query = target.indexOf("?");
    this.method = method;
    this.path = query < 0 ? target : target.slice(0, query);
    this.headers = headers;
    this.#exchange = exchange;
  }

  get headerBytes(): number {
    const { headers } = this.#exchange;
    let bytes = 0;
    for (let i = 0; i < headers.size; i++) {
      bytes += fieldBytes(headers.nameAt(i), headers.valueAt(i));
    }
    return bytes;
  }

  get url(): string {
    return urlOf(this.#exchange);
  }

  get sendsTrailers(): boolean {
    return takesTrailers(this.#exchange.connection, this.headers);
  }

  get peer(): Peer {
    const { remoteAddr, peerCertificate } = this.#exchange.connection;
    return { address: remoteAddr, certificate: peerCertificate };
  }

  get onAbort(): ((reason: unknown) => void) | undefined {
    return this.#exchange.onAbort as (reason: unknown) => void;
  }

  set onAbort(listener: ((reason: unknown) => void) | undefined) {
    this.#exchange.onAbort = listener;
  }

  read(): Uint8Array | null | Promise<Uint8Array | null> {
    return this.#exchange.read();
  }

  cancel(): void {
    this.#exchange.ignoreBody();
  }
}

/** The absolute URL of a request. */
function urlOf({ scheme, authority, target }: ServerExchange): string {
  // A request of HTTP/1.0 need not say where it goes, and one for the server itself has no path.
  const origin = `${scheme}://${authority || "localhost"}`;
  return target.startsWith("/") ? origin + target : `${origin}/`;
}

/** Tells whether trailers reach the client: in HTTP/1.1 it has to say so. */
export function takesTrailers(
  { httpVersion }: Pick<ConnectionInfo, "httpVersion">,
  headers: Pick<Fields, "get">,
): boolean {
  return httpVersion === "2" ||
    (httpVersion === "1.1" && /(?:^|,)\s*trailers\s*(?:,|$)/i.test(headers.get("te") ?? ""));
}
