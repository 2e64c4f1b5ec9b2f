import { tooLarge, unreadable } from "./_body.ts";
import { ByteQueue } from "./_byte_queue.ts";
import type { Code } from "./code.ts";
import { ConnectError } from "./error.ts";
import { ignore } from "./_ignore.ts";
import type { Lifetime } from "./_lifetime.ts";

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

/** Frames a message. Its length must fit 32 bits. */
export function encodeEnvelope(flags: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(PREFIX_BYTES + data.length);
  bytes[0] = flags;
  new DataView(bytes.buffer).setUint32(1, data.length);
  bytes.set(data, PREFIX_BYTES);
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
}

/**
 * Reads the envelopes of a body, one after the other, whatever chunks they come in. Never holds
 * much more than one message of the largest size and one chunk.
 */
export class EnvelopeReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #options: EnvelopeReaderOptions;
  readonly #queue: ByteQueue = new ByteQueue();
  #canceled = false;

  constructor(body: ReadableStream<Uint8Array> | null, options: EnvelopeReaderOptions) {
    this.#reader = body?.getReader();
    this.#options = options;
  }

  /**
   * Reads an envelope.
   *
   * @returns It, or `undefined` if the body ended before it began.
   * @throws {ConnectError} With code `resource_exhausted` if its length is above the limit, before
   * any of it is read; with the code for truncated bodies if it is not whole.
   */
  async read(): Promise<Envelope | undefined> {
    const queue = this.#queue;
    while (queue.length < PREFIX_BYTES) {
      if (await this.#fill()) continue;
      if (queue.length === 0) return undefined;
      throw this.#truncated(PREFIX_BYTES);
    }
    const prefix = queue.take(PREFIX_BYTES);
    const length = new DataView(prefix.buffer, prefix.byteOffset).getUint32(1);
    if (length > this.#options.limit) throw tooLarge(length, this.#options.limit);
    while (queue.length < length) {
      if (!await this.#fill()) throw this.#truncated(length);
    }
    return { flags: prefix[0]!, data: queue.take(length) };
  }

  /** Waits for another byte or the end. Returns whether it is the end. */
  async ended(): Promise<boolean> {
    return this.#queue.length === 0 && !await this.#fill();
  }

  /** Gives the body up: whoever is reading it, or tries to, fails. */
  cancel(reason: unknown): void {
    this.#canceled = true;
    this.#reader?.cancel(reason).catch(ignore);
  }

  /** Reads a chunk that is not empty. Returns whether there was one. */
  async #fill(): Promise<boolean> {
    if (this.#reader === undefined) return false;
    try {
      for (;;) {
        const { done, value } = await this.#options.lifetime.race(this.#reader.read());
        // What is canceled looks like the end to whoever reads it.
        if (this.#canceled) throw new ConnectError("the call is over", "canceled");
        if (done) return false;
        if (value.length === 0) continue;
        this.#queue.push(value);
        return true;
      }
    } catch (error) {
      throw unreadable(error);
    }
  }

  #truncated(expected: number): ConnectError {
    return new ConnectError(
      `the body ended inside an envelope: ${this.#queue.length} of ${expected} bytes came`,
      this.#options.truncated,
    );
  }
}
