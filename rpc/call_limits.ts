/** What a call may take, of those limits that can be set for each. */
export interface CallLimits {
  /**
   * The most bytes that a received message may have, uncompressed. Reading stops when it is passed,
   * and the call fails with `resource_exhausted`. A client's holds for errors and trailers, too.
   * Default 4 MiB.
   */
  readMaxBytes?: number;
  /** The most bytes that a message that is sent may have, uncompressed. Default 2^32 - 1. */
  writeMaxBytes?: number;
  /**
   * How much memory a received message may take beyond its bytes; see `DecodeOptions` and
   * `FromJsonOptions`. Default: as there.
   */
  maxElementBytes?: number;
  /** How deep a received message may be nested. Default 100. */
  recursionLimit?: number;
  /**
   * The most bytes of metadata that are taken from the other side: names, values, and 32 for each
   * field, headers and trailers each for themselves. What is more fails with `resource_exhausted`.
   * Of a `Request`, whose headers cost much to count, they are counted when the handler first looks
   * at them. Default 16 KiB.
   */
  maxMetadataBytes?: number;
  /**
   * The longest that the other side may take, in ms, to send the next message of a stream or the
   * only request whole, and to take what it was sent. The call fails with `deadline_exceeded`. A
   * single response may take as long as the deadline says. Default: as long as the deadline says, or
   * for ever.
   */
  idleTimeoutMs?: number;
}
