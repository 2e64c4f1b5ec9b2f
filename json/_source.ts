/** The kinds of JSON values. */
export const JsonKind = {
  Object: 1,
  Array: 2,
  String: 3,
  Number: 4,
  Boolean: 5,
  Null: 6,
} as const;

/** One of the values of {@linkcode JsonKind}. */
export type JsonKind = typeof JsonKind[keyof typeof JsonKind];

/** How errors call each kind, at its number. */
export const KIND_NAMES: readonly string[] = [
  "",
  "an object",
  "a list",
  "a string",
  "a number",
  "a boolean",
  "null",
];

/**
 * JSON to be read, one value after the other: text that is parsed on the way, or a value in memory.
 * A reader asks {@linkcode peek} what comes, then takes it by the method for that kind.
 */
export interface JsonSource {
  /** Whether numbers have all their digits; else they are doubles already. */
  readonly exact: boolean;
  /** Whether the number taken last was written without fraction and exponent. */
  readonly plain: boolean;
  /** Where in the text the value is that was peeked or taken last, or -1. */
  readonly offset: number;
  /** The kind of the next value. */
  peek(): JsonKind;
  /** Takes null. */
  null(): void;
  /** Takes a boolean. */
  boolean(): boolean;
  /** Takes a string; it has no lone surrogates. */
  string(): string;
  /** Takes an integer in quotes if it is plain; `undefined`, with nothing taken, if it is not. */
  quotedInteger(): bigint | undefined;
  /** Takes a number; infinite if it is too large for a double. */
  number(): number;
  /** The number taken last, in the grammar of JSON. */
  numberText(): string;
  /** Enters an object. */
  openObject(): void;
  /**
   * Whether the next key of the object is one that is guessed; if so it is taken, its value up next.
   * False if that takes more than a look to find out.
   *
   * @param quoted The key as JSON text, with the colon.
   */
  isKey(quoted: string): boolean;
  /** The next key of the object, its value up next; or `undefined`, the object left. */
  key(): string | undefined;
  /**
   * Takes a list of nothing but numbers at once.
   *
   * @param fits What checks them: {@linkcode NumberList.fits}.
   * @returns The list; `undefined`, with nothing taken, if it is not that simple.
   */
  numbers(fits: (list: unknown[], text: string) => boolean): unknown[] | undefined;
  /** Enters a list. */
  openArray(): void;
  /** Whether the list has another element, which is up next; if not, it is left. */
  element(): boolean;
  /**
   * Takes a value of any kind.
   *
   * @param depth How deep it may nest.
   */
  skip(depth: number): void;
  /**
   * Finds a string in the object that is up next, and takes nothing.
   *
   * @param key Its key.
   * @param depth How deep the values before it may nest.
   * @returns The string, or `undefined` if the object has no such key.
   */
  find(key: string, depth: number): string | undefined;
  /** How much text {@linkcode find} went through the last time, in UTF-16 code units. */
  readonly scanned: number;
}
