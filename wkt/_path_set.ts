/**
 * Whether one path is another, or leads into it: `"a"` covers `"a"` and `"a.b"`, not `"ab"`.
 *
 * @param outer The path that may cover.
 * @param inner The path that may be covered.
 */
export function covers(outer: string, inner: string): boolean {
  return inner.startsWith(outer) && (inner.length === outer.length || inner[outer.length] === ".");
}

/**
 * Sorts paths, and leaves out those that another one covers. A path comes right before those that
 * lead into it.
 *
 * @param paths The paths, in any order.
 * @returns A new list.
 */
export function normalize(paths: Iterable<string>): string[] {
  const normal: string[] = [];
  for (const path of [...paths].sort(comparePaths)) {
    const last = normal.at(-1);
    if (last === undefined || !covers(last, path)) normal.push(path);
  }
  return normal;
}

/**
 * The paths that two lists both cover.
 *
 * @param a One list, normalized.
 * @param b The other, normalized.
 * @returns A new list, normalized.
 */
export function intersect(a: readonly string[], b: readonly string[]): string[] {
  const both: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i]!;
    const y = b[j]!;
    if (covers(x, y)) {
      both.push(y);
      j++;
    } else if (covers(y, x)) {
      both.push(x);
      i++;
    } else if (comparePaths(x, y) < 0) i++;
    else j++;
  }
  return both;
}

/** Compares paths name by name, so that `"a.b"` comes before `"a-b"` and `"a0"`. */
function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] === b[i]) continue;
    if (a[i] === ".") return -1;
    if (b[i] === ".") return 1;
    return a[i]! < b[i]! ? -1 : 1;
  }
  return a.length - b.length;
}
