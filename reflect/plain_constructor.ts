/**
 * Makes a function the constructor of plain objects: what `new` gives has no other prototype than
 * `Object.prototype`. Generated code makes messages with it, rather than as literals.
 *
 * V8 notes where literals come from. Once many of one place have survived, as when a program begins
 * with loading data that it keeps, all that come from there are made in the old generation, for as
 * long as the program runs; those that live shortly then take twice the time. What a constructor
 * makes is always young.
 *
 * @param fill Sets all properties, always in the same order.
 * @returns The same function.
 *
 * @example Make points
 * ```ts
 * import { plainConstructor } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * const Point = plainConstructor(function (this: { x: number; y: number }, x: number, y: number) {
 *   this.x = x;
 *   this.y = y;
 * });
 * assertEquals(new Point(1, 2), { x: 1, y: 2 });
 * assertEquals(Object.getPrototypeOf(new Point(1, 2)), Object.prototype);
 * ```
 */
export function plainConstructor<T, A extends readonly unknown[]>(
  fill: (this: T, ...values: A) => void,
): new (...values: A) => T {
  fill.prototype = Object.prototype;
  return fill as unknown as new (...values: A) => T;
}
