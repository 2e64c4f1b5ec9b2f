import type { Registry } from "../reflect/mod.ts";
import type { HandlerContext } from "./context.ts";

/** How a handler answers. */
export interface HandlerOptions {
  /**
   * The most bytes that a request message may have, uncompressed. Reading stops when it is passed;
   * the client gets `resource_exhausted`. Default 4 MiB.
   */
  readMaxBytes?: number;
  /** The most bytes that a response message may have, uncompressed. Default 2^32 - 1. */
  writeMaxBytes?: number;
  /**
   * The longest that a call may take, in ms, whatever the client asks for, reading the request and
   * writing a stream of responses included. Default: as long as the client says, or for ever.
   */
  maxTimeoutMs?: number;
  /**
   * Refuse unary Connect requests that do not have the header `connect-protocol-version`, as those
   * of plain HTTP clients do not. Default false.
   */
  requireConnectProtocolHeader?: boolean;
  /** Finds the types in `google.protobuf.Any` in JSON and in error details. Default: none. */
  registry?: Registry;
  /**
   * Is told what lies behind a call that was answered with `internal`: whatever was thrown that is
   * no `ConnectError`, or a response that cannot be sent. Nothing of it is sent to the client.
   * Default: `console.error`.
   */
  onError?: (error: unknown, context: HandlerContext) => void;
  /** Answers requests whose path is not that of a service. Default: 404. */
  fallback?: (request: Request) => Response | Promise<Response>;
  /** What comes before the path of every service: `"/api"`. Default nothing. */
  prefix?: string;
}
