import { Buffer } from "node:buffer";
import { dirname, join } from "node:path";
import type { GeneratedModule } from "./plugin.ts";

/**
 * Writes the modules that differ from what is there, and prints what it did.
 *
 * @param out The output folder.
 * @param modules The modules.
 * @param check Whether to write nothing, and fail if anything would change.
 * @param options `quiet` leaves out the line for each module that was written.
 * @returns The exit code: 1 if `check` found anything, else 0.
 */
export async function writeModules(
  out: string,
  modules: readonly GeneratedModule[],
  check: boolean,
  options: { quiet?: boolean } = {},
): Promise<number> {
  let changed = 0;
  const encoder = new TextEncoder();
  for (const { path, text } of modules) {
    if (await writeFileIfChanged(join(out, path), encoder.encode(text), check, options)) changed++;
  }
  const summary = check ? `${changed} not up to date` : `${changed} written`;
  const count = modules.length === 1 ? "1 module" : `${modules.length} modules`;
  console.log(`gen: ${count} in ${out}, ${summary}`);
  return check && changed > 0 ? 1 : 0;
}

/**
 * Writes a file unless it is there with the same bytes, and prints what it did.
 *
 * @param path Where it is.
 * @param bytes What is to be in it.
 * @param check Whether to write nothing, and complain if it would change.
 * @param options `quiet` leaves out the line if it was written.
 * @returns Whether it was not up to date.
 */
export async function writeFileIfChanged(
  path: string,
  bytes: Uint8Array,
  check: boolean,
  options: { quiet?: boolean } = {},
): Promise<boolean> {
  if (!await isChanged(path, bytes)) return false;
  if (check) {
    console.error(`gen: ${path} is not up to date`);
    return true;
  }
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeFile(path, bytes);
  if (!options.quiet) console.log(`gen: wrote ${path}`);
  return true;
}

async function isChanged(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return Buffer.compare(await Deno.readFile(path), bytes) !== 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}
