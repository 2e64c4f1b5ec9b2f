/** Below this, a float has fewer than 24 significant bits. */
const MIN_NORMAL = 2 ** -126;
/** So many digits are enough for any float; so many are in every normal one. */
const ENOUGH_DIGITS = 9;
const SURE_DIGITS = 6;

/**
 * The decimal of the fewest digits that is nearest to a float, as a double: what text formats
 * print.
 *
 * @param value A finite number; rounded to a float first.
 * @returns The double that is printed like the float.
 *
 * @example One tenth
 * ```ts
 * import { shortestFloat } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(Math.fround(0.1), 0.10000000149011612);
 * assertEquals(shortestFloat(Math.fround(0.1)), 0.1);
 * ```
 */
export function shortestFloat(value: number): number {
  const float = Math.fround(value);
  if (float === 0) return float; // Digits would lose the sign of -0.
  let digits = Math.abs(float) < MIN_NORMAL ? 1 : SURE_DIGITS;
  for (; digits < ENOUGH_DIGITS; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return Number(float.toPrecision(ENOUGH_DIGITS));
}
