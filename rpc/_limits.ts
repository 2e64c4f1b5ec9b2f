import { limitOf } from "../wire/mod.ts";
import type { CallLimits } from "./call_limits.ts";
import { MAX_ENVELOPE_BYTES } from "./_envelope.ts";

/** The most bytes that a received message may have, unless an option says otherwise: 4 MiB. */
const DEFAULT_READ_MAX_BYTES = 0x40_0000;

/** The most bytes of metadata that are taken, unless an option says otherwise: 16 KiB. */
const DEFAULT_MAX_METADATA_BYTES = 0x4000;

/** How messages may be decoded. */
export interface DecodeLimits {
  readonly maxElementBytes?: number;
  readonly recursionLimit?: number;
}

/** The limits of a call, with their defaults. */
export interface Limits {
  readonly readMaxBytes: number;
  readonly writeMaxBytes: number;
  readonly maxMetadataBytes: number;
  readonly idleTimeoutMs: number;
  /** What is not the codec's default. */
  readonly decode: DecodeLimits;
}

/**
 * Completes limits.
 *
 * @param options The limits that are given.
 * @param base What holds where none is given.
 * @throws {RangeError} If a limit is negative or NaN.
 */
export function limitsOf(options: CallLimits, base?: Limits): Limits {
  const decode: { -readonly [K in keyof DecodeLimits]: DecodeLimits[K] } = { ...base?.decode };
  for (const name of ["maxElementBytes", "recursionLimit"] as const) {
    const value = options[name];
    if (value !== undefined) decode[name] = limitOf(name, value, 0);
  }
  const limit = (name: Exclude<keyof Limits, "decode">, otherwise: number): number =>
    limitOf(name, options[name], base?.[name] ?? otherwise);
  return {
    readMaxBytes: limit("readMaxBytes", DEFAULT_READ_MAX_BYTES),
    writeMaxBytes: Math.min(limit("writeMaxBytes", MAX_ENVELOPE_BYTES), MAX_ENVELOPE_BYTES),
    maxMetadataBytes: limit("maxMetadataBytes", DEFAULT_MAX_METADATA_BYTES),
    idleTimeoutMs: limit("idleTimeoutMs", Infinity),
    decode,
  };
}
