import type { ScalarType } from "../reflect/mod.ts";

/**
 * How lists of numbers of one type are read and written at once: `JSON` takes a fraction of the
 * time that they take one by one. What is not plain is left to the way of single numbers.
 */
export interface NumberList {
  /**
   * Whether the elements of a list that was parsed are values of the type; makes them so.
   *
   * @param text What was parsed.
   */
  readonly fits: (list: unknown[], text: string) => boolean;
  /** Writes a list, if `JSON` is faster at it; `undefined` if some element is not plain. */
  readonly write?: (list: readonly unknown[]) => string | undefined;
}

const INT32: NumberList = {
  fits: (list, text) => areInt32s(list) && isWhole(text),
};

const UINT32: NumberList = {
  fits: (list, text) => areUint32s(list) && isWhole(text),
};

const DOUBLE: NumberList = {
  fits: areFinite,
  write: (list) => areFinite(list) && !hasMinusZero(list) ? JSON.stringify(list) : undefined,
};

const FLOAT: NumberList = {
  fits: (list) => areFinite(list) && roundFloats(list),
};

/** By the type of the elements. */
export const NUMBER_LISTS: { readonly [T in ScalarType]?: NumberList } = {
  int32: INT32,
  sint32: INT32,
  sfixed32: INT32,
  uint32: UINT32,
  fixed32: UINT32,
  double: DOUBLE,
  float: FLOAT,
};

function areInt32s(list: readonly unknown[]): boolean {
  for (let i = 0; i < list.length; i++) {
    const value = list[i] as number;
    if (value !== (value | 0) || (value === 0 && Object.is(value, -0))) return false;
  }
  return true;
}

function areUint32s(list: readonly unknown[]): boolean {
  for (let i = 0; i < list.length; i++) {
    const value = list[i] as number;
    if (value !== value >>> 0 || (value === 0 && Object.is(value, -0))) return false;
  }
  return true;
}

function areFinite(list: readonly unknown[]): list is readonly number[] {
  for (let i = 0; i < list.length; i++) if (!Number.isFinite(list[i])) return false;
  return true;
}

function hasMinusZero(list: readonly number[]): boolean {
  for (let i = 0; i < list.length; i++) if (list[i] === 0 && Object.is(list[i], -0)) return true;
  return false;
}

/** Makes floats of doubles; false if one is too large. */
function roundFloats(list: unknown[]): boolean {
  for (let i = 0; i < list.length; i++) {
    const float = Math.fround(list[i] as number);
    if (!Number.isFinite(float)) return false;
    list[i] = float;
  }
  return true;
}

/** Parses a list without others in it, and without strings; `undefined` if it is none. */
export function parseNumbers(text: string): unknown[] | undefined {
  // To find one character takes next to nothing.
  if (text.includes('"') || text.includes("[", 1) || text.includes("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether no number is written with a fraction or an exponent. */
function isWhole(text: string): boolean {
  return !text.includes(".") && !text.includes("e") && !text.includes("E");
}
