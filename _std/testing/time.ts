/**
 * Time that a test moves: the part of `@std/testing/time` that this project uses, with the same
 * names, signatures and meaning. It stands in where JSR cannot be reached; see `links` in
 * `deno.json`.
 *
 * ```ts
 * import { FakeTime } from "@std/testing/time";
 * import { assert } from "@std/assert";
 *
 * using time = new FakeTime();
 * let rang = false;
 * setTimeout(() => rang = true, 1000);
 * time.tick(1000);
 * assert(rang);
 * ```
 *
 * @module
 */

/** Time that cannot be faked, or not be restored. */
export class TimeError extends Error {
  /** @param message What cannot be done. */
  constructor(message: string) {
    super(message);
    this.name = "TimeError";
  }
}

interface Timer {
  readonly callback: (...args: unknown[]) => unknown;
  readonly args: unknown[];
  /** How often it repeats, in ms, or `undefined` for once. */
  readonly interval: number | undefined;
  /** When it rings. */
  due: number;
  /** Tells which of two that are due at the same time was set first. */
  order: number;
}

const real = {
  Date: globalThis.Date,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  abortSignalTimeout: AbortSignal.timeout,
};

let current: FakeTime | undefined;

/**
 * Replaces `Date`, the timers and `AbortSignal.timeout()` by ones that stand still until the test
 * moves time on. Restore it with `using`, or {@linkcode FakeTime.restore}.
 */
export class FakeTime {
  readonly #start: number;
  readonly #timers = new Map<number, Timer>();
  #now: number;
  #lastId = 0;
  #order = 0;

  /**
   * @param start When time begins. Default now.
   * @throws {TimeError} If time is faked already.
   */
  constructor(start?: number | string | Date | null) {
    if (current !== undefined) {
      throw new TimeError("Cannot construct FakeTime: time is already faked");
    }
    this.#start = start === undefined || start === null
      ? real.Date.now()
      : new real.Date(start).valueOf();
    if (Number.isNaN(this.#start)) {
      throw new TypeError(`Cannot construct FakeTime: invalid start time ${this.#start}`);
    }
    this.#now = this.#start;
    current = this;
    this.#install();
  }

  /** Gives the globals back. */
  [Symbol.dispose](): void {
    this.restore();
  }

  /** The time that `Date.now()` gives. Setting it rings the timers that fall due. */
  get now(): number {
    return this.#now;
  }

  set now(value: number) {
    if (value < this.#now) {
      throw new RangeError(
        `Cannot set current time in the past, time must be >= ${this.#now}: received ${value}`,
      );
    }
    for (;;) {
      const next = this.#next();
      if (next === undefined || next[1].due > value) break;
      this.#ring(...next);
    }
    this.#now = value;
  }

  /** When time began. */
  get start(): number {
    return this.#start;
  }

  /**
   * Moves time on, ringing the timers that fall due.
   *
   * @param ms How far, in milliseconds. Default 0.
   */
  tick(ms = 0): void {
    this.now += ms;
  }

  /**
   * Lets what is waiting in the event loop run, then moves time on.
   *
   * @param ms How far, in milliseconds. Default 0.
   */
  async tickAsync(ms = 0): Promise<void> {
    await this.runMicrotasks();
    this.tick(ms);
  }

  /**
   * Moves time on to the next timer.
   *
   * @returns Whether there was one.
   */
  next(): boolean {
    const next = this.#next();
    if (next !== undefined) this.now = next[1].due;
    return next !== undefined;
  }

  /**
   * Lets what is waiting in the event loop run, then moves time on to the next timer.
   *
   * @returns Whether there was one.
   */
  async nextAsync(): Promise<boolean> {
    await this.runMicrotasks();
    return this.next();
  }

  /** Moves time on until there are no timers. */
  runAll(): void {
    while (this.next());
  }

  /** Lets what is waiting in the event loop run. */
  async runMicrotasks(): Promise<void> {
    await new Promise<void>((resolve) => real.setTimeout(resolve, 0));
  }

  /**
   * Gives the globals back.
   *
   * @throws {TimeError} If they have been given back already.
   */
  restore(): void {
    if (current !== this) {
      throw new TimeError("Cannot restore time: time is already restored");
    }
    current = undefined;
    globalThis.Date = real.Date;
    globalThis.setTimeout = real.setTimeout;
    globalThis.clearTimeout = real.clearTimeout;
    globalThis.setInterval = real.setInterval;
    globalThis.clearInterval = real.clearInterval;
    AbortSignal.timeout = real.abortSignalTimeout;
  }

  #install(): void {
    const now = () => this.#now;
    globalThis.Date = new Proxy(real.Date, {
      construct: (date, args: []) => args.length === 0 ? new date(now()) : new date(...args),
      apply: (date) => new date(now()).toString(),
      get: (date, key, receiver) => key === "now" ? now : Reflect.get(date, key, receiver),
    });
    const clear = (id: unknown) => {
      this.#timers.delete(id as number);
    };
    globalThis.setTimeout = this.#setter(false) as unknown as typeof setTimeout;
    globalThis.setInterval = this.#setter(true) as unknown as typeof setInterval;
    globalThis.clearTimeout = clear as typeof clearTimeout;
    globalThis.clearInterval = clear as typeof clearInterval;
    AbortSignal.timeout = (ms) => {
      const controller = new AbortController();
      const abort = () => controller.abort(new DOMException("Signal timed out.", "TimeoutError"));
      this.#set(abort, ms, [], false);
      return controller.signal;
    };
  }

  #setter(repeats: boolean) {
    return (callback: Timer["callback"], delay?: number, ...args: unknown[]): number =>
      this.#set(callback, delay, args, repeats);
  }

  #set(callback: Timer["callback"], delay = 0, args: unknown[], repeats: boolean): number {
    if (typeof callback !== "function") {
      throw new TimeError("FakeTime does not support non-function callbacks");
    }
    const ms = Math.max(repeats ? 1 : 0, Math.floor(delay) || 0);
    const id = ++this.#lastId;
    this.#timers.set(id, {
      callback,
      args,
      interval: repeats ? ms : undefined,
      due: this.#now + ms,
      order: ++this.#order,
    });
    return id;
  }

  #next(): [id: number, timer: Timer] | undefined {
    let first: [id: number, timer: Timer] | undefined;
    for (const [id, timer] of this.#timers) {
      if (first === undefined || comesBefore(timer, first[1])) first = [id, timer];
    }
    return first;
  }

  #ring(id: number, timer: Timer): void {
    this.#now = timer.due;
    if (timer.interval === undefined) {
      this.#timers.delete(id);
    } else {
      timer.due += timer.interval;
      timer.order = ++this.#order;
    }
    timer.callback(...timer.args);
  }
}

function comesBefore(a: Timer, b: Timer): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
