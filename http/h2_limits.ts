import { completeLimits } from "./_limits.ts";

/**
 * What one HTTP/2 connection may cost, and how long the other side may take. All limits are always
 * on; times are in ms and `Infinity` means never. They are looked at by `tick()`, so they hold to
 * within the interval of its calls.
 */
export interface H2Limits {
  /**
   * How many exchanges may be open at once. A server refuses more (`REFUSED_STREAM`), and the client
   * may repeat them; default 128. A client makes no more, even if the server takes them; default 1,024.
   */
  maxConcurrentStreams?: number;
  /** How many bytes of one body may wait to be read. Default 256 KiB, at most 2 GiB - 1. */
  streamWindowBytes?: number;
  /**
   * How many bytes of all bodies together may wait to be read. At least 64 KiB - 1. Default 1 MiB,
   * at most 2 GiB - 1.
   */
  connectionWindowBytes?: number;
  /**
   * How large the header fields of a message may be: names, values and 32 bytes for each field. A
   * request with more is answered with 431. What the header block takes on the wire is bounded by
   * the same number; a longer one ends the connection. Default 64 KiB.
   */
  maxHeaderListBytes?: number;
  /** How many header fields a message may have. Default 256. */
  maxHeaderFields?: number;
  /**
   * How many exchanges the other side may cancel, or have canceled by breaking rules, in one go;
   * each exchange that ends well gives one back. More end the connection (rapid reset,
   * CVE-2023-44487, and made-you-reset, CVE-2025-8671). Default 1,000.
   */
  maxResets?: number;
  /** How many of `maxResets` come back in a second. Default 100. */
  resetsPerSecond?: number;
  /**
   * How many frames that carry nothing the other side may send in one go: `PING`, `SETTINGS` (each
   * setting counts), `PRIORITY`, `WINDOW_UPDATE`, empty `DATA`, `RST_STREAM` and unknown ones. Each
   * frame of a body, in either direction, gives four back. More end the connection. Default 10,000.
   */
  maxControlFrames?: number;
  /** How many of `maxControlFrames` come back in a second. Default 1,000. */
  controlFramesPerSecond?: number;
  /**
   * How many bytes may wait to be written to the socket. Bodies stop at a quarter of it and make
   * their writers wait; if everything else passes it, the connection is ended. Default 1 MiB.
   */
  maxOutputBytes?: number;
  /**
   * How long the beginning may take: the preface, the first `SETTINGS` and the acknowledgement of
   * ours. Default 10 seconds.
   */
  handshakeTimeoutMs?: number;
  /** How long a header block may take, from its first byte to its last. Default 10 seconds. */
  headerTimeoutMs?: number;
  /**
   * How long a body may pause while it is waited for: for a server until the response has begun
   * (afterwards the two sides may be in conversation), for a client always. Default 5 minutes for a
   * server, never for a client.
   */
  bodyIdleTimeoutMs?: number;
  /**
   * How long the other side may leave no room for a body that waits to be sent: it does not read.
   * Default 5 minutes.
   */
  sendStallTimeoutMs?: number;
  /** How long a write to the socket may take. Default 1 minute. */
  writeTimeoutMs?: number;
  /** How long a connection without exchanges is kept. Default 5 minutes. */
  idleTimeoutMs?: number;
  /** After how long a connection is shut down, its exchanges ending as they may. Default never. */
  maxConnectionAgeMs?: number;
  /**
   * How long exchanges may go on after the connection was shut down, whether for its age or by
   * `shutdown()`. Default never less than they need: `Infinity`.
   */
  shutdownGraceMs?: number;
  /**
   * After how long without a byte from the other side, while exchanges are open, it is asked whether
   * it is still there. Default 1 minute for a server; 6 minutes for a client, as gRPC servers do not
   * put up with more than one in 5 minutes.
   */
  keepaliveIntervalMs?: number;
  /**
   * The same while no exchanges are open. Default never: gRPC servers close connections for it unless
   * they were told not to.
   */
  idleKeepaliveIntervalMs?: number;
  /** How long it may take to answer that. Default 20 seconds. */
  keepaliveTimeoutMs?: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The defaults of a server. */
export const H2_SERVER_LIMITS: Readonly<Required<H2Limits>> = Object.freeze({
  maxConcurrentStreams: 128,
  streamWindowBytes: 256 * KIB,
  connectionWindowBytes: MIB,
  maxHeaderListBytes: 64 * KIB,
  maxHeaderFields: 256,
  maxResets: 1000,
  resetsPerSecond: 100,
  maxControlFrames: 10_000,
  controlFramesPerSecond: 1000,
  maxOutputBytes: MIB,
  handshakeTimeoutMs: 10 * SECOND,
  headerTimeoutMs: 10 * SECOND,
  bodyIdleTimeoutMs: 5 * MINUTE,
  sendStallTimeoutMs: 5 * MINUTE,
  writeTimeoutMs: MINUTE,
  idleTimeoutMs: 5 * MINUTE,
  maxConnectionAgeMs: Infinity,
  shutdownGraceMs: Infinity,
  keepaliveIntervalMs: MINUTE,
  idleKeepaliveIntervalMs: Infinity,
  keepaliveTimeoutMs: 20 * SECOND,
});

/** The defaults of a client. */
export const H2_CLIENT_LIMITS: Readonly<Required<H2Limits>> = Object.freeze({
  ...H2_SERVER_LIMITS,
  maxConcurrentStreams: 1024,
  bodyIdleTimeoutMs: Infinity,
  keepaliveIntervalMs: 6 * MINUTE,
});

const MOST: Partial<Record<keyof H2Limits, number>> = {
  streamWindowBytes: 2 ** 31 - 1,
  connectionWindowBytes: 2 ** 31 - 1,
  maxConcurrentStreams: 2 ** 31 - 1,
  maxHeaderListBytes: 2 ** 31 - 1,
};
const LEAST: Partial<Record<keyof H2Limits, number>> = { connectionWindowBytes: 65_535 };

/**
 * Completes limits.
 *
 * @param defaults What holds for those that are not given.
 * @param limits Those that are given.
 * @returns All of them.
 * @throws {RangeError} If one is out of range, or of what HTTP/2 can say.
 */
export function completeH2Limits(
  defaults: Readonly<Required<H2Limits>>,
  limits: H2Limits,
): Readonly<Required<H2Limits>> {
  return completeLimits(defaults, limits, LEAST, MOST);
}
