/**
 * Measures what operations allocate, in a process of its own with a young generation that is large
 * enough not to be collected meanwhile. Started by `main.ts`, with its arguments; prints JSON.
 *
 * @module
 */
import { median } from "./measure.ts";
import { OPERATIONS } from "./operations.ts";
import { chosen, readOptions } from "./options.ts";
import { setUp } from "./setup.ts";

/** Bytes that one run of an operation over a data set allocates. */
export interface Allocation {
  /** The data set. */
  readonly dataset: string;
  /** The operation. */
  readonly operation: string;
  /** The library. */
  readonly library: string;
  /** Bytes for each message. */
  readonly bytesPerOp: number;
}

/** What the process is started with. */
export const V8_FLAGS = "--expose-gc,--min-semi-space-size=64,--max-semi-space-size=64";

const SAMPLES = 3;
/** So that the compiler has had its turn: what interpreted code allocates is not what is asked. */
const WARM_UP_MS = 25;

declare const gc: () => void;

function allocated(run: () => unknown): number {
  const start = performance.now();
  do run(); while (performance.now() - start < WARM_UP_MS);
  const samples: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    gc();
    const before = Deno.memoryUsage();
    const kept = run();
    const after = Deno.memoryUsage();
    samples.push(
      after.heapUsed - before.heapUsed + after.external - before.external,
    );
    if (kept === samples) {
      throw new Error("unreachable: keeps the result alive");
    }
  }
  return median(samples);
}

if (import.meta.main) {
  const options = readOptions();
  const setup = await setUp(options);
  const rows: Allocation[] = [];
  for (const dataset of setup.datasets) {
    const candidates = await setup.candidates(dataset);
    for (const operation of chosen(OPERATIONS, options.only)) {
      for (const candidate of candidates) {
        const run = operation.prepare(candidate, dataset, candidates[0]!);
        if (run === undefined) continue;
        rows.push({
          dataset: dataset.name,
          operation: operation.name,
          library: candidate.library.name,
          bytesPerOp: Math.max(
            0,
            Math.round(allocated(run) / dataset.payloads.length),
          ),
        });
      }
    }
  }
  console.log(JSON.stringify(rows));
}
