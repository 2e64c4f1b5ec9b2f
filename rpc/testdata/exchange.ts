import {
  type ClientExchange,
  FieldList,
  HttpError,
  type ResponseHead,
  type ServerExchange,
} from "../../http/mod.ts";
import type { OpenExchange } from "../_engine/client.ts";

/** How many bytes may be under way before a writer has to wait. */
const WINDOW = 0x1_0000;

type Pairs = Iterable<readonly [name: string, value: string]>;

function listOf(pairs: Pairs): FieldList {
  const list = new FieldList();
  for (const [name, value] of pairs) list.append(name, value);
  return list;
}

/** One direction of an exchange: bytes, trailers, the end or a failure. */
class Half {
  trailers: FieldList | undefined;
  /** How many bytes have ever been written. */
  written = 0;
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  #ended = false;
  #ignored = false;
  #failure: HttpError | undefined;
  #reader: PromiseWithResolvers<Uint8Array | null> | undefined;
  #writer: PromiseWithResolvers<void> | undefined;

  read(): Uint8Array | null | Promise<Uint8Array | null> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#bytes -= chunk.length;
      if (this.#bytes < WINDOW) this.#writer?.resolve();
      return chunk;
    }
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#ended || this.#ignored) return null;
    this.#reader = Promise.withResolvers();
    return this.#reader.promise;
  }

  write(bytes: Uint8Array): undefined | Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#ended) throw new TypeError("the body has ended");
    this.written += bytes.length;
    if (bytes.length === 0 || this.#ignored) return undefined;
    if (this.#reader !== undefined) {
      this.#reader.resolve(bytes);
      this.#reader = undefined;
      return undefined;
    }
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes < WINDOW) return undefined;
    this.#writer = Promise.withResolvers();
    return this.#writer.promise;
  }

  end(trailers?: Pairs): void {
    this.#ended = true;
    if (trailers !== undefined) this.trailers = listOf(trailers);
    this.#reader?.resolve(null);
    this.#reader = undefined;
  }

  ignore(): void {
    this.#ignored = true;
    this.#chunks.length = 0;
    this.#reader?.resolve(null);
    this.#reader = undefined;
    this.#writer?.resolve();
  }

  fail(error: HttpError): void {
    if (this.#failure !== undefined || this.#ended) return;
    this.#failure = error;
    this.#reader?.reject(error);
    this.#writer?.reject(error);
    this.#writer?.promise.catch(() => {});
  }
}

/** What a test may look at and change. */
export interface ExchangeOptions {
  /** What the connection is. */
  readonly connection?: Partial<ServerExchange["connection"]>;
  /** Is given both ends of each exchange. */
  readonly onExchange?: (client: ClientExchange, server: ServerExchange) => void;
}

/** Opens exchanges that a listener answers, without a network between: HTTP/2 as far as it matters. */
export function exchangesWith(
  listener: (exchange: ServerExchange) => void,
  { connection = {}, onExchange }: ExchangeOptions = {},
): OpenExchange {
  return ({ method, scheme, authority, target, headers }, { body } = {}) => {
    const [up, down] = [new Half(), new Half()];
    const head = Promise.withResolvers<ResponseHead>();
    head.promise.catch(() => {});
    let over = false;
    const server: ServerExchange = {
      method,
      scheme,
      authority,
      target,
      headers: listOf(headers),
      connection: {
        httpVersion: "2",
        encrypted: false,
        remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 1234 },
        peerCertificate: undefined,
        ...connection,
      },
      onAbort: undefined,
      read: () => up.read(),
      get trailers() {
        return up.trailers;
      },
      ignoreBody: () => up.ignore(),
      respond(status, headers) {
        head.resolve({ status, headers: listOf(headers) });
      },
      write: (bytes) => down.write(bytes),
      end(trailers) {
        over = true;
        down.end(trailers);
      },
      respondWith(status, headers, body, trailers) {
        this.respond(status, headers);
        down.write(body);
        this.end(trailers);
      },
      abort() {
        over = true;
        const error = new HttpError("the stream was reset: INTERNAL_ERROR", "canceled", {
          h2Code: 2,
        });
        head.reject(error);
        down.fail(error);
      },
    };
    const client: ClientExchange = {
      read: () => down.read(),
      get trailers() {
        return down.trailers;
      },
      write: (bytes) => up.write(bytes),
      end: (trailers) => up.end(trailers),
      response: () => head.promise,
      abort() {
        const own = new HttpError("given up", "aborted");
        head.reject(own);
        down.fail(own);
        const error = new HttpError("the stream was reset: CANCEL", "canceled", { h2Code: 8 });
        up.fail(error);
        if (over) return;
        over = true;
        server.onAbort?.(error);
      },
    };
    onExchange?.(client, server);
    if (body !== undefined) {
      if (body.length > 0) up.write(body)?.catch(() => {});
      up.end();
    }
    // A network is never done within the call that begins a request.
    queueMicrotask(() => listener(server));
    return client;
  };
}
