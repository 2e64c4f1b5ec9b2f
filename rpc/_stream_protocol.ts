import type { Codec } from "./_codec.ts";
import type { Protocol } from "./context.ts";
import type { ConnectError } from "./error.ts";
import type { Registry } from "../reflect/mod.ts";

/** What a handler has to know of a protocol whose bodies are made of envelopes. */
export interface StreamProtocol {
  /** The protocol. */
  readonly name: Protocol;
  /** The header that says how messages are compressed. */
  readonly encodingHeader: string;
  /** The header that says what compression of messages the sender understands. */
  readonly acceptEncodingHeader: string;
  /** Returns the content type of a response. */
  contentType(codec: Codec): string;
  /**
   * Checks the headers of a request.
   *
   * @throws {ConnectError} If there is anything wrong.
   */
  check(headers: Headers): void;
  /**
   * Reads a request's timeout.
   *
   * @returns It in ms, or `undefined` if there is none.
   * @throws {ConnectError} If it is not in the form that the protocol has for it.
   */
  timeoutMs(headers: Headers): number | undefined;
  /**
   * Encodes what comes after the last message. It must not throw.
   *
   * @param trailers The trailers. What may not be sent is left out: it must not hide an error.
   * @param error Why the call failed, if it did. Its metadata goes with the trailers.
   * @param registry Finds the types of error details.
   */
  end(
    trailers: Headers,
    error: ConnectError | undefined,
    registry: Registry | undefined,
  ): Uint8Array;
  /**
   * Makes the HTTP trailers of a response, if the protocol has any. It must not throw.
   *
   * @param metadata What the handler has set. What may not be sent is left out.
   * @param error Why the call failed, if it did.
   */
  trailers?(metadata: Headers, error: ConnectError | undefined): Headers;
}
