/** A header or trailer field, the name in lower case. */
export type FieldPair = readonly [name: string, value: string];

/**
 * Header or trailer fields that were received, whatever they are kept in: a `Headers` will do. All
 * names are in lower case.
 */
export interface Fields extends Iterable<FieldPair> {
  /** Returns a field's value, several joined by `", "`, or `null` if it is not there. */
  get(name: string): string | null;
  /** Tells whether a field is there. */
  has(name: string): boolean;
}

/** Bytes that come in chunks, as fast as they are asked for. */
export interface ByteSource {
  /**
   * Returns the next chunk: at once if it is there. Calls may not overlap.
   *
   * @returns The chunk, `null` at the end, or a promise of one of them. It fails, at once or by its
   * promise, if what comes is not whole.
   */
  read(): Uint8Array | null | Promise<Uint8Array | null>;
  /** Says that no more is wanted. A `read()` that is under way settles, in one way or another. */
  cancel(reason?: unknown): void;
}

/** A request as a client makes it. */
export interface HttpCall {
  /** The verb. */
  readonly method: "GET" | "POST";
  /** The absolute URL. */
  readonly url: string;
  /** The header fields. */
  readonly headers: readonly FieldPair[];
  /**
   * The body: whole, or in chunks that are sent while the response is received. One that is whole may
   * be part of a larger array, and is not to be transferred.
   */
  readonly body: Uint8Array | ByteSource | null;
  /**
   * Aborted when the call ends before it is done: the request is to be given up, the body of its
   * response included. `undefined` if nothing can end it but its {@linkcode HttpReply.body}. It is
   * made when it is first asked for.
   */
  readonly signal: AbortSignal | undefined;
  /**
   * Has a function called when {@linkcode HttpCall.signal} would be aborted, which costs less. Only
   * one.
   */
  onAbort(listener: () => void): void;
}

/** What a client gets for a request. */
export interface HttpReply {
  /** The status. */
  readonly status: number;
  /** The header fields. */
  readonly headers: Fields;
  /** The body. To cancel it is to give the request up. */
  readonly body: ByteSource;
  /** The trailer fields, once the body has ended; `undefined` if there were none. */
  readonly trailers: Fields | undefined;
  /**
   * Tells whether a body was decoded on the way, though its `content-encoding` is still there.
   *
   * @param encoding The content coding.
   * @param body The body, whole.
   */
  readonly isDecoded?: (encoding: string, body: Uint8Array) => boolean;
}

/**
 * What makes HTTP requests for transports. One that speaks HTTP/2 and knows trailers is what gRPC
 * needs; without any, transports use fetch.
 */
export interface HttpClient {
  /** The content codings that it can take. Default: all. */
  readonly contentEncodings?: readonly string[];
  /**
   * Sends a request, once.
   *
   * @param call The request.
   * @returns The response. It rejects if there is none.
   */
  send(call: HttpCall): Promise<HttpReply>;
}
