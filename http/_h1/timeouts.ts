import type { CompleteH1Limits } from "../h1_limits.ts";

/** What the client may keep a connection waiting for. */
export type Wait = "request" | "head" | "body";

/**
 * The clock of a connection. It is looked at now and then only: a wait begins when it is first seen,
 * and so lasts up to an interval longer than its limit.
 */
export class Timeouts {
  readonly #limits: CompleteH1Limits;
  #steps = 0;
  #seenSteps = -1;
  #seenWait: Wait | undefined;
  #since = 0;

  /** Makes the clock of a connection that was just accepted. */
  constructor(limits: CompleteH1Limits) {
    this.#limits = limits;
  }

  /** Says that the client has done what was waited for: waits begin anew. */
  progress(): void {
    this.#steps++;
  }

  /**
   * Looks at the clock.
   *
   * @param now The time in ms.
   * @param wait What the client is waited for.
   * @returns What took too long; `"idle"` for a request that did not begin.
   */
  check(now: number, wait: Wait | undefined): string | undefined {
    if (wait !== this.#seenWait || this.#steps !== this.#seenSteps) {
      this.#seenWait = wait;
      this.#seenSteps = this.#steps;
      this.#since = now;
    }
    const waited = now - this.#since;
    const limits = this.#limits;
    switch (wait) {
      case "request":
        return waited >= (this.#steps === 0 ? limits.firstByteTimeoutMs : limits.idleTimeoutMs)
          ? "idle"
          : undefined;
      case "head":
        return waited >= limits.headerTimeoutMs ? "the header section took too long" : undefined;
      case "body":
        return waited >= limits.bodyIdleTimeoutMs ? "the body took too long" : undefined;
    }
    return undefined;
  }
}
