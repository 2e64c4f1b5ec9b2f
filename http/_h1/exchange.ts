import type { ConnectionInfo, ServerExchange } from "../exchange.ts";
import { HttpError } from "../exchange.ts";
import type { FieldList } from "../field_list.ts";
import { BodyQueue } from "./body_queue.ts";
import type { Output } from "./output.ts";
import type { RequestHead } from "./request_head.ts";
import { responseFields, statusLine, trailerLines } from "./response_head.ts";

/** What an exchange asks of its connection. */
export interface H1Port {
  /** Where the response goes. */
  readonly output: Output;
  /** What the exchange tells of the connection. */
  readonly info: ConnectionInfo;
  /** Whether the connection goes on after the response, as things stand. */
  readonly keepAlive: boolean;
  /** Whether more of the body may come than is thrown away to keep the connection. */
  readonly muchToCome: boolean;
  /** Says that the connection cannot go on after the response. */
  closeAfter(): void;
  /** Says that bytes were taken from the body, or that no more are wanted. */
  bodyTaken(): void;
  /** Says that the response has ended. */
  responseEnded(): void;
  /** Closes the connection at once, in the middle of a response. */
  cut(error: HttpError): void;
}

/** The response has not begun. */
const NONE = 0;
/** It has a length. */
const FIXED = 1;
/** It is in chunks. */
const CHUNKED = 2;
/** It ends with the connection: HTTP/1.0. */
const UNTIL_CLOSE = 3;
/** It has no body, whatever is written: the answer to HEAD, 204 and 304. */
const BODILESS = 4;
/** It has ended. */
const ENDED = 5;

type Fields = Iterable<readonly [name: string, value: string]>;

/** A request in HTTP/1.1, and the response to it. */
export class H1Exchange implements ServerExchange {
  onAbort: ((reason: HttpError) => void) | undefined;
  /** What has come of the body. The connection fills it, and calls `bodyArrived()` after. */
  readonly body: BodyQueue = new BodyQueue();
  /** What came after the body. */
  trailers: FieldList | undefined;

  readonly #head: RequestHead;
  readonly #port: H1Port;
  #requestEnded = false;
  #ignoring = false;
  #awaitsContinue: boolean;
  #reader: PromiseWithResolvers<Uint8Array | null> | undefined;
  #response: number = NONE;
  /** How much of a body with a length is still to be written. */
  #remaining = 0;
  #failure: HttpError | undefined;
  #told = false;

  /** Makes the exchange of a request, of whose body nothing was looked at. */
  constructor(head: RequestHead, port: H1Port) {
    this.#head = head;
    this.#port = port;
    this.#awaitsContinue = head.expectsContinue;
  }

  get method(): string {
    return this.#head.method;
  }

  get scheme(): string {
    return this.#port.info.encrypted ? "https" : "http";
  }

  get authority(): string {
    return this.#head.authority;
  }

  get target(): string {
    return this.#head.target;
  }

  get headers(): FieldList {
    return this.#head.headers;
  }

  get connection(): ConnectionInfo {
    return this.#port.info;
  }

  /** Whether the response has begun. */
  get responding(): boolean {
    return this.#response !== NONE;
  }

  /** Whether the response has ended. */
  get responded(): boolean {
    return this.#response === ENDED;
  }

  /** Whether nobody reads the body. */
  get ignoring(): boolean {
    return this.#ignoring;
  }

  /** Whether somebody waits for more of the body. */
  get reading(): boolean {
    return this.#reader !== undefined;
  }

