import type { ContextValues } from "./context_values.ts";
import type { MethodType, ServiceType } from "../reflect/mod.ts";

/** What an RPC can be spoken in. */
export type Protocol = "connect" | "grpc" | "grpc-web";

/** An address as hosts have it: of TCP with host name and port, of a Unix socket with a path. */
export interface PeerAddress {
  /** What the connection is made of: `"tcp"`, `"unix"`. */
  readonly transport: string;
  /** The name or IP address. */
  readonly hostname?: string;
  /** The port. */
  readonly port?: number;
  /** The path of the socket. */
  readonly path?: string | null;
}

/** Who makes a call, as far as the host knows. */
export interface Peer {
  /** The other end of the connection: that of a proxy, if one stands between. */
  readonly address: PeerAddress | undefined;
  /** The certificate that the client has shown, in DER, if `serve()` has asked for one and verified it. */
  readonly certificate: Uint8Array | undefined;
}

/** What a handler is told about the call beside its request, and what it may say beside its response. */
export interface HandlerContext {
  /** The service. */
  readonly service: ServiceType;
  /** The method. */
  readonly method: MethodType;
  /** What the client speaks. */
  readonly protocol: Protocol;
  /** The URL of the HTTP request. */
  readonly url: string;
  /** Who makes the call. */
  readonly peer: Peer;
  /** The headers of the HTTP request, metadata among them. */
  readonly requestHeaders: Headers;
  /**
   * Metadata to send before the response. In a stream, it is sent with the first message: what is
   * set later is lost. Names that HTTP or the protocols use, and values that are not printable
   * ASCII, fail the call with `internal`.
   */
  readonly responseHeaders: Headers;
  /** Metadata to send after the response. The same rules hold. */
  readonly responseTrailers: Headers;
  /**
   * Aborted when the deadline passes or the client gives up; the reason is a `ConnectError` with
   * code `deadline_exceeded` or `canceled`. Never aborted once the call is over.
   */
  readonly signal: AbortSignal;
  /** What interceptors tell the implementation, by key. */
  readonly values: ContextValues;
  /** Returns the ms left until the deadline, at least 0, or `undefined` if there is none. */
  timeoutMs(): number | undefined;
}
