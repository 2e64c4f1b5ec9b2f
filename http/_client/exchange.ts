import type { ClientExchange, ResponseHead } from "../exchange.ts";
import { HttpError } from "../exchange.ts";
import { FieldList } from "../field_list.ts";
import { Deferred } from "../_deferred.ts";
import type { RequestHead, RequestOptions } from "../_h2/client.ts";
import type { ClientStream } from "../_h2/client_stream.ts";
import type { ClientConnection } from "./connection.ts";

type Fields = Iterable<readonly [name: string, value: string]>;

/** What has requests sent. */
export interface Sender {
  readonly maxReplayBytes: number;
  /** Has an exchange sent by one of its connections, now or later. */
  send(exchange: QueuedExchange): void;
  /** Says that an exchange that waits is given up. */
  forget(exchange: QueuedExchange): void;
}

/** How many bytes of a body are taken while it waits to be sent, before its writer waits as well. */
const MAX_WAITING_BYTES = 65_536;

/**
 * A request that is sent once there is a connection for it, and sent again if it is known that no
 * server has looked at it.
 */
export class QueuedExchange implements ClientExchange {
  readonly head: RequestHead;
  /** When it began to wait. */
  queuedAt = 0;
  readonly #sender: Sender;
  readonly #options: RequestOptions;
  #stream: ClientStream | undefined;
  #sent: Deferred<void> | undefined;
  #failure: unknown;
  #retries: number;
  /** What was written, in case it has to be sent again; `undefined` if it cannot be any more. */
  #written: Uint8Array[] | undefined;
  #writtenBytes = 0;
  #ended = false;
  #trailers: Fields | undefined;

  /** Makes an exchange, which is not sent yet. */
  constructor(sender: Sender, head: RequestHead, options: RequestOptions, maxRetries: number) {
    this.#sender = sender;
    this.head = isLasting(head.headers) ? head : { ...head, headers: [...head.headers] };
    this.#options = options;
    this.#retries = maxRetries;
  }

  // What whoever sends it calls.

  /** Whether it waits to be sent. */
  get waits(): boolean {
    return this.#stream === undefined && this.#failure === undefined;
  }

  /**
   * Sends it.
   *
   * @throws {Error} If it cannot be sent as it is.
   */
  sendOn(connection: ClientConnection): void {
    const stream = connection.request(this.head, this.#options);
    try {
      if (this.#written !== undefined) {
        for (const bytes of this.#written) stream.write(bytes);
      }
      if (this.#ended) stream.end(this.#trailers);
    } catch (error) {
      stream.abort();
      throw error;
    }
    this.#stream = stream;
    this.#keepAtMost(this.#sender.maxReplayBytes);
    this.#sent?.resolve();
    this.#sent = undefined;
  }

  /** Says that it will not be sent. */
  fail(error: unknown): void {
    this.#failure = error;
    this.#written = undefined;
    this.#sent?.reject(error);
    this.#sent = undefined;
  }

  // What the application calls.

  get trailers(): FieldList | undefined {
    return this.#stream?.trailers;
  }

  response(): ResponseHead | Promise<ResponseHead> {
    const stream = this.#stream;
    if (stream === undefined) return this.#whenSent(() => this.response());
    const head = stream.response();
    if (!(head instanceof Promise)) {
      this.#written = undefined;
      return head;
    }
    return quiet(head.then((head) => {
      this.#written = undefined;
      return head;
    }, (error) => {
      if (!this.#retry(stream, error)) throw error;
      return this.response();
    }));
  }

  read(): Uint8Array | null | Promise<Uint8Array | null> {
    const stream = this.#stream;
    if (stream === undefined) return this.#whenSent(() => this.read());
    const head = stream.response();
    if (!(head instanceof Promise)) return stream.read();
    return quiet((this.response() as Promise<ResponseHead>).then(() => this.read()));
  }

  write(bytes: Uint8Array): undefined | Promise<void> {
    if (this.#options.body !== undefined) {
      throw new TypeError("Cannot write: the request was made with its whole body");
    }
    if (this.#ended) throw new TypeError("Cannot send a body after its end");
    if (bytes.length === 0) return;
    const stream = this.#stream;
    if (stream === undefined) {
      if (this.#failure !== undefined) throw this.#failure;
      this.#keep(bytes);
      return this.#writtenBytes > MAX_WAITING_BYTES ? this.#whenSent(() => {}) : undefined;
    }
    if (this.#retries > 0) {
      this.#keep(bytes);
      this.#keepAtMost(this.#sender.maxReplayBytes);
    }
    let room: undefined | Promise<void>;
    try {
      room = stream.write(bytes);
    } catch (error) {
      if (!this.#retry(stream, error)) throw error;
      return;
    }
    return room && quiet(room.catch((error) => {
      if (!this.#retry(stream, error)) throw error;
    }));
  }

  end(trailers?: Fields): void {
    if (this.#options.body !== undefined) {
      throw new TypeError("Cannot end: the request was made with its whole body");
    }
    if (this.#ended) throw new TypeError("Cannot send a body after its end");
    const stream = this.#stream;
    if (stream === undefined && this.#failure !== undefined) throw this.#failure;
    this.#ended = true;
    this.#trailers = trailers === undefined || isLasting(trailers) ? trailers : [...trailers];
    if (stream === undefined) return;
    try {
      stream.end(this.#trailers);
    } catch (error) {
      if (!this.#retry(stream, error)) throw error;
    }
  }

  abort(): void {
    this.#written = undefined;
    this.#retries = 0;
    if (this.#stream !== undefined) {
      this.#stream.abort();
    } else if (this.#failure === undefined) {
      this.fail(new HttpError("this side has given up", "aborted"));
      this.#sender.forget(this);
    }
  }

  #keep(bytes: Uint8Array): void {
    this.#writtenBytes += bytes.length;
    (this.#written ??= []).push(bytes);
  }

  /** Gives up to send it again if that would take more than some bytes. */
  #keepAtMost(bytes: number): void {
    if (this.#retries > 0 && this.#writtenBytes <= bytes) return;
    this.#retries = 0;
    this.#written = undefined;
  }

  /** Has the request sent again, if nobody has looked at it; tells whether. */
  #retry(stream: ClientStream, error: unknown): boolean {
    // Whoever else waited for the same stream was first.
    if (stream !== this.#stream) return true;
    if (!(error instanceof HttpError) || error.code !== "refused") return false;
    // Who has answered has looked at it, whatever it says.
    if (this.#retries === 0 || stream.hasHead) return false;
    this.#retries--;
    this.#stream = undefined;
    try {
      this.#sender.send(this);
    } catch (error) {
      this.fail(error);
    }
    return true;
  }

  #whenSent<T>(then: () => T | Promise<T>): Promise<T> {
    if (this.#failure !== undefined) return quiet(Promise.reject(this.#failure));
    this.#sent ??= new Deferred();
    return quiet(this.#sent.promise.then(then));
  }
}

/** Whether fields can be gone through more than once, as it takes to send them again. */
function isLasting(fields: Fields): boolean {
  return Array.isArray(fields) || fields instanceof FieldList;
}

/** Nobody needs to handle the rejection of a promise. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(ignore);
  return promise;
}

function ignore(): void {}
