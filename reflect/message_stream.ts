import {
  type DecodeOptions,
  DelimitedDecoderStream,
  DelimitedEncoderStream,
  type EncodeOptions,
} from "../wire/mod.ts";
import { decode, encode } from "./binary.ts";
import type { Message, MessageType } from "./message_type.ts";

/**
 * Decodes a stream of messages, each preceded by its length: a file or a connection that holds many
 * messages. This is the format of `writeDelimitedTo()` in Java and of `protodelim` in Go.
 *
 * A message is decoded when it is asked for; a slow reader stops the source.
 *
 * @example Read what was written
 * ```ts
 * import { create, MessageDecoderStream, MessageEncoderStream } from "@seria/seria/reflect";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const durations = [create(Duration, { seconds: 1n }), create(Duration, { nanos: 2 })];
 * const stream = ReadableStream.from(durations)
 *   .pipeThrough(new MessageEncoderStream(Duration))
 *   .pipeThrough(new MessageDecoderStream(Duration));
 * assertEquals(await Array.fromAsync(stream), durations);
 * ```
 */
export class MessageDecoderStream<T extends Message>
  implements ReadableWritablePair<T, Uint8Array<ArrayBuffer>> {
  /** The messages. */
  readonly readable: ReadableStream<T>;
  /** Takes the bytes, in chunks of any size. */
  readonly writable: WritableStream<Uint8Array>;

  /**
   * Makes a decoder.
   *
   * @param type The type of the messages, generated or dynamic.
   * @param options Limits for each message. `maxMessageBytes` is 64 MiB by default. What is hit
   * fails the stream with a `WireError`.
   */
  constructor(type: MessageType<T>, options: DecodeOptions = {}) {
    const { maxMessageBytes } = options;
    const frames = new DelimitedDecoderStream(
      maxMessageBytes === undefined ? {} : { maxMessageBytes },
    );
    this.writable = frames.writable;
    this.readable = frames.readable.pipeThrough(
      new TransformStream(
        { transform: (bytes, controller) => controller.enqueue(decode(type, bytes, options)) },
        undefined,
        { highWaterMark: 0 },
      ),
    );
  }
}

/**
 * Encodes messages into a stream, each preceded by its length; see
 * {@linkcode MessageDecoderStream}.
 *
 * @example Write two messages
 * ```ts
 * import { create, MessageEncoderStream } from "@seria/seria/reflect";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const stream = ReadableStream.from([create(Duration, { nanos: 1 }), create(Duration)])
 *   .pipeThrough(new MessageEncoderStream(Duration));
 * assertEquals(await new Response(stream).bytes(), new Uint8Array([2, 16, 1, 0]));
 * ```
 */
export class MessageEncoderStream<T extends Message>
  implements ReadableWritablePair<Uint8Array<ArrayBuffer>, T> {
  /** The bytes, a chunk a message. */
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Takes the messages. */
  readonly writable: WritableStream<T>;

  /**
   * Makes an encoder.
   *
   * @param type The type of the messages, generated or dynamic.
   * @param options Limits for each message. What is hit fails the stream.
   */
  constructor(type: MessageType<T>, options: EncodeOptions = {}) {
    const messages = new TransformStream<T, Uint8Array>({
      transform: (message, controller) => controller.enqueue(encode(type, message, options)),
    });
    this.writable = messages.writable;
    this.readable = messages.readable.pipeThrough(new DelimitedEncoderStream());
  }
}
