import type { ServerExchange } from "../../http/mod.ts";
import { bodyStream } from "../_fetch/body_stream.ts";
import { StreamSource } from "../_fetch/stream_source.ts";
import type { FetchInfo } from "../fetch_handler.ts";
import { toHeaders } from "../_fields.ts";
import type { FieldPair } from "../http_client.ts";
import type { HttpResponse, ResponseBody } from "../_http.ts";
import { expectTrailers, trailersOf } from "../trailers.ts";
import { sendsTrailers, urlOf } from "./request.ts";

/** What answers requests the way fetch has it. */
export type FetchFunction = (request: Request, info: FetchInfo) => Response | Promise<Response>;

/** Verbs that a `Request` may not have. */
const FORBIDDEN: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

/**
 * Lets a function answer a request as a `Request`.
 *
 * @returns The response. It rejects as the function does.
 */
export async function answerWithFetch(
  exchange: ServerExchange,
  answer: FetchFunction,
): Promise<HttpResponse> {
  if (FORBIDDEN.has(exchange.method)) return { status: 501, headers: [], body: null };
  const response = await answer(toRequest(exchange), {
    remoteAddr: exchange.connection.remoteAddr,
  });
  const headers: readonly FieldPair[] = [...response.headers];
  if (exchange.method === "HEAD" || response.body === null) {
    response.body?.cancel();
    return { status: response.status, headers, body: null };
  }
  return { status: response.status, headers, body: new FetchBody(response) };
}

function toRequest(exchange: ServerExchange): Request {
  const { method, headers } = exchange;
  const controller = new AbortController();
  exchange.onAbort = (reason) => controller.abort(reason);
  const init: RequestInit & { duplex?: "half" } = {
    method,
    headers: toHeaders(headers),
    signal: controller.signal,
  };
  if (method !== "GET" && method !== "HEAD" && headers.get("content-length") !== "0") {
    init.body = bodyStream({
      read: () => exchange.read(),
      cancel: () => exchange.ignoreBody(),
    });
    init.duplex = "half";
  }
  const request = new Request(urlOf(exchange), init);
  return sendsTrailers(exchange) ? expectTrailers(request) : request;
}

/** The body of a `Response`, and the trailers beside it. */
class FetchBody extends StreamSource implements ResponseBody {
  readonly #response: Response;
  #trailers: readonly FieldPair[] | undefined;

  constructor(response: Response) {
    super(response);
    this.#response = response;
  }

  get trailers(): readonly FieldPair[] | undefined {
    return this.#trailers;
  }

  override async read(): Promise<Uint8Array | null> {
    const chunk = await super.read();
    if (chunk === null) {
      const trailers = await trailersOf(this.#response);
      if (trailers !== undefined) this.#trailers = [...trailers];
    }
    return chunk;
  }
}
