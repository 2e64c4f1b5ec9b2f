import type { BodyReader, BodyWriter } from "../exchange.ts";
import { HttpError } from "../exchange.ts";
import type { FieldList } from "../field_list.ts";
import { BodyQueue } from "./body_queue.ts";
import { Deferred } from "../_deferred.ts";
import type { Engine } from "./engine.ts";
import { CANCEL } from "./error_code.ts";
import { checkFields } from "./fields_out.ts";
import { SendQueue } from "./send_queue.ts";

type Fields = Iterable<readonly [name: string, value: string]>;

/**
 * One stream (RFC 9113 section 5): two bodies, each with its flow control, in either role. What
 * belongs to the connection is the engine's: it calls the methods that begin with `receive`.
 */
export abstract class Stream implements BodyReader, BodyWriter {
  readonly id: number;
  readonly engine: Engine;

  /** How much more the other side may send. */
  receiveWindow: number;
  /** Whether all of the other side's body has arrived. */
  receiveEnded: boolean = false;
  trailers: FieldList | undefined;
  /** How much of the body is still to come, by its `content-length`; -1 if that is not known. */
  contentLeft: number = -1;

  /** How much more this side may send; it may be below zero. */
  sendWindow: number;
  /** Whether head and body are on their way, the last frame included. */
  sendEnded: boolean = false;
  /** Whether the engine has this stream in its list of those that have something to send. */
  queuedToSend: boolean = false;
  /** Whether the engine has this stream in its list of those that have news for the application. */
  hasNews: boolean = false;
  /** Whether the stream has left the engine's table. */
  closed: boolean = false;

  /** Why the exchange failed. */
  failure: HttpError | undefined;
  /** When a body last moved, in either direction. */
  lastReceived: number;
  lastSent: number;

  readonly #received = new BodyQueue();
  #reader: Deferred<Uint8Array | null> | undefined;
  /** How much was read and not yet given back to the other side. */
  #consumed = 0;
  #ignored = false;
  /** Whether the connection's window has been given back what was not read yet. */
  #credited = false;

  #headSent = false;
  /** How much of the body is still to be written, by the `content-length` of the head; -1 if it has none. */
  #lengthLeft = -1;
  #endCalled = false;
  /** Whether the body is never sent: it answers HEAD, or its status has none. */
  #bodiless = false;
  #toSend: SendQueue | undefined;
  #trailersToSend: string[] | undefined;
  #writer: Deferred<void> | undefined;

  constructor(engine: Engine, id: number) {
    this.engine = engine;
    this.id = id;
    this.receiveWindow = engine.initialReceiveWindow;
    this.sendWindow = engine.peerInitialWindow;
    this.lastReceived = this.lastSent = engine.now;
  }

  // What the application calls.

