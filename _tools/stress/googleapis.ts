/**
 * `deno task stress:googleapis`: generates code for all of Google's public APIs, type-checks it,
 * and sends random messages of every type through all formats, for generated and dynamic types.
 *
 * The `.proto` files come from the npm package `google-proto-files`. Left out is its folder
 * `google/protobuf`: not APIs, but test data of the protobuf compiler, which does not compile.
 *
 * @module
 */
import { createRegistry, decode, encode, equals } from "@seria/seria/reflect";
import type { GeneratedFile, Message, MessageType, Registry } from "@seria/seria/reflect";
import { fromJsonString, toJsonString } from "@seria/seria/json";
import { fromText, toText } from "@seria/seria/text";
import { assert, assertEquals } from "../../_std/assert/mod.ts";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import repository from "../../deno.json" with { type: "json" };
import { compile } from "../../codegen/_compile.ts";
import { writeModules } from "../../codegen/_write.ts";
import { generate, type GeneratedModule } from "../../codegen/plugin.ts";
import { Random, randomMessage } from "../../reflect/testdata/random_message.ts";

const ROOT = resolve(import.meta.dirname!, "..", "..");
const OUT = join(ROOT, ".cache", "stress", "googleapis");
const SEED = Number(Deno.env.get("SEED") ?? Date.now() % 1_000_000);
const MESSAGES_PER_TYPE = 3;

async function timed<T>(title: string, run: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await run();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${title.padEnd(34)} ${seconds.padStart(7)} s`);
  return result;
}

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

async function load(modules: readonly GeneratedModule[]): Promise<Registry> {
  const files: GeneratedFile[] = [];
  for (const { path } of modules) {
    const module: Record<string, unknown> = await import(pathToFileURL(join(OUT, path)).href);
    for (const [name, value] of Object.entries(module)) {
      if (name.startsWith("file_")) files.push(value as GeneratedFile);
    }
  }
  return createRegistry(...files);
}

function roundTrip(
  random: Random,
  generated: MessageType,
  dynamic: MessageType,
  registry: Registry,
): void {
  const message = randomMessage(random, generated.descriptor);
  const same = (actual: Message) => {
    if (!equals(generated, actual, message)) assertEquals(actual, message, generated.typeName);
  };
  const bytes = encode(generated, message);
  same(decode(generated, bytes));
  same(decode(dynamic, bytes));
  assertEquals(encode(dynamic, message), bytes, generated.typeName);
  same(fromText(generated, toText(generated, message, { registry }), { registry }));
  const json = jsonOf(generated, message, registry);
  if (json === undefined) return;
  assertEquals(toJsonString(dynamic, message, { registry }), json);
  fromJsonString(generated, json, { registry });
}

/** A message as JSON; some random messages, with an `Any` of nothing for one, have none. */
function jsonOf(type: MessageType, message: Message, registry: Registry): string | undefined {
  try {
    return toJsonString(type, message, { registry });
  } catch (error) {
    if (error instanceof Error && error.name === "JsonError") return undefined;
    throw error;
  }
}

if (import.meta.main) {
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
  await timed("type-check", () => typeCheck(modules));
  const generated = await timed("load", () => load(modules));
  const dynamic = await timed("build dynamic types", () => {
    return Promise.resolve(createRegistry({ file: protos }));
  });
  let types = 0;
  await timed(`round trips (SEED=${SEED})`, async () => {
    const random = new Random(SEED);
    for (const [i, file] of generated.files.entries()) {
      if (i % 1000 === 999) console.log(`  ${i + 1} of ${generated.files.length} files`);
      for (const { fullName } of file.messages) {
        types++;
        for (let i = 0; i < MESSAGES_PER_TYPE; i++) {
          const twin = dynamic.message(fullName)!;
          roundTrip(random, generated.message(fullName)!, twin, generated);
        }
      }
    }
    await Promise.resolve();
  });
  console.log(
    `${names.length} files, ${types} top-level message types, 0 failures, 0 files left out`,
  );
}
