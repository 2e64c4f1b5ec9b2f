import type { Codec } from "./codec.ts";
import type { FieldPair, Fields } from "./http_client.ts";
import type { Protocol } from "./context.ts";
import type { Envelope } from "./_envelope.ts";
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
  check(headers: Fields): void;
  /**
   * Reads a request's timeout.
   *
   * @returns It in ms, or `undefined` if there is none.
   * @throws {ConnectError} If it is not in the form that the protocol has for it.
   */
  timeoutMs(headers: Fields): number | undefined;
  /**
   * Makes the envelope that comes after the last message, if the protocol has one. It must not throw.
   *
   * @param trailers The trailers, if there are any. What may not be sent is left out: it must not
   * hide an error.
   * @param error Why the call failed, if it did. Its metadata goes with the trailers.
   * @param registry Finds the types of error details.
   */
  end?(
    trailers: Headers | undefined,
    error: ConnectError | undefined,
    registry: Registry | undefined,
  ): Envelope;
  /**
   * Makes the HTTP trailers of a response, if the protocol has any. It must not throw.
   *
   * @param metadata What the handler has set, if anything. What may not be sent is left out.
   * @param error Why the call failed, if it did.
   */
  trailers?(
    metadata: Headers | undefined,
    error: ConnectError | undefined,
  ): readonly FieldPair[];
}
