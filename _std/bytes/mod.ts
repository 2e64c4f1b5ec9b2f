/**
 * Functions on byte arrays: the part of `@std/bytes` that this project uses, with the same names,
 * signatures and meaning. It stands in where JSR cannot be reached; see `links` in `deno.json`.
 *
 * ```ts
 * import { concat } from "@std/bytes";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(concat([new Uint8Array([1]), new Uint8Array([2])]), new Uint8Array([1, 2]));
 * ```
 *
 * @module
 */

/**
 * Concatenates byte arrays.
 *
 * @param buffers The arrays.
 * @returns All of them in one new array.
 */
export function concat(buffers: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(buffers.reduce((length, buffer) => length + buffer.length, 0));
  let pos = 0;
  for (const buffer of buffers) {
    all.set(buffer, pos);
    pos += buffer.length;
  }
  return all;
}

/**
 * Copies as much of an array as has room in another.
 *
 * @param src Where to copy from.
 * @param dst Where to copy to.
 * @param offset Where in `dst` to begin. Default 0.
 * @returns How many bytes were copied.
 */
export function copy(src: Uint8Array, dst: Uint8Array, offset = 0): number {
  const start = Math.max(0, Math.min(offset, dst.length));
  const part = src.subarray(0, dst.length - start);
  dst.set(part, start);
  return part.length;
}

/**
 * Whether an array ends with another.
 *
 * @param source The array.
 * @param suffix What it may end with.
 */
export function endsWith(source: Uint8Array, suffix: Uint8Array): boolean {
  return matchesAt(source, suffix, source.length - suffix.length);
}

/**
 * Whether two arrays have the same bytes.
 *
 * @param a One array.
 * @param b The other.
 */
export function equals(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && matchesAt(a, b, 0);
}

/**
 * Whether an array holds another.
 *
 * @param source The array.
 * @param needle What it may hold.
 * @param start Where to begin; below 0 counts from the end. Default 0.
 */
export function includesNeedle(source: Uint8Array, needle: Uint8Array, start = 0): boolean {
  return indexOfNeedle(source, needle, start) >= 0;
}

/**
 * Finds an array in another.
 *
 * @param source Where to look.
 * @param needle What to look for.
 * @param start Where to begin; below 0 counts from the end. Default 0.
 * @returns Where it first begins, or -1.
 */
export function indexOfNeedle(source: Uint8Array, needle: Uint8Array, start = 0): number {
  const first = start < 0 ? Math.max(0, source.length + start) : start;
  for (let i = first; i <= source.length - needle.length; i++) {
    if (matchesAt(source, needle, i)) return i;
  }
  return -1;
}

/**
 * Whether an array begins with another.
 *
 * @param source The array.
 * @param prefix What it may begin with.
 */
export function startsWith(source: Uint8Array, prefix: Uint8Array): boolean {
  return matchesAt(source, prefix, 0);
}

function matchesAt(source: Uint8Array, part: Uint8Array, offset: number): boolean {
  if (offset < 0 || offset + part.length > source.length) return false;
  for (let i = 0; i < part.length; i++) {
    if (source[offset + i] !== part[i]) return false;
  }
  return true;
}
