/**
 * `deno task bench:codec`: the codec beside other libraries, all in one process. See
 * `bench/README.md`.
 *
 * @module
 */
import type { Allocation } from "./allocations.ts";
import { aliases, check } from "./check.ts";
import { drawCharts } from "./charts.ts";
import { importCached, repositoryPath } from "./config.ts";
import type { Dataset } from "./datasets.ts";
import { shortName } from "./library.ts";
import { measure } from "./measure.ts";
import { type Operation, OPERATIONS } from "./operations.ts";
import { chosen, type Options, readOptions } from "./options.ts";
import { environment, printRow, type Row, writeReport } from "./report.ts";
import { run } from "./run.ts";
import { type Candidate, setUp } from "./setup.ts";

const EFFORT = { rounds: 7, sampleMs: 20, warmUpMs: 300 };
const QUICK = { rounds: 5, sampleMs: 10, warmUpMs: 250 };
const MIB = 1024 * 1024;

/** Times an operation with all libraries that can do it. */
function time(
  operation: Operation,
  dataset: Dataset,
  candidates: readonly Candidate[],
  { quick }: Options,
): Row[] {
  const able = candidates.flatMap((candidate) => {
    const run = operation.prepare(candidate, dataset, candidates[0]!);
    return run === undefined ? [] : [{ candidate, library: candidate.library.name, run }];
  });
  const times = measure(able, quick ? QUICK : EFFORT);
  return able.map(({ candidate, library }, i) => {
    const bytes = operation.size?.(candidate, candidates[0]!) ?? dataset.bytes;
    return {
      dataset: dataset.name,
      operation: operation.name,
      library,
      mibPerSecond: bytes / MIB / (times[i]! / 1000),
    };
  });
}

/** What the operations allocate, from a process of its own. */
async function allocations(): Promise<Allocation[]> {
  const { V8_FLAGS } = await import("./allocations.ts");
  const config = repositoryPath("bench/deno.json");
  const script = repositoryPath("bench/codec/allocations.ts");
  const command = [
    Deno.execPath(),
    "run",
    "-A",
    "--config",
    config,
    `--v8-flags=${V8_FLAGS}`,
  ];
  const output = await run([...command, script, ...Deno.args]);
  return JSON.parse(new TextDecoder().decode(output));
}

if (import.meta.main) {
  const options = readOptions();
  const setup = await setUp(options);
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const dataset of setup.datasets) {
    const candidates = await setup.candidates(dataset);
    const module = await importCached(`seria/${dataset.file}_pb.ts`);
    for (
      const complaint of check(
        dataset,
        candidates,
        module[shortName(dataset.typeName)],
      )
    ) {
      notes.push(`${dataset.name}: ${complaint}.`);
    }
    if (dataset.name === "MediaFrame") {
      const names = candidates.filter((each) => aliases(each, dataset.payloads[0]!))
        .map(({ library }) => library.name);
      notes.push(
        `${dataset.name}: \`bytes\` are the input's own memory, not copies, in ${
          names.join(", ") || "none"
        }.`,
      );
    }
    for (const operation of chosen(OPERATIONS, options.only)) {
      const timed = time(operation, dataset, candidates, options);
      if (timed.length === 0) continue;
      printRow(timed);
      rows.push(...timed);
    }
  }
  for (const note of notes) console.log(note);
  if (options.quick || options.only.length > 0) Deno.exit();
  console.log("measuring allocations");
  const report = {
    environment: environment(setup.libraries),
    notes,
    rows: rows.map((row) => ({
      ...row,
      mibPerSecond: Math.round(row.mibPerSecond * 10) / 10,
      bytesPerOp: 0,
    })),
  };
  const bytes = new Map(
    (await allocations()).map((each) => [
      `${each.dataset} ${each.operation} ${each.library}`,
      each.bytesPerOp,
    ]),
  );
  for (const row of report.rows) {
    row.bytesPerOp = bytes.get(`${row.dataset} ${row.operation} ${row.library}`) ?? 0;
  }
  await writeReport(report);
  await drawCharts(report);
}
