import { assertEquals } from "@std/assert";
import { checkLayers } from "./check.ts";

const EXPORTS = {
  ".": "./mod.ts",
  "./wire": "./wire/mod.ts",
  "./reflect": "./reflect/mod.ts",
  "./rpc": "./rpc/mod.ts",
  "./gen": "./codegen/gen.ts",
};

function check(files: Record<string, string>): string[] {
  return checkLayers(new Map(Object.entries(files)), EXPORTS)
    .map(({ path, line, message }) => `${path}:${line}: ${message}`);
}

/** What is said of a single import. */
function importOf(path: string, specifier: string, kind = "import"): string | undefined {
  const source = kind === "import()" ? `import("${specifier}")` : `${kind} "${specifier}"`;
  return check({ [path]: source })[0]?.replace(`${path}:1: `, "");
}

Deno.test("imports go down the layers", () => {
  const allowed: [path: string, specifier: string][] = [
    ["wire/a.ts", "./b.ts"],
    ["wire/a.ts", "./_b.ts"],
    ["reflect/a.ts", "../wire/mod.ts"],
    ["reflect/a.ts", "../editions/mod.ts"],
    ["reflect/a.ts", "./gen/google/protobuf/descriptor_pb.ts"],
    ["reflect/gen/google/protobuf/descriptor_pb.ts", "../../../../wire/mod.ts"],
    ["views/a.ts", "../reflect/mod.ts"],
    ["wkt/gen/a_pb.ts", "../../reflect/mod.ts"],
    ["json/_wkt/a.ts", "../../wkt/mod.ts"],
    ["json/_wkt/a.ts", "../_b.ts"],
    ["text/a.ts", "../views/mod.ts"],
    ["rpc/_connect/a.ts", "../../json/mod.ts"],
    ["mod.ts", "./rpc/mod.ts"],
    ["rpc/serve.ts", "../http/mod.ts"],
    ["rpc/serve.ts", "./_b.ts"],
    ["codegen/a.ts", "../rpc/mod.ts"],
    ["codegen/a.ts", "@seria/seria/reflect"],
    ["codegen/a.ts", "npm:@bufbuild/buf@1"],
    ["bench/a.ts", "@seria/seria"],
    ["bench/a.ts", "./gen/a_pb.ts"],
    ["bench/a.ts", "npm:protobufjs"],
    ["conformance/a.ts", "@seria/seria/gen"],
    ["examples/a/b.ts", "../c.ts"],
    ["examples/a/b.ts", "node:fs"],
  ];
  for (const [path, specifier] of allowed) {
    assertEquals(importOf(path, specifier), undefined, `${path} ${specifier}`);
  }
});

Deno.test("imports do not go up, or across, or past mod.ts", () => {
  const refused: [path: string, specifier: string, problem: string][] = [
    ["wire/a.ts", "../editions/mod.ts", "wire may not import editions"],
    ["wire/a.ts", "../reflect/mod.ts", "wire may not import reflect"],
    ["reflect/a.ts", "../wkt/mod.ts", "reflect may not import wkt"],
    ["reflect/a.ts", "../mod.ts", "reflect may not import mod.ts"],
    ["json/a.ts", "../text/mod.ts", "json may not import text"],
    ["json/a.ts", "../rpc/mod.ts", "json may not import rpc"],
    ["rpc/a.ts", "../codegen/mod.ts", "rpc may not import codegen"],
    ["rpc/a.ts", "../http/mod.ts", "rpc may not import http"],
    ["rpc/_connect/serve.ts", "../../http/mod.ts", "rpc may not import http"],
    ["http/a.ts", "../wire/mod.ts", "http may not import wire"],
    ["mod.ts", "./http/mod.ts", "mod.ts may not import http"],
    ["reflect/a.ts", "../wire/reader.ts", "wire/reader.ts: import wire/mod.ts"],
    ["rpc/serve.ts", "../http/server.ts", "http/server.ts: import http/mod.ts"],
    ["codegen/a.ts", "../reflect/names.ts", "reflect/names.ts: import reflect/mod.ts"],
    ["json/a.ts", "../wkt/gen/a_pb.ts", "wkt/gen/a_pb.ts: import wkt/mod.ts"],
    ["bench/a.ts", "../wire/mod.ts", "wire/mod.ts: import public entry points, by name"],
    ["bench/a.ts", "../examples/a.ts", "examples/a.ts: import public entry points, by name"],
  ];
  for (const kind of ["import", "import type A from", "export * from", "import()"]) {
    for (const [path, specifier, problem] of refused) {
      assertEquals(importOf(path, specifier, kind), problem, `${path} ${specifier}`);
    }
  }
});

