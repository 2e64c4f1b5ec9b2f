/** How many nanoseconds there are in a second. */
export const NANOS_PER_SECOND = 1_000_000_000n;

/** How many nanoseconds there are in a millisecond. */
const NANOS_PER_MS = 1_000_000;

/** What timestamps and durations are made of. */
export interface SecondsAndNanos {
  readonly seconds: bigint;
  readonly nanos: number;
}

/** Both parts as one number of nanoseconds. */
export function totalNanos({ seconds, nanos }: SecondsAndNanos): bigint {
  return seconds * NANOS_PER_SECOND + BigInt(nanos);
}

/**
 * Milliseconds as nanoseconds, to the nearest one.
 *
 * @param ms A finite number. Its fraction counts.
 */
export function msToNanos(ms: number): bigint {
  const whole = Math.floor(ms);
  // The difference of a number and its floor is exact, and so no digit gets lost.
  return BigInt(whole) * BigInt(NANOS_PER_MS) + BigInt(Math.round((ms - whole) * NANOS_PER_MS));
}

/** Nanoseconds as milliseconds, with a fraction. */
export function nanosToMs(nanos: number): number {
  return nanos / NANOS_PER_MS;
}
