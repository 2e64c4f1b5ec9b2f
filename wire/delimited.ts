import { WireError } from "./error.ts";
import { limitError, limitOf, MAX_MESSAGE_BYTES } from "./limits.ts";

/** Options of {@linkcode DelimitedDecoderStream}. */
export interface DelimitedDecoderOptions {
  /** The longest message, in bytes. Default 64 MiB, maximum 2^31 - 1 (2 GiB - 1). */
  maxMessageBytes?: number;
}

/**
 * The default of `maxMessageBytes` in a delimited stream: 64 MiB.
 *
 * @example The default
 * ```ts
 * import { DEFAULT_DELIMITED_MESSAGE_BYTES } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(DEFAULT_DELIMITED_MESSAGE_BYTES, 64 * 1024 * 1024);
 * ```
 */
export const DEFAULT_DELIMITED_MESSAGE_BYTES = 0x400_0000;

/** How many bytes a length may take: 2^31 - 1 fits in five. */
const MAX_LENGTH_BYTES = 5;

/** What a message that comes in pieces gets at first, in bytes. */
const INITIAL_CAPACITY = 1024;

/**
 * Splits a stream of bytes into messages: each is preceded by its length, as a varint. This is the
 * format of `writeDelimitedTo()` in Java and of `protodelim` in Go.
 *
 * Chunks may be cut anywhere. Messages come out one by one as they are asked for, so a slow reader
 * holds back the writer. They are copied, not aliases of the chunks; a chunk must not change while
 * its messages are still to come. Memory is taken as bytes arrive, not by a length's say-so. An
 * empty message is a message.
 *
 * The readable side fails with a {@linkcode WireError} if a length takes over five bytes or over 32
 * bits (`varint`), if it is over `maxMessageBytes` (`limit`), or if the input ends inside a length
 * or a message (`truncated`); the writable side fails with it.
 *
 * See https://protobuf.dev/programming-guides/techniques/#streaming
 *
 * @example Read messages
 * ```ts
 * import { DelimitedDecoderStream } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const chunks = [new Uint8Array([1, 10, 2]), new Uint8Array([20, 30, 0])];
 * const messages = ReadableStream.from(chunks).pipeThrough(new DelimitedDecoderStream());
 * assertEquals(await Array.fromAsync(messages), [
 *   new Uint8Array([10]),
 *   new Uint8Array([20, 30]),
 *   new Uint8Array(),
 * ]);
 * ```
 */
