import { ConnectError } from "./error.ts";
import { ignore } from "./_ignore.ts";
import type { Lifetime } from "./_lifetime.ts";

/** How a protocol puts a stream of responses into bytes. */
export interface StreamFormat {
  /** Encodes a response. It may throw. */
  message(response: unknown): Uint8Array | Promise<Uint8Array>;
  /** Encodes what comes last. It must not throw. */
  end(failure?: Failure): Uint8Array;
  /** Is called once, when it has ended in any way. */
  closed(): void;
}

/** Why a stream failed: whatever was thrown, `undefined` included. */
export interface Failure {
  /** What was thrown. */
  readonly error: unknown;
}

/**
 * Makes a response body of what a handler yields. The handler is asked for the next response only
 * when the client has taken the one before.
 *
 * Whatever happens first ends it: the last response, an error, the deadline, or the client.
 *
 * @param responses What is left of the handler's responses.
 * @param first The result of the first `next()`.
 * @param lifetime How long the call may take. It is done when the body is.
 * @param format What the bytes are.
 */
export function responseStream(
  responses: AsyncIterator<unknown>,
  first: IteratorResult<unknown>,
  lifetime: Lifetime,
  format: StreamFormat,
): ReadableStream<Uint8Array> {
  const source = new ResponseSource(responses, first, lifetime, format);
  return new ReadableStream(source, { highWaterMark: 0 });
}

class ResponseSource implements UnderlyingDefaultSource<Uint8Array> {
  readonly #responses: AsyncIterator<unknown>;
  readonly #lifetime: Lifetime;
  readonly #format: StreamFormat;
  #first: IteratorResult<unknown> | undefined;
  #ended = false;

  constructor(
    responses: AsyncIterator<unknown>,
    first: IteratorResult<unknown>,
    lifetime: Lifetime,
    format: StreamFormat,
  ) {
    this.#responses = responses;
    this.#first = first;
    this.#lifetime = lifetime;
    this.#format = format;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const onEnd = (error: ConnectError) => {
      this.#end(controller, { error });
      stop(this.#responses);
    };
    if (this.#lifetime.reason !== undefined) onEnd(this.#lifetime.reason);
    else this.#lifetime.onEnd = onEnd;
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      const result = this.#first ?? await this.#responses.next();
      this.#first = undefined;
      if (this.#ended) return;
      if (result.done) this.#end(controller);
      else {
        const message = await this.#format.message(result.value);
        if (!this.#ended) controller.enqueue(message);
      }
    } catch (error) {
      if (this.#ended) return;
      this.#end(controller, { error });
      stop(this.#responses);
    }
  }

  cancel(cause: unknown): void {
    this.#ended = true;
    // onEnd stops the handler.
    this.#format.closed();
    this.#lifetime.end(new ConnectError("the client canceled the call", "canceled", { cause }));
  }

  #end(controller: ReadableStreamDefaultController<Uint8Array>, failure?: Failure): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#lifetime.done();
    const last = this.#format.end(failure);
    this.#format.closed();
    try {
      if (last.length > 0) controller.enqueue(last);
      controller.close();
    } catch {
      // Deno.serve cancels the stream inside enqueue() if the client is gone.
    }
  }
}

/** Lets a handler clean up whose responses are not wanted any more. Nobody is left to fail for. */
export function stop(responses: AsyncIterator<unknown>): void {
  try {
    responses.return?.().catch(ignore);
  } catch {
    // As above.
  }
}
