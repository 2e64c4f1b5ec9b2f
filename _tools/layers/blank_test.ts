import { assertEquals } from "@std/assert";
import { blankNonCode } from "./blank.ts";

/** Sources, and what is left; a dot in the latter is a space that was put there. */
const ROWS: [source: string, code: string][] = [
  ["a; // b", "a; ...."],
  ["a /* b\nc */ d", "a ....\n.... d"],
  ["/* a", "...."],
  [`"a // b" + 'c'`, `"......" + '.'`],
  [String.raw`"a\"b" c`, String.raw`"...." c`],
  ['"open\nnext', '"....\nnext'],
  ["`a // b` c", "`......` c"],
  ["`a${b + `c${d}` + {e}}f` g", "`.${b + `.${d}` + {e}}.` g"],
  ["`a\\`b${'c'}` d", "`....${'.'}` d"],
  ["`${ {a: {}} }b`", "`${ {a: {}} }.`"],
  ["x = /[/\"']/.test(y)", "x = /...../.test(y)"],
  ["return /a'/; b", "return /../; b"],
  ["a / b / c", "a / b / c"],
  ["f(a) / 2 + '/'", "f(a) / 2 + '.'"],
  ["list[0] / 2; '/'", "list[0] / 2; '.'"],
  ["f(/'/)", "f(/./)"],
  ["myreturn / 2 / '", "myreturn / 2 / '"],
  ["x = // a\n /'/", "x = ....\n /./"],
];

Deno.test("blankNonCode() leaves code, at its place", () => {
  for (const [source, code] of ROWS) {
    // A dot of the source itself stands for itself.
    const expected = [...code].map((char, i) => char === "." && source[i] !== "." ? " " : char);
    assertEquals(blankNonCode(source), expected.join(""), source);
  }
});