export class DelimitedDecoderStream
  implements ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array> {
  /** The messages, without their lengths. */
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Takes the bytes, in chunks of any size. */
  readonly writable: WritableStream<Uint8Array>;

  /**
   * Makes a decoder.
   *
   * @param options Limits.
   * @throws {RangeError} If a limit is negative or NaN.
   */
  constructor(options: DelimitedDecoderOptions = {}) {
    const splitter = new Splitter(options);
    // TransformStream itself would have to queue every message of a chunk at once.
    const input = new TransformStream<Uint8Array, Uint8Array>();
    const reader = input.readable.getReader();
    this.writable = input.writable;
    this.readable = new ReadableStream({
      async pull(controller): Promise<void> {
        try {
          for (;;) {
            const message = splitter.next();
            if (message !== undefined) return controller.enqueue(message);
            const { done, value } = await reader.read();
            if (done) break;
            splitter.push(value);
          }
          splitter.finish();
          controller.close();
        } catch (error) {
          // The error that counts is this one, not one of having to cancel.
          reader.cancel(error).catch(() => {});
          throw error;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 });
  }
}

/**
 * Puts before each message its length, as a varint: what {@linkcode DelimitedDecoderStream} reads.
 * Each chunk that is written is a message; each chunk that comes out is a message with its length,
 * copied.
 *
 * @example Write messages
 * ```ts
 * import { DelimitedEncoderStream } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const messages = [new Uint8Array([10]), new Uint8Array([20, 30])];
 * const bytes = ReadableStream.from(messages).pipeThrough(new DelimitedEncoderStream());
 * assertEquals(await new Response(bytes).bytes(), new Uint8Array([1, 10, 2, 20, 30]));
 * ```
 */
export class DelimitedEncoderStream extends TransformStream<Uint8Array, Uint8Array<ArrayBuffer>> {
  /** Makes an encoder; it has no options. */
  constructor() {
    super({ transform: (message, controller) => controller.enqueue(withLength(message)) });
  }
}

/** Finds messages in chunks; no streams. */
class Splitter {
  readonly #limit: number;
  #chunk: Uint8Array = new Uint8Array();
  /** Where in the chunk the next byte is. */
  #pos = 0;
  /** How many bytes came in earlier chunks. */
  #offset = 0;
  /** How many bytes of a length have been read, and what they add up to. */
  #lengthBytes = 0;
  #length = 0;
  /** Whether the length is whole. */
  #inMessage = false;
  /** What has come of a message that began in an earlier chunk, and how many bytes that is. */
  #partial: Uint8Array<ArrayBuffer> = new Uint8Array();
  #filled = 0;

  constructor(options: DelimitedDecoderOptions) {
    this.#limit = Math.min(
      limitOf("maxMessageBytes", options.maxMessageBytes, DEFAULT_DELIMITED_MESSAGE_BYTES),
      MAX_MESSAGE_BYTES,
    );
  }

  /** Takes a chunk, when the last one has no more messages. */
  push(chunk: Uint8Array): void {
    if (!(chunk instanceof Uint8Array)) {
      throw new TypeError(`Cannot decode a chunk of type ${typeof chunk}: it is not a Uint8Array`);
    }
    this.#offset += this.#chunk.length;
    this.#chunk = chunk;
    this.#pos = 0;
  }

  /** The next message, or `undefined` if it needs another chunk. */
  next(): Uint8Array<ArrayBuffer> | undefined {
    if (!this.#inMessage && !this.#readLength()) return undefined;
    const message = this.#readMessage();
    if (message === undefined) return undefined;
    this.#inMessage = false;
    this.#lengthBytes = this.#length = this.#filled = 0;
    this.#partial = new Uint8Array();
    return message;
  }

  /** Checks that the input did not end inside a message. */
  finish(): void {
    if (this.#lengthBytes === 0) return;
    throw new WireError(
      "truncated",
      "Cannot decode delimited stream: it ends inside a message",
      this.#offset + this.#pos,
    );
  }

  #readLength(): boolean {
    while (this.#pos < this.#chunk.length) {
      const offset = this.#offset + this.#pos;
      const byte = this.#chunk[this.#pos++]!;
      const last = this.#lengthBytes === MAX_LENGTH_BYTES - 1;
      if (last && byte > 0x0f) {
        throw new WireError("varint", "Cannot decode message length above 32 bits", offset);
      }
      // Not by <<, which would make lengths of 2 GiB negative.
      this.#length += (byte & 0x7f) * 2 ** (7 * this.#lengthBytes++);
      if (byte > 0x7f) continue;
      if (this.#length > this.#limit) {
        throw limitError(
          `Cannot decode a message of ${this.#length} bytes`,
          "maxMessageBytes",
          offset,
        );
      }
      return this.#inMessage = true;
    }
    return false;
  }

  #readMessage(): Uint8Array<ArrayBuffer> | undefined {
    const start = this.#pos;
    const end = Math.min(this.#chunk.length, start + this.#length - this.#filled);
    this.#pos = end;
    if (end - start === this.#length) return copyOf(this.#chunk, start, end);
    const filled = this.#filled + end - start;
    if (filled > this.#partial.length) this.#grow(filled);
    this.#partial.set(this.#chunk.subarray(start, end), this.#filled);
    this.#filled = filled;
    return filled === this.#length ? this.#partial : undefined;
  }

  /** Doubles the room, up to exactly the length. */
  #grow(needed: number): void {
    const capacity = Math.max(needed, 2 * this.#partial.length, INITIAL_CAPACITY);
    const grown = new Uint8Array(Math.min(capacity, this.#length));
    grown.set(this.#partial.subarray(0, this.#filled));
    this.#partial = grown;
  }
}

/** Copies; `slice()` of a Node `Buffer` would not. */
function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.subarray(start, end));
}

function withLength(message: Uint8Array): Uint8Array<ArrayBuffer> {
  if (!(message instanceof Uint8Array)) {
    throw new TypeError(
      `Cannot encode a message of type ${typeof message}: it is not a Uint8Array`,
    );
  }
  if (message.length > MAX_MESSAGE_BYTES) {
    throw new WireError("limit", `Cannot encode more than ${MAX_MESSAGE_BYTES} bytes`);
  }
  const prefix: number[] = [];
  let rest = message.length;
  for (; rest > 0x7f; rest >>>= 7) prefix.push(rest & 0x7f | 0x80);
  prefix.push(rest);
  const bytes = new Uint8Array(prefix.length + message.length);
  bytes.set(prefix);
  bytes.set(message, prefix.length);
  return bytes;
}
