/**
 * `deno task gen`: generates all generated code of the repository. `--help` prints the option.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { compile } from "../codegen/_compile.ts";
import { writeModules } from "../codegen/_write.ts";
import { main } from "../codegen/gen.ts";
import { generate } from "../codegen/plugin.ts";
import { commandLine } from "./command_line.ts";

const HELP = `Generates all generated code of the repository.

Usage: deno task gen [options]

  --check  Write nothing; fail if anything would change.
  --help   Print this.`;

const ROOT = resolve(import.meta.dirname!, "..");

/** Folders of `.proto` files, and where their code goes. */
const FOLDERS: readonly (readonly [protos: string, out: string])[] = [
  ["bench/rpc/proto", "bench/rpc/gen"],
  ["examples/greet/proto", "examples/greet/gen"],
  ["codegen/testdata", "codegen/testdata/gen"],
  ["json/testdata/proto", "json/testdata/gen"],
  ["reflect/testdata/proto", "reflect/testdata/gen"],
  ["rpc/testdata", "rpc/testdata/gen"],
  ["text/testdata/proto", "text/testdata/gen"],
  ["views/testdata/proto", "views/testdata/gen"],
];

const DESCRIPTOR = "google/protobuf/descriptor.proto";
const PLUGIN = "google/protobuf/compiler/plugin.proto";

/** The code that is part of the runtime, generated from files that the compiler carries. */
async function generateRuntime(check: boolean): Promise<number> {
  const protos = await compile([join(ROOT, "wkt")]);
  const names = protos.map((proto) => proto.name!).filter((name) =>
    name.startsWith("google/protobuf/")
  );
  const wkt = names.filter((name) => name !== DESCRIPTOR && name !== PLUGIN);
  const jobs = [
    ["reflect/gen", generate(protos, [DESCRIPTOR], { runtime: "../..", bootstrap: true })],
    ["codegen/gen", generate(protos, [PLUGIN], { runtime: "../.." })],
    ["wkt/gen", generate(protos, wkt, { runtime: "../.." })],
  ] as const;
  let failed = 0;
  for (const [out, modules] of jobs) failed += await writeModules(out, modules, check);
  return failed;
}

if (import.meta.main) {
  Deno.chdir(ROOT);
  const { values: { check } } = commandLine(HELP, { check: { type: "boolean", default: false } });
  let failed = await generateRuntime(check);
  for (const [protos, out] of FOLDERS) {
    failed += await main([protos, "--out", out, ...check ? ["--check"] : []]);
  }
  if (failed > 0) console.error("gen: run `deno task gen`");
  Deno.exit(failed > 0 ? 1 : 0);
}
