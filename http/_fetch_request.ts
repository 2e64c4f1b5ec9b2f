import type { HttpError, ServerExchange } from "./exchange.ts";

/** The request of an exchange. */
export class FetchRequest extends Request {
  readonly #aborted: Aborted;
  #signal: AbortSignal | undefined;

  private constructor(url: string, init: RequestInit, aborted: Aborted) {
    super(url, init);
    this.#aborted = aborted;
  }

  /**
   * Makes the request of an exchange.
   *
   * @param exchange The exchange.
   * @returns The request; or a response, if fetch has no such requests.
   */
  static of(exchange: ServerExchange): FetchRequest | Response {
    const { method, scheme, authority, target, headers } = exchange;
    // Its price is many times that of the check it does: Request has CONNECT, TRACE and TRACK throw.
    if (method === "CONNECT" || method === "TRACE" || method === "TRACK") {
      return new Response(null, { status: 501 });
    }
    const url = `${scheme}://${authority || "localhost"}${target === "*" ? "/*" : target}`;
    const list: [string, string][] = [];
    for (let i = 0; i < headers.size; i++) list.push([headers.nameAt(i), headers.valueAt(i)]);
    const init: RequestInit & { duplex?: "half" } = { method, headers: list };
    const aborted = new Aborted();
    exchange.onAbort = (reason) => aborted.abort(reason);
    const body = method === "GET" || method === "HEAD" ? null : bodyOf(exchange);
    if (body === null) {
      exchange.ignoreBody();
    } else {
      init.body = body as BodyInit;
      init.duplex = "half";
    }
    try {
      return new FetchRequest(url, init, aborted);
    } catch {
      // The host is none of a URL, or the verb none of fetch: the client's fault, and nobody else's.
      return new Response(null, { status: 400 });
    }
  }

  override get signal(): AbortSignal {
    return this.#signal ??= this.#aborted.signal();
  }

  override clone(): Request {
    return new Request(super.clone(), { signal: this.signal });
  }
}

/** Whether the client has given up, and who wants to know. */
class Aborted {
  #reason: HttpError | undefined;
  #controller: AbortController | undefined;

  abort(reason: HttpError): void {
    this.#reason = reason;
    this.#controller?.abort(abortError(reason));
  }

  signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason !== undefined) this.#controller.abort(abortError(this.#reason));
    return this.#controller.signal;
  }
}

function abortError(reason: HttpError): DOMException {
  return new DOMException(reason.message, "AbortError");
}

/** The body of a request: whole, if it has come with the head. */
function bodyOf(exchange: ServerExchange): Uint8Array | ReadableStream<Uint8Array> | null {
  const first = exchange.read();
  if (first === null) return null;
  if (first instanceof Promise) return streamOf(exchange, first);
  const second = exchange.read();
  if (second === null) return own(first);
  return streamOf(exchange, first, second);
}

/** Whoever gets bytes by way of fetch may transfer their buffer: others may not be in it. */
function own(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice();
}

function streamOf(
  exchange: ServerExchange,
  ...begin: (Uint8Array | Promise<Uint8Array | null>)[]
): ReadableStream<Uint8Array> {
  // Whoever reads the stream is told of a failure; if nobody does, it is nobody's business.
  for (const next of begin) if (next instanceof Promise) next.catch(() => {});
  return new ReadableStream({
    async pull(controller) {
      const bytes = await (begin.length > 0 ? begin.shift()! : exchange.read());
      if (bytes === null) controller.close();
      else controller.enqueue(own(bytes));
    },
    cancel: () => exchange.ignoreBody(),
  }, { highWaterMark: 0 });
}
