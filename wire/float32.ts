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
  const places = floatPlaces(float);
  if (places !== undefined) {
    const power = POWERS[places]!;
    const short = Math.round(Math.abs(float) * power) / power;
    return float < 0 ? -short : short;
  }
  let digits = Math.abs(float) < MIN_NORMAL ? 1 : SURE_DIGITS;
  for (; digits < ENOUGH_DIGITS; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return Number(float.toPrecision(ENOUGH_DIGITS));
}

/**
 * How many decimal places {@linkcode shortestFloat} gives a float of common size, found by
 * arithmetic: a tenth of the time that printing takes. Zeros may be among the last of them. The
 * digits, as an integer below 2^31, are the float times ten to their power, rounded.
 *
 * @param float A float.
 * @returns The number of places; `undefined` if the float is below 0.0001, or a million and more.
 *
 * @example One tenth
 * ```ts
 * import { floatPlaces } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const float = Math.fround(0.1);
 * const places = floatPlaces(float)!;
 * assertEquals(Math.round(float * 10 ** places) / 10 ** places, 0.1);
 * ```
 */
export function floatPlaces(float: number): number | undefined {
  const size = Math.abs(float);
  if (!(size >= SMALLEST && size < TOO_LARGE)) return undefined;
  let places = SURE_DIGITS + 3;
  for (let power = 1; size * 1e4 >= POWERS[power]!; power++) places--;
  const most = places + ENOUGH_DIGITS - SURE_DIGITS;
  for (; places < most; places++) {
    // An integer by a power of ten is the double that is nearest to that decimal.
    if (Math.fround(Math.round(size * POWERS[places]!) / POWERS[places]!) === size) return places;
  }
  return most;
}
