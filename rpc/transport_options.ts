import type { Registry } from "../reflect/mod.ts";
import type { CodecName } from "./codec_name.ts";

/** How a transport makes its calls. */
export interface TransportOptions {
  /**
   * What makes the HTTP requests, one for each call: any function that takes a `Request`, a handler
   * included. Default: `fetch`.
   */
  fetch?: (request: Request) => Promise<Response>;
  /** How messages become bytes. Default `"proto"`. */
  codec?: CodecName;
  /** Metadata to send with each call. */
  headers?: HeadersInit;
  /** How long a call may take, in ms, if it does not say so itself. Default: no limit. */
  timeoutMs?: number;
  /**
   * The most bytes that a response message may have, uncompressed. Reading stops when it is passed;
   * the call fails with `resource_exhausted`. Holds for errors and trailers, too. Default 4 MiB.
   */
  readMaxBytes?: number;
  /** The most bytes that a request message may have, uncompressed. Default 2^32 - 1. */
  writeMaxBytes?: number;
  /** Finds the types in `google.protobuf.Any` in JSON. Default: none. */
  registry?: Registry;
}
