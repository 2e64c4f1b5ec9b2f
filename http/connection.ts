import type { ServerExchange } from "./exchange.ts";

/**
 * A connection as a state machine: bytes in, events and bytes out. It owns no socket and no timer,
 * so that a driver for any host can feed it, and a test or a fuzzer as well.
 *
 * The driver calls `receive()` with what it has read, `tick()` once in a while, and writes what
 * `takeOutput()` gives; `onOutput` tells it that there is some.
 */
export interface Connection {
  /**
   * Takes bytes that have arrived, and calls out for what they say, once they are all parsed.
   * Whatever is wrong with them is answered and told by `closing`; it does not throw.
   *
   * @param bytes The bytes. They are not kept: the buffer may be used again.
   */
  receive(bytes: Uint8Array): void;
  /** Says that the other side sends no more. */
  receiveEnd(): void;
  /** Says that the connection is lost, or given up by the driver. All its exchanges fail. */
  lost(reason: string): void;
  /**
   * Takes what is to be sent: all frames since the last call, in one piece.
   *
   * @returns The bytes, the caller's to keep; empty if there are none.
   */
  takeOutput(): Uint8Array;
  /**
   * Says that what was taken has been written, so that writers who wait may go on: what is taken and
   * not written is bounded.
   */
  outputWritten(): void;
  /**
   * Is called when there is output, or when `closing` has become true; at most once until
   * `takeOutput()` was called. Never from `receive()` and `outputWritten()`: the driver looks after
   * them anyway.
   */
  onOutput: (() => void) | undefined;
  /**
   * Whether the driver had better read no more: what has come waits to be read, or output to be
   * written.
   */
  readonly paused: boolean;
  /** Is called when `paused` may have become false, perhaps for nothing. */
  onResume: (() => void) | undefined;
  /**
   * Looks at the clock: all time limits are checked here, and nowhere else.
   *
   * @param now The time in ms, from any beginning; it never goes back.
   */
  tick(now: number): void;
  /** Begins to close: no new exchanges, those that are open may end. */
  shutdown(): void;
  /** Whether no exchange is open. */
  readonly idle: boolean;
  /**
   * Whether the driver is to close the connection once the output is written. It waits for that for a
   * bounded time only: the other side may be one that does not read.
   */
  readonly closing: boolean;
}

/** What a server does with a request. It must not throw. */
export type ExchangeListener = (exchange: ServerExchange) => void;
