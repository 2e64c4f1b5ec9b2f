import type { ExchangeListener } from "./connection.ts";
import type { ConnectionInfo, HttpAddr, ServerExchange } from "./exchange.ts";
import { FetchRequest } from "./_fetch_request.ts";
import { sendResponse } from "./_fetch_response.ts";

/** What answers requests: a function as `Deno.serve()` takes it. */
export type FetchHandler<Addr extends HttpAddr = HttpAddr> = (
  request: Request,
  info: ServeHandlerInfo<Addr>,
) => Response | Promise<Response>;

/** What a handler is told beside the request. */
export interface ServeHandlerInfo<Addr extends HttpAddr = HttpAddr> {
  /** The other side's address. */
  readonly remoteAddr: Addr;
  /** What else is known of the connection: the version of HTTP, the client's certificate. */
  readonly connection: ConnectionInfo;
  /** Resolves when the response was handed to the connection, and rejects if it could not be. */
  readonly completed: Promise<void>;
}

/** How requests are answered. */
export interface FetchOptions {
  /**
   * Makes the response for what the handler has thrown. By default the error is printed, and the
   * response is a plain 500.
   */
  readonly onError?: (error: unknown) => Response | Promise<Response>;
  /**
   * Gives the trailers of a response, which a `Response` cannot hold; `undefined` if it has none. They
   * are waited for once the body has ended.
   */
  readonly trailersOf?: (
    response: Response,
  ) => Promise<Iterable<readonly [name: string, value: string]>> | undefined;
}

/**
 * Makes a listener of a fetch handler: a request and a response are made for each exchange.
 *
 * `request.signal` is aborted when the client has given up. It is made when it is first asked for, so
 * that those who do not ask do not pay; `new Request(request)` and `fetch(request)` do not see it
 * unless they are given it: `fetch(request, { signal: request.signal })`.
 *
 * @param handler Answers requests.
 * @param options What else to do.
 * @returns The listener.
 *
 * @example Serve a handler that has trailers
 * ```ts
 * import { fetchListener, serveExchanges } from "@seria/seria/http";
 * import { assert } from "@std/assert";
 *
 * const listener = fetchListener(() => new Response("body"), {
 *   trailersOf: async () => [["x-sum", "42"]],
 * });
 * await using server = serveExchanges(listener, { port: 0, hostname: "127.0.0.1", onListen() {} });
 *
 * using conn = await Deno.connect(server.addr);
 * const request = "GET / HTTP/1.1\r\nhost: a\r\nte: trailers\r\nconnection: close\r\n\r\n";
 * await conn.write(new TextEncoder().encode(request));
 * const response = await new Response(conn.readable).text();
 * assert(response.endsWith("\r\n\r\n4\r\nbody\r\n0\r\nx-sum: 42\r\n\r\n"));
 * ```
 */
export function fetchListener(handler: FetchHandler, options: FetchOptions = {}): ExchangeListener {
  const { onError = respondInternalError, trailersOf } = options;
  return (exchange) => {
    const info = new Info(exchange);
    answer(exchange, info, handler, onError, trailersOf).then(
      () => info.settle(undefined),
      (error) => {
        exchange.abort();
        info.settle({ error });
      },
    );
  };
}

async function answer(
  exchange: ServerExchange,
  info: Info,
  handler: FetchHandler,
  onError: NonNullable<FetchOptions["onError"]>,
  trailersOf: FetchOptions["trailersOf"],
): Promise<void> {
  let response: Response;
  try {
    const request = FetchRequest.of(exchange);
    response = request instanceof Response ? request : checkResponse(await handler(request, info));
  } catch (error) {
    response = await responseTo(error, onError);
  }
  const trailers = trailersOf?.(response);
  trailers?.catch(() => {}); // it is waited for when the body has ended
  await sendResponse(exchange, response, trailers);
}

/** What throws while it says what to do about an error is an error as well. */
async function responseTo(
  error: unknown,
  onError: NonNullable<FetchOptions["onError"]>,
): Promise<Response> {
  try {
    return checkResponse(await onError(error));
  } catch (another) {
    return respondInternalError(another);
  }
}

function checkResponse(response: Response): Response {
  if (!(response instanceof Response)) {
    throw new TypeError("Cannot respond: the handler has returned no Response");
  }
  if (response.bodyUsed) throw new TypeError("Cannot respond: the body was read already");
  if (response.status < 200) {
    throw new TypeError("Cannot respond: no response is an error response");
  }
  return response;
}

function respondInternalError(error: unknown): Response {
  console.error(error);
  return new Response("Internal Server Error", { status: 500 });
}

/** What a handler is told, made of it what is asked for. */
class Info implements ServeHandlerInfo {
  readonly #exchange: ServerExchange;
  #outcome: { error?: unknown } | undefined;
  #completed: PromiseWithResolvers<void> | undefined;

  constructor(exchange: ServerExchange) {
    this.#exchange = exchange;
  }

  get remoteAddr(): HttpAddr {
    return this.#exchange.connection.remoteAddr;
  }

  get connection(): ConnectionInfo {
    return this.#exchange.connection;
  }

  get completed(): Promise<void> {
    if (this.#completed === undefined) {
      this.#completed = Promise.withResolvers();
      this.#completed.promise.catch(() => {}); // it is not for everyone to catch
      if (this.#outcome !== undefined) this.settle(this.#outcome);
    }
    return this.#completed.promise;
  }

  /** Notes what came of the response. */
  settle(outcome: { error?: unknown } = {}): void {
    this.#outcome = outcome;
    if ("error" in outcome) this.#completed?.reject(outcome.error);
    else this.#completed?.resolve();
  }
}