  read(): Uint8Array | null | Promise<Uint8Array | null> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#reader !== undefined) throw new TypeError("Cannot read: a read is pending");
    if (this.body.length > 0) {
      const bytes = this.body.take();
      this.#port.bodyTaken();
      return bytes;
    }
    if (this.#requestEnded) return null;
    if (this.#ignoring) throw new HttpError("the body was given up", "aborted");
    if (this.#awaitsContinue && !this.responding) {
      this.#port.output.push("HTTP/1.1 100 Continue\r\n\r\n");
      this.#awaitsContinue = false;
    }
    this.#reader = Promise.withResolvers();
    return this.#reader.promise;
  }

  ignoreBody(): void {
    if (this.#ignoring) return;
    this.#ignoring = true;
    this.body.take();
    // Each response ends with this, and an error costs as much as half of a short call.
    if (this.reading) this.#failReader(new HttpError("the body was given up", "aborted"));
    this.#port.bodyTaken();
  }

  /** Hands on what was added to the body. */
  bodyArrived(): void {
    if (this.body.length === 0) return;
    this.#awaitsContinue = false; // RFC 9110 section 10.1.1: it need not be sent any more
    if (this.#ignoring) this.body.take();
    else if (this.#reader !== undefined) this.#settle(this.body.take());
  }

  /** Ends the body. */
  bodyEnded(trailers: FieldList | undefined): void {
    this.#requestEnded = true;
    this.#awaitsContinue = false;
    this.trailers = trailers;
    if (this.body.length === 0) this.#settle(null);
  }

  #settle(bytes: Uint8Array | null): void {
    this.#reader?.resolve(bytes);
    this.#reader = undefined;
  }

  respond(status: number, headers: Fields): void {
    this.#begin(status, headers, undefined, false);
  }

  respondWith(status: number, headers: Fields, body: Uint8Array, trailers?: Fields): void {
    const withTrailers = trailers !== undefined && this.#head.acceptsTrailers;
    this.#begin(status, headers, body, withTrailers);
    if (body.length > 0) this.write(body);
    this.end(trailers);
  }

  #begin(status: number, headers: Fields, body: Uint8Array | undefined, chunked: boolean): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.responding) throw new TypeError("Cannot respond: the response has begun already");
    if (!(Number.isInteger(status) && status >= 200 && status <= 599)) {
      throw new RangeError(`Cannot respond with status ${status}: it must be 200 to 599`);
    }
    const fields = responseFields(headers);
    // A client that was not told to go on may send the body or the next request now: there is no
    // telling which.
    if (fields.close || this.#awaitsContinue) this.#port.closeAfter();
    // A body that nobody will read: a client that was not told, and sends its next request after it,
    // would have that dropped.
    const unread = this.#ignoring || body !== undefined;
    if (unread && !this.#requestEnded && this.#port.muchToCome) this.#port.closeAfter();
    const head = statusLine(status) + fields.lines +
      this.#frame(status, fields.contentLength, body, chunked);
    const { keepAlive } = this.#port;
    const connection = !keepAlive
      ? "connection: close\r\n\r\n"
      : this.#head.isHttp10
      ? "connection: keep-alive\r\n\r\n"
      : "\r\n";
    this.#port.output.push(head + connection);
  }

  /** Decides how the end of the body is told, and returns the field that says so. */
  #frame(
    status: number,
    declared: number | undefined,
    body: Uint8Array | undefined,
    chunked: boolean,
  ): string {
    if (this.#head.method === "HEAD" || status === 204 || status === 304) {
      this.#response = BODILESS;
      const length = declared ?? (body?.length || undefined);
      return length === undefined || status === 204 ? "" : `content-length: ${length}\r\n`;
    }
    const length = declared ?? body?.length;
    if (length !== undefined && !chunked) {
      this.#response = FIXED;
      this.#remaining = length;
      return `content-length: ${length}\r\n`;
    }
    if (!this.#head.isHttp10) {
      this.#response = CHUNKED;
      return "transfer-encoding: chunked\r\n";
    }
    this.#response = UNTIL_CLOSE;
    this.#port.closeAfter();
    return "";
  }

  write(bytes: Uint8Array): undefined | Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const { output } = this.#port;
    switch (this.#response) {
      case NONE:
        throw new TypeError("Cannot write: the response has not begun");
      case ENDED:
        throw new TypeError("Cannot write: the response has ended");
      case BODILESS:
        return undefined;
      case FIXED:
        if (bytes.length > this.#remaining) this.#breakOff("longer");
        this.#remaining -= bytes.length;
        output.push(bytes);
        break;
      case CHUNKED:
        if (bytes.length === 0) break; // it would be the last
        output.push(`${bytes.length.toString(16)}\r\n`);
        output.push(bytes);
        output.push("\r\n");
        break;
      case UNTIL_CLOSE:
        output.push(bytes);
    }
    return output.room();
  }

  end(trailers?: Fields): void {
    if (this.#failure !== undefined) throw this.#failure;
    switch (this.#response) {
      case NONE:
        throw new TypeError("Cannot end: the response has not begun");
      case ENDED:
        throw new TypeError("Cannot end: the response has ended already");
      case FIXED:
        if (this.#remaining > 0) this.#breakOff("shorter");
        break;
      case CHUNKED: {
        const lines = trailers === undefined || !this.#head.acceptsTrailers
          ? ""
          : trailerLines(trailers);
        this.#port.output.push(`0\r\n${lines}\r\n`);
      }
    }
    this.#response = ENDED;
    if (!this.#requestEnded) this.ignoreBody();
    this.#port.responseEnded();
  }

  #breakOff(how: string): never {
    this.abort();
    throw new TypeError(`Cannot respond: the body is ${how} than its content-length`);
  }

  abort(): void {
    if (this.#failure !== undefined || this.responded) return;
    this.#told = true;
    this.#port.cut(new HttpError("the response was aborted", "aborted"));
  }

  /** Fails what is still going on. */
  fail(error: HttpError): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.body.take();
    this.#failReader(error);
    this.tell(error);
  }

  #failReader(error: HttpError): void {
    if (this.#reader === undefined) return;
    this.#reader.promise.catch(() => {}); // whoever waits for it is told all the same
    this.#reader.reject(error);
    this.#reader = undefined;
  }

  /** Tells that the client is gone, as it seems. */
  tell(error: HttpError): void {
    if (this.#told || this.responded) return;
    this.#told = true;
    this.onAbort?.(error);
  }
}
