/**
 * `deno task bench:rpc`: calls by Seria beside those by other libraries, and beside what is the least
 * that they can cost. The figures also go to `bench/results/rpc.json`. See README.md.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { reportBars } from "./bars.ts";
import { CLIENTS } from "./clients.ts";
import { IDLE } from "./idle.ts";
import { inProcess } from "./in_process.ts";
import { LOADS } from "./loads.ts";
import type { Row } from "./measure.ts";

const HELP = `Compares calls with those of other libraries.

Usage: deno task bench:rpc [options]

  --only TEXT  Only scenarios whose name has the text in it; may be repeated.
               Writes no results.
  --quick      Short times, for a first look. Writes no results.
  --help       Print this.`;

const RESULTS = new URL("../results/rpc.json", import.meta.url);

/** Units of which less is better. */
const COSTS = /^(µs|KiB)/;

/** Prints the figures of a scenario, and how the first one compares with the others. */
function report(rows: readonly Row[]): void {
  const [first] = rows as [Row];
  console.log(`\n${first.scenario}`);
  for (const { library, unit, value } of rows) {
    const digits = value < 100 ? 2 : 0;
    const cost = COSTS.test(unit);
    const ratio = cost ? value / first.value : first.value / value;
    const compared = library === first.library
      ? ""
      : `${first.library} is ${ratio.toFixed(2)}x as ${unit.startsWith("KiB") ? "small" : "fast"}`;
    console.log(
      `  ${library.padEnd(22)} ${value.toFixed(digits).padStart(9)} ${
        unit.padEnd(10)
      }  ${compared}`,
    );
  }
}

const { values: { only, quick, help } } = parseArgs({
  args: Deno.args,
  options: {
    only: { type: "string", multiple: true, default: [""] },
    quick: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (help) {
  console.log(HELP);
  Deno.exit();
}

const all = [...await inProcess(), ...LOADS, ...CLIENTS, IDLE];
const chosen = all.filter(({ name }) => only.some((text) => name.includes(text)));
const results: Row[] = [];
for (const { name, run } of chosen) {
  const rows = (await run({ quick })).map((figure) => ({ scenario: name, ...figure }));
  report(rows);
  results.push(...rows);
}
console.log("\nBars");
reportBars(results);
if (!quick && chosen.length === all.length) {
  await Deno.mkdir(new URL(".", RESULTS), { recursive: true });
  await Deno.writeTextFile(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
}
