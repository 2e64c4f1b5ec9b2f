import type { Code } from "./code.ts";
import { ByteQueue } from "./_byte_queue.ts";
import { ConnectError } from "./error.ts";
import type { ByteSource, Fields } from "./http_client.ts";
import type { HttpRequest } from "./_http.ts";
import { IdleTimer } from "./_idle_timer.ts";
import type { Lifetime } from "./_lifetime.ts";
import { isPromise } from "./_promise.ts";
import { unreadable } from "./_unreadable.ts";

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
  /** How long it may take to come, in ms, once it is waited for. Default: as long as there is time. */
  idleTimeoutMs?: number;
}

/**
 * The longest body that is read in one go, if its length is declared, in bytes. What stands between
 * the network and here may have changed the body and left its `content-length`, though it must not:
 * for others the chunks are counted.
 */
const MAX_WHOLE_BYTES = 0x1_0000;

/** A body, and the way to read it whole that a host may have. */
export type Body = ByteSource & Pick<HttpRequest, "readWhole">;

/**
 * Reads a body whole, never holding much more than the limit and one chunk.
 *
 * @returns The bytes, at once if they are there. They may be the host's own buffer.
 * @throws {ConnectError} With code `resource_exhausted` as soon as it is known to be too long.
 */
export function readBody(
  body: Body,
  options: ReadBodyOptions,
): Uint8Array | Promise<Uint8Array> {
  const { declared, limit } = options;
  const queue = new ByteQueue();
  try {
    if (declared !== undefined) {
      if (declared > limit) throw tooLarge(declared, limit);
      if (declared <= MAX_WHOLE_BYTES && body.readWhole !== undefined) {
        return readWhole(body.readWhole(), options);
      }
    }
    for (;;) {
      const chunk = body.read();
      if (isPromise(chunk)) return readMore(body, options, queue, chunk);
      if (chunk === null) return whole(queue.take(queue.length), options);
      push(queue, chunk, limit);
    }
  } catch (error) {
    throw gaveUp(body, error, options);
  }
}

/**
 * Returns a body that is read chunk by chunk: in one, if it is short and its length is declared.
 *
 * @param declared What `content-length` says.
 */
export function shortBody(body: Body, declared: number | undefined): ByteSource {
  if (declared === undefined || declared > MAX_WHOLE_BYTES || body.readWhole === undefined) {
    return body;
  }
  let begun = false;
  return {
    read() {
      if (begun) return null;
      begun = true;
      return body.readWhole!();
    },
    cancel(reason) {
      if (!begun) body.cancel(reason);
    },
  };
}

async function readWhole(
  bytes: Promise<Uint8Array>,
  options: ReadBodyOptions,
): Promise<Uint8Array> {
  const idle = waitFor(options);
  try {
    return whole(await options.lifetime.race(bytes), options);
  } catch (error) {
    throw unreadable(error, options.lifetime);
  } finally {
    idle.stop();
  }
}

async function readMore(
  body: ByteSource,
  options: ReadBodyOptions,
  queue: ByteQueue,
  first: Promise<Uint8Array | null>,
): Promise<Uint8Array> {
  const idle = waitFor(options);
  try {
    let chunk: Uint8Array | null = await options.lifetime.race(first);
    while (chunk !== null) {
      push(queue, chunk, options.limit);
      chunk = await options.lifetime.race(body.read());
    }
  } catch (error) {
    throw gaveUp(body, error, options);
  } finally {
    idle.stop();
  }
  return whole(queue.take(queue.length), options);
}

function waitFor({ idleTimeoutMs = Infinity, lifetime }: ReadBodyOptions): IdleTimer {
  const idle = new IdleTimer(idleTimeoutMs, lifetime);
  idle.start("no message came");
  return idle;
}

function push(queue: ByteQueue, chunk: Uint8Array, limit: number): void {
  queue.push(chunk);
  if (queue.length > limit) throw tooLarge(undefined, limit);
}

function gaveUp(body: ByteSource, error: unknown, { lifetime }: ReadBodyOptions): ConnectError {
  body.cancel(error);
  return unreadable(error, lifetime);
}

/** Some hosts report a connection that broke as a clean end. */
function whole(bytes: Uint8Array, { declared, truncated }: ReadBodyOptions): Uint8Array {
  if (declared === undefined || declared === bytes.length) return bytes;
  throw new ConnectError(
    `the body has ${bytes.length} bytes, but its content-length is ${declared}`,
    truncated,
  );
}

/** Returns what `content-length` says, or `undefined` if it says nothing. */
export function contentLength(headers: Fields): number | undefined {
  const value = headers.get("content-length");
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** The error for a message above a limit. */
export function tooLarge(length: number | undefined, limit: number): ConnectError {
  const size = length === undefined ? "" : ` of ${length} bytes`;
  return new ConnectError(
    `message${size} is larger than the limit of ${limit} bytes`,
    "resource_exhausted",
  );
}
