import type { ClientExchange } from "./exchange.ts";
import { HttpError } from "./exchange.ts";
import { completeClientLimits, type Http2ClientOptions } from "./client_options.ts";
import { type Dial, dialer } from "./_client/dial.ts";
import { OriginPool, type PoolConfig } from "./_client/origin_pool.ts";
import type { RequestHead, RequestOptions } from "./_h2/client.ts";
import { completeH2Limits, H2_CLIENT_LIMITS } from "./h2_limits.ts";
import { checkLimit } from "./_limits.ts";

export type { RequestHead, RequestOptions } from "./_h2/client.ts";

/** How often the clock is looked at, in ms. */
const MIN_TICK_MS = 10;
const MAX_TICK_MS = 1000;

/** How long requests may go on after `close()`, in ms. */
const CLOSE_GRACE_MS = 30_000;

/** How a client is closed. */
export interface CloseOptions {
  /** How long requests may go on, in ms, before they are cut. Default 30 seconds. */
  readonly graceMs?: number;
}

/**
 * A client that speaks HTTP/2, in plain text with prior knowledge or in TLS. It holds connections
 * for each origin, and makes them when they are needed.
 *
 * - A request goes to a connection whose server takes one more. If there is none it waits for one;
 *   meanwhile another connection is made, up to `maxConnectionsPerOrigin`.
 * - A request that no server has looked at is sent again, on another connection if need be, up to
 *   `maxRetries` times. Any other that fails is not: only the application knows whether it may be.
 * - After a failure to connect, requests fail at once until the next try is due, or wait for it
 *   (`waitForReady`). A connection that ends before it has taken any of those that wait is one, too.
 * - Connections without requests do not keep the process alive, and are closed after
 *   `http2.idleTimeoutMs`.
 */
export interface Http2Client extends AsyncDisposable {
  /**
   * Makes a request. It does not wait: what cannot be sent yet is sent later.
   *
   * @param head How it begins.
   * @param options Its body, if it is there whole: `write()` and `end()` may not be called then, and
   * less is sent for it.
   * @returns The exchange. It fails with an {@linkcode HttpError}: by the code `connection` if no
   * connection can be made, `limit` or `timeout` if it waits among too many or too long.
   * @throws {TypeError} If the head cannot be sent.
   * @throws {HttpError} With the code `aborted` if the client was closed.
   */
  request(head: RequestHead, options?: RequestOptions): ClientExchange;
  /**
   * Takes no more requests, lets those that there are end, and closes all connections.
   *
   * @param options How long that may take.
   * @returns A promise that resolves once all is closed.
   */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * Makes a client that speaks HTTP/2.
 *
 * @param options How it connects, and what its connections may cost.
 * @returns The client. Nothing is connected yet.
 * @throws {TypeError} If options contradict each other, or a certificate or key is none.
 * @throws {RangeError} If a limit is out of range.
 *
 * @example Make a request
 * ```ts
 * import { createHttp2Client, serveExchanges } from "@seria/seria/http";
 * import { assertEquals } from "@std/assert";
 *
 * const server = serveExchanges((exchange) => {
 *   exchange.respondWith(200, [], new TextEncoder().encode("hello"), [["x-checksum", "5"]]);
 * }, { port: 0, hostname: "127.0.0.1", onListen: () => {} });
 * const { port } = server.addr as Deno.NetAddr;
 *
 * await using client = createHttp2Client();
 * const exchange = client.request(
 *   { method: "GET", scheme: "http", authority: `127.0.0.1:${port}`, target: "/", headers: [] },
 *   { body: new Uint8Array() },
 * );
 * assertEquals((await exchange.response()).status, 200);
 * assertEquals(new TextDecoder().decode((await exchange.read())!), "hello");
 * assertEquals(await exchange.read(), null);
 * assertEquals(exchange.trailers?.get("x-checksum"), "5");
 *
 * await client.close();
 * await server.shutdown();
 * ```
 */
export function createHttp2Client(options: Http2ClientOptions = {}): Http2Client {
  return new PooledClient(options);
}

/** A client with a pool for each origin. */
export class PooledClient implements Http2Client {
  readonly #config: PoolConfig;
  readonly #tickMs: number;
  readonly #pools: Map<string, OriginPool> = new Map();
  /** The pool of the last request: most programs call one origin at a time. */
  #last: OriginPool | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #closed: PromiseWithResolvers<void> | undefined;
  #closeBy = Infinity;

  /**
   * @param options Options.
   * @param dial What makes connections.
   */
  constructor(options: Http2ClientOptions, dial?: Dial) {
    const limits = completeClientLimits(options);
    const http2 = completeH2Limits(H2_CLIENT_LIMITS, options.http2 ?? {});
    this.#config = {
      dial: dial ?? dialer(options, limits),
      limits,
      http2,
      waitForReady: options.waitForReady ?? false,
      onIdle: () => this.#onIdle(),
    };
    const times = Object.entries({ ...limits, ...http2 }).filter(([name]) => name.endsWith("Ms"));
    const shortest = Math.min(...times.map(([, value]) => value));
    this.#tickMs = Math.min(Math.max(shortest / 4, MIN_TICK_MS), MAX_TICK_MS);
  }

  request(head: RequestHead, options: RequestOptions = {}): ClientExchange {
    if (this.#closed !== undefined) throw new HttpError("the client was closed", "aborted");
    const { scheme, authority } = head;
    let pool = this.#last;
    if (
      pool === undefined || pool.origin.authority !== authority || pool.origin.scheme !== scheme
    ) {
      pool = this.#last = this.#poolOf(scheme, authority);
    }
    return pool.request(head, options);
  }

  #poolOf(scheme: "http" | "https", authority: string): OriginPool {
    const key = `${scheme}://${authority}`;
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      pool = new OriginPool({ scheme, authority }, this.#config);
      this.#pools.set(key, pool);
    }
    this.#timer ??= this.#startTimer();
    return pool;
  }

  #startTimer(): ReturnType<typeof setInterval> {
    const timer = setInterval(() => this.#tick(), this.#tickMs);
    Deno.unrefTimer(timer);
    return timer;
  }

  #tick(): void {
    const now = performance.now();
    for (const [key, pool] of this.#pools) {
      if (now >= this.#closeBy) pool.abort("the client was closed");
      else pool.tick(now);
      if (!pool.isForgettable(now)) continue;
      this.#pools.delete(key);
      if (this.#last === pool) this.#last = undefined;
    }
    if (this.#pools.size === 0) this.#stopTimer();
  }

  #stopTimer(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  close({ graceMs = CLOSE_GRACE_MS }: CloseOptions = {}): Promise<void> {
    checkLimit("graceMs", graceMs);
    const closed = this.#closed ??= Promise.withResolvers();
    if (this.#timer !== undefined) Deno.refTimer(this.#timer); // somebody waits for it now
    this.#closeBy = Math.min(this.#closeBy, performance.now() + graceMs);
    for (const pool of [...this.#pools.values()]) {
      if (graceMs <= 0) pool.abort("the client was closed");
      else pool.close();
    }
    this.#onIdle();
    return closed.promise;
  }

  #onIdle(): void {
    if (this.#closed === undefined) return;
    for (const pool of this.#pools.values()) {
      if (!pool.idle) return;
    }
    this.#stopTimer();
    this.#closed.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
