import { assertEquals } from "@std/assert";
import { docComment } from "./comments.ts";

Deno.test("docComment() writes what the text says, and nothing in it ends the comment or runs", () => {
  const cases: [string, string[]][] = [
    ["", []],
    [" One line.", ["/** One line. */"]],
    ["an end */ in it", ["/** an end *\\/ in it */"]],
    [" a\n\n\n\n b\n", ["/**", " * a", " *", " * b", " */"]],
    ["@param a\n b @c", ["/**", " * \\@param a", " * b @c", " */"]],
    ["```ts\nrun();\n@x\n```", ["/**", " * ```ts ignore", " * run();", " * @x", " * ```", " */"]],
    ["~~~\nrun();\n~~~", ["/**", " * ~~~text ignore", " * run();", " * ~~~", " */"]],
    // A fence without an end would take what follows with it.
    ["```js\nrun();", ["/**", " * ```js ignore", " * run();", " * ```", " */"]],
    // `deno test --doc` finds fences in lists and quotes, in longer ones, and amid a line.
    [" - ```ts\n   run();\n   ```", ["/**", " * - ```ts ignore", " *   run();", " *   ```", " */"]],
    ["> 1. ```\n> run();\n> ```", [
      "/**",
      " * > 1. ```text ignore",
      " * > run();",
      " * > ```",
      " */",
    ]],
    ["````\n```ts\nrun();\n```\n````", [
      "/**",
      " * ```text ignore",
      " * \\`\\`\\`ts",
      " * run();",
      " * \\`\\`\\`",
      " * ```",
      " */",
    ]],
    ["of ```ts\nrun();", ["/**", " * of \\`\\`\\`ts", " * run();", " */"]],
    ["a\r\nb\u2028c", ["/**", " * a", " * b", " * c", " */"]],
  ];
  for (const [text, lines] of cases) assertEquals(docComment(text), lines, text);
  assertEquals(docComment("a", ["@deprecated"]), ["/**", " * a", " *", " * @deprecated", " */"]);
  assertEquals(docComment("", ["@deprecated"]), ["/** @deprecated */"]);
});
