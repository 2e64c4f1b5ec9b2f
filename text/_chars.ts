/** The code units that mean something between tokens. */
export const Char = {
  LineFeed: 0x0a,
  DoubleQuote: 0x22,
  Hash: 0x23,
  SingleQuote: 0x27,
  Comma: 0x2c,
  Minus: 0x2d,
  Dot: 0x2e,
  Zero: 0x30,
  Colon: 0x3a,
  Semicolon: 0x3b,
  Less: 0x3c,
  Greater: 0x3e,
  OpenBracket: 0x5b,
  Backslash: 0x5c,
  CloseBracket: 0x5d,
  OpenBrace: 0x7b,
  CloseBrace: 0x7d,
} as const;

const DIGIT = 1;
const LETTER = 2;
const URL = 4;

const CLASSES = new Uint8Array(128);
for (const char of "0123456789") CLASSES[char.charCodeAt(0)] = DIGIT | URL;
for (const char of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_") {
  CLASSES[char.charCodeAt(0)] = LETTER | URL;
}
for (const char of "-.~!$&()*+,;=%/") CLASSES[char.charCodeAt(0)] = URL;

/** Whether it is an ASCII digit. */
export function isDigit(code: number): boolean {
  return ((CLASSES[code] ?? 0) & DIGIT) !== 0;
}

/** Whether an identifier can begin with it. */
export function isLetter(code: number): boolean {
  return ((CLASSES[code] ?? 0) & LETTER) !== 0;
}

/** Whether an identifier can go on with it. */
export function isLetterOrDigit(code: number): boolean {
  return ((CLASSES[code] ?? 0) & (LETTER | DIGIT)) !== 0;
}

/** Whether it can be part of a name in brackets: of an extension, or the URL of a type. */
export function isNameChar(code: number): boolean {
  return ((CLASSES[code] ?? 0) & URL) !== 0;
}
