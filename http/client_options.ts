import type { H2Limits } from "./h2_limits.ts";
import { completeLimits } from "./_limits.ts";

/**
 * How a client connects, and what its connections may cost. All limits are always on; times are in
 * ms and `Infinity` means never. They hold to within a quarter of the shortest of them, at most one
 * second: that is how often the clock is looked at.
 */
export interface Http2ClientOptions {
  /** The path of a Unix socket to connect to, whatever the authority of a request says. */
  readonly path?: string;
  /**
   * More certificates in PEM of those who sign servers' certificates, beside those of the system.
   * Default none.
   */
  readonly caCerts?: readonly string[];
  /** The client's own chain of certificates in PEM, for servers that ask for it. */
  readonly cert?: string;
  /** The private key of `cert`, in PEM. */
  readonly key?: string;
  /** The name that servers' certificates have to be for. Default the host of the request. */
  readonly serverName?: string;
  /**
   * What one connection may cost, how it is kept alive, when it is closed. The defaults of a client
   * are said at each limit.
   */
  readonly http2?: H2Limits;
  /**
   * How many connections to one origin there may be that take requests. Another is made when the
   * server takes no more requests on those that there are. Default 4.
   */
  readonly maxConnectionsPerOrigin?: number;
  /**
   * How many requests to one origin may wait for a connection, or for the server to take more. What
   * comes on top fails with the code `limit`. Default 10,000.
   */
  readonly maxQueuedRequests?: number;
  /** How long a request may wait so, before it fails with the code `timeout`. Default 1 minute. */
  readonly queueTimeoutMs?: number;
  /**
   * Whether requests wait while no connection can be made. By default they fail with the code
   * `connection`, at once until the next try is due. Default `false`.
   */
  readonly waitForReady?: boolean;
  /** How long it may take to find and reach a host. Default 20 seconds. */
  readonly connectTimeoutMs?: number;
  /** How long a TLS handshake may take. Default 10 seconds. */
  readonly tlsHandshakeTimeoutMs?: number;
  /**
   * How long to wait at most before the next try to connect. It is 1 second after the first failure
   * and 1.6 times as long after each one that follows, each time more or less by up to a fifth.
   * Default 2 minutes.
   */
  readonly maxBackoffMs?: number;
  /**
   * How often one request is sent again that no server has looked at: `REFUSED_STREAM`, a `GOAWAY`
   * that leaves it out, or a connection that was lost before it was sent. Default 3.
   */
  readonly maxRetries?: number;
  /**
   * How many bytes of a body are kept to send them again, as long as there is no response. A request
   * of which more was written is not sent again. Default 256 KiB.
   */
  readonly maxReplayBytes?: number;
}

/** What of it is a number. */
export interface ClientLimits {
  readonly maxConnectionsPerOrigin: number;
  readonly maxQueuedRequests: number;
  readonly queueTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly tlsHandshakeTimeoutMs: number;
  readonly maxBackoffMs: number;
  readonly maxRetries: number;
  readonly maxReplayBytes: number;
}

const SECOND = 1000;

const DEFAULTS: ClientLimits = {
  maxConnectionsPerOrigin: 4,
  maxQueuedRequests: 10_000,
  queueTimeoutMs: 60 * SECOND,
  connectTimeoutMs: 20 * SECOND,
  tlsHandshakeTimeoutMs: 10 * SECOND,
  maxBackoffMs: 120 * SECOND,
  maxRetries: 3,
  maxReplayBytes: 256 * 1024,
};

/**
 * Completes limits.
 *
 * @throws {RangeError} If one is out of range.
 */
export function completeClientLimits(options: Http2ClientOptions): ClientLimits {
  return completeLimits<keyof ClientLimits>(DEFAULTS, options, { maxConnectionsPerOrigin: 1 });
}
