/**
 * `deno task conformance:protobuf`: runs the upstream protobuf conformance suite. `--help` prints the
 * options.
 *
 * @module
 */
import { commandLine } from "../../_tools/command_line.ts";
import { lockCache } from "../cache.ts";
import { generate } from "./generate.ts";
import { isModeName, MODE_NAMES, type ModeName } from "./modes.ts";
import { runSuite, type SuiteResult } from "./suite.ts";

const HELP = `Runs the upstream protobuf conformance suite.

Usage: deno task conformance:protobuf [options]

  --mode NAME  Only this way of reading messages; may be repeated. One of
               ${MODE_NAMES.join(", ")}
  --test NAME  Only the test of this name; may be repeated.
  --help       Print this.`;

const { values, fail } = commandLine(HELP, {
  mode: { type: "string", multiple: true, default: [...MODE_NAMES] },
  test: { type: "string", multiple: true, default: [] },
});
const modes = values.mode.map(checkMode);
using _lock = await lockCache();
console.log("Generating code from the suite's protos");
await generate();
let passed = true;
for (const mode of modes) {
  const start = performance.now();
  console.log(`\n${mode}:`);
  const result = await runSuite(mode, values.test);
  report(result);
  console.log(`  ${((performance.now() - start) / 1000).toFixed(1)} s`);
  passed &&= result.passed;
}
if (!passed) Deno.exit(1);

function checkMode(name: string): ModeName {
  if (isModeName(name)) return name;
  return fail(`--mode takes ${MODE_NAMES.join(", ")}`);
}

function report(result: SuiteResult): void {
  for (const line of result.details) console.log(`  ${line}`);
  console.log(`  binary and JSON: ${result.binaryAndJson?.line ?? "not run"}`);
  console.log(`  text format: ${result.textFormat?.line ?? "not run"}`);
  if (!result.passed) console.log(`  The runner's log and lists are in ${result.outputDir}`);
}
