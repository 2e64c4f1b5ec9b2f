import { msToNanos, NANOS_PER_SECOND, nanosToMs, totalNanos } from "./_nanos.ts";
import type { Timestamp } from "./gen/google/protobuf/timestamp_pb.ts";

/** 0001-01-01T00:00:00Z. */
const MIN_SECONDS = -62_135_596_800n;
/** 9999-12-31T23:59:59Z. */
const MAX_SECONDS = 253_402_300_799n;

/**
 * Whether a timestamp is in the range that protobuf allows: the years 1 to 9999, and 0 to
 * 999,999,999 nanoseconds, which count forward even before 1970. JSON has no form for others.
 *
 * See https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp
 *
 * @param timestamp The timestamp.
 * @returns Whether it is valid.
 *
 * @example Check what a client sent
 * ```ts
 * import { isValidTimestamp } from "@seria/seria/wkt";
 * import { assert } from "@std/assert";
 *
 * assert(isValidTimestamp({ seconds: -1n, nanos: 999_999_999 }));
 * assert(!isValidTimestamp({ seconds: 0n, nanos: -1 }));
 * assert(!isValidTimestamp({ seconds: 253_402_300_800n, nanos: 0 })); // the year 10000
 * ```
 */
export function isValidTimestamp(timestamp: Readonly<Timestamp>): boolean {
  const { seconds, nanos } = timestamp;
  return typeof seconds === "bigint" && seconds >= MIN_SECONDS && seconds <= MAX_SECONDS &&
    Number.isInteger(nanos) && nanos >= 0 && nanos < NANOS_PER_SECOND;
}

/**
 * The current time, to the millisecond. For what finer clocks a host may have, use
 * {@linkcode timestampFromInstant} with `Temporal.Now.instant()`.
 *
 * @returns A new timestamp.
 *
 * @example Now
 * ```ts
 * import { timestampNow, timestampToMs } from "@seria/seria/wkt";
 * import { assert } from "@std/assert";
 *
 * const before = Date.now();
 * assert(timestampToMs(timestampNow()) >= before);
 * ```
 */
export function timestampNow(): Timestamp {
  return timestampFromMs(Date.now());
}

/**
 * Makes a timestamp of a `Date`.
 *
 * @param date The date.
 * @returns A new timestamp.
 * @throws {RangeError} If the date is invalid, or its year is not from 1 to 9999.
 *
 * @example A date
 * ```ts
 * import { timestampFromDate } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(timestampFromDate(new Date("1970-01-01T00:00:01.500Z")), {
 *   seconds: 1n,
 *   nanos: 500_000_000,
 * });
 * ```
 */
export function timestampFromDate(date: Date): Timestamp {
  return timestampFromMs(date.getTime());
}

/**
 * Makes a `Date` of a timestamp, rounded down to the millisecond.
 *
 * @param timestamp The timestamp.
 * @returns A new date.
 * @throws {RangeError} If the timestamp is not valid: see {@linkcode isValidTimestamp}.
 *
 * @example A date
 * ```ts
 * import { timestampToDate } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const date = timestampToDate({ seconds: 1n, nanos: 500_000_000 });
 * assertEquals(date.toISOString(), "1970-01-01T00:00:01.500Z");
 * ```
 */
export function timestampToDate(timestamp: Readonly<Timestamp>): Date {
  return new Date(timestampToMs(timestamp));
}

/**
 * Makes a timestamp of milliseconds since 1970, as `Date.now()` gives them.
 *
 * @param ms Milliseconds. A fraction counts, to the nearest nanosecond.
 * @returns A new timestamp.
 * @throws {RangeError} If it is not a number, or the year is not from 1 to 9999.
 *
 * @example Before 1970
 * ```ts
 * import { timestampFromMs } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(timestampFromMs(-1), { seconds: -1n, nanos: 999_000_000 });
 * ```
 */
export function timestampFromMs(ms: number): Timestamp {
  if (!Number.isFinite(ms)) throw new RangeError(`Cannot make a Timestamp of ${ms} ms`);
  return timestampFromNanos(msToNanos(ms));
}

/**
 * The milliseconds from 1970 to a timestamp, rounded down to whole ones, as `Date` counts them.
 *
 * @param timestamp The timestamp.
 * @returns An integer, negative before 1970.
 * @throws {RangeError} If the timestamp is not valid: see {@linkcode isValidTimestamp}.
 *
 * @example Compare with a clock
 * ```ts
 * import { timestampToMs } from "@seria/seria/wkt";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const time = { seconds: 1n, nanos: 500_999_999 };
 * assertEquals(timestampToMs(time), 1500);
 * assert(timestampToMs(time) < Date.now());
 * ```
 */
export function timestampToMs(timestamp: Readonly<Timestamp>): number {
  checkRange(timestamp);
  return Number(timestamp.seconds) * 1000 + Math.floor(nanosToMs(timestamp.nanos));
}

/**
 * Makes a timestamp of a `Temporal.Instant`; nothing is lost.
 *
 * @param instant The instant, of the host's `Temporal` or of a polyfill.
 * @returns A new timestamp.
 * @throws {RangeError} If its year is not from 1 to 9999.
 *
 * @example An instant
 * ```ts
 * import { timestampFromInstant } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const instant = Temporal.Instant.from("1970-01-01T00:00:01.000000001Z");
 * assertEquals(timestampFromInstant(instant), { seconds: 1n, nanos: 1 });
 * ```
 */
export function timestampFromInstant(instant: Temporal.Instant): Timestamp {
  return timestampFromNanos(instant.epochNanoseconds);
}

/**
 * Makes a `Temporal.Instant` of a timestamp; nothing is lost.
 *
 * @param timestamp The timestamp.
 * @returns An instant of the host's `Temporal`.
 * @throws {RangeError} If the timestamp is not valid: see {@linkcode isValidTimestamp}.
 * @throws {ReferenceError} If the host has no `Temporal`.
 *
 * @example An instant
 * ```ts
 * import { timestampToInstant } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const instant = timestampToInstant({ seconds: 1n, nanos: 1 });
 * assertEquals(instant.toString(), "1970-01-01T00:00:01.000000001Z");
 * ```
 */
export function timestampToInstant(timestamp: Readonly<Timestamp>): Temporal.Instant {
  checkRange(timestamp);
  return Temporal.Instant.fromEpochNanoseconds(totalNanos(timestamp));
}

function timestampFromNanos(total: bigint): Timestamp {
  let seconds = total / NANOS_PER_SECOND;
  let nanos = Number(total % NANOS_PER_SECOND);
  if (nanos < 0) {
    seconds -= 1n;
    nanos += Number(NANOS_PER_SECOND);
  }
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    throw new RangeError(`Cannot make a Timestamp of ${seconds} s: years go from 1 to 9999`);
  }
  return { seconds, nanos };
}

function checkRange(timestamp: Readonly<Timestamp>): void {
  if (isValidTimestamp(timestamp)) return;
  const { seconds, nanos } = timestamp;
  throw new RangeError(
    `Cannot convert a Timestamp of ${seconds} s and ${nanos} ns: years go from 1 to 9999, ` +
      "nanos from 0 to 999999999",
  );
}
