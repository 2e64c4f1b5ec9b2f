import { encodeEnvelopes, type Envelope } from "./_envelope.ts";
import type { ByteSource } from "./http_client.ts";
import type { IdleTimer } from "./_idle_timer.ts";
import { ignore } from "./_ignore.ts";
import { isPromise, withResolvers } from "./_promise.ts";

/** The most bytes of messages, some 16 KiB, that are put into one chunk before one more is added. */
const MAX_CHUNK_BYTES = 0x4000;

/** The longest time, in ms, that goes by before a message that is there is given away. */
const MAX_HELD_MS = 1;

/**
 * How many microtasks may go by without a message before those that are there are given away. An
 * async generator that need not wait takes three for each; one behind an interceptor's, nine.
 */
const MAX_QUIET_MICROTASKS = 12;

/** What a stream of messages has to know of its side and protocol. */
export interface MessageFormat {
  /** Puts a message into an envelope. It may throw. */
  pack(message: unknown): Envelope | Promise<Envelope>;
  /**
   * Returns what comes last, or throws if a body that failed is to be cut. Is called once.
   *
   * @param failure Why it ended, if it was not because there are no more messages.
   */
  end(failure: Failure | undefined): Envelope | undefined;
}

/** Why a stream failed: whatever was thrown, `undefined` included. */
export interface Failure {
  /** What was thrown. */
  readonly error: unknown;
}

/**
 * A body that is made of what a program yields, when it is read: as fast as the reader takes it, and
 * no faster.
 *
 * Messages that are there without waiting go into one chunk: with 64 bytes each, 240 of them cost
 * the host what one does. None waits for another: what is there is given away as soon as the program
 * has to wait for anything but microtasks.
 */
export class MessageSource implements ByteSource {
  readonly #messages: AsyncIterator<unknown> | Iterator<unknown>;
  readonly #format: MessageFormat;
  readonly #idle: IdleTimer | undefined;
  #batch: Envelope[] = [];
  #batchBytes = 0;
  #batchBegan = 0;
  /** What the program has yielded that nobody has asked for yet. */
  #next: IteratorResult<unknown> | undefined;
  /** Whether the program is being asked for a message. */
  #asking = false;
  #ended = false;
  /** Why the body is cut. */
  #cut: Failure | undefined;
  /** Who waits for a chunk. */
  #waiting: PromiseWithResolvers<Uint8Array | null> | undefined;
  /** Counts what happens, for those who look whether anything does. */
  #steps = 0;
  #watching = false;

  /**
   * @param messages What the program yields.
   * @param first The result of the first `next()`, if it has been called.
   * @param format What the bytes are.
   * @param idle Bounds the time until what was read is followed by another `read()`.
   */
  constructor(
    messages: AsyncIterator<unknown> | Iterator<unknown>,
    first: IteratorResult<unknown> | undefined,
    format: MessageFormat,
    idle?: IdleTimer,
  ) {
    this.#idle = idle;
    this.#messages = messages;
    this.#next = first;
    this.#format = format;
  }

  read(): Promise<Uint8Array | null> {
    this.#idle?.stop();
    const waiting = this.#waiting = withResolvers<Uint8Array | null>();
    if (this.#ended || this.#batch.length > 0) this.#give();
    else {
      this.#batchBegan = Date.now();
      const next = this.#next;
      this.#next = undefined;
      if (next !== undefined) this.#take(next);
      this.#ask();
    }
    return waiting.promise;
  }

  /** Ends it, whatever the program still has. */
  end(failure: Failure | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#idle?.stop();
    try {
      const last = this.#format.end(failure);
      if (last !== undefined) this.#batch.push(last);
    } catch (error) {
      this.#batch = [];
      this.#cut = { error };
    }
    if (failure !== undefined) stop(this.#messages);
    this.#give();
  }

  /** Ends it without an end: nobody reads any more. */
  cancel(): void {
    this.#ended = true;
    this.#idle?.stop();
    this.#batch = [];
    stop(this.#messages);
    this.#give();
  }

  /** Asks the program for messages, as long as it has some without waiting and somebody wants them. */
  #ask(): void {
    try {
      while (!this.#ended && !this.#asking && this.#waiting !== undefined) {
        const next = this.#messages.next();
        if (isPromise(next)) {
          this.#asking = true;
          next.then(this.#onNext, this.#onError);
          this.#watch();
        } else this.#take(next);
      }
    } catch (error) {
      this.end({ error });
    }
  }

  readonly #onNext = (next: IteratorResult<unknown>): void => {
    this.#asking = false;
    if (this.#ended) return;
    if (this.#waiting === undefined) {
      this.#next = next;
      return;
    }
    this.#take(next);
    this.#ask();
  };

  readonly #onError = (error: unknown): void => this.end({ error });

  /** Takes what the program has yielded. */
  #take(next: IteratorResult<unknown>): void {
    this.#steps++;
    try {
      // It is a program's own iterator that may give what is no result.
      if (next.done) return this.end(undefined);
      const envelope = this.#format.pack(next.value);
      if (!isPromise(envelope)) return this.#add(envelope);
      this.#asking = true;
      envelope.then(this.#onPacked, this.#onError);
      this.#watch();
    } catch (error) {
      this.end({ error });
    }
  }

  readonly #onPacked = (envelope: Envelope): void => {
    this.#asking = false;
    if (this.#ended) return;
    this.#add(envelope);
    this.#ask();
  };

  #add(envelope: Envelope): void {
    this.#batch.push(envelope);
    this.#batchBytes += envelope.data.length + 5;
    // It costs 30 ns for each message, where performance.now() costs 200. A clock that is set does no harm.
    const held = Date.now() - this.#batchBegan;
    if (this.#batchBytes >= MAX_CHUNK_BYTES || held < 0 || held > MAX_HELD_MS) this.#give();
  }

  /** Gives away what there is, if anything is there and anybody waits. */
  #give(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    const batch = this.#batch;
    if (batch.length > 0) {
      this.#waiting = undefined;
      this.#batch = [];
      this.#batchBytes = 0;
      waiting.resolve(encodeEnvelopes(batch));
      if (!this.#ended) this.#idle?.start("nothing was taken");
    } else if (this.#ended) {
      this.#waiting = undefined;
      if (this.#cut === undefined) waiting.resolve(null);
      else waiting.reject(this.#cut.error);
    }
  }

  /** Looks from time to time if the program has to wait. */
  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    let seen = this.#steps;
    let quiet = 0;
    const look = (): void => {
      if (this.#ended || this.#waiting === undefined) {
        this.#watching = false;
      } else if (seen !== this.#steps) {
        seen = this.#steps;
        quiet = 0;
        SETTLED.then(look);
      } else if (++quiet < MAX_QUIET_MICROTASKS) {
        SETTLED.then(look);
      } else {
        this.#watching = false;
        this.#give();
      }
    };
    SETTLED.then(look);
  }
}

const SETTLED = Promise.resolve();

/** Lets a program clean up whose messages are not wanted any more. Nobody is left to fail for. */
export function stop(messages: AsyncIterator<unknown> | Iterator<unknown>): void {
  try {
    const stopped = messages.return?.();
    if (isPromise(stopped)) stopped.catch(ignore);
  } catch {
    // As above.
  }
}
