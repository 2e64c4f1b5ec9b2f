/**
 * Checks that imports go one way, that runtime code uses Web APIs only, and that no code is made of
 * text: `deno run -R _tools/check_layers.ts`. The rules are in `layers/rules.ts`.
 *
 * @module
 */
import { relative } from "node:path/posix";
import { fileURLToPath } from "node:url";
import config from "../deno.json" with { type: "json" };
import { checkLayers } from "./layers/check.ts";
import { UNCHECKED } from "./layers/rules.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

function* sources(folder: string): Generator<[path: string, source: string]> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const full = `${folder}/${name}`;
    const path = relative(ROOT, full);
    if (UNCHECKED.test(isDirectory ? `${path}/` : path)) continue;
    if (isDirectory) yield* sources(full);
    else if (name.endsWith(".ts")) yield [path, Deno.readTextFileSync(full)];
  }
}

if (import.meta.main) {
  const files = new Map(sources(ROOT));
  const violations = checkLayers(files, config.exports);
  for (const { path, line, message } of violations) console.error(`${path}:${line}: ${message}`);
  console.log(`${files.size} files, ${violations.length} violations`);
  if (violations.length > 0) Deno.exit(1);
}
