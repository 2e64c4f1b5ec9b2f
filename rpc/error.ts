import type { Message, MessageType } from "../reflect/mod.ts";
import { decode } from "../reflect/mod.ts";
import { type Code, isCode } from "./code.ts";
import { type ErrorDetail, type ErrorDetailInit, toErrorDetail } from "./error_detail.ts";
import { textOf } from "./_text_of.ts";

/** What a {@linkcode ConnectError} may carry beside its code and message. */
export interface ConnectErrorOptions {
  /** Headers to go with the error. Reserved names, like `content-type`, are left out on the way. */
  metadata?: HeadersInit;
  /** Messages to go with the error; see `errorDetail()`. */
  details?: readonly (ErrorDetail | ErrorDetailInit)[];
  /** What lies behind it. Never sent. */
  cause?: unknown;
}

/**
 * Why an RPC failed. A handler throws one to answer with an error, and everything that a client's
 * call can fail with is one.
 *
 * Code, message, metadata and details are sent to the other side; the cause is not.
 *
 * @example Answer with an error
 * ```ts
 * import { ConnectError } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new ConnectError("no user with id 7", "not_found");
 * assertEquals(error.code, "not_found");
 * assertEquals(error.rawMessage, "no user with id 7");
 * assertEquals(error.message, "[not_found] no user with id 7");
 * ```
 */
export class ConnectError extends Error {
  /** What kind of failure it is. */
  readonly code: Code;
  /** The message as it is sent, without the code that `message` has in front. */
  readonly rawMessage: string;
  /**
   * On a received error: the response's headers and trailers. On one to be sent: what to send as
   * such.
   */
  readonly metadata: Headers;
  /** Messages that go with it. */
  readonly details: ErrorDetail[];

  /**
   * Makes an error to throw.
   *
   * @param message What went wrong, for the person who reads it. It is sent to the other side.
   * @param code What kind of failure it is. Default `unknown`.
   * @param options Metadata, details and the cause.
   * @throws {TypeError} If the code is none of the sixteen names: no protocol could say it.
   */
  constructor(message: string, code: Code = "unknown", options: ConnectErrorOptions = {}) {
    if (!isCode(code)) {
      throw new TypeError(`Cannot use code ${code}: it must be a name, like "not_found"`);
    }
    super(
      message === "" ? `[${code}]` : `[${code}] ${message}`,
      "cause" in options ? { cause: options.cause } : undefined,
    );
    this.name = "ConnectError";
    this.code = code;
    this.rawMessage = message;
    this.metadata = new Headers(options.metadata);
    this.details = options.details?.map(toErrorDetail) ?? [];
  }

  /**
   * Finds the details of a type.
   *
   * @param type The type.
   * @returns The messages, in order. Details of other types, and such as cannot be decoded, are
   * left out.
   *
   * @example Read a detail
   * ```ts
   * import { ConnectError } from "@seria/seria/rpc";
   * import { Duration } from "@seria/seria/wkt";
   * import { assertEquals } from "@std/assert";
   *
   * const error = new ConnectError("overloaded", "unavailable", {
   *   details: [{ type: "google.protobuf.Duration", value: new Uint8Array([0x08, 0x1e]) }],
   * });
   * assertEquals(error.findDetails(Duration)[0]?.seconds, 30n);
   * ```
   */
  findDetails<T extends Message>(type: MessageType<T>): T[] {
    const found: T[] = [];
    for (const detail of this.details) {
      if (detail.type !== type.typeName) continue;
      try {
        found.push(decode(type, detail.value));
      } catch {
        // A detail that is broken must not hide the error it came with.
      }
    }
    return found;
  }

  /**
   * Makes anything that was thrown a `ConnectError`: one of these as it is, the abort of a signal
   * `canceled`, the timeout of a signal `deadline_exceeded`, and all else, with its message, what
   * `code` says.
   *
   * @param reason What was thrown.
   * @param code The code for what has none. Default `unknown`.
   * @returns The error; its cause is `reason`.
   *
   * @example Give a code to what was thrown
   * ```ts
   * import { ConnectError } from "@seria/seria/rpc";
   * import { assertEquals } from "@std/assert";
   *
   * assertEquals(ConnectError.from(new TypeError("odd")).code, "unknown");
   * assertEquals(ConnectError.from(new DOMException("", "AbortError")).code, "canceled");
   * ```
   */
  static from(reason: unknown, code: Code = "unknown"): ConnectError {
    if (reason instanceof ConnectError) return reason;
    if (!(reason instanceof Error)) {
      return new ConnectError(textOf(reason), code, { cause: reason });
    }
    if (reason.name === "AbortError") code = "canceled";
    if (reason.name === "TimeoutError") code = "deadline_exceeded";
    return new ConnectError(reason.message, code, { cause: reason });
  }
}
