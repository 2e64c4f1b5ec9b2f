import type { H1Limits } from "./h1_limits.ts";
import type { H2Limits } from "./h2_limits.ts";
import type { ListenOptions } from "./listen_options.ts";
import type { HttpAddr } from "./exchange.ts";

/**
 * Where a server listens, and what its connections may cost. All limits are always on; times are in
 * ms and `Infinity` means never. They hold to within a quarter of the shortest of them, at most one
 * second: that is how often the clock is looked at.
 */
export interface ServerOptions<Addr extends HttpAddr = HttpAddr> extends ListenOptions {
  /** Shuts the server down when it is aborted. */
  readonly signal?: AbortSignal;
  /** Is called with the address once the server listens. By default the address is printed. */
  readonly onListen?: (addr: Addr) => void;
  /**
   * Is told what an exchange listener has thrown, and errors of the server's own. By default they
   * are printed. What a fetch handler throws goes to `onError` instead.
   */
  readonly onInternalError?: (error: unknown) => void;
  /** What one connection of HTTP/1.1 may cost. Default: as {@linkcode H1Limits} says. */
  readonly http1?: H1Limits;
  /** What one connection of HTTP/2 may cost. Default: as {@linkcode H2Limits} says. */
  readonly http2?: H2Limits;
  /**
   * How many connections there may be at once. More wait in the queue of the operating system until
   * one has ended. Default 20,000.
   */
  readonly maxConnections?: number;
  /** How long a TLS handshake may take. Default 10 seconds. */
  readonly handshakeTimeoutMs?: number;
  /** How long a new connection without TLS may take to tell its protocol. Default 10 seconds. */
  readonly firstByteTimeoutMs?: number;
  /** How long the client may take none of what is written to it. Default 1 minute. */
  readonly writeTimeoutMs?: number;
  /**
   * How long a connection that was closed here is kept for the client to close it as well, so that
   * it can read what was sent last. Default 2 seconds.
   */
  readonly lingerTimeoutMs?: number;
  /**
   * After how long a connection is shut down, its exchanges ending as they may: so that clients find
   * new servers behind a load balancer. It differs by up to a tenth, not to have all of them come
   * back at once. Default never.
   */
  readonly maxConnectionAgeMs?: number;
  /** How long exchanges of a connection of that age may go on. Default never ended for that. */
  readonly maxConnectionAgeGraceMs?: number;
  /** How long exchanges may go on after `shutdown()`, before they are cut. Default 10 seconds. */
  readonly drainTimeoutMs?: number;
}

/** A server that listens. It has what servers of `Deno.serve()` have. */
export interface Server<Addr extends HttpAddr = HttpAddr> extends AsyncDisposable {
  /** The address that it listens on. */
  readonly addr: Addr;
  /** Resolves when the server is shut down and all its connections are closed. It never rejects. */
  readonly finished: Promise<void>;
  /**
   * Accepts no more connections, lets exchanges end, and closes: at the latest after
   * `drainTimeoutMs`.
   *
   * @returns `finished`.
   */
  shutdown(): Promise<void>;
  /** Has the process live as long as the server does. That is the default. */
  ref(): void;
  /** Lets the process end in spite of the server. */
  unref(): void;
}
