import type { ClientExchange } from "../exchange.ts";
import { HttpError } from "../exchange.ts";
import type { Driver } from "../_driver.ts";
import type { ClientLimits } from "../client_options.ts";
import type { H2Limits } from "../h2_limits.ts";
import type { RequestHead, RequestOptions } from "../_h2/client.ts";
import { Backoff } from "./backoff.ts";
import { ClientConnection } from "./connection.ts";
import type { Dial, Origin } from "./dial.ts";
import { QueuedExchange, type Sender } from "./exchange.ts";
import { driverOf } from "./drive.ts";

/** What pools of one client have in common. */
export interface PoolConfig {
  readonly dial: Dial;
  readonly limits: ClientLimits;
  readonly http2: Readonly<Required<H2Limits>>;
  readonly waitForReady: boolean;
  /** Is called when a pool has neither connections nor requests any more. */
  readonly onIdle: () => void;
}

/** One connection, and what moves its bytes. */
interface Member {
  readonly connection: ClientConnection;
  readonly driver: Driver;
  /** Whether the process lives for it. */
  refed: boolean;
  /** Whether it has taken a request. */
  used: boolean;
}

/** The connections to one origin, and the requests that wait for one. */
export class OriginPool implements Sender {
  readonly origin: Origin;
  readonly maxReplayBytes: number;
  readonly #config: PoolConfig;
  readonly #backoff: Backoff;
  /** Those that take requests, now or later. */
  readonly #open: Member[] = [];
  /** All that are not closed. */
  readonly #members: Set<Member> = new Set();
  readonly #queue: Set<QueuedExchange> = new Set();
  /** Ends the attempt to connect that is under way. */
  #connecting: AbortController | undefined;
  #retryAt = -Infinity;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #lastError: HttpError | undefined;
  #closing = false;
  #aborted: HttpError | undefined;

  /** Makes a pool, without a connection. */
  constructor(origin: Origin, config: PoolConfig) {
    this.origin = origin;
    this.#config = config;
    this.maxReplayBytes = config.limits.maxReplayBytes;
    this.#backoff = new Backoff(config.limits.maxBackoffMs);
  }

