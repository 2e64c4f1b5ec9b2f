import { assert, assertEquals, assertFalse } from "@std/assert";
import {
  concat,
  copy,
  endsWith,
  equals,
  includesNeedle,
  indexOfNeedle,
  startsWith,
} from "@std/bytes";

const bytes = (...values: number[]) => new Uint8Array(values);

Deno.test("concat() joins arrays into a new one", () => {
  assertEquals(concat([]), bytes());
  const one = bytes(1, 2);
  const all = concat([one, bytes(), bytes(3)]);
  one[0] = 9;
  assertEquals(all, bytes(1, 2, 3));
});

Deno.test("copy() copies what has room", () => {
  const target = bytes(0, 0, 0);
  assertEquals(copy(bytes(1, 2), target, 2), 1);
  assertEquals(target, bytes(0, 0, 1));
  assertEquals(copy(bytes(1), target, 7), 0);
  assertEquals(copy(bytes(7, 8), target, -1), 2);
  assertEquals(target, bytes(7, 8, 1));
});

Deno.test("equals(), startsWith() and endsWith() compare bytes", () => {
  assert(equals(bytes(), bytes()));
  assert(equals(bytes(1, 2), bytes(1, 2)));
  assertFalse(equals(bytes(1, 2), bytes(1, 3)));
  assertFalse(equals(bytes(1, 2), bytes(1)));
  assert(startsWith(bytes(1, 2), bytes(1)));
  assertFalse(startsWith(bytes(1), bytes(1, 2)));
  assert(endsWith(bytes(1, 2), bytes(2)));
  assertFalse(endsWith(bytes(2), bytes(1, 2)));
});

Deno.test("indexOfNeedle() finds the first place", () => {
  assertEquals(indexOfNeedle(bytes(1, 2, 1, 2), bytes(1, 2)), 0);
  assertEquals(indexOfNeedle(bytes(1, 2, 1, 2), bytes(1, 2), 1), 2);
  assertEquals(indexOfNeedle(bytes(1, 2, 1, 2), bytes(1, 2), -1), -1);
  assertEquals(indexOfNeedle(bytes(1, 2, 1, 2), bytes(1, 2), -9), 0);
  assertEquals(indexOfNeedle(bytes(1), bytes(1, 2)), -1);
  assert(includesNeedle(bytes(1, 1, 2), bytes(1, 2)));
});
