import {
  assert,
  assertAlmostEquals,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertIsError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotMatch,
  assertNotStrictEquals,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  fail,
  unreachable,
} from "@std/assert";

/** The message of the failure; not by assertThrows(), which is under test itself. */
function failure(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    if (error instanceof AssertionError) return error.message;
    throw error;
  }
  throw new Error("It did not fail");
}

async function asyncFailure(fn: () => Promise<unknown>): Promise<string> {
  const result = await fn().then(() => undefined, (error) => error);
  return failure(() => {
    if (result !== undefined) throw result;
  });
}

const words: string | undefined = "in other words";

Deno.test("assertions on conditions hold or fail", () => {
  assert(1);
  assertEquals(failure(() => assert(0, words)), "in other words");
  assertFalse("");
  assertEquals(failure(() => assertFalse(1)), "");
  assertExists(0);
  assertMatch(failure(() => assertExists(null)), /null or undefined\.$/);
  assertInstanceOf(new TypeError(), Error);
  assertMatch(failure(() => assertInstanceOf({}, Error, words)), /"Object": in other words$/);
  assertMatch(failure(() => assertInstanceOf(null, Error)), /but was "null"/);
  assertEquals(failure(() => fail(words)), "Failed assertion: in other words");
  assertEquals(failure(() => unreachable()), "Unreachable.");
});

Deno.test("assertions on equality hold or fail", () => {
  assertEquals({ a: [1] }, { a: [1] });
  const message = failure(() => assertEquals({ a: [1n] }, { a: [2n] }, words));
  assertStringIncludes(message, "Values are not equal: in other words\n");
  assertMatch(message, /1n[^]*2n/);
  assertNotEquals<unknown>({ a: undefined }, {});
  assertMatch(failure(() => assertNotEquals([1], [1])), /not to be/);
  assertStrictEquals(NaN, NaN);
  assertMatch(failure(() => assertStrictEquals(0, -0)), /not strictly equal/);
  failure(() => assertStrictEquals<unknown>({}, {}));
  assertNotStrictEquals({}, {});
  assertMatch(failure(() => assertNotStrictEquals(1, 1)), /to not be strictly equal/);
});

Deno.test("assertions on order hold or fail", () => {
  assertGreater(2, 1);
  assertEquals(failure(() => assertGreater(1, 1)), "Expect 1 > 1");
  assertGreaterOrEqual(1n, 1n);
  assertEquals(failure(() => assertGreaterOrEqual(0, 1, words)), "in other words");
  assertLess("a", "b");
  failure(() => assertLess(1, 1));
  assertLessOrEqual(1, 1);
  failure(() => assertLessOrEqual(NaN, 1));
  assertAlmostEquals(0.1 + 0.2, 0.3);
  assertAlmostEquals(1, 2, 1);
  assertAlmostEquals(NaN, NaN);
  assertMatch(failure(() => assertAlmostEquals(1, 1.1)), /to be close to "1\.1/);
  failure(() => assertAlmostEquals(1, NaN));
});

Deno.test("assertions on text and lists hold or fail", () => {
  assertMatch("abc", /b/);
  failure(() => assertMatch("abc", /d/));
  assertNotMatch("abc", /d/);
  failure(() => assertNotMatch("abc", /b/));
  assertStringIncludes("abc", "bc");
  failure(() => assertStringIncludes("abc", "cb"));
  assertArrayIncludes([{ a: 1 }, { a: 2 }], [{ a: 2 }]);
  assertMatch(failure(() => assertArrayIncludes([1], [1, 2])), /missing: \[\s*2,?\s*\]$/);
});

Deno.test("assertObjectMatch() looks at what is asked for", () => {
  const actual = { a: 1, b: { c: [{ d: 1, e: 2 }, 3], m: new Map([["k", { x: 1, y: 2 }]]) } };
  assertObjectMatch(actual, { b: { c: [{ d: 1 }], m: new Map([["k", { y: 2 }]]) } });
  assertObjectMatch(new RangeError("x"), { message: "x" });
  failure(() => assertObjectMatch(actual, { a: 2 }));
  failure(() => assertObjectMatch(actual, { z: undefined }));
  failure(() => assertObjectMatch(actual, { b: { c: [{ d: 1, e: 3 }] } }));
  failure(() => assertObjectMatch(actual, { b: { c: [{ d: 1 }, 3, 4] } }));
});

Deno.test("assertThrows() gives the error it asked for", () => {
  const error = new RangeError("out of range");
  const fn = () => {
    throw error;
  };
  assertStrictEquals(assertThrows(fn), error);
  assertStrictEquals(assertThrows(fn, words!), error);
  assertStrictEquals(assertThrows(fn, RangeError, "of range"), error);
  assertStrictEquals(assertThrows(fn, Error).cause, undefined);
  assertIsError(error, RangeError, /^out/);
  assertMatch(
    failure(() => assertThrows(fn, TypeError, "", words)),
    /"RangeError": in other words/,
  );
  assertMatch(failure(() => assertThrows(fn, RangeError, "in range")), /to include "in range"/);
  assertMatch(failure(() => assertThrows(() => 1, Error)), /Expected function to throw\.$/);
  assertMatch(failure(() => assertThrows(() => 1, words!)), /to throw: in other words$/);
  const notError = () => {
    throw "text";
  };
  assertEquals(assertThrows(notError), "text");
  assertMatch(failure(() => assertThrows(notError, Error)), /non-Error object was thrown/);
});

Deno.test("assertRejects() gives the error it asked for", async () => {
  const error = new RangeError("out of range");
  const fn = () => Promise.reject(error);
  assertStrictEquals(await assertRejects(fn), error);
  assertStrictEquals(await assertRejects(fn, RangeError, "of range"), error);
  const throws = () => {
    throw error;
  };
  assertMatch(await asyncFailure(() => assertRejects(fn, TypeError)), /instance of "TypeError"/);
  assertMatch(await asyncFailure(() => assertRejects(throws, RangeError)), /expected to reject/);
  assertMatch(
    await asyncFailure(() => assertRejects(() => Promise.resolve(1), Error)),
    /Expected function to reject\.$/,
  );
  assertMatch(
    await asyncFailure(() => assertRejects(() => Promise.reject("text"), Error)),
    /non-Error object was rejected/,
  );
});
