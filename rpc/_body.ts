import type { Code } from "./code.ts";
import { ByteQueue } from "./_byte_queue.ts";
import { ConnectError } from "./error.ts";
import { ignore } from "./_ignore.ts";
import type { Lifetime } from "./_lifetime.ts";

/** How a body may be read. */
export interface ReadBodyOptions {
  /** What `content-length` says, if it counts the bytes that the body gives. */
  declared: number | undefined;
  /** The most bytes the body may have. */
  limit: number;
  /** The code for a body that is not as long as declared. */
  truncated: Code;
  /** Bounds the time. */
  lifetime: Lifetime;
}

/**
 * Reads a body whole, never holding much more than the limit and one chunk.
 *
 * It always reads chunk by chunk, though `Request.bytes()` is some 2 µs faster: whatever stands
 * between the network and here may have changed the body and left its `content-length`.
 *
 * @returns The bytes. They may be the host's own buffer.
 * @throws {ConnectError} With code `resource_exhausted` as soon as it is known to be too long.
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  { declared, limit, truncated, lifetime }: ReadBodyOptions,
): Promise<Uint8Array> {
  const queue = new ByteQueue();
  if (body !== null) {
    const reader = body.getReader();
    try {
      if (declared !== undefined && declared > limit) throw tooLarge(declared, limit);
      for (;;) {
        const { done, value } = await lifetime.race(reader.read());
        if (done) break;
        queue.push(value);
        if (queue.length > limit) throw tooLarge(undefined, limit);
      }
    } catch (error) {
      reader.cancel(error).catch(ignore);
      throw unreadable(error);
    }
  }
  // Some hosts report a connection that broke as a clean end.
  if (declared !== undefined && declared !== queue.length) {
    throw new ConnectError(
      `the body has ${queue.length} bytes, but its content-length is ${declared}`,
      truncated,
    );
  }
  return queue.take(queue.length);
}

/** Returns what `content-length` says, or `undefined` if it says nothing. */
export function contentLength(headers: Headers): number | undefined {
  const value = headers.get("content-length");
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** Makes what a host throws when a body cannot be read a `ConnectError`. */
export function unreadable(error: unknown): ConnectError {
  if (error instanceof ConnectError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new ConnectError(`the body cannot be read: ${reason}`, "unavailable", { cause: error });
}

/** The error for a message above a limit. */
export function tooLarge(length: number | undefined, limit: number): ConnectError {
  const size = length === undefined ? "" : ` of ${length} bytes`;
  return new ConnectError(
    `message${size} is larger than the limit of ${limit} bytes`,
    "resource_exhausted",
  );
}
