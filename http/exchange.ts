import type { FieldList } from "./field_list.ts";

/**
 * What connections and those who use them say to each other, whatever the version of HTTP and the
 * side: a server gets one {@linkcode ServerExchange} for each request, a client makes one
 * {@linkcode ClientExchange} for each. Nothing of it is asynchronous unless it has to wait, and
 * nothing is a Web stream: a whole exchange may happen in one turn.
 *
 * Bytes that are read belong to the reader, but their buffer may hold others as well: it may not be
 * transferred (a byte stream's `enqueue()` does that) or looked at beyond them. Bytes that are written
 * are handed over: the writer may not change them any more.
 */

/** The half of an exchange that sends a body. */
export interface BodyWriter {
  /**
   * Sends some of the body. What is written after the other side has all it wanted, a server that
   * has ended its response say, goes nowhere: that is no failure.
   *
   * @param bytes The bytes, handed over. Nothing is sent for none.
   * @returns `undefined` if there is room for more; else a promise to wait for before more is
   * written, so that a slow reader stops its writer. It rejects with an {@linkcode HttpError} once
   * the exchange has failed.
   * @throws {HttpError} If the exchange has failed already.
   */
  write(bytes: Uint8Array): undefined | Promise<void>;
  /**
   * Ends the body.
   *
   * @param trailers The trailers, if any. In HTTP/1.1 they are sent if the other side has said that it
   * takes them (`te: trailers`).
   * @throws {HttpError} If the exchange has failed already.
   */
  end(trailers?: Iterable<readonly [name: string, value: string]>): void;
}

/** The half of an exchange that receives a body. */
export interface BodyReader {
  /**
   * Receives some of the body. Calls may not overlap.
   *
   * @returns Bytes, `null` at the end of the body, or a promise of them if nothing has arrived yet. It
   * rejects with an {@linkcode HttpError} if the body was cut: the end of a body is never a guess.
   * @throws {HttpError} If the exchange has failed already.
   */
  read(): Uint8Array | null | Promise<Uint8Array | null>;
  /** What came after the body, once `read()` has returned `null`; `undefined` if there was nothing. */
  readonly trailers: FieldList | undefined;
}

/** A request that a server has received, and the response to it. */
export interface ServerExchange extends BodyReader, BodyWriter {
  /** The verb, as it was sent: in upper case. */
  readonly method: string;
  /** `"http"` or `"https"`. */
  readonly scheme: string;
  /** The `:authority` or `host` of the request, the empty string if it had none. */
  readonly authority: string;
  /** Path and query, as they were sent: `/a.B/C?x=1`, or `*`. */
  readonly target: string;
  /** The header fields of the request, without pseudo-header fields. */
  readonly headers: FieldList;
  /** The connection that it came on. */
  readonly connection: ConnectionInfo;
  /**
   * Is called once if the client has given up or was lost before the response had ended. Set it
   * before anything is awaited; what happened before it was set is told by `read()` and `write()`.
   */
  onAbort: ((reason: HttpError) => void) | undefined;
  /** Says that no more of the body is wanted: what still comes is thrown away. */
  ignoreBody(): void;
  /**
   * Begins the response. Once for each exchange, before `write()` and `end()`.
   *
   * @param status The status, 200 to 599.
   * @param headers The header fields, names in lower case. Those that belong to the connection
   * (`connection`, `transfer-encoding` and their like) are left out.
   * @throws {TypeError} If a field holds what would end it: CR, LF or NUL.
   * @throws {HttpError} If the exchange has failed already, or the client does not take fields of that
   * size.
   */
  respond(status: number, headers: Iterable<readonly [name: string, value: string]>): void;
  /**
   * Sends a short response whole, which is one pass over one buffer where the protocol can do it.
   * The same as `respond()`, `write()` and `end()`, without waiting.
   *
   * @throws {TypeError} Like `respond()`.
   * @throws {HttpError} If the exchange has failed already.
   */
  respondWith(
    status: number,
    headers: Iterable<readonly [name: string, value: string]>,
    body: Uint8Array,
    trailers?: Iterable<readonly [name: string, value: string]>,
  ): void;
  /** Gives the exchange up: the client sees that the response was cut. */
  abort(): void;
}

/** A request that a client makes, and the response to it. */
export interface ClientExchange extends BodyReader, BodyWriter {
  /**
   * Waits for the response.
   *
   * @returns Status and header fields. It rejects with an {@linkcode HttpError}.
   */
  response(): ResponseHead | Promise<ResponseHead>;
  /** Gives the exchange up: the server sees that the request was canceled. Nothing of it is kept. */
  abort(): void;
}

/** How a response begins. */
export interface ResponseHead {
  /** The status, 200 to 599. */
  readonly status: number;
  /** The header fields, without pseudo-header fields. */
  readonly headers: FieldList;
}

/** What is known of a connection. */
export interface ConnectionInfo {
  /** What is spoken on it. */
  readonly httpVersion: "1.0" | "1.1" | "2";
  /** Whether it is encrypted. */
  readonly encrypted: boolean;
  /** The other side's address, as the host has it. */
  readonly remoteAddr: Readonly<HttpAddr>;
  /** The certificate that the other side has shown and that was verified, in DER; if any. */
  readonly peerCertificate: Uint8Array | undefined;
}

/** An address of a socket: of TCP, or of a Unix socket. */
export type HttpAddr = TcpAddr | UnixAddr;

/** An address of TCP. */
export interface TcpAddr {
  /** What it is an address of. */
  readonly transport: "tcp";
  /** The IP address. */
  readonly hostname: string;
  /** The port. */
  readonly port: number;
}

/** An address of a Unix socket. */
export interface UnixAddr {
  /** What it is an address of. */
  readonly transport: "unix";
  /** The path; empty for a client, mostly. */
  readonly path: string;
}

/** Why an exchange failed, in the words of its side. */
export type HttpErrorCode =
  /** The other side has given up this exchange alone: `RST_STREAM` with `CANCEL`, or a lost client. */
  | "canceled"
  /** The other side has not looked at the request: it may be sent again. */
  | "refused"
  /** The connection was lost or could not be made. */
  | "connection"
  /** The other side has broken the protocol. */
  | "protocol"
  /** A limit was passed. */
  | "limit"
  /** It took too long. */
  | "timeout"
  /** This side has given up. */
  | "aborted";

/**
 * Why an exchange failed.
 *
 * @example Tell why
 * ```ts
 * import { HttpError } from "@seria/seria/http";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new HttpError("the stream was reset: ENHANCE_YOUR_CALM", "canceled", { h2Code: 11 });
 * assertEquals([error.code, error.h2Code], ["canceled", 11]);
 * ```
 */
export class HttpError extends Error {
  /** The class name, `"HttpError"`. */
  override readonly name = "HttpError";
  /** Why. */
  readonly code: HttpErrorCode;
  /** The error code of the `RST_STREAM` or `GOAWAY` that said so (RFC 9113 section 7), if one did. */
  readonly h2Code: number | undefined;

  /**
   * Makes an error.
   *
   * @param message What happened.
   * @param code Why.
   * @param options The cause, and the code of the frame that said so.
   */
  constructor(
    message: string,
    code: HttpErrorCode,
    options: { cause?: unknown; h2Code?: number } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.h2Code = options.h2Code;
  }
}
