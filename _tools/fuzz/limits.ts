import type { Random } from "../../reflect/testdata/random_message.ts";

/** The limits that the formats have in common. */
export interface Limits {
  recursionLimit?: number;
  maxElementBytes?: number;
}

/** The default limits for the most part, and odd ones now and then. */
export function randomLimits(random: Random): Limits {
  const limits: Limits = {};
  if (random.once(8)) limits.recursionLimit = random.pick([0, 1, 2, 5, 1000]);
  if (random.once(8)) limits.maxElementBytes = random.pick([0, 1, 100, 1000, 100_000]);
  return limits;
}

/**
 * How much memory a message may take: the element memory that was allowed, which is a rough
 * measure, and a few times its input.
 */
export function maxRetained(maxElementBytes: number, inputBytes: number): number {
  return 1.5 * maxElementBytes + 6 * inputBytes + 1_000_000;
}
