const INITIAL_MS = 1000;
const MULTIPLIER = 1.6;
const JITTER = 0.2;

/**
 * When to try again to connect, as gRPC has it: later each time, and not at the same time as others.
 *
 * https://github.com/grpc/grpc/blob/master/doc/connection-backoff.md
 */
export class Backoff {
  readonly #maxMs: number;
  readonly #random: () => number;
  #nextMs: number;

  /**
   * @param maxMs How long it waits at most, in ms, but for the jitter of a fifth.
   * @param random Gives numbers from 0 to 1.
   */
  constructor(maxMs: number, random: () => number = Math.random) {
    this.#maxMs = maxMs;
    this.#random = random;
    this.#nextMs = Math.min(INITIAL_MS, maxMs);
  }

  /** How long to wait after one more failure, in ms. */
  next(): number {
    const ms = this.#nextMs * (1 + JITTER * (2 * this.#random() - 1));
    this.#nextMs = Math.min(this.#nextMs * MULTIPLIER, this.#maxMs);
    return ms;
  }

  /** Begins anew, after a success. */
  reset(): void {
    this.#nextMs = Math.min(INITIAL_MS, this.#maxMs);
  }
}
