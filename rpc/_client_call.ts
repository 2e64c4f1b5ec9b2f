import type { CallOptions } from "./call_options.ts";
import { type ClientConfig, compressionToSend } from "./_client_config.ts";
import { encodeWithin } from "./_codec.ts";
import type { Codec } from "./codec.ts";
import type { Compression } from "./compression.ts";
import { completer } from "./_complete.ts";
import { ConnectError } from "./error.ts";
import type { FieldPair, HttpCall, HttpReply } from "./http_client.ts";
import { ignore } from "./_ignore.ts";
import type { Lifetime } from "./_lifetime.ts";
import { checkMetadata } from "./_metadata.ts";
import { SignalAbort } from "./_signal_abort.ts";
import { unanswered } from "./_unreadable.ts";
import type { Message, MessageInit, MessageType } from "../reflect/mod.ts";

/**
 * Starts the clock of a call, and listens to its signal.
 *
 * @throws {ConnectError} If it is over before it began.
 */
export function startCall(lifetime: Lifetime, config: ClientConfig, options: CallOptions): void {
  const timeoutMs = options.timeoutMs ?? config.timeoutMs;
  if (Number.isNaN(timeoutMs)) throw new ConnectError("timeoutMs is NaN", "invalid_argument");
  if (timeoutMs !== Infinity) lifetime.expireIn(timeoutMs);
  if (options.signal !== undefined) lifetime.follow(new SignalAbort(options.signal), canceled);
  if (lifetime.reason !== undefined) throw lifetime.reason;
}

function canceled(reason: unknown): ConnectError {
  // What a handler's context is aborted with, or AbortSignal.timeout(): it was a deadline, too.
  const late = reason instanceof ConnectError
    ? reason.code === "deadline_exceeded"
    : (reason as Error | undefined)?.name === "TimeoutError";
  return late
    ? new ConnectError("the deadline has passed", "deadline_exceeded", { cause: reason })
    : new ConnectError("the call was canceled", "canceled", { cause: reason });
}

/**
 * Finds what to compress the requests of a call with.
 *
 * @throws {ConnectError} With code `invalid_argument`, if there is nothing of the name it gives.
 */
export function requestCompression(
  { compressions, sendCompression }: ClientConfig,
  options: CallOptions,
): Compression | undefined {
  if (options.sendCompression === undefined) return sendCompression;
  try {
    return compressionToSend(compressions, options.sendCompression);
  } catch (error) {
    throw ConnectError.from(error, "invalid_argument");
  }
}

/** What makes requests into messages, by type: one for each that is ever used. */
const COMPLETERS = new WeakMap<MessageType, (init: object) => Message>();

/**
 * Encodes the request of a call.
 *
 * @throws {ConnectError} With code `invalid_argument`, if it is no such message;
 * `resource_exhausted`, if it is too large.
 */
export function encodeRequest<I extends Message>(
  codec: Codec,
  type: MessageType<I>,
  init: MessageInit<I>,
  limit: number,
): Uint8Array {
  try {
    let complete = COMPLETERS.get(type as unknown as MessageType);
    if (complete === undefined) {
      complete = completer(type as unknown as MessageType);
      COMPLETERS.set(type as unknown as MessageType, complete);
    }
    return encodeWithin(codec, type, complete(init) as I, limit);
  } catch (error) {
    throw ConnectError.from(error, "invalid_argument");
  }
}

/**
 * Puts together the metadata to send: that of the call over that of the transport.
 *
 * @throws {ConnectError} With code `invalid_argument`, if some may not be sent.
 */
export function requestMetadata(
  { metadata }: ClientConfig,
  { headers }: CallOptions,
): readonly FieldPair[] {
  if (headers === undefined) return metadata;
  try {
    const own = new Headers(headers);
    checkMetadata(own);
    return [...metadata.filter(([name]) => !own.has(name)), ...own];
  } catch (error) {
    throw ConnectError.from(error, "invalid_argument");
  }
}

/**
 * Sends a request, once.
 *
 * @throws {ConnectError} With code `unavailable`, or what the HTTP client says, if there is no
 * response.
 */
export async function send(
  { http }: ClientConfig,
  call: HttpCall,
  lifetime: Lifetime,
): Promise<HttpReply> {
  let reply: Promise<HttpReply> | undefined;
  try {
    reply = http.send(call);
    return await lifetime.race(reply);
  } catch (error) {
    const reason = lifetime.check();
    if (reason === undefined) throw unanswered(error);
    // Whoever answers late must not wait for a reader.
    reply?.then(({ body }) => body.cancel(), ignore);
    throw reason;
  }
}
