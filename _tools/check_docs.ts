/**
 * Checks the documentation of every public entry point: `deno run -R --allow-run _tools/check_docs.ts`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import config from "../deno.json" with { type: "json" };

if (import.meta.main) {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", ...new Set(Object.values(config.exports))],
    cwd: fileURLToPath(new URL("..", import.meta.url)),
  }).spawn().status;
  Deno.exit(code);
}