Deno.test("what is private stays in its folder", () => {
  const refused: [path: string, specifier: string, target: string][] = [
    ["json/a.ts", "../wire/_b.ts", "wire/_b.ts"],
    ["rpc/a.ts", "./_connect/_b.ts", "rpc/_connect/_b.ts"],
    ["rpc/_grpc/a.ts", "../_connect/_b.ts", "rpc/_connect/_b.ts"],
    ["reflect/a.ts", "../rpc/_connect/b.ts", "rpc/_connect/b.ts"],
  ];
  for (const [path, specifier, target] of refused) {
    assertEquals(importOf(path, specifier), `${target} is private`);
  }
  assertEquals(importOf("rpc/a.ts", "./_connect/b.ts"), undefined);
  assertEquals(importOf("rpc/_grpc/a.ts", "../_connect/b.ts"), undefined);
});

Deno.test("tests and tools are not for other code", () => {
  for (const specifier of ["./b_test.ts", "./testdata/b.ts", "../_std/assert/mod.ts"]) {
    assertEquals(importOf("wire/a.ts", specifier)?.endsWith("is for tests and tools"), true);
  }
});

Deno.test("benchmarks and conformance suites use tools", () => {
  assertEquals(importOf("bench/rpc/main.ts", "../../_tools/command_line.ts"), undefined);
  assertEquals(importOf("conformance/h2/main.ts", "../../_tools/command_line.ts"), undefined);
  assertEquals(
    importOf("examples/a.ts", "../_tools/b.ts"),
    "_tools/b.ts is for tests and tools",
  );
});

Deno.test("runtime code imports by path, and no packages", () => {
  assertEquals(importOf("rpc/a.ts", "@seria/seria/wire"), "@seria/seria/wire: import it by path");
  assertEquals(importOf("rpc/a.ts", "@std/bytes"), "@std/bytes is a package");
  assertEquals(importOf("rpc/a.ts", "npm:x"), "npm:x is a package");
  assertEquals(importOf("http/a.ts", "https://example.com/x.ts")?.endsWith("is a package"), true);
  assertEquals(
    importOf("bench/a.ts", "@seria/seria/private"),
    "@seria/seria/private is no public entry point",
  );
  assertEquals(
    check({ "rpc/a.ts": "import(name)" }),
    ["rpc/a.ts:1: import() of a name that is computed"],
  );
});

Deno.test("runtime code uses Web APIs, and no code is made of text", () => {
  const source = `import "node:fs";\nDeno.cwd();\neval("1");\n`;
  assertEquals(check({ "rpc/a.ts": source }), [
    "rpc/a.ts:1: node:fs is not there on every host",
    "rpc/a.ts:2: Deno is not there on every host",
    "rpc/a.ts:3: eval makes code of text",
  ]);
  for (const path of ["http/a.ts", "rpc/serve.ts", "codegen/a.ts", "bench/a.ts"]) {
    assertEquals(check({ [path]: source }), [`${path}:3: eval makes code of text`]);
  }
});

Deno.test("import cycles are found, those of types aside", () => {
  assertEquals(
    check({
      "wire/a.ts": `import type { B } from "./b.ts";\nimport "./c.ts";`,
      "wire/b.ts": `import "./a.ts";`,
      "wire/c.ts": `void import("./a.ts");`,
    }),
    [],
  );
  assertEquals(
    check({
      "wire/a.ts": `import type { B } from "./b.ts";\nexport * from "./b.ts";`,
      "wire/b.ts": `import { c } from "./c.ts";`,
      "wire/c.ts": `import "./a.ts";`,
      "wire/a_test.ts": `import "./a_test.ts";`,
    }),
    ["wire/a.ts:2: import cycle: wire/a.ts -> wire/b.ts -> wire/c.ts -> wire/a.ts"],
  );
});

Deno.test("a folder needs a rule, and tests and tools need none", () => {
  assertEquals(check({ "new/a.ts": "" }), ["new/a.ts:1: no rule says what new may import"]);
  assertEquals(check({ "other.ts": "" }), ["other.ts:1: no rule says what other.ts may import"]);
  const anything = `import "../mod.ts"; Deno.cwd();`;
  assertEquals(
    check({
      "wire/a_test.ts": anything,
      "wire/a_bench.ts": anything,
      "wire/testdata/a.ts": anything,
      "_std/assert/mod.ts": anything,
      "_tools/ok.ts": anything,
    }),
    [],
  );
});
