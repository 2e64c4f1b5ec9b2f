/**
 * `deno task bench:rpc`: calls by Seria beside those by `@connectrpc/connect`, and beside what is
 * the least that they can cost, in one run. The figures also go to `bench/results/rpc.json`.
 *
 * Needs `wrk`.
 *
 * @module
 */
import { denoServe } from "./deno_serve.ts";
import { inProcess } from "./in_process.ts";
import type { Row } from "./measure.ts";

const RESULTS = new URL("../results/rpc.json", import.meta.url);

const all: Row[] = [];

/** Prints the figures of a scenario, and how the first one compares with the others. */
function report(rows: readonly Row[]): void {
  all.push(...rows);
  const [first] = rows as [Row];
  console.log(`\n${first.scenario}`);
  for (const { library, unit, value } of rows) {
    const digits = value < 100 ? 2 : 0;
    const ratio = unit === "µs" ? value / first.value : first.value / value;
    const compared = library === first.library
      ? ""
      : `${first.library} is ${ratio.toFixed(2)}x as fast`;
    console.log(
      `  ${library.padEnd(16)} ${value.toFixed(digits).padStart(9)} ${
        unit.padEnd(10)
      }  ${compared}`,
    );
  }
}

await inProcess(report);
await denoServe(report);
await Deno.mkdir(new URL(".", RESULTS), { recursive: true });
await Deno.writeTextFile(RESULTS, `${JSON.stringify(all, undefined, 2)}\n`);
