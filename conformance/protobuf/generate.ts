import { main as gen } from "@seria/seria/gen";
import { pathToFileURL } from "node:url";
import { cachePath, removeAll } from "../cache.ts";
import { protoFolder } from "./runner.ts";

const GENERATED = cachePath("gen");
const DESCRIPTORS = cachePath("descriptors.binpb");

/**
 * Compiles the suite's `.proto` files: to modules for generated mode, and to a set of descriptors
 * for dynamic mode. Both go into the cache.
 *
 * @throws {Error} If the files do not compile.
 */
export async function generate(): Promise<void> {
  const folder = await protoFolder();
  await removeAll(GENERATED);
  const code = await gen([folder, "--out", GENERATED, "--descriptor-set", DESCRIPTORS]);
  if (code !== 0) throw new Error("Cannot generate code from the suite's protos");
}

/** The URLs of the generated modules. */
export async function generatedModules(): Promise<string[]> {
  return (await typeScriptFiles(GENERATED)).map((path) => pathToFileURL(path).href);
}

/** Where {@linkcode generate} leaves the `FileDescriptorSet` of the suite's `.proto` files. */
export function descriptorSetPath(): string {
  return DESCRIPTORS;
}

async function typeScriptFiles(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) paths.push(...await typeScriptFiles(path));
    else if (name.endsWith(".ts")) paths.push(path);
  }
  return paths.sort();
}
