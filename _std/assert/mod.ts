/**
 * Assertions for tests: the part of `@std/assert` that this project uses, with the same names,
 * signatures and meaning. It stands in where JSR cannot be reached; see `links` in `deno.json`.
 *
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals([1, 2], [1, 2]);
 * assertThrows(() => JSON.parse("{"), SyntaxError);
 * ```
 *
 * @module
 */
export { AssertionError } from "./assertion_error.ts";
export * from "./collections.ts";
export * from "./conditions.ts";
export * from "./equal.ts";
export * from "./equality.ts";
export * from "./errors.ts";
export * from "./order.ts";
export * from "./text.ts";
