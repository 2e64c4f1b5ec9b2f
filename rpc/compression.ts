import { adler32 } from "./_adler32.ts";
import { ignore } from "./_ignore.ts";

/**
 * A way to compress messages. A handler or transport is given those that it may use; a compression
 * that the web platform does not have (zstd, say) is one of these, over a library's functions.
 */
export interface Compression {
  /** The name, as it stands in headers: `"gzip"`. */
  readonly name: string;
  /**
   * Compresses a message.
   *
   * @param bytes The message. Not to be changed.
   * @returns The compressed message.
   */
  compress(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /**
   * Decompresses a message. What is compressed may be a million times as long as it looks, so
   * this has to stop while it works, not to look at what came out in the end.
   *
   * @param bytes What was received, at least one byte. Not to be changed.
   * @param limit The most bytes that the message may have.
   * @returns The message.
   * @throws {RangeError} As soon as it is known that there is more than the limit; and anything
   * else if it is not compressed in this way, or is not whole.
   */
  decompress(bytes: Uint8Array, limit: number): Uint8Array | Promise<Uint8Array>;
}

/** How {@linkcode streamCompression} feeds its streams. */
export interface StreamCompressionOptions {
  /**
   * How many compressed bytes are fed at a time: what comes out of one such slice is the most that
   * can be there beyond the limit. Default 1024, right for what DEFLATE is behind: it expands no
   * more than 1032-fold.
   */
  sliceBytes?: number;
}

/**
 * Makes a compression of a pair of transform streams. The compressed bytes are fed in slices, and
 * no slice more once the limit is passed, so that it is bounded while it runs.
 *
 * @param name The name, as it stands in headers.
 * @param compressor Makes a stream that compresses.
 * @param decompressor Makes a stream that decompresses, and fails if its input is not whole.
 * @param options How it is fed.
 * @returns The compression.
 *
 * @example Compress with what the platform has
 * ```ts
 * import { streamCompression } from "@seria/seria/rpc";
 * import { assert, assertEquals, assertRejects } from "@std/assert";
 *
 * const gzip = streamCompression(
 *   "gzip",
 *   () => new CompressionStream("gzip"),
 *   () => new DecompressionStream("gzip"),
 * );
 * const compressed = await gzip.compress(new Uint8Array(100_000));
 * assert(compressed.length < 1000);
 * assertEquals(await gzip.decompress(compressed, 100_000), new Uint8Array(100_000));
 * await assertRejects(async () => await gzip.decompress(compressed, 99_999), RangeError);
 * ```
 */
export function streamCompression(
  name: string,
  compressor: () => GenericTransformStream,
  decompressor: () => GenericTransformStream,
  options: StreamCompressionOptions = {},
): Compression {
  const { sliceBytes = 1024 } = options;
  return {
    name,
    compress: (bytes) => transform(compressor(), bytes, bytes.length || 1, Infinity),
    decompress: (bytes, limit) => transform(decompressor(), bytes, sliceBytes, limit),
  };
}

/** A transform of bytes, as `CompressionStream` is one. */
export interface GenericTransformStream {
  /** What comes out. */
  readonly readable: ReadableStream<Uint8Array>;
  /** What goes in. */
  readonly writable: WritableStream<BufferSource>;
}

async function transform(
  { readable, writable }: GenericTransformStream,
  bytes: Uint8Array,
  sliceBytes: number,
  limit: number,
): Promise<Uint8Array> {
  const writer = writable.getWriter();
  const reader = readable.getReader();
  // Looked at once the reader is done: until then it may fail because the reader has.
  const fed = feed(writer, bytes, sliceBytes).then(() => undefined, (error) => ({ error }));
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > limit) {
        throw new RangeError(`Cannot decompress: more than ${limit} bytes come out`);
      }
      chunks.push(value);
    }
  } catch (error) {
    reader.cancel(error).catch(ignore);
    writer.abort(error).catch(ignore);
    throw error;
  }
  const failure = await fed;
  if (failure !== undefined) throw failure.error;
  return join(chunks, length);
}

/** Waits after each slice until it was taken, so that what is read decides if there is another. */
async function feed(
  writer: WritableStreamDefaultWriter<BufferSource>,
  bytes: Uint8Array,
  sliceBytes: number,
): Promise<void> {
  for (let at = 0; at < bytes.length; at += sliceBytes) {
    await writer.write(bytes.subarray(at, at + sliceBytes) as BufferSource);
    await writer.ready;
  }
  await writer.close();
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * The compressions that the platform has: gzip, deflate (the zlib format, as HTTP has it) and, on
 * some hosts, br. What `createHandler()` and transports use unless they are told otherwise.
 *
 * A stream of br can expand so much that it is fed in small slices. It holds up to some 32 MiB
 * beyond a limit, and is slow; on hosts that have a library for it, a compression of that name over
 * the library is the better one.
 *
 * @example Offer gzip alone
 * ```ts
 * import { platformCompressions } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * const gzip = platformCompressions.filter(({ name }) => name === "gzip");
 * assertEquals(gzip.length, 1);
 * ```
 */
export const platformCompressions: readonly Compression[] = [
  platform("gzip", "gzip"),
  // https://www.rfc-editor.org/rfc/rfc7932#section-9.2: a few bytes can stand for 16 MiB.
  ...(hasBrotli() ? [platform("br", "brotli", { sliceBytes: 16 })] : []),
  checked(platform("deflate", "deflate")),
];

/** Deno's stream takes data in the zlib format that is cut off for whole: this checks the end. */
function checked(deflate: Compression): Compression {
  return {
    ...deflate,
    async decompress(bytes, limit) {
      const message = await deflate.decompress(bytes, limit);
      const end = bytes.length - 4;
      if (
        end < 0 ||
        new DataView(bytes.buffer, bytes.byteOffset).getUint32(end) !== adler32(message)
      ) {
        throw new SyntaxError("Cannot decompress: the checksum is wrong");
      }
      return message;
    },
  };
}

function platform(name: string, format: string, options?: StreamCompressionOptions): Compression {
  return streamCompression(
    name,
    () => new CompressionStream(format as CompressionFormat),
    () => new DecompressionStream(format as CompressionFormat),
    options,
  );
}

function hasBrotli(): boolean {
  try {
    new CompressionStream("brotli" as CompressionFormat);
    new DecompressionStream("brotli" as CompressionFormat);
    return true;
  } catch {
    return false;
  }
}
