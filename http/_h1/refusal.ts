import type { HttpErrorCode } from "../exchange.ts";
import { dateLine, statusLine } from "./response_head.ts";

/** A status for requests that get no answer. */
export const NO_ANSWER = 0;

/** A request that is answered by the connection itself, which is closed after. */
export class Refusal extends Error {
  /** The class name, `"Refusal"`. */
  override readonly name = "Refusal";
  /** The status of the answer. */
  readonly status: number;

  /** Makes a refusal: its message is the body of the answer. */
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }

  /** What it is to a handler that reads the body. */
  get code(): HttpErrorCode {
    if (this.status === 408) return "timeout";
    return this.status === 413 || this.status === 431 ? "limit" : "protocol";
  }

  /** The answer. */
  toResponse(): string {
    const body = `${this.message}\n`;
    return statusLine(this.status) + dateLine() + "connection: close\r\n" +
      `content-type: text/plain\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  }
}
