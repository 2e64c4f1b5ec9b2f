/**
 * Spies and stubs: the part of `@std/testing/mock` that this project uses, with the same names,
 * signatures and meaning. It stands in where JSR cannot be reached; see `links` in `deno.json`.
 *
 * ```ts
 * import { assertSpyCall, assertSpyCalls, spy } from "@std/testing/mock";
 *
 * const add = spy((a: number, b: number) => a + b);
 * add(1, 2);
 * assertSpyCalls(add, 1);
 * assertSpyCall(add, 0, { args: [1, 2], returned: 3 });
 * ```
 *
 * @module
 */
import { assertEquals, AssertionError, assertIsError } from "@std/assert";

/** A spy or stub that cannot be made, or not be taken away. */
export class MockError extends Error {
  /** @param message What cannot be done. */
  constructor(message: string) {
    super(message);
    this.name = "MockError";
  }
}

/** A call that a spy saw. */
export interface SpyCall<
  // deno-lint-ignore no-explicit-any
  Self = any,
  // deno-lint-ignore no-explicit-any
  Args extends unknown[] = any[],
  // deno-lint-ignore no-explicit-any
  Return = any,
> {
  /** The arguments. */
  args: Args;
  /** What it returned. */
  returned?: Return;
  /** What it threw. */
  error?: Error;
  /** What it was called on. */
  self?: Self;
}

/** A function that notes its calls. */
export interface Spy<
  // deno-lint-ignore no-explicit-any
  Self = any,
  // deno-lint-ignore no-explicit-any
  Args extends unknown[] = any[],
  // deno-lint-ignore no-explicit-any
  Return = any,
> {
  (this: Self, ...args: Args): Return;
  /** The function it stands for. */
  original: (this: Self, ...args: Args) => Return;
  /** The calls, the first first. */
  calls: SpyCall<Self, Args, Return>[];
  /** Whether the method is itself again. */
  restored: boolean;
  /** Gives the object its method back. */
  restore(): void;
}

/** A method that notes its calls. */
export interface MethodSpy<
  // deno-lint-ignore no-explicit-any
  Self = any,
  // deno-lint-ignore no-explicit-any
  Args extends unknown[] = any[],
  // deno-lint-ignore no-explicit-any
  Return = any,
> extends Spy<Self, Args, Return>, Disposable {}

/** A method replaced by another. */
export interface Stub<
  // deno-lint-ignore no-explicit-any
  Self = any,
  // deno-lint-ignore no-explicit-any
  Args extends unknown[] = any[],
  // deno-lint-ignore no-explicit-any
  Return = any,
> extends MethodSpy<Self, Args, Return> {
  /** What replaces it. */
  fake: (this: Self, ...args: Args) => Return;
}

/** The parameters of a method. */
export type GetParametersFromProp<Self, Prop extends keyof Self> = Self[Prop] extends
  (...args: infer Args) => unknown ? Args : unknown[];

/** What a method returns. */
export type GetReturnFromProp<Self, Prop extends keyof Self> =
  // deno-lint-ignore no-explicit-any
  Self[Prop] extends (...args: any[]) => infer Return ? Return : unknown;

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Makes a function that does nothing, and notes its calls. */
export function spy<
  // deno-lint-ignore no-explicit-any
  Self = any,
  // deno-lint-ignore no-explicit-any
  Args extends unknown[] = any[],
  Return = undefined,
>(): Spy<Self, Args, Return>;
/**
 * Makes a function note its calls.
 *
 * @param func The function.
 */
export function spy<Self, Args extends unknown[], Return>(
  func: (this: Self, ...args: Args) => Return,
): Spy<Self, Args, Return>;
/**
 * Makes a method of an object note its calls, until it is restored.
 *
 * @param self The object.
 * @param property The method's name.
 */
export function spy<Self, Prop extends keyof Self>(
  self: Self,
  property: Prop,
): MethodSpy<Self, GetParametersFromProp<Self, Prop>, GetReturnFromProp<Self, Prop>>;
export function spy(funcOrSelf?: unknown, property?: PropertyKey): unknown {
  if (property !== undefined) return replaceMethod(funcOrSelf as object, property, "spy");
  const original = (funcOrSelf ?? (() => {})) as Method;
  return Object.defineProperties(recording(original), {
    original: { enumerable: true, value: original },
    restored: { enumerable: true, value: false },
    restore: {
      enumerable: true,
      value: () => {
        throw new MockError("Cannot restore: function cannot be restored");
      },
    },
  });
}

/**
 * Replaces a method of an object by one that does nothing, until it is restored.
 *
 * @param self The object.
 * @param property The method's name.
 */
export function stub<Self, Prop extends keyof Self>(
  self: Self,
  property: Prop,
): Stub<Self, GetParametersFromProp<Self, Prop>, GetReturnFromProp<Self, Prop>>;
/**
 * Replaces a method of an object, until it is restored.
 *
 * @param self The object.
 * @param property The method's name.
 * @param func What replaces it.
 */
export function stub<Self, Prop extends keyof Self>(
  self: Self,
  property: Prop,
  func: (this: Self, ...args: GetParametersFromProp<Self, Prop>) => GetReturnFromProp<Self, Prop>,
): Stub<Self, GetParametersFromProp<Self, Prop>, GetReturnFromProp<Self, Prop>>;
export function stub(self: unknown, property: PropertyKey, func: unknown = () => {}): unknown {
  return replaceMethod(self as object, property, "stub", func as Method);
}

