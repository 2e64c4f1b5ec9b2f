import type { Registry } from "../reflect/mod.ts";
import { limitOf } from "../wire/mod.ts";
import { type Codec, codecs } from "./_codec.ts";
import { Compressions } from "./_compressions.ts";
import type { HandlerContext } from "./context.ts";
import { MAX_ENVELOPE_BYTES } from "./_envelope.ts";
import { ConnectError } from "./error.ts";
import type { HandlerOptions } from "./handler_options.ts";
import { DEFAULT_READ_MAX_BYTES } from "./_limits.ts";

/** The options of a handler, with their defaults, as all protocols need them. */
export interface HandlerConfig {
  readonly readMaxBytes: number;
  readonly writeMaxBytes: number;
  readonly maxTimeoutMs: number;
  readonly requireConnectProtocolHeader: boolean;
  readonly registry: Registry | undefined;
  readonly codecs: readonly Codec[];
  readonly compressions: Compressions;
  readonly onError: (error: unknown, context: HandlerContext) => void;
}

/**
 * Completes options.
 *
 * @throws {RangeError} If a limit is negative or NaN.
 */
export function handlerConfig(options: HandlerOptions): HandlerConfig {
  return {
    readMaxBytes: limitOf("readMaxBytes", options.readMaxBytes, DEFAULT_READ_MAX_BYTES),
    writeMaxBytes: Math.min(
      limitOf("writeMaxBytes", options.writeMaxBytes, MAX_ENVELOPE_BYTES),
      MAX_ENVELOPE_BYTES,
    ),
    maxTimeoutMs: limitOf("maxTimeoutMs", options.maxTimeoutMs, Infinity),
    requireConnectProtocolHeader: options.requireConnectProtocolHeader ?? false,
    registry: options.registry,
    codecs: codecs(options.registry),
    compressions: new Compressions(options.compressions, options.compressMinBytes),
    onError: options.onError ?? ((error) => console.error(error)),
  };
}

/**
 * Makes what a handler threw the error to answer with. What is no `ConnectError` may say things
 * that are none of the client's business: `onError` gets it, the client only learns that it was.
 */
export function toClientError(
  error: unknown,
  config: HandlerConfig,
  context: HandlerContext,
): ConnectError {
  if (error instanceof ConnectError) return error;
  try {
    config.onError(error, context);
  } catch {
    // Whoever reports errors has to see to its own.
  }
  return new ConnectError("internal error", "internal");
}
