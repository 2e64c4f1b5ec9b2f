import type { Connection, ExchangeListener } from "../connection.ts";
import { type ConnectionInfo, HttpError } from "../exchange.ts";
import { FieldList } from "../field_list.ts";
import { latin1 } from "../_latin1.ts";
import { Chunks } from "./chunks.ts";
import { H1Exchange, type H1Port } from "./exchange.ts";
import { findSectionEnd, parseFields } from "./fields.ts";
import { Input } from "./input.ts";
import { type CompleteH1Limits, completeH1Limits, type H1Limits } from "../h1_limits.ts";
import { Output } from "./output.ts";
import { NO_ANSWER, Refusal } from "./refusal.ts";
import { CHUNKED, parseRequestHead, type RequestHead } from "./request_head.ts";
import { Timeouts, type Wait } from "./timeouts.ts";

/** What is read next: a header section, a body with a length, chunks, trailers. */
const HEAD = 0;
const FIXED = 1;
const CHUNKS = 2;
const TRAILERS = 3;
/** The request has ended: nothing, before its response has. */
const WAIT = 4;

/** How much is read ahead of a response that has not ended: some more requests, in bytes. */
const MAX_READ_AHEAD = 16_384;

/** The longest head that is kept to be compared with the next, in bytes. */
const MAX_REMEMBERED = 1024;

/** Trailers that would tell how the message is framed or where it goes: RFC 9110 section 6.5.1. */
const NO_TRAILERS = ["content-length", "host", "trailer", "transfer-encoding"];

/**
 * The server's side of an HTTP/1.1 connection, without sockets or timers: RFC 9112. Requests are
 * answered one after the other: the next is looked at when the response before has ended, and what
 * was sent ahead waits as bytes. Where RFC 9112 lets a recipient be lenient it is not, since whoever
 * stands before it might be in another way.
 */
export class H1ServerConnection implements Connection, H1Port {
  onOutput: (() => void) | undefined;
  onResume: (() => void) | undefined;
  /** What is to be sent. */
  readonly output: Output;

  readonly #base: Omit<ConnectionInfo, "httpVersion">;
  readonly #listener: ExchangeListener;
  readonly #limits: CompleteH1Limits;
  readonly #timeouts: Timeouts;
  readonly #input: Input = new Input();
  #info: ConnectionInfo;
  #state: number = HEAD;
  /** Whether bytes are being looked at: what happens meanwhile is seen to after. */
  #busy = false;
  /** How many bytes have come that were not looked at. */
  #left = 0;
  /** Whether `onOutput` was called, or is not needed as the driver is about to look anyway. */
  #announced = false;
  /** How much of a section was looked at for its end. */
  #scanned = 0;
  #exchange: H1Exchange | undefined;
  /** The last head, if it was short. */
  #lastText = "";
  #lastHead: RequestHead | undefined;
  #dispatched = false;
  #chunks: Chunks | undefined;
  /** How much of a body with a length is still to come. */
  #remaining = 0;
  /** How much of a body has come, and how much of it nobody wanted. */
  #bodyBytes = 0;
  #ignoredBytes = 0;
  #keepAlive = true;
  #inputEnded = false;
  #draining = false;
  #closing = false;

