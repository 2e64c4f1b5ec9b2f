/** Below this, a float has fewer than 24 significant bits. */
const MIN_NORMAL = 2 ** -126;

/**
 * The shortest decimal that rounds to a float, as a double: 0.1 for `Math.fround(0.1)`, which as a
 * double is 0.10000000149011612.
 *
 * @param value A finite value; rounded to a float first.
 */
export function shortestFloat(value: number): number {
  const float = Math.fround(value);
  if (float === 0) return float; // toPrecision() would lose the sign of -0
  // Six digits are always right for a normal float that needs no more, nine are always enough.
  for (let digits = Math.abs(float) < MIN_NORMAL ? 1 : 6; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return Number(float.toPrecision(9));
}
