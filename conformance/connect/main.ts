/**
 * `deno task conformance:connect`: runs the upstream ConnectRPC conformance suite. `--help` prints
 * the options.
 *
 * @module
 */
import { commandLine } from "../../_tools/command_line.ts";
import { lockCache } from "../cache.ts";
import { generate } from "./generate.ts";
import { isAvailable, NEEDS_GO } from "./module.ts";
import { runSuite, TARGET_NAMES, type TargetName, TARGETS } from "./suite.ts";

/** How many failures are printed in full. */
const MAX_SHOWN = 20;

const HELP = `Runs the upstream ConnectRPC conformance suite. It needs Go.

Usage: deno task conformance:connect [options]

  --target NAME  Only this program under test; may be repeated. One of
                 ${TARGET_NAMES.join(", ")}
  --run PATTERN  Only cases whose name matches, in which * is one part of a
                 name and ** any number; may be repeated.
  --trace        Shows the HTTP traffic of failed cases.
  --help         Print this.`;

const { values, fail } = commandLine(HELP, {
  target: { type: "string", multiple: true, default: TARGET_NAMES },
  run: { type: "string", multiple: true, default: [] },
  trace: { type: "boolean", default: false },
});
const targets = values.target.filter((name): name is TargetName => name in TARGETS);
if (targets.length < values.target.length) {
  fail(`--target must be one of ${TARGET_NAMES.join(", ")}`);
}
if (!await isAvailable()) {
  console.error(NEEDS_GO);
  Deno.exit(2);
}

using _lock = await lockCache();
console.log("Generating code from the suite's protos");
await generate();
let passed = true;
for (const target of targets) {
  const start = performance.now();
  const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  console.log(`\n${target}:`);
  const result = await runSuite(target, {
    run: values.run,
    more: values.trace ? ["--trace"] : [],
    report: (line) => console.log(`  ${line}, after ${seconds()}`),
  });
  for (const failure of result.failures.slice(0, MAX_SHOWN)) console.log(`  ${failure}`);
  const { total, failed, log } = result;
  console.log(`  ${total} cases, ${total - failed} passed, ${failed} failed, ${seconds()}`);
  if (!result.passed) console.log(`  All that the suite printed is in ${log}`);
  passed &&= result.passed;
}
if (!passed) Deno.exit(1);