  read(): Uint8Array | null | Promise<Uint8Array | null> {
    const bytes = this.#received.shift();
    if (bytes !== undefined) {
      this.consume(bytes.length);
      return bytes;
    }
    if (this.failure !== undefined) throw this.failure;
    if (this.#ignored) throw new HttpError("the body is ignored", "aborted");
    if (this.receiveEnded) return null;
    if (this.#reader !== undefined) throw new TypeError("Cannot read: a read() is under way");
    this.#reader = new Deferred();
    this.lastReceived = this.engine.now;
    this.onWaiting();
    return this.#reader.promise;
  }

  write(bytes: Uint8Array): undefined | Promise<void> {
    this.#assertWritable();
    if (bytes.length === 0 || this.#bodiless || this.sendEnded) return;
    const { engine } = this;
    if (this.#lengthLeft >= 0) {
      if (bytes.length > this.#lengthLeft) this.#breakOff("longer");
      this.#lengthLeft -= bytes.length;
    }
    if (this.#toSend === undefined || this.#toSend.size === 0) {
      const sent = engine.sender.send(this, bytes, 0, false);
      engine.wrote();
      if (sent === bytes.length) return engine.sender.full ? this.#waitForRoom() : undefined;
      this.#queue(bytes, sent);
    } else {
      this.#toSend.push(bytes, 0);
    }
    return this.#waitForRoom();
  }

  end(trailers?: Fields): void {
    this.#assertWritable();
    const fields = trailers && checkFields(this.engine, trailers);
    if (this.#lengthLeft > 0 && !this.#bodiless && !this.sendEnded) this.#breakOff("shorter");
    this.#end(fields);
    this.engine.wrote();
  }

  ignoreBody(): void {
    if (this.#ignored) return;
    this.#ignored = true;
    this.consume(this.#received.size);
    this.#received.clear();
    // Each response ends with this, and an error costs as much as half of a short call.
    if (this.#reader !== undefined) {
      this.#failReader(new HttpError("the body is ignored", "aborted"));
    }
    this.engine.wrote();
  }

  abort(): void {
    const error = new HttpError("this side has given up", "aborted");
    if (this.closed) {
      // Nothing to tell the other side, but what was not read is given back.
      this.fail(this.failure ?? error, false);
    } else {
      this.engine.reset(this, this.abortCode);
      this.fail(error, false);
    }
    this.engine.wrote();
  }

  // What roles differ in.

  /** The code that `abort()` sends. */
  get abortCode(): number {
    return CANCEL;
  }
  /** Is called when the application waits for the body. */
  protected onWaiting(): void {}
  /** Is called when the exchange has failed. */
  protected onFailure(_isNews: boolean): void {}
  /** Is called when this side's part has ended. */
  protected onSendEnded(): void {}
  /** Tells the application what has happened. */
  tellNews(): void {
    this.hasNews = false;
    const reader = this.#reader;
    if (reader === undefined) return;
    const bytes = this.#received.shift();
    if (bytes !== undefined) {
      this.#reader = undefined;
      this.consume(bytes.length);
      reader.resolve(bytes);
    } else if (this.receiveEnded) {
      this.#reader = undefined;
      reader.resolve(null);
    }
  }

  // What the engine calls.

  /** Whether the application waits for the body. */
  get isReading(): boolean {
    return this.#reader !== undefined;
  }

  /** Whether something waits to be sent. */
  get isSending(): boolean {
    return this.#toSend !== undefined && this.#toSend.size > 0;
  }

  /** Gives bytes that were read, or thrown away, back to the other side. */
  consume(count: number): void {
    if (count === 0) return;
    if (!this.#credited) this.engine.creditConnection(count);
    if (this.receiveEnded || this.closed) return;
    this.#consumed += count;
    if (2 * this.#consumed >= this.engine.limits.streamWindowBytes) {
      this.receiveWindow += this.#consumed;
      this.engine.out.windowUpdate(this.id, this.#consumed);
      this.#consumed = 0;
      this.engine.wrote();
    }
  }

  /** Takes body bytes that fit the windows. */
  receiveData(bytes: Uint8Array, start: number, end: number): void {
    this.lastReceived = this.engine.now;
    if (this.#ignored) {
      this.consume(end - start);
      return;
    }
    this.#received.push(bytes, start, end);
    if (this.#reader !== undefined) this.engine.addNews(this);
  }

  /** Takes the end of the body. */
  receiveEnd(trailers: FieldList | undefined): void {
    this.receiveEnded = true;
    this.trailers = trailers;
    if (this.#reader !== undefined) this.engine.addNews(this);
    if (this.sendEnded) this.engine.endStream(this);
  }

  /**
   * Ends both parts with an error; nothing is sent for it.
   *
   * @param error Why.
   * @param isNews Whether it is not the application that wanted it.
   */
  fail(error: HttpError, isNews: boolean): void {
    this.failure = error;
    this.#giveBack();
    this.#received.clear();
    this.#toSend?.clear();
    this.#trailersToSend = undefined;
    this.sendEnded = true;
    this.#failReader(error);
    const writer = this.#writer;
    this.#writer = undefined;
    writer?.reject(error);
    this.onFailure(isNews);
  }

  /** Forgets what waits to be sent: the other side has all it wanted. */
  stopSending(): void {
    this.#toSend?.clear();
    this.#trailersToSend = undefined;
    this.sendEnded = true;
    this.wakeWriter();
  }

  /** Sends as much as there is room for, but no more than one frame. */
  sendSome(): void {
    const queue = this.#toSend;
    if (queue === undefined || queue.size === 0) return;
    const { first, offset } = queue;
    const isEnd = queue.isLast && this.#endCalled && this.#trailersToSend === undefined;
    queue.sentTo(this.engine.sender.send(this, first, offset, isEnd, true));
    if (queue.size > 0) return;
    if (isEnd) this.#markSendEnded();
    else if (this.#endCalled) this.#sendEnd();
    if (this.#writer !== undefined) {
      if (this.engine.sender.full) this.engine.sender.wait(this);
      else this.wakeWriter();
    }
  }

  /** Lets the writer go on, if nothing of it waits. */
  wakeWriter(): void {
    if (this.#writer === undefined || this.isSending) return;
    const writer = this.#writer;
    this.#writer = undefined;
    writer.resolve();
  }

  // What is common to the roles.

  /** Says that a head is sent, whether a body may not follow, and what length it declares. */
  protected headSent(bodiless: boolean, contentLength: number = -1): void {
    this.#headSent = true;
    this.#bodiless = bodiless;
    this.#lengthLeft = contentLength;
  }

  /** Whether a head was sent. */
  get isHeadSent(): boolean {
    return this.#headSent;
  }

  /** Sends a whole body, and its end. */
  protected sendBody(body: Uint8Array, trailers: string[] | undefined): void {
    if (body.length > 0 && !this.#bodiless && !this.sendEnded) {
      const isEnd = trailers === undefined || trailers.length === 0;
      const sent = this.engine.sender.send(this, body, 0, isEnd);
      if (sent < body.length) {
        this.#queue(body, sent);
      } else if (isEnd) {
        this.#endCalled = true;
        this.#markSendEnded();
        return;
      }
    }
    this.#end(trailers);
  }

  /** Sends the end with the head: there is no body. */
  protected headSentWithEnd(): void {
    this.#headSent = this.#endCalled = true;
    this.#markSendEnded();
  }

  #markSendEnded(): void {
    this.sendEnded = true;
    if (this.receiveEnded) this.engine.endStream(this);
    this.onSendEnded();
  }

  /** Gives what was not read back to the connection, though it may still be read. */
  protected creditUnread(): void {
    this.#giveBack();
  }

  #giveBack(): void {
    if (this.#credited) return;
    this.#credited = true;
    this.engine.creditConnection(this.#received.size);
  }

  #assertWritable(): void {
    if (this.failure !== undefined) throw this.failure;
    if (!this.#headSent) throw new TypeError("Cannot send a body before the head");
    if (this.#endCalled) throw new TypeError("Cannot send a body after its end");
  }

  /** RFC 9113 section 8.1.1: another length would make the message malformed. */
  #breakOff(how: string): never {
    this.abort();
    throw new TypeError(`Cannot send the body: it is ${how} than its content-length`);
  }

  #queue(bytes: Uint8Array, sent: number): void {
    this.#toSend ??= new SendQueue();
    this.#toSend.push(bytes, sent);
    this.lastSent = this.engine.now;
    this.engine.sender.queue(this);
  }

  #waitForRoom(): Promise<void> {
    if (this.#writer === undefined) {
      this.#writer = new Deferred();
      if (!this.isSending) this.engine.sender.wait(this);
    }
    return this.#writer.promise;
  }

  #end(trailers: string[] | undefined): void {
    this.#endCalled = true;
    if (this.sendEnded) return;
    if (trailers !== undefined && trailers.length > 0 && !this.#bodiless) {
      this.#trailersToSend = trailers;
    }
    if (!this.isSending) this.#sendEnd();
  }

  #sendEnd(): void {
    const trailers = this.#trailersToSend;
    this.#trailersToSend = undefined;
    this.engine.writeEnd(this.id, trailers);
    this.#markSendEnded();
  }

  #failReader(error: HttpError): void {
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.reject(error);
  }
}
