import { inspect } from "node:util";
import { AssertionError, suffix } from "./assertion_error.ts";
import { equal } from "./equal.ts";
import { assertEquals } from "./equality.ts";

/** A list of any kind. */
export type ArrayLikeArg<T> = ArrayLike<T> & object;

/**
 * Asserts that a list includes every element of another, in any order.
 *
 * @param actual The list.
 * @param expected What it must include.
 * @param msg Words for the failure.
 * @throws {AssertionError} If an element is missing.
 */
export function assertArrayIncludes<T>(
  actual: ArrayLikeArg<T>,
  expected: ArrayLikeArg<T>,
  msg?: string,
): void {
  const present = Array.from(actual);
  const missing = Array.from(expected).filter((item) => !present.some((one) => equal(one, item)));
  if (missing.length === 0) return;
  throw new AssertionError(
    `Expected actual: "${inspect(actual)}" to include: "${inspect(expected)}"${
      suffix(msg)
    }\nmissing: ${inspect(missing)}`,
  );
}

/**
 * Asserts that an object has the properties of another, down the tree; it may have more of them.
 * Class instances, maps and lists are compared by what they hold.
 *
 * @param actual The object.
 * @param expected The properties.
 * @param msg Words for the failure.
 * @throws {AssertionError} If one is missing, or differs.
 */
export function assertObjectMatch(
  // deno-lint-ignore no-explicit-any
  actual: Record<PropertyKey, any>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void {
  assertEquals(common(actual, expected, []), common(expected, expected, []), msg);
}

/** The part of a value that another one has as well; `path` holds what is being walked. */
function common(value: unknown, mask: unknown, path: readonly unknown[]): unknown {
  if (!isTree(value) || !isTree(mask) || path.includes(value)) return value;
  const inner = [...path, value];
  if (value instanceof Map && mask instanceof Map) {
    const entries = [...value].filter(([key]) => mask.has(key));
    return new Map(entries.map(([key, item]) => [key, common(item, mask.get(key), inner)]));
  }
  if (value instanceof Set && mask instanceof Set) return value.intersection(mask);
  if (Array.isArray(value) && Array.isArray(mask)) {
    return value.slice(0, mask.length).map((item, i) => common(item, mask[i], inner));
  }
  const keys = Reflect.ownKeys(value);
  const shared = keys.filter((key) => Object.hasOwn(mask, key));
  // Nothing in common: all of it, so that the failure shows what there is.
  if (shared.length === 0 && Reflect.ownKeys(mask).length > 0) return { ...value };
  return Object.fromEntries(
    shared.map((key) => [key, common(value[key], mask[key], inner)]),
  );
}

function isTree(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof Date) &&
    !(value instanceof RegExp) && !ArrayBuffer.isView(value);
}
