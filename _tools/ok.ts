/**
 * The gate: everything that must hold before a change goes in. `deno task ok`; `--help` prints the
 * option.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { commandLine } from "./command_line.ts";

const HELP = `The gate: everything that must hold before a commit.

Usage: deno task ok [options]

  --no-test  Leaves out the tests, where they have just been run.
  --help     Print this.`;

/** The checks, and the arguments of `deno` for each. */
const STEPS: readonly [name: string, ...args: string[]][] = [
  ["format", "fmt", "--check"],
  ["lint", "lint"],
  ["layers", "run", "--allow-read", "_tools/check_layers.ts"],
  ["types", "check", "."],
  ["docs", "run", "--allow-read", "--allow-run", "_tools/check_docs.ts"],
  ["tests", "task", "test"],
  ["generated code", "run", "--allow-all", "_tools/gen.ts", "--check"],
  ["publishing", "publish", "--dry-run", "--allow-dirty"],
];

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Runs a check, and says how it went; shows its output if it failed. */
async function run(name: string, args: string[]): Promise<boolean> {
  const start = performance.now();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const decoder = new TextDecoder();
  const output = `${decoder.decode(stdout)}\n${decoder.decode(stderr)}`.trim();
  if (!success) console.log(`${output}\n`);
  const counts = output.split("\n").findLast((line) => /\d+ (files|passed)/.test(line)) ?? "";
  console.log(`${success ? "ok    " : "FAILED"} ${name.padEnd(14)} ${seconds} s  ${counts}`);
  return success;
}

if (import.meta.main) {
  const { values } = commandLine(HELP, { "no-test": { type: "boolean", default: false } });
  const failed: string[] = [];
  for (const [name, ...args] of STEPS) {
    if (name === "tests" && values["no-test"]) continue;
    if (!await run(name, args)) failed.push(name);
  }
  if (failed.length > 0) {
    console.log(`\nNot ok: ${failed.join(", ")}`);
    Deno.exit(1);
  }
  console.log("\nok");
}
