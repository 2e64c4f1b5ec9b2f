import { tooLarge } from "./_body.ts";
import { ByteQueue } from "./_byte_queue.ts";
import type { Code } from "./code.ts";
import { ConnectError } from "./error.ts";
import type { ByteSource } from "./http_client.ts";
import type { IdleTimer } from "./_idle_timer.ts";
import type { Lifetime } from "./_lifetime.ts";
import { isPromise } from "./_promise.ts";
import { unreadable } from "./_unreadable.ts";

/** How many bytes stand before a message: one of flags, four of length, big-endian. */
const PREFIX_BYTES = 5;

/** The flag of a compressed message, in all protocols. */
export const FLAG_COMPRESSED = 0b1;

/** The longest message that fits an envelope, in bytes. */
export const MAX_ENVELOPE_BYTES = 0xffff_ffff;

/** A message in a stream, as Connect, gRPC and gRPC-Web frame it. */
export interface Envelope {
  /** Eight bits, of which the protocol says what they mean. */
  readonly flags: number;
  /** The message. An alias of what was read. */
  readonly data: Uint8Array;
}

/** Frames messages, one after the other. The length of each must fit 32 bits. */
export function encodeEnvelopes(envelopes: readonly Envelope[]): Uint8Array {
  let length = 0;
  for (const { data } of envelopes) length += PREFIX_BYTES + data.length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const { flags, data } of envelopes) {
    const size = data.length;
    bytes[at] = flags;
    bytes[at + 1] = size >>> 24;
    bytes[at + 2] = size >>> 16;
    bytes[at + 3] = size >>> 8;
    bytes[at + 4] = size;
    at += PREFIX_BYTES;
    // Below about a hundred bytes a loop costs less than a call.
    if (size > 96) bytes.set(data, at);
    else for (let i = 0; i < size; i++) bytes[at + i] = data[i]!;
    at += size;
  }
  return bytes;
}

/** How envelopes may be read. */
export interface EnvelopeReaderOptions {
  /** The most bytes that one message may have. */
  limit: number;
  /** The code for a body that ends inside an envelope. */
  truncated: Code;
  /** Bounds the time. */
  lifetime: Lifetime;
  /** Bounds the time that a message may take to come whole. */
  idle?: IdleTimer;
}

/**
 * Reads the envelopes of a body, one after the other, whatever chunks they come in. Never holds
 * much more than one message of the largest size and one chunk.
 */
export class EnvelopeReader {
  readonly #body: ByteSource;
  readonly #options: EnvelopeReaderOptions;
  readonly #queue: ByteQueue = new ByteQueue();
  #ended = false;
  #canceled = false;

  constructor(body: ByteSource, options: EnvelopeReaderOptions) {
    this.#body = body;
    this.#options = options;
  }

  /**
   * Reads an envelope: at once, if it is there.
   *
   * @returns It, or `undefined` if the body ended before it began.
   * @throws {ConnectError} With code `resource_exhausted` if its length is above the limit, before
   * any of it is read; with the code for truncated bodies if it is not whole.
   */
  read(): Envelope | undefined | Promise<Envelope | undefined> {
    // What has come already is not wanted either.
    if (this.#canceled) throw this.#over();
    for (;;) {
      const envelope = this.#take();
      if (envelope !== undefined) return envelope;
      const filled = this.#fill();
      if (isPromise(filled)) return this.#readMore(filled);
      if (!filled) return this.#end();
    }
  }

  /** Tells, or waits to tell, whether there is nothing left. */
  ended(): boolean | Promise<boolean> {
    if (this.#queue.length > 0) return false;
    const filled = this.#fill();
    return isPromise(filled) ? this.#waitForEnd(filled) : !filled;
  }

  /** Gives the body up: whoever is reading it, or tries to, fails. */
  cancel(reason: unknown): void {
    this.#canceled = true;
    if (!this.#ended) this.#body.cancel(reason);
  }

  #over(): ConnectError {
    return this.#options.lifetime.reason ?? new ConnectError("the call is over", "canceled");
  }

  async #readMore(filled: boolean | Promise<boolean>): Promise<Envelope | undefined> {
    const { idle } = this.#options;
    idle?.start("no message came");
    try {
      for (;;) {
        if (!await filled) return this.#end();
        const envelope = this.#take();
        if (envelope !== undefined) return envelope;
        filled = this.#fill();
      }
    } finally {
      idle?.stop();
    }
  }

  async #waitForEnd(filled: Promise<boolean>): Promise<boolean> {
    const { idle } = this.#options;
    idle?.start("no end came");
    try {
      return !await filled;
    } finally {
      idle?.stop();
    }
  }

  /** Takes an envelope that has come whole. */
  #take(): Envelope | undefined {
    const queue = this.#queue;
    if (queue.length < PREFIX_BYTES) return undefined;
    const length = queue.uint32At(1);
    if (length > this.#options.limit) throw tooLarge(length, this.#options.limit);
    if (queue.length < PREFIX_BYTES + length) return undefined;
    const flags = queue.byteAt(0);
    queue.skip(PREFIX_BYTES);
    return { flags, data: queue.take(length) };
  }

  #end(): undefined {
    const { length } = this.#queue;
    if (length === 0) return undefined;
    const expected = length < PREFIX_BYTES ? PREFIX_BYTES : this.#queue.uint32At(1);
    const came = length < PREFIX_BYTES ? length : length - PREFIX_BYTES;
    throw new ConnectError(
      `the body ended inside an envelope: ${came} of ${expected} bytes came`,
      this.#options.truncated,
    );
  }

  /** Reads a chunk that is not empty. Returns whether there was one. */
  #fill(): boolean | Promise<boolean> {
    try {
      for (;;) {
        const chunk = this.#ended ? null : this.#body.read();
        if (isPromise(chunk)) return this.#wait(chunk);
        if (this.#push(chunk)) return chunk !== null;
      }
    } catch (error) {
      throw unreadable(error, this.#options.lifetime);
    }
  }

  async #wait(first: Promise<Uint8Array | null>): Promise<boolean> {
    const { lifetime } = this.#options;
    try {
      let chunk: Uint8Array | null = await lifetime.race(first);
      while (!this.#push(chunk)) chunk = await lifetime.race(this.#body.read());
      return chunk !== null;
    } catch (error) {
      throw unreadable(error, lifetime);
    }
  }

  /** Takes what was read. Returns whether it is anything: bytes, or the end. */
  #push(chunk: Uint8Array | null): boolean {
    // What is canceled looks like the end to whoever reads it.
    if (this.#canceled) throw this.#over();
    if (chunk === null) return this.#ended = true;
    if (chunk.length === 0) return false;
    this.#queue.push(chunk);
    return true;
  }
}
