import { HttpError } from "../exchange.ts";
import type { H2Limits } from "../h2_limits.ts";
import { completeH2Limits, H2_CLIENT_LIMITS } from "../h2_limits.ts";
import { isToken } from "../_token.ts";
import { ClientStream } from "./client_stream.ts";
import { Engine } from "./engine.ts";
import * as code from "./error_code.ts";
import { ConnectionFault } from "./fault.ts";
import { checkFields, checkLength, declaredLength, encodeFields } from "./fields_out.ts";
import { MAX_31_BITS } from "./frame.ts";
import { isTarget } from "./header_block.ts";
import { isFieldValue } from "./header_field.ts";
import type { Stream } from "./stream.ts";

/** How many streams a server is taken to allow until it has said (RFC 9113 section 6.5.2). */
const ASSUMED_STREAMS = 100;

/** How a request begins. */
export interface RequestHead {
  /** The verb, in upper case. */
  readonly method: string;
  /** `"http"` or `"https"`. */
  readonly scheme: "http" | "https";
  /** Host and, if it is not the scheme's own, port. */
  readonly authority: string;
  /** Path and query, percent-encoded: `/a.B/C?x=1`. */
  readonly target: string;
  /**
   * The header fields, names in lower case. Those that belong to a connection of HTTP/1.1 are left
   * out, and so is `te` unless it is `trailers`.
   */
  readonly headers: Iterable<readonly [name: string, value: string]>;
}

/** How a request goes on. */
export interface RequestOptions {
  /** The whole body, which may be empty, handed over. `write()` and `end()` may not be called then. */
  body?: Uint8Array;
}

/** One HTTP/2 connection of a client. */
export class H2ClientConnection extends Engine {
  /**
   * Is called when `canRequest`, `idle` or `closing` may have changed: for whoever chooses among
   * connections. Never from within `receive()` before all is parsed.
   */
  onChange: (() => void) | undefined;
  #nextId = 1;

  /**
   * Makes a connection. Preface and settings are its first output; requests may follow at once.
   *
   * @param limits What it may cost.
   * @param now The time, as `tick()` will give it.
   * @throws {RangeError} If a limit is out of range.
   */
  constructor(limits: H2Limits = {}, now: number = 0) {
    super(false, completeH2Limits(H2_CLIENT_LIMITS, limits), now);
  }

  /** Whether `request()` can be called: the server takes one more, and the connection stays. */
  get canRequest(): boolean {
    const allowed = this.settingsReceived ? this.peerMaxStreams : ASSUMED_STREAMS;
    return !this.closing && !this.goingAway && this.peerGoAway === undefined &&
      this.streams.size < Math.min(allowed, this.limits.maxConcurrentStreams) &&
      this.#nextId <= MAX_31_BITS;
  }

  /**
   * Makes a request.
   *
   * @param head How it begins.
   * @param options How it goes on.
   * @returns The exchange.
   * @throws {HttpError} With the code `refused` if `canRequest` is false; with `limit` if the server
   * does not take header fields of that size.
   * @throws {TypeError} If the head cannot be sent.
   */
  request(head: RequestHead, options: RequestOptions = {}): ClientStream {
    if (!this.canRequest) {
      throw new HttpError("the connection takes no request now", "refused");
    }
    const { method, scheme, authority, target } = head;
    if (method === "CONNECT" || !isToken(method)) {
      throw new TypeError(
        `Cannot make a request: the method ${JSON.stringify(method)} cannot be used`,
      );
    }
    if (!isTarget(target)) {
      throw new TypeError(`Cannot make a request: ${JSON.stringify(target)} is not a target`);
    }
    if (authority === "" || !isFieldValue(authority)) {
      throw new TypeError(`Cannot make a request: ${JSON.stringify(authority)} is not a host`);
    }
    const fields = checkFields(this, head.headers);
    const contentLength = declaredLength(fields);
    if (options.body !== undefined) checkLength(contentLength, options.body);
    const id = this.#nextId;
    this.#nextId += 2;
    const stream = new ClientStream(this, id, method, this.out.takenTotal + this.out.length);
    this.streams.set(id, stream);
    const at = this.beginHeaders();
    encodeFields(this, [":method", method, ":scheme", scheme, ":authority", authority]);
    encodeFields(this, [":path", target]);
    encodeFields(this, fields);
    this.out.endHeaders(at, id, options.body?.length === 0);
    stream.sendWhole(options.body, contentLength);
    this.wrote();
    return stream;
  }

  protected override receiveHead(
    id: number,
    endStream: boolean,
    problem: string | undefined,
  ): void {
    const stream = this.streams.get(id) as ClientStream | undefined;
    if (stream === undefined) {
      throw new ConnectionFault(
        code.PROTOCOL_ERROR,
        `HEADERS came on stream ${id}, which is not open`,
      );
    }
    const { block } = this;
    if (block.tooLarge) {
      const message = "the header fields of the response are too large";
      this.streamFault(stream, code.ENHANCE_YOUR_CALM, message, "limit");
      return;
    }
    problem ??= block.checkResponse();
    const { status, contentLength } = block;
    const isInterim = status < 200;
    const isBodiless = stream.method === "HEAD" || status === 204 || status === 304;
    if (problem === undefined && endStream) {
      if (isInterim) problem = "an interim response ends the stream";
      else if (!isBodiless && contentLength > 0) {
        problem = "the body is not as long as content-length says";
      }
    }
    if (problem !== undefined) {
      this.streamFault(stream, code.PROTOCOL_ERROR, problem);
    } else if (isInterim) {
      this.takeControl(1);
    } else {
      stream.contentLeft = isBodiless ? 0 : contentLength;
      stream.receiveHead(status, block.fields);
      if (endStream) stream.receiveEnd(undefined);
    }
  }

  protected override takesData(stream: Stream): boolean {
    return (stream as ClientStream).hasHead;
  }

  protected override isIdleStream(id: number): boolean {
    return id % 2 === 0 || id >= this.#nextId;
  }

  protected override receiveReset(stream: Stream, errorCode: number): void {
    // RFC 9113 section 8.1: a server that has answered may not want the rest of the request.
    if (stream.receiveEnded) stream.stopSending();
    else super.receiveReset(stream, errorCode);
  }

  protected override receiveGoAway(lastStream: number): void {
    for (const stream of this.streams.values()) {
      if (stream.id <= lastStream) continue;
      this.forget(stream);
      const { code: h2Code, text } = this.peerGoAway!;
      stream.fail(new HttpError(`the server goes away: ${text}`, "refused", { h2Code }), true);
    }
  }

  protected override isUnsent(stream: Stream): boolean {
    return (stream as ClientStream).sentAfter >= this.out.takenTotal;
  }

  protected override onStreamsChanged(): void {
    this.onChange?.();
  }
}
