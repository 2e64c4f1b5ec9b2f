import { limitOf } from "../wire/mod.ts";
import type { CallLimits } from "./call_limits.ts";
import { MAX_ENVELOPE_BYTES } from "./_envelope.ts";

/** What holds where nothing is given; where that is `undefined`, the codec's own default. */
const DEFAULTS = {
  readMaxBytes: 0x40_0000,
  writeMaxBytes: MAX_ENVELOPE_BYTES,
  maxElementBytes: undefined,
  recursionLimit: undefined,
  maxMetadataBytes: 0x4000,
  idleTimeoutMs: Infinity,
} as const satisfies Record<keyof CallLimits, number | undefined>;

const NAMES = Object.keys(DEFAULTS) as (keyof CallLimits)[];

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
  const limit = (name: Exclude<keyof Limits, "decode">): number =>
    limitOf(name, options[name], (base ?? DEFAULTS)[name]);
  return {
    readMaxBytes: limit("readMaxBytes"),
    writeMaxBytes: Math.min(limit("writeMaxBytes"), MAX_ENVELOPE_BYTES),
    maxMetadataBytes: limit("maxMetadataBytes"),
    idleTimeoutMs: limit("idleTimeoutMs"),
    decode,
  };
}

/** Tells whether any limit is given. */
export function hasLimits(options: CallLimits): boolean {
  return NAMES.some((name) => options[name] !== undefined);
}
