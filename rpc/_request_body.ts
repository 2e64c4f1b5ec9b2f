import { ConnectError } from "./error.ts";
import { ignore } from "./_ignore.ts";
import type { Lifetime } from "./_lifetime.ts";

/** Puts a request into bytes: encoded, compressed, framed. */
export type Pack = (request: unknown) => Uint8Array | Promise<Uint8Array>;

/**
 * A request body that is made of what a caller yields. The caller is asked for the next request
 * only when the host has taken the one before.
 */
export class RequestBody {
  /** The body. */
  readonly stream: ReadableStream<Uint8Array>;

  readonly #requests: AsyncIterator<unknown> | Iterator<unknown>;
  readonly #lifetime: Lifetime;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #closed = false;

  /**
   * @param requests What the caller yields. If that fails, the call does.
   * @param lifetime How long the call may take.
   * @param pack Puts a request into bytes.
   */
  constructor(
    requests: AsyncIterable<unknown> | Iterable<unknown>,
    lifetime: Lifetime,
    pack: Pack,
  ) {
    this.#lifetime = lifetime;
    this.#requests = iterate(requests);
    this.stream = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
      },
      pull: (controller) => this.#pull(controller, pack),
      cancel: () => this.close(),
    }, { highWaterMark: 0 });
  }

  /**
   * Lets go of the requests that were not sent.
   *
   * @param reason Why the call failed, if it did: the server must not take the body for whole.
   */
  close(reason?: unknown): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      if (reason === undefined) this.#controller?.close();
      else this.#controller?.error(reason);
    } catch {
      // It was canceled.
    }
    try {
      (this.#requests.return?.() as Promise<unknown> | undefined)?.catch?.(ignore);
    } catch {
      // Nobody is left to fail for.
    }
  }

  async #pull(
    controller: ReadableStreamDefaultController<Uint8Array>,
    pack: Pack,
  ): Promise<void> {
    try {
      const { done, value } = await this.#requests.next();
      if (this.#closed) return;
      if (done) {
        this.#closed = true;
        controller.close();
        return;
      }
      const bytes = await pack(value);
      if (!this.#closed) controller.enqueue(bytes);
    } catch (error) {
      if (this.#closed) return;
      const reason = ConnectError.from(error);
      this.#lifetime.end(reason);
      this.close(reason);
    }
  }
}

function iterate(
  requests: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncIterator<unknown> | Iterator<unknown> {
  if (typeof requests === "object" && requests !== null) {
    if (Symbol.asyncIterator in requests) return requests[Symbol.asyncIterator]();
    if (Symbol.iterator in requests) return requests[Symbol.iterator]();
  }
  throw new ConnectError("requests must be iterable", "invalid_argument");
}
