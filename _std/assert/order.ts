import { inspect } from "node:util";
import { AssertionError, suffix } from "./assertion_error.ts";

/**
 * Asserts that one value is greater than another.
 *
 * @param actual What there is.
 * @param expected What it must be above.
 * @param msg The failure's message.
 * @throws {AssertionError} If it is not.
 */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  check(actual > expected, actual, ">", expected, msg);
}

/**
 * Asserts that one value is greater than another, or equal.
 *
 * @param actual What there is.
 * @param expected What it must not be below.
 * @param msg The failure's message.
 * @throws {AssertionError} If it is not.
 */
export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void {
  check(actual >= expected, actual, ">=", expected, msg);
}

/**
 * Asserts that one value is less than another.
 *
 * @param actual What there is.
 * @param expected What it must be below.
 * @param msg The failure's message.
 * @throws {AssertionError} If it is not.
 */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  check(actual < expected, actual, "<", expected, msg);
}

/**
 * Asserts that one value is less than another, or equal.
 *
 * @param actual What there is.
 * @param expected What it must not be above.
 * @param msg The failure's message.
 * @throws {AssertionError} If it is not.
 */
export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void {
  check(actual <= expected, actual, "<=", expected, msg);
}

/**
 * Asserts that two numbers are close.
 *
 * @param actual What there is.
 * @param expected What it must be close to.
 * @param tolerance How far it may be off. Default a ten-millionth of `expected`.
 * @param msg Words for the failure.
 * @throws {AssertionError} If they are further apart.
 */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
): void {
  if (Object.is(actual, expected)) return;
  const delta = Math.abs(expected - actual);
  tolerance ??= Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7;
  if (delta <= tolerance) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to be close to "${expected}": ` +
      `delta "${delta}" is greater than "${tolerance}"${suffix(msg)}`,
  );
}

function check(
  holds: boolean,
  actual: unknown,
  relation: string,
  expected: unknown,
  msg: string | undefined,
): void {
  if (holds) return;
  throw new AssertionError(msg ?? `Expect ${inspect(actual)} ${relation} ${inspect(expected)}`);
}
