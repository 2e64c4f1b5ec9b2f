import type { ConnectionInfo, HttpError, ServerExchange } from "../exchange.ts";
import type { FieldList } from "../field_list.ts";
import { INTERNAL_ERROR, NO_ERROR } from "./error_code.ts";
import { checkFields, checkLength, declaredLength, encodeFields } from "./fields_out.ts";
import type { HeaderBlock } from "./header_block.ts";
import type { H2ServerConnection } from "./server.ts";
import { Stream } from "./stream.ts";

type Fields = Iterable<readonly [name: string, value: string]>;

/** A request that was received, and its response. */
export class ServerStream extends Stream implements ServerExchange {
  readonly method: string;
  readonly scheme: string;
  readonly authority: string;
  readonly target: string;
  readonly headers: FieldList;
  onAbort: ((reason: HttpError) => void) | undefined;
  readonly #connection: H2ServerConnection;
  #expectsContinue: boolean;
  #isNew = true;
  #aborted = false;

  constructor(connection: H2ServerConnection, id: number, block: HeaderBlock) {
    super(connection, id);
    this.#connection = connection;
    this.method = block.method!;
    this.scheme = block.scheme!;
    this.authority = block.authority ?? block.host ?? "";
    this.target = block.path!;
    this.headers = block.fields;
    this.contentLeft = block.contentLength;
    this.#expectsContinue = block.expectContinue;
  }

  get connection(): ConnectionInfo {
    return this.#connection.info;
  }

  respond(status: number, headers: Fields): void {
    const fields = this.#checkHead(status, headers);
    const contentLength = declaredLength(fields);
    this.#writeHead(status, fields, false);
    this.headSent(this.#isBodiless(status), contentLength);
    this.engine.wrote();
  }

  respondWith(status: number, headers: Fields, body: Uint8Array, trailers?: Fields): void {
    const fields = this.#checkHead(status, headers);
    const last = trailers && checkFields(this.engine, trailers);
    const bodiless = this.#isBodiless(status);
    if (!bodiless) checkLength(declaredLength(fields), body);
    if (bodiless || (body.length === 0 && (last === undefined || last.length === 0))) {
      this.#writeHead(status, fields, true);
      this.headSentWithEnd();
    } else {
      this.#writeHead(status, fields, false);
      this.headSent(false);
      this.sendBody(body, last);
    }
    this.engine.wrote();
  }

  override get abortCode(): number {
    return INTERNAL_ERROR;
  }

  override tellNews(): void {
    if (this.#isNew) {
      this.#isNew = false;
      // Who has given up before the application knew needs no answer.
      if (this.failure === undefined) {
        this.hasNews = false;
        this.#connection.listener(this);
        return;
      }
      this.#aborted = false;
    }
    super.tellNews();
    if (!this.#aborted) return;
    this.#aborted = false;
    this.onAbort?.(this.failure!);
  }

  protected override onFailure(isNews: boolean): void {
    if (!isNews) return;
    this.#aborted = true;
    this.engine.addNews(this);
  }

  protected override onWaiting(): void {
    if (!this.#expectsContinue || this.isHeadSent) return;
    this.#expectsContinue = false;
    this.#writeHead(100, [], false);
    this.engine.wrote();
  }

  protected override onSendEnded(): void {
    if (this.receiveEnded) {
      this.creditUnread();
      return;
    }
    // RFC 9113 section 8.1: the response is complete, the rest of the request is not wanted.
    this.engine.reset(this, NO_ERROR);
    this.ignoreBody();
    this.creditUnread();
  }

  #checkHead(status: number, headers: Fields): string[] {
    if (this.failure !== undefined) throw this.failure;
    if (this.isHeadSent) throw new TypeError("Cannot respond twice");
    if (!(Number.isInteger(status) && status >= 200 && status <= 599)) {
      throw new RangeError(`Cannot respond with status ${status}: it must be 200 to 599`);
    }
    return checkFields(this.engine, headers);
  }

  #writeHead(status: number, fields: string[], endStream: boolean): void {
    const { engine } = this;
    const at = engine.beginHeaders();
    engine.encoder.status(engine.out, status);
    encodeFields(engine, fields);
    engine.out.endHeaders(at, this.id, endStream);
  }

  #isBodiless(status: number): boolean {
    return this.method === "HEAD" || status === 204 || status === 304 || status === 205;
  }
}
