/**
 * `deno task stress:googleapis`: generates code for all of Google's public APIs, type-checks it,
 * and sends random messages of every type through all formats, for generated and dynamic types.
 *
 * The `.proto` files come from the npm package `google-proto-files`. Left out is its folder
 * `google/protobuf`: not APIs, but test data of the protobuf compiler, which does not compile.
 *
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { assert } from "../../_std/assert/mod.ts";
import { compile } from "../../codegen/_compile.ts";
import { writeModules } from "../../codegen/_write.ts";
import { generate, type GeneratedModule } from "../../codegen/plugin.ts";
import repository from "../../deno.json" with { type: "json" };
import { create, encode, FileDescriptorSet } from "../../reflect/mod.ts";
import { commandLine } from "../command_line.ts";
import { DESCRIPTORS, timed } from "./timed.ts";

const ROOT = resolve(import.meta.dirname!, "..", "..");
const OUT = join(ROOT, ".cache", "stress", "googleapis");

const HELP = `Generates code for all of Google's public APIs, type-checks it, and sends random
messages of every type through all formats. It takes minutes, and 12 GB of memory.

Usage: deno task stress:googleapis

  --help  Print this.`;

/** Type-checks all modules in one program, with the compiler options of the repository. */
async function typeCheck(modules: readonly GeneratedModule[]): Promise<void> {
  const entry = join(OUT, "all.ts");
  await Deno.writeTextFile(entry, modules.map(({ path }) => `import "./${path}";\n`).join(""));
  const config = join(OUT, "deno.json");
  await Deno.writeTextFile(config, JSON.stringify({ compilerOptions: repository.compilerOptions }));
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", "--config", config, entry],
    env: { DENO_V8_FLAGS: "--max-old-space-size=12000" },
  }).spawn().status;
  assert(success, "the generated code does not type-check");
}

/** Sends messages of all types through all formats, in a process without what is in memory here. */
async function roundTrips(): Promise<void> {
  const script = join(import.meta.dirname!, "round_trips.ts");
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--v8-flags=--max-old-space-size=12000", script, OUT],
  }).spawn().status;
  assert(success, "some types do not round-trip");
}

if (import.meta.main) {
  commandLine(HELP, {});
  const folder = dirname(fileURLToPath(import.meta.resolve("google-proto-files/package.json")));
  await import("google-proto-files/package.json", { with: { type: "json" } });
  await Deno.mkdir(OUT, { recursive: true });
  const protos = await timed("compile", () => compile([folder], ["google/protobuf"]));
  const names = protos.map((proto) => proto.name!).filter((name) =>
    !name.startsWith("google/protobuf/")
  );
  const modules = await timed("generate", async () => {
    const modules = generate(protos, names, { runtime: "../../.." });
    await writeModules(OUT, modules, false, { quiet: true });
    return modules;
  });
  const file = protos.map((proto) => ({ ...proto, sourceCodeInfo: undefined }));
  const set = { ...create(FileDescriptorSet), file };
  await Deno.writeFile(join(OUT, DESCRIPTORS), encode(FileDescriptorSet, set));
  await timed("type-check", () => typeCheck(modules));
  await roundTrips();
  console.log(`${names.length} files, 0 left out, 0 failures`);
}
