/**
 * Throws changed and made-up input at everything that reads input, and checks that nothing hangs,
 * that memory stays within the limits, that only the project's own errors come out, and that
 * generated and dynamic types agree. `deno task fuzz --help` prints the options.
 *
 * @module
 */
import { commandLine } from "../command_line.ts";
import { TARGET_NAMES, type TargetName } from "./case.ts";
import type { Failure, Progress } from "./protocol.ts";
import { runTarget } from "./run_target.ts";
import { prepareSuite } from "./types.ts";

const HELP = `Throws changed and made-up input at everything that reads input.

Usage: deno task fuzz [options]

  --minutes N   How long, all targets together. Default: 5
  --seed N      Where the random numbers start. Default: by the clock
  --only NAME   Only this target; may come again. One of
                ${TARGET_NAMES.join(", ")}
  --case N      Only this case, as the command after a failure gives it.
  --help        Print this.`;

const REPORT_MILLISECONDS = 3000;
/** The most of an input that is printed, in characters; more goes to a file. */
const MAX_SHOWN = 4000;

if (import.meta.main) {
  const { minutes, seed, targets, only } = options();
  console.log(`seed ${seed}`);
  await prepareSuite();
  let failed = false;
  for (const target of targets) {
    const start = performance.now();
    let due = start + REPORT_MILLISECONDS;
    const { progress, failure } = await runTarget(
      {
        target,
        seed,
        first: only ?? 0,
        ...only === undefined ? {} : { count: 1 },
        milliseconds: minutes * 60_000 / targets.length,
      },
      (progress) => {
        if (performance.now() < due) return;
        due = performance.now() + REPORT_MILLISECONDS;
        console.log(line(target, progress, start));
      },
    );
    console.log(`${line(target, progress, start)}, ${failure === undefined ? "done" : "FAILED"}`);
    for (const { index, milliseconds, length, about } of progress.slowest) {
      const size = `${length} long`.padStart(12);
      console.log(
        `  slow: ${milliseconds.toFixed(1).padStart(7)} ms ${size}, case ${index}, ${about}`,
      );
    }
    if (failure !== undefined) await report(target, seed, failure);
    failed ||= failure !== undefined;
  }
  if (failed) Deno.exit(1);
}

interface Options {
  readonly minutes: number;
  readonly seed: number;
  readonly targets: readonly TargetName[];
  /** The only case to run. */
  readonly only: number | undefined;
}

function options(): Options {
  const { values, fail } = commandLine(HELP, {
    minutes: { type: "string", default: "5" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    only: { type: "string", multiple: true, default: [...TARGET_NAMES] },
    case: { type: "string" },
  }, { args: Deno.args.filter((arg) => arg !== "--") });
  const targets = values.only.filter(isTarget);
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  const only = values.case === undefined ? undefined : Number(values.case);
  if (targets.length < values.only.length) fail(`--only takes ${TARGET_NAMES.join(", ")}`);
  if (!(minutes > 0)) fail("--minutes takes a number above 0");
  if (!Number.isInteger(seed)) fail("--seed takes an integer");
  if (only !== undefined && !Number.isInteger(only)) fail("--case takes an integer");
  return { minutes, seed, targets, only };
}

function isTarget(name: string): name is TargetName {
  return TARGET_NAMES.includes(name as TargetName);
}

function line(target: TargetName, { cases, accepted, memory }: Progress, start: number): string {
  const seconds = (performance.now() - start) / 1000;
  const percent = cases === 0 ? 0 : Math.round(100 * accepted / cases);
  return `${target.padEnd(11)} ${seconds.toFixed(0).padStart(5)} s ${
    String(cases).padStart(9)
  } cases, ` +
    `${Math.round(cases / seconds)}/s, ${percent}% accepted, ` +
    `at most ${Math.round(memory * 100)}% of the memory allowed`;
}

async function report(target: TargetName, seed: number, failure: Failure): Promise<void> {
  const { index, about, error, input } = failure;
  console.log(`\nFAILED: ${target}, case ${index}: ${about}\n${error}`);
  if (input.length <= MAX_SHOWN) console.log(`input: ${input}`);
  else {
    const path = await Deno.makeTempFile({ prefix: `fuzz-${target}-${index}-`, suffix: ".txt" });
    await Deno.writeTextFile(path, input);
    console.log(`input: ${input.slice(0, 200)}... (all of it in ${path})`);
  }
  console.log(
    `again: deno task fuzz -- --only ${target} --seed ${seed} --case ${index}\n`,
  );
}
