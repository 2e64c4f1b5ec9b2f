import type { HttpAddr } from "./exchange.ts";
import { Driver, type DriverConfig } from "./_driver.ts";
import { completeLimits } from "./_limits.ts";
import type { ListenOptions } from "./listen_options.ts";
import type { Server, ServerOptions } from "./server_options.ts";
import type { SocketListener } from "./_socket.ts";

const SECOND = 1000;

/** What holds for options that are not given. */
const DEFAULTS = {
  maxConnections: 20_000,
  handshakeTimeoutMs: 10 * SECOND,
  firstByteTimeoutMs: 10 * SECOND,
  writeTimeoutMs: 60 * SECOND,
  lingerTimeoutMs: 2 * SECOND,
  maxConnectionAgeMs: Infinity,
  maxConnectionAgeGraceMs: Infinity,
  drainTimeoutMs: 10 * SECOND,
} as const;

type Limits = Readonly<Record<keyof typeof DEFAULTS, number>>;

/** How often the clock is looked at, in ms. */
const MIN_TICK_MS = 10;
const MAX_TICK_MS = 1000;

/** How long nothing is accepted after it has failed, in ms: first, and at most. */
const MIN_BACKOFF_MS = 5;
const MAX_BACKOFF_MS = 1000;

/** A server that listens: it accepts sockets and has each of them driven. */
export class ListeningServer implements Server {
  readonly addr: HttpAddr;
  readonly finished: Promise<void>;
  readonly #listener: SocketListener;
  readonly #limits: Limits;
  readonly #config: DriverConfig;
  readonly #drivers: Set<Driver> = new Set();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #closed: PromiseWithResolvers<void> = Promise.withResolvers();
  #closing = false;
  #drainUntil = Infinity;
  #refed = true;
  /** Is called when a connection has ended. */
  #onFree: (() => void) | undefined;

  /**
   * Listens.
   *
   * @param listen Does so.
   * @param options Where to listen, and limits.
   * @param timeouts All limits of connections: the times among them tell how often to look at the clock.
   * @param connect Makes the state of a connection.
   */
  constructor(
    listen: (options: ListenOptions) => SocketListener,
    options: ServerOptions,
    timeouts: readonly Readonly<Record<string, number>>[],
    connect: DriverConfig["connect"],
  ) {
    this.#limits = completeLimits<keyof Limits>(DEFAULTS, options);
    const report = options.onInternalError ?? ((error) => console.error(error));
    this.#config = { ...this.#limits, connect, report };
    options.signal?.throwIfAborted();
    this.#listener = listen(options);
    this.addr = this.#listener.addr;
    this.#timer = setInterval(() => this.#tick(), tickOf([this.#limits, ...timeouts]));
    this.#timer.unref();
    const shutdown = (): void => void this.shutdown();
    options.signal?.addEventListener("abort", shutdown, { once: true });
    this.finished = this.#accept().then(() => this.#drained()).then(() => {
      clearInterval(this.#timer);
      options.signal?.removeEventListener("abort", shutdown);
    });
    try {
      (options.onListen ?? printAddress(options))(this.addr);
    } catch (error) {
      this.shutdown(); // nobody else could: the caller has no server
      throw error;
    }
  }

  async #accept(): Promise<void> {
    let backoff = MIN_BACKOFF_MS;
    while (!this.#closing) {
      if (this.#drivers.size >= this.#limits.maxConnections) {
        await this.#wait(Promise.withResolvers<void>());
        continue;
      }
      try {
        const accepted = await this.#listener.accept();
        backoff = MIN_BACKOFF_MS;
        this.#drive(new Driver(accepted, this.#config, performance.now()));
      } catch (error) {
        if (this.#closing) return;
        // To wait for each of those would let whoever connects and resets keep all others out.
        if (isGone(error)) continue;
        // Most often there are no file descriptors left: those who have some go on, and free them.
        const { promise, resolve } = Promise.withResolvers<void>();
        setTimeout(resolve, backoff);
        await Promise.race([promise, this.#closed.promise]);
        backoff = Math.min(2 * backoff, MAX_BACKOFF_MS);
      }
    }
  }

  async #wait({ promise, resolve }: PromiseWithResolvers<void>): Promise<void> {
    this.#onFree = resolve;
    await promise;
    this.#onFree = undefined;
  }

  #drive(driver: Driver): void {
    this.#drivers.add(driver);
    if (!this.#refed) driver.unref();
    if (this.#closing) driver.shutdown();
    driver.run().then(() => {
      this.#drivers.delete(driver);
      this.#onFree?.();
    });
  }

  async #drained(): Promise<void> {
    while (this.#drivers.size > 0) await this.#wait(Promise.withResolvers<void>());
  }

  #tick(): void {
    const now = performance.now();
    const late = now >= this.#drainUntil;
    for (const driver of this.#drivers) {
      if (late) driver.abort("the server was shut down");
      else driver.tick(now);
    }
  }

  shutdown(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true;
      this.#drainUntil = performance.now() + this.#limits.drainTimeoutMs;
      this.#listener.close();
      this.#closed.resolve();
      this.#onFree?.();
      for (const driver of this.#drivers) driver.shutdown();
      // Sockets keep the process alive, but not all connections are reading from theirs.
      if (this.#refed) this.#timer.ref();
    }
    return this.finished;
  }

  ref(): void {
    this.#refed = true;
    this.#listener.ref();
    for (const driver of this.#drivers) driver.ref();
  }

  unref(): void {
    this.#refed = false;
    this.#listener.unref();
    for (const driver of this.#drivers) driver.unref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
  }
}

/** Whether it is but one client that could not be accepted: it had reset its connection before. */
function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.NotConnected ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted;
}

/** A quarter of the shortest time. */
function tickOf(limits: readonly Readonly<Record<string, number>>[]): number {
  const times = limits.flatMap((all) =>
    Object.entries(all).filter(([name]) => name.endsWith("Ms")).map(([, value]) => value)
  );
  return Math.min(Math.max(Math.min(...times) / 4, MIN_TICK_MS), MAX_TICK_MS);
}

function printAddress(options: ServerOptions): (addr: HttpAddr) => void {
  return (addr) => {
    if (addr.transport === "unix") {
      console.log(`Listening on ${addr.path}`);
      return;
    }
    const host = addr.hostname.includes(":") ? `[${addr.hostname}]` : addr.hostname;
    console.log(
      `Listening on ${options.cert === undefined ? "http" : "https"}://${host}:${addr.port}/`,
    );
  };
}
