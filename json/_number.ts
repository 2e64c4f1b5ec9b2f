const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** What integers of more than 53 bits are put together in. */
const INTEGER = new DataView(new ArrayBuffer(8));

/** Integers of up to so many digits are exact as doubles. */
export const EXACT_DIGITS = 15;
/** Integers of up to so many digits have 64 bits. */
export const WIDE_DIGITS = 19;

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

/**
 * Reads an integer that is written as plainly as can be: without fraction, exponent and zeros in
 * front. It takes a quarter of the time of the patterns and `BigInt()`.
 *
 * @param text The text.
 * @param begin Where the number begins.
 * @param end Where it ends.
 * @returns The integer; `undefined` if it is not so plain, or has more than 20 digits.
 */
export function plainInteger(
  text: string,
  begin: number = 0,
  end: number = text.length,
): bigint | undefined {
  const negative = text.charCodeAt(begin) === 0x2d;
  const start = negative ? begin + 1 : begin;
  const count = end - start;
  if (count < 1 || count > MAX_DIGITS) return undefined;
  if (count > 1 && text.charCodeAt(start) === 0x30) return undefined;
  const split = Math.max(start, end - 9);
  const high = digits(text, start, split);
  const low = digits(text, split, end);
  if (high < 0 || low < 0) return undefined;
  if (count > WIDE_DIGITS) return BigInt(text.slice(begin, end));
  const value = count <= EXACT_DIGITS ? BigInt(high * 1e9 + low) : wideInteger(high, low, 1e9);
  return negative ? -value : value;
}

/** The value of up to eleven digits, or a negative number if something else is among them. */
function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let pos = start; pos < end; pos++) {
    const digit = text.charCodeAt(pos) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * `high * power + low` of up to 64 bits, by way of products that doubles hold exactly: `high` is
 * below 1e15, `power` no more than 1e9.
 */
export function wideInteger(high: number, low: number, power: number): bigint {
  const upper = Math.floor(high / 0x1_0000) * power; // times 2^16
  const lower = (high % 0x1_0000) * power + low + (upper % 0x1_0000) * 0x1_0000;
  INTEGER.setUint32(0, Math.floor(upper / 0x1_0000) + Math.floor(lower / 0x1_0000_0000));
  INTEGER.setUint32(4, lower >>> 0);
  return INTEGER.getBigUint64(0);
}

/** Without the zeros at the end. A loop, because `/0+$/` takes quadratic time on long runs. */
function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 0x30) end--;
  return digits.slice(0, end);
}
