import { AssertionError, suffix } from "./assertion_error.ts";

/**
 * Asserts that a value is truthy.
 *
 * @param expr The value.
 * @param msg Words for the failure.
 * @throws {AssertionError} If it is not.
 */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/** What is false where a condition is due. */
export type Falsy = false | 0 | 0n | "" | null | undefined;

/**
 * Asserts that a value is falsy.
 *
 * @param expr The value.
 * @param msg Words for the failure.
 * @throws {AssertionError} If it is not.
 */
export function assertFalse(expr: unknown, msg = ""): asserts expr is Falsy {
  if (expr) throw new AssertionError(msg);
}

/**
 * Asserts that a value is neither `null` nor `undefined`.
 *
 * @param actual The value.
 * @param msg Words for the failure.
 * @throws {AssertionError} If it is one of them.
 */
export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T> {
  if (actual !== undefined && actual !== null) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to not be null or undefined${suffix(msg)}`,
  );
}

/**
 * Asserts that a value is an instance of a class.
 *
 * @param actual The value.
 * @param expectedType The class.
 * @param msg Words for the failure.
 * @throws {AssertionError} If it is not.
 */
export function assertInstanceOf<
  // deno-lint-ignore no-explicit-any
  T extends abstract new (...args: any[]) => any,
>(actual: unknown, expectedType: T, msg = ""): asserts actual is InstanceType<T> {
  if (actual instanceof expectedType) return;
  throw new AssertionError(
    `Expected object to be an instance of "${expectedType.name}" but was "${kindOf(actual)}"${
      suffix(msg)
    }`,
  );
}

/**
 * Fails.
 *
 * @param msg Words for the failure.
 * @throws {AssertionError} Always.
 */
export function fail(msg?: string): never {
  throw new AssertionError(`Failed assertion${suffix(msg)}`);
}

/**
 * Marks code that cannot be reached.
 *
 * @param msg Words for the failure.
 * @throws {AssertionError} Always.
 */
export function unreachable(msg?: string): never {
  throw new AssertionError(`Unreachable${suffix(msg)}`);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "object" ? value.constructor?.name ?? "Object" : typeof value;
}
