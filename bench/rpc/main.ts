/**
 * `deno task bench:rpc`: calls by Seria beside those by other libraries, and beside what is the least
 * that they can cost. The figures also go to `bench/results/rpc.json` and
 * `bench/RPC_RESULTS.md`. See README.md.
 *
 * @module
 */
import { commandLine } from "../../_tools/command_line.ts";
import { barLines } from "./bars.ts";
import { CLIENTS } from "./clients.ts";
import { IDLE } from "./idle.ts";
import { INGEST } from "./ingest.ts";
import { inProcess } from "./in_process.ts";
import { LOADS } from "./loads.ts";
import type { Row } from "./measure.ts";
import { advantage, shown, writeReport } from "./report.ts";

const HELP = `Compares calls with those of other libraries.

Usage: deno task bench:rpc [options]

  --only TEXT  Only scenarios whose name has the text in it; may be repeated.
               Writes no results.
  --quick      Short times, for a first look. Writes no results.
  --help       Print this.`;

/** Prints the figures of a scenario, and how the first one compares with the others. */
function print(rows: readonly Row[]): void {
  const [first] = rows as [Row];
  console.log(`\n${first.scenario}`);
  for (const row of rows) {
    const compared = row === first ? "" : `${first.library}: ${advantage(first, row).toFixed(2)}x`;
    const figure = `${shown(row).padStart(9)} ${row.unit.padEnd(10)}`;
    console.log(`  ${row.library.padEnd(22)} ${figure}  ${compared}`);
  }
}

const { values: { only, quick } } = commandLine(HELP, {
  only: { type: "string", multiple: true, default: [""] },
  quick: { type: "boolean", default: false },
});

const all = [...await inProcess(), INGEST, ...LOADS, ...CLIENTS, IDLE];
const chosen = all.filter(({ name }) => only.some((text) => name.includes(text)));
const results: Row[] = [];
for (const { name, run } of chosen) {
  const rows = (await run({ quick })).map((figure) => ({ scenario: name, ...figure }));
  print(rows);
  results.push(...rows);
}
console.log("\nBars");
for (const line of barLines(results)) console.log(`  ${line}`);
if (!quick && chosen.length === all.length) await writeReport(results);
