/**
 * `deno task test:jsr`: runs all tests against the real `@std/*` packages, instead of the stand-ins
 * in `_std/`. It has to reach JSR.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import config from "../deno.json" with { type: "json" };
import { commandLine } from "./command_line.ts";

const HELP = `Runs all tests against the real @std packages. It needs JSR.

Usage: deno task test:jsr

  --help  Print this.`;

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Beside `deno.json`, because the paths in it are relative. Deleted at the end. */
const CONFIG = "deno.jsr.json";

if (import.meta.main) {
  commandLine(HELP, {});
  const { links: _, ...withoutLinks } = config;
  await Deno.writeTextFile(ROOT + CONFIG, JSON.stringify(withoutLinks));
  try {
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--doc", "--parallel", "--no-lock", "--config", CONFIG, "--ignore=_std"],
      cwd: ROOT,
    }).spawn().status;
    Deno.exitCode = code;
  } finally {
    await Deno.remove(ROOT + CONFIG);
  }
}
