import { create, createRegistry, decode, encode } from "@seria/seria";
import { CodeGeneratorRequest, CodeGeneratorResponse, generate } from "@seria/seria/codegen";
import type { FileDescriptorSet } from "@seria/seria/reflect";
import { dirname, join } from "node:path";
import { cachePath, importPackage, specifierOf } from "./config.ts";
import { pbfSchema } from "./pbf_schema.ts";
import { run } from "./run.ts";

/** The plugins of the peers that have one, and the parameters that their makers recommend. */
const PLUGINS: Readonly<
  Record<string, { package: string; bin: string; parameter: string }>
> = {
  "protobuf-es": {
    package: "@bufbuild/protoc-gen-es",
    bin: "protoc-gen-es",
    parameter: "target=ts,import_extension=ts",
  },
  "ts-proto": {
    package: "ts-proto",
    bin: "protoc-gen-ts_proto",
    // Without forceLong, 64-bit integers above 2^53 are errors.
    parameter: "esModuleInterop=true,forceLong=bigint,importSuffix=.ts",
  },
  "protobuf-ts": {
    package: "@protobuf-ts/plugin",
    bin: "protoc-gen-ts",
    parameter: "",
  },
  "protobufjs": {
    package: "protobufjs-cli",
    bin: "protoc-gen-pbjs",
    parameter: "",
  },
};

/** Generates the code of all libraries into the cache, where it is not there yet. */
export async function generateAll(schema: FileDescriptorSet): Promise<void> {
  const names = schema.file.map((file) => file.name ?? "");
  await write("seria", generate(schema.file, names));
  for (const [library, plugin] of Object.entries(PLUGINS)) {
    const request = encode(
      CodeGeneratorRequest,
      create(CodeGeneratorRequest, {
        fileToGenerate: names,
        protoFile: schema.file,
        parameter: plugin.parameter,
      }),
    );
    const key = `${specifierOf(plugin.package)} ${plugin.parameter} ${await digest(request)}`;
    await once(library, key, async () => {
      const bin = `${specifierOf(plugin.package)}/${plugin.bin}`;
      const output = await run([
        Deno.execPath(),
        "run",
        "-A",
        "--no-config",
        "--no-lock",
        bin,
      ], {
        input: request,
      });
      const response = decode(CodeGeneratorResponse, output);
      if (response.error) throw new Error(`${plugin.bin}: ${response.error}`);
      await write(
        library,
        response.file.map(({ name, content }) => ({
          path: name ?? "",
          text: content ?? "",
        })),
      );
    });
  }
  const key = `${specifierOf("pbf")} ${await digest(
    new TextEncoder().encode(JSON.stringify(names)),
  )}`;
  await once("pbf", key, async () => {
    const { compileRaw } = await importPackage("pbf/compile");
    const modules = createRegistry(schema).files.map((file) => ({
      path: file.name.replace(/\.proto$/, ".js"),
      text: compileRaw(pbfSchema(file)),
    }));
    await write("pbf", modules);
  });
}

/** Does something unless it has been done with the same key. */
async function once(
  library: string,
  key: string,
  action: () => Promise<void>,
): Promise<void> {
  const path = cachePath(`${library}/.made-from`);
  const made = await Deno.readTextFile(path).catch(() => "");
  if (made === key) return;
  console.error(`generating code for ${library}`);
  await action();
  await Deno.writeTextFile(path, key);
}

async function write(
  library: string,
  modules: readonly { path: string; text: string }[],
): Promise<void> {
  for (const { path, text } of modules) {
    const target = join(cachePath(library), path);
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.writeTextFile(target, text);
  }
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