  /**
   * Makes the state of a connection that was just accepted.
   *
   * @param listener Is given each request once its head has arrived.
   * @param info What is known of the connection.
   * @param limits What it may cost.
   * @throws {RangeError} If a limit is out of range.
   */
  constructor(
    listener: ExchangeListener,
    info: Omit<ConnectionInfo, "httpVersion">,
    limits: H1Limits = {},
  ) {
    this.#base = info;
    this.#info = { ...info, httpVersion: "1.1" };
    this.#listener = listener;
    this.#limits = completeH1Limits(limits);
    this.#timeouts = new Timeouts(this.#limits);
    this.output = new Output(this.#limits.maxOutputBytes, () => this.#wake());
  }

  get info(): ConnectionInfo {
    return this.#info;
  }

  get keepAlive(): boolean {
    return this.#keepAlive && !this.#draining && (!this.#inputEnded || this.#left > 0);
  }

  get idle(): boolean {
    return this.#exchange === undefined;
  }

  get closing(): boolean {
    return this.#closing;
  }

  get paused(): boolean {
    if (this.#closing) return false;
    if ((this.#exchange?.body.length ?? 0) >= this.#limits.maxUnreadBytes) return true;
    const blocked = this.#state === WAIT || (this.#state === HEAD && this.output.isFull);
    return blocked && this.#left >= MAX_READ_AHEAD;
  }

  receive(bytes: Uint8Array): void {
    if (this.#closing) return;
    this.#announced = true;
    if (this.#input.length > 0) {
      this.#input.append(bytes, 0, bytes.length);
      this.#continue();
    } else {
      const used = this.#process(bytes, 0, bytes.length);
      if (used < bytes.length && !this.#closing) this.#input.append(bytes, used, bytes.length);
    }
    this.#announced = false;
  }

  receiveEnd(): void {
    if (this.#closing || this.#inputEnded) return;
    this.#inputEnded = true;
    if (this.#state === HEAD || this.#state === WAIT) {
      // It may have closed its half only, and still read. Most often it is gone, and those who ask
      // are told so, but the response is sent.
      this.#exchange?.tell(new HttpError("the client has closed the connection", "canceled"));
      this.#continue();
    } else {
      this.#lose(new HttpError("the client has closed the connection", "canceled"));
    }
  }

  lost(reason: string): void {
    this.#lose(new HttpError(reason, "connection"));
  }

  #lose(error: HttpError): void {
    this.#close();
    this.output.fail(error);
    this.#exchange?.fail(error);
  }

  takeOutput(): Uint8Array {
    this.#announced = false;
    return this.output.take();
  }

  outputWritten(): void {
    this.output.written();
    if (this.#closing) return;
    this.#announced = true;
    if (this.#state === HEAD && this.#left > 0) this.#continue();
    this.#announced = false;
    this.onResume?.();
  }

  tick(now: number): void {
    if (this.#closing) return;
    const timeout = this.#timeouts.check(now, this.#waitsFor());
    if (timeout === undefined) return;
    if (timeout === "idle") this.#close();
    else this.#refuse(new Refusal(408, timeout));
  }

  /** Whatever is not done is up to the client, if this says so. */
  #waitsFor(): Wait | undefined {
    switch (this.#state) {
      case WAIT:
        return undefined;
      case HEAD:
        if (this.output.isFull) return undefined;
        return this.#left > 0 ? "head" : "request";
      default:
        return this.#exchange!.reading || this.#exchange!.ignoring ? "body" : undefined;
    }
  }

  shutdown(): void {
    this.#draining = true;
    if (this.#state === HEAD && this.#left === 0) this.#close();
  }

  get muchToCome(): boolean {
    const toCome = this.#state === FIXED ? this.#remaining : Infinity;
    return this.#ignoredBytes + toCome > this.#limits.maxIgnoredBytes;
  }

  closeAfter(): void {
    this.#keepAlive = false;
  }

  bodyTaken(): void {
    this.onResume?.();
  }

  responseEnded(): void {
    this.#timeouts.progress();
    if (this.#state !== WAIT && !this.keepAlive) this.#close();
    else if (!this.#busy) this.#continue();
    this.onResume?.();
  }

  cut(error: HttpError): void {
    this.#close();
    this.output.failWaiting(error);
    this.#exchange?.fail(error);
  }

  /** Has the connection closed, once the output is written. */
  #close(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#input.clear();
    this.#left = 0;
    this.#wake();
    this.onResume?.();
  }

  /** Answers a request that is not taken, or no more. */
  #refuse(refusal: Refusal): void {
    const exchange = this.#exchange;
    if (!exchange?.responding && refusal.status !== NO_ANSWER) {
      this.output.push(refusal.toResponse());
    }
    this.#close();
    const error = new HttpError(refusal.message, refusal.code);
    this.output.failWaiting(error);
    exchange?.fail(error);
  }

  #wake(): void {
    if (this.#announced) return;
    this.#announced = true;
    this.onOutput?.();
  }

  /** Looks at what waits. */
  #continue(): void {
    const input = this.#input;
    const used = this.#process(input.bytes, input.start, input.end);
    if (!this.#closing) input.consume(used);
    if (this.#inputEnded && this.#state === HEAD && !this.output.isFull) this.#close();
  }

  /** Looks at bytes, and returns how far it came. */
  #process(bytes: Uint8Array, start: number, end: number): number {
    this.#busy = true;
    let at = start;
    try {
      for (;;) {
        this.#left = end - at;
        const next = this.#step(bytes, at, end);
        if (next < 0 || this.#closing) break;
        at = next;
      }
      if (this.#exchange !== undefined && !this.#closing) this.#dispatch();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refuse(error);
    } finally {
      this.#busy = false;
    }
    return at;
  }

  /** Looks at what is next, and returns how far it came; -1 if more has to come or to happen. */
  #step(bytes: Uint8Array, start: number, end: number): number {
    switch (this.#state) {
      case HEAD:
        return this.#readHead(bytes, start, end);
      case FIXED:
        return this.#readFixed(bytes, start, end);
      case CHUNKS:
        return this.#readChunks(bytes, start, end);
      case TRAILERS:
        return this.#readTrailers(bytes, start, end);
    }
    this.#dispatch();
    if (!this.#exchange!.responded) return -1;
    this.#exchange = undefined;
    this.#state = HEAD;
    if (!this.keepAlive) this.#close();
    return start;
  }

  /** Gives the exchange to the listener, once: with all of the body that has come with the head. */
  #dispatch(): void {
    if (this.#dispatched) return;
    this.#dispatched = true;
    this.#listener(this.#exchange!);
  }

  #readHead(bytes: Uint8Array, start: number, end: number): number {
    if (start === end) return -1;
    if (this.output.isFull) return -1; // whoever reads no responses gets no more of them
    const { maxRequestLineBytes, maxHeaderBytes } = this.#limits;
    const first = bytes[start]!;
    if (first === 0x0d) { // RFC 9112 section 2.2: empty lines before the request line
      if (start + 1 === end) return -1;
      if (bytes[start + 1] === 0x0a) return start + 2;
    }
    if (first <= 0x20 || first >= 0x7f) throw new Refusal(400, "this is no HTTP request");
    const sectionEnd = this.#findSectionEnd(bytes, start, end, maxHeaderBytes);
    if (sectionEnd < 0) {
      if (end - start > maxRequestLineBytes && bytes.indexOf(0x0a, start) < 0) {
        throw new Refusal(414, "the request line is too long");
      }
      return -1;
    }
    this.#begin(latin1(bytes, start, sectionEnd));
    return sectionEnd;
  }

  #begin(text: string): void {
    // Clients say the very same again and again: to compare costs a hundredth of parsing.
    const head = text === this.#lastText
      ? this.#lastHead!
      : parseRequestHead(text, this.#base.encrypted, this.#limits);
    if (text.length <= MAX_REMEMBERED) {
      this.#lastText = text;
      this.#lastHead = head;
    }
    if (head.bodyLength > this.#limits.maxBodyBytes) throw new Refusal(413, "the body is too long");
    this.#timeouts.progress();
    const httpVersion = head.isHttp10 ? "1.0" : "1.1";
    if (this.#info.httpVersion !== httpVersion) this.#info = { ...this.#base, httpVersion };
    this.#keepAlive = head.keepAlive;
    this.#exchange = new H1Exchange(head, this);
    this.#dispatched = false;
    this.#bodyBytes = this.#ignoredBytes = 0;
    if (head.bodyLength === CHUNKED) {
      this.#chunks = new Chunks(this.#limits);
      this.#state = CHUNKS;
    } else if (head.bodyLength > 0) {
      this.#remaining = head.bodyLength;
      this.#state = FIXED;
    } else {
      this.#endBody(undefined);
    }
  }

  #readFixed(bytes: Uint8Array, start: number, end: number): number {
    if (start === end) return -1;
    const count = Math.min(this.#remaining, end - start);
    this.#exchange!.body.append(bytes, start, start + count);
    this.#remaining -= count;
    this.#bodyArrived(count);
    if (this.#remaining === 0) this.#endBody(undefined);
    return start + count;
  }

  #readChunks(bytes: Uint8Array, start: number, end: number): number {
    if (start === end) return -1;
    const { body } = this.#exchange!;
    const before = body.length;
    const at = this.#chunks!.read(bytes, start, end, body);
    const count = body.length - before;
    if (this.#bodyBytes + count > this.#limits.maxBodyBytes) {
      throw new Refusal(413, "the body is too long");
    }
    this.#bodyArrived(count);
    if (this.#chunks!.done) this.#state = TRAILERS;
    return at;
  }

  #bodyArrived(count: number): void {
    if (count === 0) return;
    this.#timeouts.progress();
    this.#bodyBytes += count;
    const exchange = this.#exchange!;
    exchange.bodyArrived();
    if (!exchange.ignoring) return;
    this.#ignoredBytes += count;
    if (this.#ignoredBytes <= this.#limits.maxIgnoredBytes) return;
    this.#keepAlive = false;
    if (exchange.responded) this.#close();
  }

  #readTrailers(bytes: Uint8Array, start: number, end: number): number {
    const sectionEnd = this.#findSectionEnd(bytes, start, end, this.#limits.maxTrailerBytes);
    if (sectionEnd < 0) return -1;
    if (sectionEnd === start + 2) {
      this.#endBody(undefined);
      return sectionEnd;
    }
    const text = latin1(bytes, start, sectionEnd);
    const trailers = new FieldList();
    parseFields(text, 0, trailers, this.#limits.maxTrailerFields);
    for (const name of NO_TRAILERS) {
      if (trailers.has(name)) throw new Refusal(400, `${name} is no trailer`);
    }
    this.#endBody(trailers);
    return sectionEnd;
  }

  #endBody(trailers: FieldList | undefined): void {
    this.#chunks = undefined;
    this.#state = WAIT;
    this.#exchange!.bodyEnded(trailers);
  }

  /** Finds the end of a section of lines, without looking at anything twice. */
  #findSectionEnd(bytes: Uint8Array, start: number, end: number, limit: number): number {
    const sectionEnd = findSectionEnd(bytes, start, start + this.#scanned, end);
    if ((sectionEnd < 0 ? end : sectionEnd) - start > limit) {
      throw new Refusal(431, "the header section is too long");
    }
    this.#scanned = sectionEnd < 0 ? end - start : 0;
    return sectionEnd;
  }
}
