/** Below this, a float has fewer than 24 significant bits. */
const MIN_NORMAL = 2 ** -126;
/** So many digits are enough for any float; so many are in every normal one. */
const ENOUGH_DIGITS = 9;
const SURE_DIGITS = 6;
/** A float of common size times one of these is exact as a double: 24 bits and at most 28 more. */
const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];
/** What is a common size: from this, to {@linkcode TOO_LARGE}, which is not. */
const SMALLEST = 1e-4;
const TOO_LARGE = 1e6;

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
  const size = Math.abs(float);
  if (size >= SMALLEST && size < TOO_LARGE) {
    const short = shortest(size);
    return float < 0 ? -short : short;
  }
  let digits = Math.abs(float) < MIN_NORMAL ? 1 : SURE_DIGITS;
  for (; digits < ENOUGH_DIGITS; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return Number(float.toPrecision(ENOUGH_DIGITS));
}

/** The same for a float of common size, by arithmetic: a tenth of the time. */
function shortest(float: number): number {
  let places = SURE_DIGITS + 3;
  for (let power = 1; float * 1e4 >= POWERS[power]!; power++) places--;
  const most = places + ENOUGH_DIGITS - SURE_DIGITS;
  for (; places < most; places++) {
    // An integer by a power of ten is the double that is nearest to that decimal.
    const short = Math.round(float * POWERS[places]!) / POWERS[places]!;
    if (Math.fround(short) === float) return short;
  }
  return Math.round(float * POWERS[most]!) / POWERS[most]!;
}
