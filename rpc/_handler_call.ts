import type { MethodType, ServiceType } from "../reflect/mod.ts";
import type { HandlerContext, Peer, Protocol } from "./context.ts";
import { ContextValues } from "./context_values.ts";
import { ConnectError } from "./error.ts";
import { toHeaders } from "./_fields.ts";
import type { HttpRequest } from "./_http.ts";
import { Lifetime } from "./_lifetime.ts";
import { checkBytes, checkMetadata, checkSize } from "./_metadata.ts";
import type { Procedure } from "./_procedure.ts";

/** A call that is being answered: the context that its handler gets, and what protocols need. */
export class HandlerCall implements HandlerContext {
  readonly protocol: Protocol;
  readonly lifetime: Lifetime = new Lifetime();

  readonly #procedure: Procedure;
  readonly #request: HttpRequest;
  readonly #maxMetadataBytes: number;
  #values: ContextValues | undefined;
  #following = false;
  #requestHeaders: Headers | undefined;
  #responseHeaders: Headers | undefined;
  #responseTrailers: Headers | undefined;

  constructor(
    procedure: Procedure,
    protocol: Protocol,
    request: HttpRequest,
    maxMetadataBytes: number,
  ) {
    this.#maxMetadataBytes = maxMetadataBytes;
    this.#procedure = procedure;
    this.protocol = protocol;
    this.#request = request;
    // Deno.serve's signal misses what happened before it was first read, so it has to be read now.
    // But reading it costs 2 µs there, and a warning on the console, once: not for functions that
    // take the request alone. (A length of 0 may be that of `(...args)`.)
    const { kind } = procedure.method;
    const requests = kind === "client_streaming" || kind === "bidi_streaming";
    if (requests || procedure.implementation?.length !== 1) this.#follow();
  }

  get service(): ServiceType {
    return this.#procedure.service;
  }

  get method(): MethodType {
    return this.#procedure.method;
  }

  get url(): string {
    return this.#request.url;
  }

  get values(): ContextValues {
    return this.#values ??= new ContextValues();
  }

  get requestHeaders(): Headers {
    if (this.#requestHeaders === undefined) {
      const { headers } = this.#request;
      checkSize(headers, this.#maxMetadataBytes);
      this.#requestHeaders = toHeaders(headers);
    }
    return this.#requestHeaders;
  }

  get peer(): Peer {
    return this.#request.peer;
  }

  get responseHeaders(): Headers {
    return this.#responseHeaders ??= new Headers();
  }

  get responseTrailers(): Headers {
    return this.#responseTrailers ??= new Headers();
  }

  get signal(): AbortSignal {
    this.#follow();
    return this.lifetime.signal;
  }

  /**
   * Refuses a request with too much metadata; where it is costly to count, that waits until somebody
   * looks at it.
   *
   * @throws {ConnectError} With code `resource_exhausted`.
   */
  checkRequestHeaders(): void {
    const { headerBytes } = this.#request;
    if (headerBytes !== undefined) checkBytes(headerBytes, this.#maxMetadataBytes);
  }

  timeoutMs(): number | undefined {
    return this.lifetime.timeoutMs();
  }

  /** The headers to send as they stand, or `undefined` if nobody asked for them. */
  get touchedHeaders(): Headers | undefined {
    return this.#responseHeaders;
  }

  /** The trailers in the same way. */
  get touchedTrailers(): Headers | undefined {
    return this.#responseTrailers;
  }

  /**
   * Takes the headers to send, or `undefined` if nobody asked for them.
   *
   * @throws {TypeError} If some may not be sent.
   */
  takeHeaders(): Headers | undefined {
    if (this.#responseHeaders !== undefined) checkMetadata(this.#responseHeaders);
    return this.#responseHeaders;
  }

  /** Takes the trailers in the same way. */
  takeTrailers(): Headers | undefined {
    if (this.#responseTrailers !== undefined) checkMetadata(this.#responseTrailers);
    return this.#responseTrailers;
  }

  #follow(): void {
    if (this.#following) return;
    this.#following = true;
    this.lifetime.follow(this.#request, canceled);
  }
}

function canceled(cause: unknown): ConnectError {
  return new ConnectError("the client canceled the call", "canceled", { cause });
}
