import type { Registry } from "../reflect/mod.ts";
import type { Compression } from "./compression.ts";
import type { HandlerContext } from "./context.ts";
import type { CorsOptions } from "./cors_options.ts";
import type { HandlerInterceptor } from "./interceptor.ts";
import type { MethodOptions } from "./service_options.ts";

/** How a handler answers. Limits hold for all services that do not have their own. */
export interface HandlerOptions extends MethodOptions {
  /**
   * The compressions that requests may have, and responses if the client understands them. Default
   * `platformCompressions`; none to compress nothing.
   */
  compressions?: readonly Compression[];
  /** The least that a response message must have to be compressed, in bytes. Default 1024. */
  compressMinBytes?: number;
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
  /** Which web pages may call from another origin. Default none. */
  cors?: CorsOptions;
  /**
   * What stands before the implementations of all methods, the first one outermost. Each is called
   * once for each call that reaches an implementation. Default none.
   */
  interceptors?: readonly HandlerInterceptor[];
  /** Answers requests whose path is not that of a service. Default: 404. */
  fallback?: (request: Request) => Response | Promise<Response>;
  /** What comes before the path of every service: `"/api"`. Default nothing. */
  prefix?: string;
}
