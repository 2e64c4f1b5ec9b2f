/**
 * Runs h2spec, strictly, against `serve()`. Arguments are sections, such as `http2/6.5`; without any
 * all are run.
 *
 * @module
 */
import { lockCache } from "../cache.ts";
import { isAvailable, NEEDS_GO, runSuite } from "./suite.ts";

if (!await isAvailable()) {
  console.error(NEEDS_GO);
  Deno.exit(2);
}
using _lock = await lockCache();
const start = performance.now();
const { total, passed, skipped, failed, failures, log } = await runSuite(Deno.args);
if (failed > 0) console.log(failures);
const seconds = ((performance.now() - start) / 1000).toFixed(1);
console.log(`${total} cases, ${passed} passed, ${skipped} skipped, ${failed} failed, ${seconds} s`);
console.log(`All that the suite printed is in ${log}`);
if (failed > 0) Deno.exit(1);
