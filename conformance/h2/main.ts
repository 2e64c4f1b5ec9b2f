/**
 * `deno task conformance:h2`: runs h2spec, strictly, against `serve()`. `--help` prints how.
 *
 * @module
 */
import { commandLine } from "../../_tools/command_line.ts";
import { lockCache } from "../cache.ts";
import { isAvailable, NEEDS_GO, runSuite } from "./suite.ts";

const HELP = `Runs h2spec, strictly, against serve(). It needs Go.

Usage: deno task conformance:h2 [section...]

  section  Only these sections, such as http2/6.5 or hpack. Default: all
  --help   Print this.`;

const { positionals, fail } = commandLine(HELP, {}, { positionals: true });
if (!await isAvailable()) {
  console.error(NEEDS_GO);
  Deno.exit(2);
}
using _lock = await lockCache();
const start = performance.now();
const { total, passed, skipped, failed, failures, log } = await runSuite(positionals);
if (total === 0) fail(`There is no section ${positionals.join(" or ")}`);
if (failed > 0) console.log(failures);
const seconds = ((performance.now() - start) / 1000).toFixed(1);
console.log(`${total} cases, ${passed} passed, ${skipped} skipped, ${failed} failed, ${seconds} s`);
console.log(`All that the suite printed is in ${log}`);
if (failed > 0) Deno.exit(1);
