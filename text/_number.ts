const INTEGER = /0[xX][0-9a-fA-F]+|0[0-7]+|0/y;
const FLOAT =
  /(?:\.[0-9]+(?:[eE][+-]?[0-9]+)?|(?:0|[1-9][0-9]*)(?:\.[0-9]*(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+|(?=[fF])))[fF]?/y;
/** What cannot follow a number directly. */
const GOES_ON = /[0-9A-Za-z_.]/;

/** 2^64, the first integer that no type holds. */
const TOO_LARGE = 2 ** 64;

/**
 * Finds the end of a number.
 *
 * See https://protobuf.dev/reference/protobuf/textformat-spec/#numeric
 *
 * @param text The text.
 * @param start Where it begins: with a digit, or with a point.
 * @returns Where it ends, exclusive; -1 if it is malformed, or runs into something else.
 */
export function endOfNumber(text: string, start: number): number {
  for (const pattern of [FLOAT, INTEGER]) {
    pattern.lastIndex = start;
    if (pattern.test(text)) {
      const end = pattern.lastIndex;
      return GOES_ON.test(text.charAt(end)) ? -1 : end;
    }
  }
  return -1;
}

/** Whether a well-formed number is a float and not an integer. */
export function isFloat(text: string, start: number, end: number): boolean {
  const second = text.charAt(start + 1);
  if (second === "x" || second === "X") return false;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return true;
  }
  return false;
}

/** Whether an integer is written in decimal. */
export function isDecimal(token: string): boolean {
  return token.length === 1 || !token.startsWith("0");
}

/** The value of an integer, exact up to 2^53. */
export function integer(token: string): number {
  return isOctal(token) ? parseInt(token, 8) : Number(token);
}

/** The exact value of an integer, or `undefined` if it is above 64 bits. */
export function exactInteger(token: string): bigint | undefined {
  const value = integer(token);
  if (Number.isSafeInteger(value)) return BigInt(value);
  // Long digits are not converted: that takes quadratic time.
  if (value > TOO_LARGE) return undefined;
  const exact = BigInt(isOctal(token) ? `0o${token}` : token);
  return exact >> 64n === 0n ? exact : undefined;
}

/** The value of a float. */
export function float(token: string): number {
  return Number(token.replace(/[fF]$/, ""));
}

function isOctal(token: string): boolean {
  return /^0[0-7]/.test(token);
}
