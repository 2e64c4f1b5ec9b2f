import { assertEquals } from "@std/assert";
import { type Import, scan } from "./scan.ts";

const IMPORTS: [source: string, specifier: string | undefined, kind: Import["kind"]][] = [
  [`import a from "./a.ts";`, "./a.ts", "static"],
  [`import { a } from './a.ts'`, "./a.ts", "static"],
  [`import { a, type B } from "./a.ts";`, "./a.ts", "static"],
  [`import { type B } from "./a.ts";`, "./a.ts", "static"],
  [`import * as a from "./a.ts";`, "./a.ts", "static"],
  [`import a, { b } from "./a.ts";`, "./a.ts", "static"],
  [`import a, * as b from "./a.ts";`, "./a.ts", "static"],
  [`import {\n  a, // from "./b.ts"\n  c,\n} from "./a.ts";`, "./a.ts", "static"],
  [`import{a}from"./a.ts"`, "./a.ts", "static"],
  [`import "./a.ts";`, "./a.ts", "static"],
  [`import data from "./a.json" with { type: "json" };`, "./a.json", "static"],
  [`import type from "./a.ts";`, "./a.ts", "static"],
  [`import type, { a } from "./a.ts";`, "./a.ts", "static"],
  [`export * from "./a.ts";`, "./a.ts", "static"],
  [`export * as a from "./a.ts";`, "./a.ts", "static"],
  [`export { a } from "./a.ts";`, "./a.ts", "static"],
  [`import type { A } from "./a.ts";`, "./a.ts", "type"],
  [`import type A from "./a.ts";`, "./a.ts", "type"],
  [`import type * as a from "./a.ts";`, "./a.ts", "type"],
  [`export type { A } from "./a.ts";`, "./a.ts", "type"],
  [`export type * from "./a.ts";`, "./a.ts", "type"],
  [`const a = await import("./a.ts");`, "./a.ts", "dynamic"],
  ["const a = import(\n  `./a.ts`\n);", "./a.ts", "dynamic"],
  [`let a: typeof import("./a.ts");`, "./a.ts", "dynamic"],
  [`import(name)`, undefined, "dynamic"],
  ["import(`./${name}.ts`)", undefined, "dynamic"],
];

Deno.test("scan() finds every form of import", () => {
  for (const [source, specifier, kind] of IMPORTS) {
    assertEquals(scan(source).imports, [{ specifier, kind, line: 1 }], source);
  }
});

Deno.test("scan() finds all of them, with their lines", () => {
  const source = `
// import a from "./comment.ts";
import { a } from "./a.ts"; import "./b.ts";
const text = 'import c from "./string.ts"';
export const from = "./d.ts";
export type Name = "./e.ts";
export { text };
/* import("./comment.ts") */ void import("./f.ts");
object.import("./g.ts");
const { x } = import.meta;
`;
  assertEquals(scan(source).imports.map(({ specifier, line }) => [specifier, line]), [
    ["./a.ts", 3],
    ["./b.ts", 3],
    ["./f.ts", 8],
  ]);
});

Deno.test("scan() finds what may not be used everywhere", () => {
  const source = `
Deno.cwd();
const host = globalThis.Deno?.build;
eval("1");
new Function("return 1");
Function("return 1")();
(0, globalThis.eval)("1");
`;
  assertEquals(scan(source).uses.map(({ what, line }) => `${what} ${line}`).sort(), [
    "Deno 2",
    "Deno 3",
    "Function 5",
    "Function 6",
    "eval 4",
    "eval 7",
  ]);
  const innocent = `
// Deno, eval("1"), new Function()
"Deno" + x.Deno + x.eval("1") + DenoLike + isDeno;
type Callback = Function;
retrieval(1); class FunctionType {} new FunctionType();
`;
  assertEquals(scan(innocent).uses, []);
});
