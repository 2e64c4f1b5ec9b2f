import nodeAssert from "node:assert";
import { inspect } from "node:util";
import { AssertionError, suffix } from "./assertion_error.ts";
import { equal } from "./equal.ts";

/**
 * Asserts that two values are equal in structure; see {@linkcode equal}.
 *
 * @param actual What there is.
 * @param expected What there should be.
 * @param msg Words for the failure.
 * @throws {AssertionError} If they differ.
 */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  throw new AssertionError(
    `Values are not equal${suffix(msg)}\n${difference(actual, expected, "deepStrictEqual")}`,
  );
}

/**
 * Asserts that two values are not equal in structure.
 *
 * @param actual What there is.
 * @param expected What there should not be.
 * @param msg Words for the failure.
 * @throws {AssertionError} If they are equal.
 */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!equal(actual, expected)) return;
  throw new AssertionError(
    `Expected actual: ${inspect(actual)} not to be: ${inspect(expected)}${suffix(msg)}`,
  );
}

/**
 * Asserts that two values are the same, by `Object.is`: `0` is not `-0`.
 *
 * @param actual What there is.
 * @param expected What there should be.
 * @param msg Words for the failure.
 * @throws {AssertionError} If they are not the same.
 */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  throw new AssertionError(
    `Values are not strictly equal${suffix(msg)}\n${difference(actual, expected, "strictEqual")}`,
  );
}

/**
 * Asserts that two values are not the same, by `Object.is`.
 *
 * @param actual What there is.
 * @param expected What there should not be.
 * @param msg Words for the failure.
 * @throws {AssertionError} If they are the same.
 */
export function assertNotStrictEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!Object.is(actual, expected)) return;
  throw new AssertionError(
    `Expected "actual" to not be strictly equal to: ${inspect(actual)}${suffix(msg)}`,
  );
}

/** The lines that differ, without the heading. */
function difference(actual: unknown, expected: unknown, operator: string): string {
  const { message } = new nodeAssert.AssertionError({ actual, expected, operator });
  return message.slice(message.indexOf("\n") + 1);
}
