import type { Registry } from "../reflect/mod.ts";
import { limitOf } from "../wire/mod.ts";
import { type Codec, type CodecOptions, jsonCodec, protoCodec } from "./codec.ts";
import { Compressions } from "./_compressions.ts";
import type { HandlerContext } from "./context.ts";
import { ConnectError } from "./error.ts";
import type { HandlerOptions } from "./handler_options.ts";
import { ignore } from "./_ignore.ts";
import { type Limits, limitsOf } from "./_limits.ts";
import { isPromise } from "./_promise.ts";
import type { MethodOptions } from "./service_options.ts";
import { viewCodec } from "./_view_codec.ts";

/** The options of a handler, with their defaults, as all protocols need them. */
export interface HandlerConfig extends Limits {
  readonly maxTimeoutMs: number;
  readonly defaultTimeoutMs: number;
  readonly requireConnectProtocolHeader: boolean;
  readonly registry: Registry | undefined;
  readonly codecs: readonly Codec[];
  readonly views: boolean;
  readonly compressions: Compressions;
  readonly onError: (error: unknown, context: HandlerContext) => void;
}

/**
 * Completes options.
 *
 * @throws {RangeError} If a limit is negative or NaN.
 */
export function handlerConfig(options: HandlerOptions): HandlerConfig {
  const limits = limitsOf(options);
  const views = options.views ?? false;
  return {
    ...limits,
    ...timeoutsOf(options),
    requireConnectProtocolHeader: options.requireConnectProtocolHeader ?? false,
    registry: options.registry,
    codecs: codecs({ registry: options.registry, ...limits.decode }, views),
    views,
    compressions: new Compressions(options.compressions, options.compressMinBytes),
    onError: options.onError ?? ((error) => console.error(error)),
  };
}

/**
 * Puts the options of a service or method over those that hold for all.
 *
 * @throws {RangeError} If a limit is negative or NaN.
 */
export function overrideConfig(
  config: HandlerConfig,
  options: MethodOptions | undefined,
): HandlerConfig {
  if (options === undefined) return config;
  const limits = limitsOf(options, config);
  const views = options.views ?? config.views;
  return {
    ...config,
    ...limits,
    ...timeoutsOf(options, config),
    codecs: codecs({ registry: config.registry, ...limits.decode }, views),
    views,
  };
}

/**
 * Tells how long a call may take, in ms.
 *
 * @param asked How long the client gives it.
 */
export function timeoutOf(
  { maxTimeoutMs, defaultTimeoutMs }: HandlerConfig,
  asked: number | undefined,
): number {
  return Math.min(asked ?? defaultTimeoutMs, maxTimeoutMs);
}

type Timeouts = Pick<HandlerConfig, "maxTimeoutMs" | "defaultTimeoutMs">;

function timeoutsOf(options: MethodOptions, base?: Timeouts): Timeouts {
  const of = (name: keyof Timeouts): number =>
    limitOf(name, options[name], base?.[name] ?? Infinity);
  return { maxTimeoutMs: of("maxTimeoutMs"), defaultTimeoutMs: of("defaultTimeoutMs") };
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
    const told: unknown = config.onError(error, context);
    if (isPromise(told)) told.catch(ignore);
  } catch {
    // Whoever reports errors has to see to its own.
  }
  return new ConnectError("internal error", "internal");
}

/** The codecs that a handler speaks. */
function codecs(options: CodecOptions, views: boolean): readonly Codec[] {
  return [views ? viewCodec(options) : protoCodec(options), jsonCodec(options)];
}
