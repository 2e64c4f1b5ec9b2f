/** What an HTTP/1.1 connection bounds. Times are in ms, 0 or `Infinity` for no limit. */
export interface H1Options {
  /** The longest request line, in bytes; a longer one is answered with 414. Default 16 KiB. */
  readonly maxRequestLineBytes?: number;
  /** The longest header section, request line included, in bytes; else 431. Default 64 KiB. */
  readonly maxHeaderBytes?: number;
  /** The most header fields of a request; else 431. Default 128. */
  readonly maxHeaderCount?: number;
  /** The longest trailer section, in bytes; else 431. Default 16 KiB. */
  readonly maxTrailerBytes?: number;
  /** The most trailer fields; else 431. Default 128. */
  readonly maxTrailerCount?: number;
  /** The most bytes that chunk extensions of one body may take; else 400. Default 4 KiB. */
  readonly maxChunkExtensionBytes?: number;
  /** The longest request body, in bytes; else 413. Default none: bodies are streams. */
  readonly maxBodyBytes?: number;
  /**
   * How much of a request body may have come that nobody has read, in bytes, before no more is read
   * from the socket. Default 64 KiB.
   */
  readonly maxUnreadBytes?: number;
  /** How much output may wait, in bytes, before `write()` gives a promise. Default 64 KiB. */
  readonly maxUnwrittenBytes?: number;
  /**
   * How much of a body is thrown away for the sake of a connection, if nobody wants it: after more, in
   * bytes, the connection is closed. Default 256 KiB.
   */
  readonly maxIgnoredBytes?: number;
  /** How long a new connection may say nothing. Default 10 s. */
  readonly firstByteTimeoutMs?: number;
  /** How long a header section may take from its first byte; else 408. Default 10 s. */
  readonly headerTimeoutMs?: number;
  /** How long nothing of a body may come while it is waited for; else 408. Default 60 s. */
  readonly bodyIdleTimeoutMs?: number;
  /** How long a connection is kept between two requests. Default 75 s. */
  readonly keepAliveTimeoutMs?: number;
}

/** {@linkcode H1Options}, all of them there. */
export type H1Limits = Required<H1Options>;

/** What holds for options that are not given. */
const DEFAULTS: H1Limits = {
  maxRequestLineBytes: 16_384,
  maxHeaderBytes: 65_536,
  maxHeaderCount: 128,
  maxTrailerBytes: 16_384,
  maxTrailerCount: 128,
  maxChunkExtensionBytes: 4096,
  maxBodyBytes: Infinity,
  maxUnreadBytes: 65_536,
  maxUnwrittenBytes: 65_536,
  maxIgnoredBytes: 262_144,
  firstByteTimeoutMs: 10_000,
  headerTimeoutMs: 10_000,
  bodyIdleTimeoutMs: 60_000,
  keepAliveTimeoutMs: 75_000,
};

/**
 * Fills in defaults.
 *
 * @throws {RangeError} If a limit is negative or NaN.
 */
export function h1Limits(options: H1Options = {}): H1Limits {
  const limits: Record<keyof H1Limits, number> = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS) as (keyof H1Limits)[]) {
    const value = options[name];
    if (value === undefined) continue;
    if (!(value >= 0)) throw new RangeError(`Cannot serve: ${name} is ${value}`);
    limits[name] = name.endsWith("Ms") && value === 0 ? Infinity : value;
  }
  return limits;
}
