import { ConnectError } from "./error.ts";
import type { Abortable } from "./_http.ts";
import { ignore } from "./_ignore.ts";
import { isPromise } from "./_promise.ts";

/** The longest delay a timer takes, in ms: anything above fires at once. */
export const MAX_TIMER_MS = 0x7fff_ffff;

/**
 * How long a call lasts: until it is done, its deadline passes, or it is canceled. Clients and
 * handlers share it.
 *
 * What costs is made on demand. A call without deadline whose signal nobody asks for has no timer,
 * no `AbortController` and no listener.
 */
export class Lifetime {
  /** What to call when it ends before it is done. */
  onEnd: ((reason: ConnectError) => void) | undefined;
  /** Whether a timer that is not its own may end it. */
  timed = false;

  #reason: ConnectError | undefined;
  #done = false;
  /** When the call must be over, on the clock of `performance.now()`. */
  #deadline: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;
  #followed: Abortable | undefined;
  /** Who waits, while something is waited for. */
  #waiting: Set<(reason: ConnectError) => void> | undefined;

  /** Why it ended, if it was not done. */
  get reason(): ConnectError | undefined {
    return this.#reason;
  }

  /** Whether there is anything that can end it, or that wants to know, before it is done. */
  get bounded(): boolean {
    return this.timed || this.#reason !== undefined || this.#timer !== undefined ||
      this.#followed !== undefined || this.#controller !== undefined;
  }

  /** Aborted, with {@linkcode reason}, when it ends before it is done; never after. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** The ms left until the deadline, at least 0; `undefined` if there is none. */
  timeoutMs(): number | undefined {
    if (this.#deadline === undefined) return undefined;
    return Math.max(0, this.#deadline - performance.now());
  }

  /** Sets the deadline. Only once. */
  expireIn(timeoutMs: number): void {
    this.#deadline = performance.now() + timeoutMs;
    this.#arm();
  }

  /**
   * Sets the deadline of a request.
   *
   * @param timeoutMs How long it may take, in ms.
   * @throws {ConnectError} With the reason, if its time is over before it began.
   */
  limitTo(timeoutMs: number): void {
    if (timeoutMs !== Infinity) this.expireIn(timeoutMs);
    if (this.#reason !== undefined) throw this.#reason;
  }

  /** Ends when somebody else gives up. Only one can be followed, and only once. */
  follow(source: Abortable, toReason: (reason: unknown) => ConnectError): void {
    if (this.#done || this.#reason !== undefined) return;
    this.#followed = source;
    source.onAbort = (reason) => this.end(toReason(reason));
  }

  /** Ends before it is done. */
  end(reason: ConnectError): void {
    if (this.#done || this.#reason !== undefined) return;
    this.#reason = reason;
    this.#release();
    this.#controller?.abort(reason);
    this.onEnd?.(reason);
    if (this.#waiting !== undefined) { for (const reject of this.#waiting) reject(reason); }
  }

  /**
   * Looks at the clock, too: the timer may be late, and the other side's deadline is the same.
   *
   * @returns Why it has ended, if it has.
   */
  check(): ConnectError | undefined {
    if (!this.#done && this.#reason === undefined && this.timeoutMs() === 0) this.#arm();
    return this.#reason;
  }

  /** It is done: the deadline and whatever is followed no longer matter. */
  done(): void {
    this.#done = true;
    this.#release();
  }

  /**
   * Waits for a promise, but no longer than the lifetime.
   *
   * `Promise.race()` would add a reaction to the promise that stands for the end with each wait,
   * and keep all of them as long as the call lasts.
   *
   * @returns What the promise gives. What is no promise is returned as it is.
   * @throws {ConnectError} The reason, if it ends first.
   */
  race<T>(promise: Promise<T>): Promise<T>;
  race<T>(value: T | Promise<T>): T | Promise<T>;
  race<T>(promise: T | Promise<T>): T | Promise<T> {
    if (!isPromise(promise) || !this.bounded) return promise;
    return new Promise((resolve, reject) => {
      if (this.#reason !== undefined) {
        promise.catch(ignore);
        return reject(this.#reason);
      }
      const waiting = this.#waiting ??= new Set();
      waiting.add(reject);
      promise.then((value) => {
        waiting.delete(reject);
        resolve(value);
      }, (error) => {
        waiting.delete(reject);
        reject(error);
      });
    });
  }

  #arm(): void {
    const left = this.timeoutMs()!;
    if (left <= 0) {
      this.#timer = undefined;
      this.end(new ConnectError("the deadline has passed", "deadline_exceeded"));
      return;
    }
    this.#timer = setTimeout(() => this.#arm(), Math.min(Math.ceil(left), MAX_TIMER_MS));
  }

  #release(): void {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    if (this.#followed !== undefined) {
      this.#followed.onAbort = undefined;
      this.#followed = undefined;
    }
  }
}
