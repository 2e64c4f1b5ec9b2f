import { assertEquals, assertThrows, equal } from "@std/assert";

class Point {
  x: number;
  constructor(x: number) {
    this.x = x;
  }
}

class Hidden {
  #secret: number;
  constructor(secret: number) {
    this.#secret = secret;
  }
  get secret(): number {
    return this.#secret;
  }
}

const cycle = (): unknown => {
  const list: unknown[] = [];
  list.push(list);
  return list;
};

const EQUAL: [a: unknown, b: unknown][] = [
  [1, 1],
  [NaN, NaN],
  [0, -0],
  [1n, 1n],
  ["a", "a"],
  [{ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }],
  [{ a: undefined }, { a: undefined }],
  [{ __proto__: null, a: 1 }, { a: 1 }],
  [new Map([["a", [1]], ["b", [2]]]), new Map([["b", [2]], ["a", [1]]])],
  [new Map([[{ k: 1 }, 1]]), new Map([[{ k: 1 }, 1]])],
  [new Set([1, 2]), new Set([2, 1])],
  [new Set([{ a: 1 }]), new Set([{ a: 1 }])],
  [new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  [new Uint8Array([9, 1]).subarray(1), new Uint8Array([1])],
  [new Float64Array([NaN]), new Float64Array([NaN])],
  [new Uint8Array([1]).buffer, new Uint8Array([1]).buffer],
  [new Date(5), new Date(5)],
  [/a/g, /a/g],
  [new URL("http://a/"), new URL("http://a")],
  [new Point(1), new Point(1)],
  [new Hidden(1), new Hidden(1)],
  [cycle(), cycle()],
];

const UNEQUAL: [a: unknown, b: unknown][] = [
  [1, 2],
  [1, 1n],
  [1, "1"],
  [null, undefined],
  [null, {}],
  [{ a: undefined }, {}],
  [{ a: undefined }, { b: undefined }],
  [{ a: 1 }, { a: 1, b: 2 }],
  [[1, 2], [2, 1]],
  [[], {}],
  [[undefined], []],
  [new Map([["a", 1]]), new Map([["a", 2]])],
  [new Map([["a", 1]]), new Map([["b", 1]])],
  [new Map([[1, 1]]), new Map([[1n, 1]])],
  [new Set([1]), new Set([1, 2])],
  [new Set([{ a: 1 }]), new Set([{ a: 2 }])],
  [new Uint8Array([1]), new Uint8Array([2])],
  [new Uint8Array([1]), new Uint8Array([1, 0])],
  [new Uint8Array([1]), new Int8Array([1])],
  [new Uint8Array([1]), [1]],
  [new Date(5), new Date(6)],
  [/a/g, /a/i],
  [new Point(1), { x: 1 }],
  [new Point(1), new Point(2)],
  [new Hidden(1), new Hidden(2)],
  [new Error("a"), new Error("b")],
  [() => 1, () => 1],
];

Deno.test("equal() tells what is equal in structure", () => {
  for (const [a, b] of EQUAL) assertEquals([equal(a, b), equal(b, a)], [true, true]);
});

Deno.test("equal() tells what is not", () => {
  for (const [a, b] of UNEQUAL) {
    assertEquals([equal(a, b), equal(b, a)], [false, false], `${a} and ${b}`);
  }
});

Deno.test("equal() refuses what it cannot look into", () => {
  assertThrows(() => equal(new WeakMap(), new WeakMap()), TypeError);
  assertThrows(() => equal(new WeakSet(), new WeakSet()), TypeError);
});
