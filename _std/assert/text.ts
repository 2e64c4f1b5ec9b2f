import { AssertionError, suffix } from "./assertion_error.ts";

/**
 * Asserts that text matches a pattern.
 *
 * @param actual The text.
 * @param expected The pattern.
 * @param msg Words for the failure.
 * @throws {AssertionError} If it does not.
 */
export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  if (expected.test(actual)) return;
  throw new AssertionError(`Expected actual: "${actual}" to match: "${expected}"${suffix(msg)}`);
}

/**
 * Asserts that text does not match a pattern.
 *
 * @param actual The text.
 * @param expected The pattern.
 * @param msg Words for the failure.
 * @throws {AssertionError} If it does.
 */
export function assertNotMatch(actual: string, expected: RegExp, msg?: string): void {
  if (!expected.test(actual)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to not match: "${expected}"${suffix(msg)}`,
  );
}

/**
 * Asserts that text includes other text.
 *
 * @param actual The text.
 * @param expected What it must include.
 * @param msg Words for the failure.
 * @throws {AssertionError} If it does not.
 */
export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  if (actual.includes(expected)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to contain: "${expected}"${suffix(msg)}`,
  );
}
