import type { ClientConfig } from "./_client_config.ts";
import type { ConnectError } from "./error.ts";
import type { FieldPair, HttpReply } from "./http_client.ts";
import type { Lifetime } from "./_lifetime.ts";

/** How a stream of responses ended. */
export interface EndStream {
  /** Why it failed, if it did. */
  readonly error: ConnectError | undefined;
  /** The trailers. */
  readonly trailers: Headers;
  /** Whether they came as the headers, which then are none: there was nothing else. */
  readonly instead?: boolean;
}

/** What a client has to know of a protocol whose bodies are made of envelopes. */
export interface ClientProtocol {
  /** What comes before the codec's name in content types. */
  readonly typePrefix: string;
  /** The content type that stands for the binary format, if there is one without codec. */
  readonly protoType?: string;
  /** The header that says how messages are compressed. */
  readonly encodingHeader: string;
  /** The header that says what compression of messages the sender understands. */
  readonly acceptEncodingHeader: string;
  /** The flag of the envelope that ends a response; `undefined` if its end is not in the body. */
  readonly endFlag: number | undefined;
  /** The headers that all requests have. */
  readonly headers: readonly FieldPair[];
  /** Adds the header that says how long the call may take. */
  addTimeout(headers: FieldPair[], timeoutMs: number): void;
  /**
   * Decodes the envelope that ends a response.
   *
   * @param bytes What is in it.
   * @param maxMetadataBytes The most bytes of trailers that it may have.
   * @throws {ConnectError} With code `internal`, if it is not one; `resource_exhausted`, if there are
   * too many trailers.
   */
  decodeEnd(bytes: Uint8Array, maxMetadataBytes: number): EndStream;
  /**
   * Says how a response ended whose body did not: EOF alone is no success.
   *
   * @param reply The response, of which nothing is left.
   * @param empty Whether the body had nothing in it.
   * @throws {ConnectError} If that is not how a response may end.
   */
  endOf(reply: HttpReply, empty: boolean): EndStream;
  /** Reads the error of a response whose status is not 200. It is one, whatever is odd about it. */
  readError(reply: HttpReply, config: ClientConfig, lifetime: Lifetime): Promise<ConnectError>;
}
