import { assert } from "@std/assert";
import { dirname, join, resolve } from "node:path";
import config from "../deno.json" with { type: "json" };

export const ROOT: string = resolve(import.meta.dirname!, "..");

/** A folder of somebody who uses the package; gone in the end. */
export interface Project extends AsyncDisposable {
  readonly path: string;
  /** Writes a file. */
  put(name: string, text: string): Promise<void>;
  /** Runs `deno` in the folder, and returns what it prints. It has to succeed. */
  deno(...args: string[]): Promise<string>;
}

export async function newProject(): Promise<Project> {
  const path = await Deno.makeTempDir({ prefix: "seria-docs-" });
  return {
    path,
    async put(name, text) {
      await Deno.mkdir(dirname(join(path, name)), { recursive: true });
      await Deno.writeTextFile(join(path, name), text);
    },
    async deno(...args) {
      const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args,
        cwd: path,
      }).output();
      assert(success, new TextDecoder().decode(stderr));
      return new TextDecoder().decode(stdout);
    },
    async [Symbol.asyncDispose]() {
      await Deno.remove(path, { recursive: true });
    },
  };
}

/** What stands for JSR in a project's `deno.json`: the entry points of this checkout. */
export function importMap(): Record<string, string> {
  const imports: Record<string, string> = { "@std/assert": join(ROOT, "_std/assert/mod.ts") };
  for (const [name, path] of Object.entries(config.exports)) {
    imports[name.replace(/^\./, config.name)] = join(ROOT, path);
  }
  return imports;
}
