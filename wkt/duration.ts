import { msToNanos, NANOS_PER_SECOND, nanosToMs } from "./_nanos.ts";
import type { Duration } from "./gen/google/protobuf/duration_pb.ts";

/** Some 10,000 years. */
const MAX_SECONDS = 315_576_000_000n;

/**
 * Whether a duration is in the range that protobuf allows: at most 315,576,000,000 seconds and
 * 999,999,999 nanoseconds either way, both of the same sign. JSON has no form for others.
 *
 * See https://protobuf.dev/reference/protobuf/google.protobuf/#duration
 *
 * @param duration The duration.
 * @returns Whether it is valid.
 *
 * @example Check what a client sent
 * ```ts
 * import { isValidDuration } from "@seria/seria/wkt";
 * import { assert } from "@std/assert";
 *
 * assert(isValidDuration({ seconds: -1n, nanos: -500_000_000 }));
 * assert(!isValidDuration({ seconds: 1n, nanos: -1 }));
 * assert(!isValidDuration({ seconds: 0n, nanos: 1_000_000_000 }));
 * ```
 */
export function isValidDuration(duration: Readonly<Duration>): boolean {
  const { seconds, nanos } = duration;
  return typeof seconds === "bigint" && seconds >= -MAX_SECONDS && seconds <= MAX_SECONDS &&
    Number.isInteger(nanos) && nanos > -NANOS_PER_SECOND && nanos < NANOS_PER_SECOND &&
    !(seconds > 0n && nanos < 0) && !(seconds < 0n && nanos > 0);
}

/**
 * Makes a duration of milliseconds.
 *
 * @param ms Milliseconds. A fraction counts, to the nearest nanosecond.
 * @returns A new duration.
 * @throws {RangeError} If it is not a number, or out of range: see {@linkcode isValidDuration}.
 *
 * @example Milliseconds
 * ```ts
 * import { durationFromMs } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(durationFromMs(-1500), { seconds: -1n, nanos: -500_000_000 });
 * assertEquals(durationFromMs(0.25), { seconds: 0n, nanos: 250_000 });
 * ```
 */
export function durationFromMs(ms: number): Duration {
  if (!Number.isFinite(ms)) throw new RangeError(`Cannot make a Duration of ${ms} ms`);
  return durationFromNanos(msToNanos(ms));
}

/**
 * The milliseconds of a duration, as timers take them. What is below the millisecond becomes a
 * fraction, so that a short duration is not taken for none at all.
 *
 * @param duration The duration.
 * @returns Milliseconds, to the precision of a number.
 * @throws {RangeError} If the duration is not valid: see {@linkcode isValidDuration}.
 *
 * @example Milliseconds
 * ```ts
 * import { durationToMs } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(durationToMs({ seconds: 1n, nanos: 500_000_000 }), 1500);
 * assertEquals(durationToMs({ seconds: 0n, nanos: 250_000 }), 0.25);
 * ```
 */
export function durationToMs(duration: Readonly<Duration>): number {
  checkRange(duration);
  return Number(duration.seconds) * 1000 + nanosToMs(duration.nanos);
}

/**
 * Makes a duration of a `Temporal.Duration`; nothing is lost. A day is 24 hours, as it is for
 * `Temporal`.
 *
 * @param duration The duration, of the host's `Temporal` or of a polyfill.
 * @returns A new duration.
 * @throws {RangeError} If it is out of range, or has years, months or weeks: how long those are
 * depends on the calendar. `round({ largestUnit: "seconds", relativeTo })` of `Temporal` tells.
 *
 * @example Units
 * ```ts
 * import { durationFromTemporal } from "@seria/seria/wkt";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const duration = Temporal.Duration.from("PT1H0.5S");
 * assertEquals(durationFromTemporal(duration), { seconds: 3600n, nanos: 500_000_000 });
 * assertThrows(() => durationFromTemporal(Temporal.Duration.from("P1M")), RangeError);
 * ```
 */
export function durationFromTemporal(duration: Temporal.Duration): Duration {
  const { years, months, weeks, days, hours, minutes, seconds } = duration;
  if (years !== 0 || months !== 0 || weeks !== 0) {
    throw new RangeError(
      `Cannot make a Duration of ${duration}: the length of years, months and weeks is not fixed`,
    );
  }
  // Each unit can be as large as numbers go, and a product of numbers would lose digits.
  const wholeHours = BigInt(days) * 24n + BigInt(hours);
  const wholeSeconds = (wholeHours * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  const ms = wholeSeconds * 1000n + BigInt(duration.milliseconds);
  const us = ms * 1000n + BigInt(duration.microseconds);
  return durationFromNanos(us * 1000n + BigInt(duration.nanoseconds));
}

/**
 * Makes a `Temporal.Duration` of a duration; nothing is lost. Its largest unit is the second.
 *
 * @param duration The duration.
 * @returns A duration of the host's `Temporal`.
 * @throws {RangeError} If the duration is not valid: see {@linkcode isValidDuration}.
 * @throws {ReferenceError} If the host has no `Temporal`.
 *
 * @example Units
 * ```ts
 * import { durationToTemporal } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const duration = durationToTemporal({ seconds: 90n, nanos: 500_000_000 });
 * assertEquals(duration.toString(), "PT90.5S");
 * assertEquals(duration.round({ largestUnit: "minutes" }).toString(), "PT1M30.5S");
 * ```
 */
export function durationToTemporal(duration: Readonly<Duration>): Temporal.Duration {
  checkRange(duration);
  const { seconds, nanos } = duration;
  return Temporal.Duration.from({
    seconds: Number(seconds),
    milliseconds: Math.trunc(nanos / 1_000_000),
    microseconds: Math.trunc(nanos / 1000) % 1000,
    nanoseconds: nanos % 1000,
  });
}

function durationFromNanos(total: bigint): Duration {
  const seconds = total / NANOS_PER_SECOND;
  const nanos = Number(total % NANOS_PER_SECOND);
  if (seconds > MAX_SECONDS || seconds < -MAX_SECONDS) {
    throw new RangeError(`Cannot make a Duration of ${seconds} s: at most ${MAX_SECONDS} s`);
  }
  return { seconds, nanos };
}

function checkRange(duration: Readonly<Duration>): void {
  if (isValidDuration(duration)) return;
  const { seconds, nanos } = duration;
  throw new RangeError(
    `Cannot convert a Duration of ${seconds} s and ${nanos} ns: at most ${MAX_SECONDS} s and ` +
      "999999999 ns, of the same sign",
  );
}
