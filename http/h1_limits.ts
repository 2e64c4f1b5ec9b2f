import { completeLimits } from "./_limits.ts";

/**
 * What one HTTP/1.1 connection may cost, and how long the client may take. All limits are always
 * on; times are in ms and `Infinity` means never. They hold to within the interval at which the
 * server looks at the clock, see `ServerOptions`.
 */
export interface H1Limits {
  /** How long a request line may be, in bytes; a longer one is answered with 414. Default 16 KiB. */
  readonly maxRequestLineBytes?: number;
  /** How long request line and header fields may be, in bytes; more get a 431. Default 64 KiB. */
  readonly maxHeaderBytes?: number;
  /** How many header fields a request may have; more get a 431. Default 256. */
  readonly maxHeaderFields?: number;
  /** How long the trailers of a request may be, in bytes; more get a 431. Default 16 KiB. */
  readonly maxTrailerBytes?: number;
  /** How many trailers a request may have; more get a 431. Default 256. */
  readonly maxTrailerFields?: number;
  /** How many bytes the chunk extensions of a body may take; more get a 400. Default 4 KiB. */
  readonly maxChunkExtensionBytes?: number;
  /** How long a body may be, in bytes; a longer one gets a 413. Default no limit: bodies are streams. */
  readonly maxBodyBytes?: number;
  /** How many bytes of a body may wait to be read before no more are taken. Default 64 KiB. */
  readonly maxUnreadBytes?: number;
  /**
   * How many bytes may wait to be written to the socket before writers have to wait, and no more
   * requests are looked at. Default 256 KiB.
   */
  readonly maxOutputBytes?: number;
  /**
   * How many bytes of a body that nobody wants are thrown away to keep the connection; after more it
   * is closed. Default 256 KiB.
   */
  readonly maxIgnoredBytes?: number;
  /** How long a new connection may say nothing. Default 10 seconds. */
  readonly firstByteTimeoutMs?: number;
  /** How long request line and header fields may take, from the first byte on. Default 10 seconds. */
  readonly headerTimeoutMs?: number;
  /** How long a body may pause while it is waited for. Default 1 minute. */
  readonly bodyIdleTimeoutMs?: number;
  /** How long a connection is kept between two requests. Default 75 seconds. */
  readonly idleTimeoutMs?: number;
}

/** All of {@linkcode H1Limits}. */
export type CompleteH1Limits = Readonly<Required<H1Limits>>;

const KIB = 1024;
const SECOND = 1000;

/** The defaults. */
const H1_LIMITS: CompleteH1Limits = Object.freeze({
  maxRequestLineBytes: 16 * KIB,
  maxHeaderBytes: 64 * KIB,
  maxHeaderFields: 256,
  maxTrailerBytes: 16 * KIB,
  maxTrailerFields: 256,
  maxChunkExtensionBytes: 4 * KIB,
  maxBodyBytes: Infinity,
  maxUnreadBytes: 64 * KIB,
  maxOutputBytes: 256 * KIB,
  maxIgnoredBytes: 256 * KIB,
  firstByteTimeoutMs: 10 * SECOND,
  headerTimeoutMs: 10 * SECOND,
  bodyIdleTimeoutMs: 60 * SECOND,
  idleTimeoutMs: 75 * SECOND,
});

/**
 * Completes limits.
 *
 * @param limits Those that are given.
 * @returns All of them.
 * @throws {RangeError} If one is out of range.
 */
export function completeH1Limits(limits: H1Limits = {}): CompleteH1Limits {
  return completeLimits(H1_LIMITS, limits);
}
