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
  for (const module of modules) {
    if (!await isChanged(out, module)) continue;
    changed++;
    const path = join(out, module.path);
    if (check) {
      console.error(`gen: ${path} is not up to date`);
      continue;
    }
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, module.text);
    if (!options.quiet) console.log(`gen: wrote ${path}`);
  }
  const summary = check ? `${changed} not up to date` : `${changed} written`;
  console.log(`gen: ${modules.length} modules in ${out}, ${summary}`);
  return check && changed > 0 ? 1 : 0;
}

async function isChanged(out: string, { path, text }: GeneratedModule): Promise<boolean> {
  try {
    return await Deno.readTextFile(join(out, path)) !== text;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}
