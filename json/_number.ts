const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** A number that is plainly an integer, of a length that `BigInt()` reads in no time. */
const PLAIN = /^-?[0-9]{1,20}$/;

/** The longest decimal form of a 64-bit integer, without sign. */
const MAX_DIGITS = 20;

/**
 * Finds the end of a JSON number.
 *
 * @param text The text.
 * @param start Where the number begins.
 * @returns Where it ends, exclusive, or -1 if there is none, or another digit follows it.
 */
export function endOfNumber(text: string, start: number): number {
  NUMBER.lastIndex = start;
  if (!NUMBER.test(text)) return -1;
  const end = NUMBER.lastIndex;
  const next = text.charCodeAt(end);
  return (next >= 0x30 && next <= 0x39) || next === 0x2e ? -1 : end;
}

/** Whether a text as a whole is a JSON number. */
export function isNumber(text: string): boolean {
  return endOfNumber(text, 0) === text.length;
}

/**
 * Gives the exact value of a number in the grammar of JSON, if it is an integer: `1.50e1` is 15.
 *
 * @param text The number.
 * @returns The integer; `undefined` if it is none, or has more than twenty digits.
 */
export function exactInteger(text: string): bigint | undefined {
  if (PLAIN.test(text)) return BigInt(text);
  const negative = text.startsWith("-");
  const [mantissa = "", exponent = "0"] = text.slice(negative ? 1 : 0).split(/[eE]/);
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  if (digits === "") return 0n;
  const significant = trimZeros(digits);
  // The exponent may be any number of digits long; as a double it is Infinity then.
  const zeros = Number(exponent) - fraction.length + (digits.length - significant.length);
  if (zeros < 0 || significant.length + zeros > MAX_DIGITS) return undefined;
  const value = BigInt(significant + "0".repeat(zeros));
  return negative ? -value : value;
}

/** Without the zeros at the end. A loop, because `/0+$/` takes quadratic time on long runs. */
function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 0x30) end--;
  return digits.slice(0, end);
}
