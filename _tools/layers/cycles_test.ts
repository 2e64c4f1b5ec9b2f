import { assertEquals } from "@std/assert";
import { findCycles } from "./cycles.ts";

function cyclesOf(graph: Record<string, string[]>): string[] {
  return findCycles(new Map(Object.entries(graph))).map((cycle) => cycle.join(""));
}

Deno.test("findCycles() finds none where there are none", () => {
  assertEquals(cyclesOf({}), []);
  assertEquals(cyclesOf({ a: ["b", "c"], b: ["c"], c: ["d"] }), []);
});

Deno.test("findCycles() finds a shortest way around", () => {
  assertEquals(cyclesOf({ a: ["a"] }), ["aa"]);
  assertEquals(cyclesOf({ a: ["b"], b: ["a"] }), ["aba"]);
  assertEquals(cyclesOf({ a: ["b"], b: ["c"], c: ["d", "a"], d: ["a"] }), ["abca", "dabcd"]);
});

Deno.test("findCycles() tells cycles apart", () => {
  assertEquals(cyclesOf({ a: ["b"], b: ["a", "c"], c: ["d"], d: ["c"] }), ["aba", "cdc"]);
});
