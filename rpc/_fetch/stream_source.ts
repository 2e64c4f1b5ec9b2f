import type { ByteSource } from "../http_client.ts";
import { ignore } from "../_ignore.ts";

/** What has a body as fetch has it: a `Request`, a `Response`. */
export interface Body {
  /** The body, or `null` if there is none. On some hosts it is made when it is first asked for. */
  readonly body: ReadableStream<Uint8Array> | null;
}

/** Reads the body of a `Request` or `Response`. */
export class StreamSource implements ByteSource {
  readonly #owner: Body;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor(owner: Body) {
    this.#owner = owner;
  }

  read(): null | Promise<Uint8Array | null> {
    if (this.#reader === undefined) {
      const { body } = this.#owner;
      if (body === null) return null;
      this.#reader = body.getReader();
    }
    return this.#reader.read().then(chunkOf);
  }

  cancel(reason?: unknown): void {
    if (this.#reader !== undefined) this.#reader.cancel(reason).catch(ignore);
    else this.#owner.body?.cancel(reason).catch(ignore);
  }
}

function chunkOf({ done, value }: ReadableStreamReadResult<Uint8Array>): Uint8Array | null {
  return done ? null : value;
}