/**
 * Asserts how often a spy was called.
 *
 * @param spy The spy.
 * @param expectedCalls How often.
 * @throws {AssertionError} If it was called more, or less.
 */
export function assertSpyCalls<Self, Args extends unknown[], Return>(
  spy: Spy<Self, Args, Return>,
  expectedCalls: number,
): void {
  const calls = spy.calls.length;
  if (calls === expectedCalls) return;
  throw new AssertionError(
    `Spy ${calls < expectedCalls ? "not called as much as" : "called more than"} expected: ` +
      `${calls} calls, not ${expectedCalls}`,
  );
}

/** What a call is to be like. What is left out is not looked at. */
export interface ExpectedSpyCall<
  // deno-lint-ignore no-explicit-any
  Self = any,
  // deno-lint-ignore no-explicit-any
  Args extends unknown[] = any[],
  // deno-lint-ignore no-explicit-any
  Return = any,
> {
  /** The arguments. */
  args?: [...Args, ...unknown[]];
  /** What it is called on. */
  self?: Self;
  /** What it returns. */
  returned?: Return;
  /** What it throws. */
  error?: {
    /** The error's class. */
    // deno-lint-ignore no-explicit-any
    Class?: new (...args: any[]) => Error;
    /** What the error's message includes. */
    msgIncludes?: string;
  };
}

/**
 * Asserts what one call of a spy was like.
 *
 * @param spy The spy.
 * @param callIndex Which call, from 0.
 * @param expected What it is to be like.
 * @throws {AssertionError} If there was no such call, or it was not like that.
 */
export function assertSpyCall<Self, Args extends unknown[], Return>(
  spy: Spy<Self, Args, Return>,
  callIndex: number,
  expected: ExpectedSpyCall<Self, Args, Return> = {},
): void {
  const call = spy.calls[callIndex];
  if (call === undefined) throw new AssertionError("Spy not called as much as expected");
  if (expected.args !== undefined) {
    assertEquals<unknown>(call.args, expected.args, "Spy not called with expected args");
  }
  if ("self" in expected) {
    assertEquals(call.self, expected.self, "Spy not called as method on expected self");
  }
  if ("returned" in expected) {
    if ("error" in call) {
      throw new AssertionError("Spy call did not return expected value, an error was thrown.");
    }
    assertEquals(call.returned, expected.returned, "Spy call did not return expected value");
  }
  if ("error" in expected) {
    if ("returned" in call) {
      throw new AssertionError("Spy call did not throw an error, a value was returned.");
    }
    assertIsError(call.error, expected.error?.Class, expected.error?.msgIncludes);
  }
}

/**
 * Asserts one argument of one call of a spy.
 *
 * @param spy The spy.
 * @param callIndex Which call, from 0.
 * @param argIndex Which argument, from 0.
 * @param expected What it is to be.
 * @returns The argument.
 * @throws {AssertionError} If there was no such call, or the argument differs.
 */
export function assertSpyCallArg<Self, Args extends unknown[], Return, ExpectedArg>(
  spy: Spy<Self, Args, Return>,
  callIndex: number,
  argIndex: number,
  expected: ExpectedArg,
): ExpectedArg {
  assertSpyCall(spy, callIndex);
  const arg = spy.calls[callIndex]!.args[argIndex];
  assertEquals(arg, expected);
  return arg as ExpectedArg;
}

/** Wraps a function in one that notes its calls in `calls`. */
function recording(func: Method): Method {
  const calls: SpyCall[] = [];
  function recorder(this: unknown, ...args: unknown[]): unknown {
    const call: SpyCall = { args };
    if (this !== undefined && this !== null) call.self = this;
    try {
      return call.returned = func.apply(this, args);
    } catch (error) {
      call.error = error as Error;
      throw error;
    } finally {
      calls.push(call);
    }
  }
  return Object.defineProperty(recorder, "calls", { enumerable: true, value: calls });
}

const replaced = new WeakSet<object>();

function replaceMethod(self: object, property: PropertyKey, verb: string, fake?: Method): Method {
  const original: unknown = Reflect.get(self, property);
  if (typeof original !== "function" && (fake === undefined || original !== undefined)) {
    throw new MockError(`Cannot ${verb}: property is not an instance method`);
  }
  if (typeof original === "function" && replaced.has(original)) {
    throw new MockError(`Cannot ${verb}: already spying on instance method`);
  }
  const descriptor = Object.getOwnPropertyDescriptor(self, property);
  if (descriptor?.configurable === false) {
    throw new MockError(`Cannot ${verb}: non-configurable instance method`);
  }
  let restored = false;
  const restore = () => {
    if (restored) throw new MockError("Cannot restore: instance method already restored");
    restored = true;
    if (descriptor === undefined) Reflect.deleteProperty(self, property);
    else Object.defineProperty(self, property, descriptor);
  };
  const value = Object.defineProperties(recording(fake ?? (original as Method)), {
    original: { enumerable: true, value: original },
    fake: { enumerable: true, value: fake },
    restored: { enumerable: true, get: () => restored },
    restore: { enumerable: true, value: restore },
    [Symbol.dispose]: { value: restore },
  });
  replaced.add(value);
  Object.defineProperty(self, property, {
    configurable: true,
    enumerable: descriptor?.enumerable ?? false,
    writable: descriptor?.writable ?? false,
    value,
  });
  return value;
}