  /** Makes a request. */
  request(head: RequestHead, options: RequestOptions): ClientExchange {
    const exchange = new QueuedExchange(this, head, options, this.#config.limits.maxRetries);
    this.send(exchange);
    return exchange;
  }

  send(exchange: QueuedExchange): void {
    if (this.#aborted !== undefined) {
      exchange.fail(this.#aborted);
      return;
    }
    const open = this.#open;
    if (this.#queue.size === 0) {
      for (let i = 0; i < open.length; i++) {
        const member = open[i]!;
        if (!member.connection.canRequest) continue;
        this.#sendOn(member, exchange);
        return;
      }
    }
    const { maxQueuedRequests } = this.#config.limits;
    if (this.#queue.size >= maxQueuedRequests) {
      exchange.fail(
        new HttpError(
          `Cannot request: ${maxQueuedRequests} requests wait for ${this.origin.authority}`,
          "limit",
        ),
      );
      return;
    }
    exchange.queuedAt = performance.now();
    if (open.length === 0 && this.#failsFast(exchange.queuedAt)) {
      exchange.fail(this.#lastError);
      return;
    }
    this.#queue.add(exchange);
    this.#connectIfNeeded();
  }

  forget(exchange: QueuedExchange): void {
    if (this.#queue.delete(exchange)) this.#settle();
  }

  /** Looks at the clock. */
  tick(now: number): void {
    for (const { driver } of this.#members) driver.tick(now);
    const { queueTimeoutMs } = this.#config.limits;
    for (const exchange of this.#queue) {
      if (now - exchange.queuedAt <= queueTimeoutMs) break;
      this.#queue.delete(exchange);
      exchange.fail(
        new HttpError(
          `Cannot request: no connection to ${this.origin.authority} was free in ${queueTimeoutMs} ms`,
          "timeout",
        ),
      );
    }
    this.#settle();
  }

  /** Lets requests end, and closes the connections. */
  close(): void {
    this.#closing = true;
    this.#settle();
  }

  /** Fails all requests, and closes the connections. */
  abort(reason: string): void {
    this.#closing = true;
    this.#aborted ??= new HttpError(reason, "aborted");
    this.#failQueue(this.#aborted);
    this.#connecting?.abort(new Error(reason));
    for (const { connection, driver } of [...this.#members]) {
      connection.givenUp = true;
      driver.abort(reason);
    }
    this.#settle();
  }

  /** Whether nothing is lost if it is forgotten: not even that the server could not be reached. */
  isForgettable(now: number): boolean {
    return this.idle && now >= this.#retryAt + this.#config.limits.maxBackoffMs;
  }

  /** Whether it has neither connections nor requests. */
  get idle(): boolean {
    return this.#members.size === 0 && this.#queue.size === 0 && this.#connecting === undefined;
  }

  #failsFast(now: number): boolean {
    return !this.#config.waitForReady && this.#connecting === undefined && now < this.#retryAt;
  }

  #connectIfNeeded(): void {
    if (this.#queue.size === 0 || this.#connecting !== undefined) return;
    if (this.#open.length >= this.#config.limits.maxConnectionsPerOrigin) return;
    const wait = this.#retryAt - performance.now();
    if (wait <= 0) {
      this.#connect();
    } else {
      this.#retryTimer ??= setTimeout(() => {
        this.#retryTimer = undefined;
        this.#connectIfNeeded();
      }, wait);
    }
  }

  async #connect(): Promise<void> {
    const connecting = this.#connecting = new AbortController();
    let failure: HttpError | undefined;
    try {
      await this.#openOne(connecting.signal);
    } catch (error) {
      failure = error as HttpError;
    }
    this.#connecting = undefined;
    if (failure !== undefined) this.#failed(failure);
    this.#sendQueued();
  }

  #failed(failure: HttpError): void {
    this.#lastError = failure;
    this.#retryAt = performance.now() + this.#backoff.next();
    if (!this.#config.waitForReady && this.#open.length === 0) this.#failQueue(failure);
  }

  /** Makes a connection, and waits until the server has said how many requests it takes. */
  async #openOne(signal: AbortSignal): Promise<void> {
    const socket = await this.#config.dial(this.origin, signal);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const connection = new ClientConnection(this.#config.http2, performance.now());
    connection.encrypted = this.origin.scheme === "https";
    const driver = driverOf(socket, connection, this.#config.http2.writeTimeoutMs);
    const member: Member = { connection, driver, refed: true, used: false };
    this.#members.add(member);
    driver.run().then(() => this.#closed(member));
    connection.onChange = () => {
      if (connection.retired) {
        connection.onChange = undefined;
        const failure = this.#failureOf(connection);
        driver.abort(failure.message);
        reject(failure);
      } else if (connection.ready) {
        connection.onChange = () => this.#changed(member);
        this.#open.push(member);
        resolve();
      }
    };
    await promise;
  }

  /** Is called when a connection may take a request more, or no more, or when it is idle. */
  #changed(member: Member): void {
    const { connection } = member;
    if (connection.retired) this.#remove(member);
    if (this.#queue.size > 0 || this.#closing) this.#sendQueued();
    if (connection.idle === member.refed) {
      if (connection.idle) {
        member.refed = false;
        member.driver.unref();
      } else this.#ref(member);
    }
  }

  /** Sends an exchange on a connection that takes it. */
  #sendOn(member: Member, exchange: QueuedExchange): void {
    exchange.sendOn(member.connection);
    if (!member.refed) this.#ref(member);
    if (member.used) return;
    member.used = true;
    this.#backoff.reset();
    this.#retryAt = -Infinity;
  }

  #ref(member: Member): void {
    member.refed = true;
    member.driver.ref();
  }

  #remove(member: Member): void {
    const at = this.#open.indexOf(member);
    if (at < 0) return;
    this.#open.splice(at, 1);
    // To connect again at once to a server that took none of those that wait would go on forever.
    if (!member.used && this.#queue.size > 0) this.#failed(this.#failureOf(member.connection));
  }

  #failureOf({ failure = "the server goes away" }: ClientConnection): HttpError {
    return new HttpError(`Cannot connect to ${this.origin.authority}: ${failure}`, "connection");
  }

  #closed(member: Member): void {
    this.#remove(member);
    this.#members.delete(member);
    this.#sendQueued();
  }

  /** Sends as many of those that wait as the connections take. */
  #sendQueued(): void {
    for (const member of this.#open) {
      for (const exchange of this.#queue) {
        if (!member.connection.canRequest) break;
        this.#queue.delete(exchange);
        try {
          this.#sendOn(member, exchange);
        } catch (error) {
          exchange.fail(error);
        }
      }
    }
    this.#connectIfNeeded();
    this.#settle();
  }

  #failQueue(error: HttpError): void {
    const waiting = [...this.#queue];
    this.#queue.clear();
    for (const exchange of waiting) exchange.fail(error);
  }

  /** Ends what nobody waits for. */
  #settle(): void {
    if (this.#queue.size > 0) return;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    if (this.#closing) {
      this.#connecting?.abort(new Error("the client was closed"));
      for (const { connection } of this.#members) connection.shutdown();
    }
    if (this.idle) this.#config.onIdle();
  }
}
