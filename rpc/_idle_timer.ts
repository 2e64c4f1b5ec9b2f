import { ConnectError } from "./error.ts";
import { type Lifetime, MAX_TIMER_MS } from "./_lifetime.ts";

/** Ends a call whose other side does nothing for too long. */
export class IdleTimer {
  readonly #ms: number;
  readonly #lifetime: Lifetime;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param ms How long is too long.
   * @param lifetime What it ends.
   */
  constructor(ms: number, lifetime: Lifetime) {
    this.#ms = ms;
    this.#lifetime = lifetime;
    if (ms <= MAX_TIMER_MS) lifetime.timed = true;
  }

  /**
   * Begins to wait for the other side.
   *
   * @param what What it has not done by then.
   */
  start(what: string): void {
    // A longer one is as good as none.
    if (this.#ms > MAX_TIMER_MS) return;
    this.#timer = setTimeout(() => {
      const error = new ConnectError(`${what} for ${this.#ms} ms`, "deadline_exceeded");
      this.#lifetime.end(error);
    }, this.#ms);
  }

  /** The other side has done something, or nobody waits any more. */
  stop(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
