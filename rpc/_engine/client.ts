import type { ClientExchange, RequestHead, RequestOptions, ResponseHead } from "../../http/mod.ts";
import type {
  ByteSource,
  FieldPair,
  Fields,
  HttpCall,
  HttpClient,
  HttpReply,
} from "../http_client.ts";
import { isPromise } from "../_promise.ts";

/** Begins an exchange: `request()` of an `Http2Client`. */
export type OpenExchange = (head: RequestHead, options?: RequestOptions) => ClientExchange;

/** The body of a request without one. */
const EMPTY = new Uint8Array(0);

/** What says who sends a request, if the program does not. */
const USER_AGENT: FieldPair = ["user-agent", "seria"];

/** Makes HTTP requests with the HTTP engine. */
export class ExchangeClient implements HttpClient {
  readonly #open: OpenExchange;

  /** @param open Begins an exchange. */
  constructor(open: OpenExchange) {
    this.#open = open;
  }

  async send(call: HttpCall): Promise<HttpReply> {
    const { body } = call;
    const whole = body === null ? EMPTY : body instanceof Uint8Array ? body : undefined;
    const exchange = this.#open(headOf(call), whole === undefined ? {} : { body: whole });
    call.onAbort(() => exchange.abort());
    if (whole === undefined) upload(exchange, body as ByteSource);
    const head = exchange.response();
    return new ExchangeReply(exchange, isPromise(head) ? await head : head);
  }
}

function headOf({ method, url, headers }: HttpCall): RequestHead {
  const authority = url.indexOf("://") + 3;
  const target = url.indexOf("/", authority);
  return {
    method,
    scheme: url.startsWith("https:") ? "https" : "http",
    authority: url.slice(authority, target),
    target: url.slice(target),
    headers: headers.some(([name]) => name === "user-agent") ? headers : [...headers, USER_AGENT],
  };
}

/** Sends a body as it is made, as fast as the server takes it. */
async function upload(exchange: ClientExchange, body: ByteSource): Promise<void> {
  for (;;) {
    let chunk: Uint8Array | null;
    try {
      const next = body.read();
      chunk = isPromise(next) ? await next : next;
    } catch {
      // Whoever makes the body knows why. The server must not take it for whole.
      return exchange.abort();
    }
    try {
      if (chunk === null) return exchange.end();
      const room = exchange.write(chunk);
      if (room !== undefined) await room;
    } catch (error) {
      // The server wants no more, or is gone: its response, or that there is none, tells.
      return body.cancel(error);
    }
  }
}

/** A response, and its body. */
class ExchangeReply implements HttpReply, ByteSource {
  readonly status: number;
  readonly headers: Fields;
  readonly #exchange: ClientExchange;

  constructor(exchange: ClientExchange, { status, headers }: ResponseHead) {
    this.status = status;
    this.headers = headers;
    this.#exchange = exchange;
  }

  get body(): ByteSource {
    return this;
  }

  get trailers(): Fields | undefined {
    return this.#exchange.trailers;
  }

  read(): Uint8Array | null | Promise<Uint8Array | null> {
    return this.#exchange.read();
  }

  cancel(): void {
    this.#exchange.abort();
  }
}
