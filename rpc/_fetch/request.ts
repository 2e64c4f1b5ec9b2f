import type { Peer } from "../context.ts";
import type { FetchInfo } from "../fetch_handler.ts";
import { type HttpRequest, pathOf } from "../_http.ts";
import { SignalAbort } from "../_signal_abort.ts";
import { expectsTrailers } from "../trailers.ts";
import { StreamSource } from "./stream_source.ts";

/** A fetch `Request` as protocols see it. */
export class FetchRequest extends StreamSource implements HttpRequest {
  /** The request itself. */
  readonly request: Request;
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly #info: FetchInfo | undefined;
  #abort: SignalAbort | undefined;

  constructor(request: Request, info: FetchInfo | undefined) {
    super(request);
    this.request = request;
    this.method = request.method;
    this.path = pathOf(request.url);
    this.headers = request.headers;
    this.#info = info;
  }

  /** `Headers` take 2 µs to be counted, a seventh of a call. */
  get headerBytes(): undefined {
    return undefined;
  }

  get url(): string {
    return this.request.url;
  }

  get sendsTrailers(): boolean {
    return expectsTrailers(this.request);
  }

  /** Some 4 µs faster than a stream of its chunks. */
  async readWhole(): Promise<Uint8Array> {
    return new Uint8Array(await this.request.arrayBuffer()); // bytes() is too new for some hosts
  }

  get peer(): Peer {
    return { address: this.#info?.remoteAddr, certificate: undefined };
  }

  get onAbort(): ((reason: unknown) => void) | undefined {
    return this.#abort?.onAbort;
  }

  set onAbort(listener: ((reason: unknown) => void) | undefined) {
    this.#abort ??= new SignalAbort(this.request.signal);
    this.#abort.onAbort = listener;
  }
}
