import { AssertionError, suffix } from "./assertion_error.ts";

// deno-lint-ignore no-explicit-any
type ErrorConstructor<E extends Error> = abstract new (...args: any[]) => E;

/**
 * Asserts that a value is an error.
 *
 * @param error The value.
 * @param ErrorClass What it must be an instance of.
 * @param msgMatches What its message must include, or match.
 * @param msg Words for the failure.
 * @throws {AssertionError} If it is not.
 */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  ErrorClass?: ErrorConstructor<E>,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E {
  if (!(error instanceof Error)) {
    throw new AssertionError(`Expected "error" to be an Error object${suffix(msg)}`);
  }
  if (ErrorClass !== undefined && !(error instanceof ErrorClass)) {
    throw new AssertionError(
      `Expected error to be instance of "${ErrorClass.name}", but was "${error.constructor.name}"${
        suffix(msg)
      }`,
      { cause: error },
    );
  }
  if (!msgMatches) return;
  const matches = typeof msgMatches === "string"
    ? error.message.includes(msgMatches)
    : msgMatches.test(error.message);
  if (matches) return;
  const expected = typeof msgMatches === "string" ? JSON.stringify(msgMatches) : String(msgMatches);
  throw new AssertionError(
    `Expected error message to include ${expected}, but got ${JSON.stringify(error.message)}${
      suffix(msg)
    }`,
    { cause: error },
  );
}

/**
 * Asserts that a function throws.
 *
 * @param fn The function.
 * @param msg Words for the failure.
 * @returns What it threw.
 * @throws {AssertionError} If it does not throw.
 */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/**
 * Asserts that a function throws an error of a class.
 *
 * @param fn The function.
 * @param ErrorClass What the error must be an instance of.
 * @param msgIncludes What its message must include.
 * @param msg Words for the failure.
 * @returns The error.
 * @throws {AssertionError} If it does not throw, or something else.
 */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorConstructor<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  errorClassOrMsg?: ErrorConstructor<Error> | string,
  msgIncludes?: string,
  msg?: string,
): unknown {
  const expected = expectation(errorClassOrMsg, msgIncludes, msg);
  try {
    fn();
  } catch (error) {
    return checked(error, "thrown", expected);
  }
  throw new AssertionError(`Expected function to throw${suffix(expected.msg)}`);
}

/**
 * Asserts that a promise rejects.
 *
 * @param fn Makes the promise.
 * @param msg Words for the failure.
 * @returns What it rejected with.
 * @throws {AssertionError} If it does not reject, or if `fn` itself throws.
 */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/**
 * Asserts that a promise rejects with an error of a class.
 *
 * @param fn Makes the promise.
 * @param ErrorClass What the error must be an instance of.
 * @param msgIncludes What its message must include.
 * @param msg Words for the failure.
 * @returns The error.
 * @throws {AssertionError} If it does not reject, or with something else, or if `fn` itself throws.
 */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorConstructor<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  errorClassOrMsg?: ErrorConstructor<Error> | string,
  msgIncludes?: string,
  msg?: string,
): Promise<unknown> {
  const expected = expectation(errorClassOrMsg, msgIncludes, msg);
  const promise = promised(fn);
  if (promise === undefined) {
    throw new AssertionError(`Function throws when expected to reject${suffix(expected.msg)}`);
  }
  try {
    await promise;
  } catch (error) {
    return checked(error, "rejected", expected);
  }
  throw new AssertionError(`Expected function to reject${suffix(expected.msg)}`);
}

interface Expectation {
  ErrorClass: ErrorConstructor<Error> | undefined;
  msgIncludes: string | undefined;
  msg: string | undefined;
}

/** Tells the two overloads apart. */
function expectation(
  errorClassOrMsg: ErrorConstructor<Error> | string | undefined,
  msgIncludes: string | undefined,
  msg: string | undefined,
): Expectation {
  return typeof errorClassOrMsg === "string"
    ? { ErrorClass: undefined, msgIncludes: undefined, msg: errorClassOrMsg }
    : { ErrorClass: errorClassOrMsg, msgIncludes, msg };
}

function checked(error: unknown, verb: string, expected: Expectation): unknown {
  const { ErrorClass, msgIncludes, msg } = expected;
  if (ErrorClass === undefined) return error;
  if (!(error instanceof Error)) {
    throw new AssertionError(`A non-Error object was ${verb}${suffix(msg)}`);
  }
  assertIsError(error, ErrorClass, msgIncludes, msg);
  return error;
}

/** What a function returns if it is a promise; `undefined` if it is not, or if it throws. */
function promised(fn: () => PromiseLike<unknown>): PromiseLike<unknown> | undefined {
  try {
    const value = fn();
    return typeof value?.then === "function" ? value : undefined;
  } catch {
    return undefined;
  }
}
