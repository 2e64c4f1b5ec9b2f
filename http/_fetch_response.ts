import type { HttpError, ServerExchange } from "./exchange.ts";

/** Header or trailer fields. */
export type Fields = Iterable<readonly [name: string, value: string]>;

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Result = ReadableStreamReadResult<Uint8Array>;

const NO_BYTES = new Uint8Array(0);

/**
 * How many microtasks a part of a body is waited for, before the head of the response goes without
 * it. Those of bodies that are there at once (text, bytes, a stream that was filled) take two.
 */
const SOON = 3;

/**
 * Sends a response.
 *
 * @param exchange What it answers.
 * @param response The response, whose body is read.
 * @param trailers What comes after the body.
 * @returns A promise that resolves when all of it was handed on. It rejects if the response is cut.
 */
export async function sendResponse(
  exchange: ServerExchange,
  response: Response,
  trailers: Promise<Fields> | undefined,
): Promise<void> {
  const { body, status, headers } = response;
  if (body === null) {
    exchange.respondWith(status, headers, NO_BYTES, trailers && await trailers);
    return;
  }
  const reader: Reader = body.getReader();
  let gone: HttpError | undefined;
  const { onAbort } = exchange;
  exchange.onAbort = (reason) => {
    gone = reason;
    onAbort?.(reason);
    reader.cancel(reason).catch(() => {});
  };
  try {
    // Canceling ends pending reads as if the body had ended.
    const read = async (): Promise<Result> => {
      const result = await reader.read();
      if (gone !== undefined) throw gone;
      return result;
    };
    await sendBody(exchange, status, headers, read, trailers);
  } catch (error) {
    reader.cancel(error).catch(() => {});
    throw error;
  }
  if (exchange.method === "HEAD") reader.cancel().catch(() => {});
}

async function sendBody(
  exchange: ServerExchange,
  status: number,
  headers: Headers,
  read: () => Promise<Result>,
  trailers: Promise<Fields> | undefined,
): Promise<void> {
  // A body of one piece goes with its head and its length, in one write.
  const first = read();
  const early = await soon(first);
  const second = early === undefined || early.done ? undefined : read();
  if (early?.done || (second !== undefined && (await soon(second))?.done)) {
    const bytes = early!.done ? NO_BYTES : bytesOf(early!.value);
    exchange.respondWith(status, headers, bytes, trailers && await trailers);
    return;
  }
  exchange.respond(status, headers);
  if (exchange.method !== "HEAD") {
    for (let result = await first, next = second; !result.done; next = undefined) {
      await exchange.write(bytesOf(result.value));
      result = await (next ?? read());
    }
  }
  exchange.end(trailers && await trailers);
}

/** Waits for a promise for a moment. */
async function soon(promise: Promise<Result>): Promise<Result | undefined> {
  let result: Result | undefined;
  promise.then((value) => result = value, () => {});
  for (let i = 0; i < SOON && result === undefined; i++) await null;
  return result;
}

function bytesOf(chunk: Uint8Array): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError("Cannot respond: a chunk of the body is no Uint8Array");
}
