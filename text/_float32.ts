/** Below this, a float has fewer than 24 significant bits. */
const MIN_NORMAL = 2 ** -126;
/** So many digits are enough for any float; so many are in every normal one. */
const ENOUGH_DIGITS = 9;
const SURE_DIGITS = 6;

/**
 * The decimal of the fewest digits that is nearest to a float, as a double: 0.1 for
 * `Math.fround(0.1)`, which as a double is 0.10000000149011612.
 *
 * @param float A finite float.
 */
export function shortestFloat(float: number): number {
  if (float === 0) return float; // Digits would lose the sign of -0.
  let digits = Math.abs(float) < MIN_NORMAL ? 1 : SURE_DIGITS;
  for (; digits < ENOUGH_DIGITS; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return Number(float.toPrecision(ENOUGH_DIGITS));
}
