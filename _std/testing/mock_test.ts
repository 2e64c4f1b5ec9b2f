import { assert, assertEquals, assertFalse, AssertionError, assertThrows } from "@std/assert";
import {
  assertSpyCall,
  assertSpyCallArg,
  assertSpyCalls,
  MockError,
  spy,
  stub,
} from "@std/testing/mock";

class Counter {
  count = 0;
  add(n: number): number {
    if (n < 0) throw new RangeError("negative");
    return this.count += n;
  }
}

Deno.test("spy() notes calls, results and errors", () => {
  const parse = spy((text: string) => JSON.parse(text));
  assertSpyCalls(parse, 0);
  assertEquals(parse("1"), 1);
  assertThrows(() => parse("{"), SyntaxError);
  assertSpyCalls(parse, 2);
  assertSpyCall(parse, 0, { args: ["1"], returned: 1 });
  assertSpyCall(parse, 1, { error: { Class: SyntaxError } });
  assertEquals(assertSpyCallArg(parse, 1, 0, "{"), "{");
  assertThrows(() => assertSpyCalls(parse, 1), AssertionError, "called more than expected");
  assertThrows(() => assertSpyCall(parse, 2), AssertionError, "not called as much");
  assertThrows(() => assertSpyCall(parse, 0, { args: ["2"] }), AssertionError, "expected args");
  assertThrows(() => assertSpyCall(parse, 0, { returned: 2 }), AssertionError);
  assertThrows(() => assertSpyCall(parse, 1, { returned: 2 }), AssertionError, "was thrown");
  assertThrows(() => assertSpyCall(parse, 0, { error: {} }), AssertionError, "was returned");
  assertThrows(() => parse.restore(), MockError);
  assertEquals(spy()(), undefined);
});

Deno.test("spy() on a method leaves it working and can be restored", () => {
  const counter = new Counter();
  {
    using add = spy(counter, "add");
    assertEquals(counter.add(2), 2);
    assertSpyCall(add, 0, { args: [2], self: counter, returned: 2 });
    assertThrows(() => spy(counter, "add"), MockError, "already spying");
    assertFalse(add.restored);
  }
  assertFalse(Object.hasOwn(counter, "add"));
  assertEquals(counter.add(1), 3);
});

Deno.test("stub() replaces a method until it is restored", () => {
  const counter = new Counter();
  const add = stub(counter, "add", () => 42);
  assertEquals(counter.add(-1), 42);
  assertSpyCalls(add, 1);
  add.restore();
  assert(add.restored);
  assertThrows(() => add.restore(), MockError, "already restored");
  assertThrows(() => counter.add(-1), RangeError);
  assertThrows(() => stub(counter, "count" as never), MockError, "not an instance method");
});
