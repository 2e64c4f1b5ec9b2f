import type { CallLimits } from "./call_limits.ts";
import type { Compression } from "./compression.ts";
import type { Registry } from "../reflect/mod.ts";
import type { CodecFactory } from "./codec.ts";
import type { HttpClient } from "./http_client.ts";
import type { ClientInterceptor } from "./interceptor.ts";

/** How a transport makes its calls. Limits hold for all calls that do not have their own. */
export interface TransportOptions extends CallLimits {
  /**
   * What makes the HTTP requests, one for each call: any function that takes a `Request`, a handler
   * included. Default: `fetch`.
   */
  fetch?: (request: Request) => Promise<Response>;
  /** What makes the HTTP requests instead of `fetch`, such as a client that speaks HTTP/2. */
  http?: HttpClient;
  /** How messages become bytes: `jsonCodec`, or by default `protoCodec`. */
  codec?: CodecFactory;
  /** Metadata to send with each call. Default none. */
  headers?: HeadersInit;
  /** How long a call may take, in ms, if it does not say so itself. Default: no limit. */
  timeoutMs?: number;
  /**
   * The compressions that requests and responses may have. Default `platformCompressions`; none to
   * ask for what is not compressed. Unary responses in the Connect protocol are asked for in gzip
   * and br alone, which fetch decompresses by itself on all hosts.
   */
  compressions?: readonly Compression[];
  /**
   * What to compress requests with: the name of one of these. Default `"identity"`, nothing, since a
   * server need not understand any.
   */
  sendCompression?: string;
  /** The least that a request message must have to be compressed, in bytes. Default 1024. */
  compressMinBytes?: number;
  /** What stands before the transport, the first one outermost. Default none. */
  interceptors?: readonly ClientInterceptor[];
  /**
   * Make unary calls of methods without side effects with GET, which caches understand, as long as
   * the URL is not too long. In the Connect protocol alone. Default false.
   */
  useGet?: boolean;
  /** The longest URL of a GET request, in bytes; calls that need more use POST. Default 8192. */
  maxGetUrlBytes?: number;
  /**
   * Send and receive bodies in base64, for what stands between and passes nothing else on. In gRPC-Web
   * alone. Default false.
   */
  grpcWebText?: boolean;
  /** Finds the types in `google.protobuf.Any` in JSON. Default: none. */
  registry?: Registry;
}
