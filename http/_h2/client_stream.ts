import type { ClientExchange, ResponseHead } from "../exchange.ts";
import type { FieldList } from "../field_list.ts";
import { Deferred } from "../_deferred.ts";
import type { Engine } from "./engine.ts";
import { Stream } from "./stream.ts";

/** A request that was made, and its response. */
export class ClientStream extends Stream implements ClientExchange {
  readonly method: string;
  /** How many bytes went out before it: if no more were taken, the server knows nothing of it. */
  readonly sentAfter: number;
  #head: ResponseHead | undefined;
  #waiting: Deferred<ResponseHead> | undefined;

  constructor(engine: Engine, id: number, method: string, sentAfter: number) {
    super(engine, id);
    this.method = method;
    this.sentAfter = sentAfter;
  }

  response(): ResponseHead | Promise<ResponseHead> {
    if (this.#head !== undefined) return this.#head;
    this.#waiting ??= new Deferred();
    if (this.failure !== undefined) this.#waiting.reject(this.failure);
    return this.#waiting.promise;
  }

  /** Whether the head of the response has arrived. */
  get hasHead(): boolean {
    return this.#head !== undefined;
  }

  /** Takes the head of the response. */
  receiveHead(status: number, headers: FieldList): void {
    this.#head = { status, headers };
    if (this.#waiting !== undefined) this.engine.addNews(this);
  }

  /** Sends the whole body; what is to be written is of the length that the head declares, if any. */
  sendWhole(body: Uint8Array | undefined, contentLength: number): void {
    this.headSent(false, body === undefined ? contentLength : -1);
    if (body === undefined) return;
    if (body.length === 0) this.headSentWithEnd();
    else this.sendBody(body, undefined);
  }

  override tellNews(): void {
    if (this.#head !== undefined) {
      this.#waiting?.resolve(this.#head);
      this.#waiting = undefined;
    }
    super.tellNews();
  }

  protected override onFailure(): void {
    if (this.#head === undefined) this.#waiting?.reject(this.failure!);
  }
}
