/**
 * Runs cases of one target, one after the other, and writes how far it is. It is a process of its
 * own so that it can be ended when a case hangs, and runs out of memory on its own.
 *
 * @module
 */
import { type Case, randomOf } from "./case.ts";
import type { Failure, Job, Message, Progress, Slow } from "./protocol.ts";
import { runCase } from "./run_case.ts";
import { targetOf } from "./targets/mod.ts";
import { ownFamilies, suiteFamily } from "./types.ts";

const PROGRESS_MILLISECONDS = 1000;
const SLOWEST = 3;

const job: Job = JSON.parse(Deno.args[0]!);
const target = targetOf(job.target, [...ownFamilies(), await suiteFamily()]);
using state = Deno.openSync(job.stateFile, { create: true, write: true });
send({ kind: "ready" });
if (job.describe) send({ kind: "failure", failure: failureOf(job.first, nextCase(job.first), "") });
else await runCases();

async function runCases(): Promise<void> {
  const end = performance.now() + job.milliseconds;
  let due = performance.now() + PROGRESS_MILLISECONDS;
  let [cases, accepted, memory] = [0, 0, 0];
  let slowest: Slow[] = [];
  const progress = (): Progress => ({ cases, accepted, slowest, memory });
  const last = job.first + (job.count ?? Infinity);
  for (let index = job.first; index < last && performance.now() < end; index++) {
    saveState(index);
    const each = nextCase(index);
    try {
      const result = await runCase(each);
      cases++;
      if (result.accepted) accepted++;
      memory = Math.max(memory, result.memory ?? 0);
      const { milliseconds } = result;
      if (slowest.length < SLOWEST || milliseconds > slowest.at(-1)!.milliseconds) {
        const { about, input: { length } } = each;
        slowest = [...slowest, { index, milliseconds, about, length }]
          .sort((a, b) => b.milliseconds - a.milliseconds)
          .slice(0, SLOWEST);
      }
    } catch (error) {
      const text = error instanceof Error ? error.stack ?? error.message : String(error);
      send({ kind: "progress", progress: progress() });
      send({ kind: "failure", failure: failureOf(index, each, text) });
      return;
    }
    if (performance.now() < due) continue;
    due = performance.now() + PROGRESS_MILLISECONDS;
    send({ kind: "progress", progress: progress() });
  }
  send({ kind: "progress", progress: progress() });
}

function nextCase(index: number): Case {
  return target.next(randomOf(job.seed, index));
}

function saveState(index: number): void {
  state.seekSync(0, Deno.SeekMode.Start);
  state.writeSync(Uint8Array.of(index, index >>> 8, index >>> 16, index >>> 24));
}

function failureOf(index: number, { about, input }: Case, error: string): Failure {
  const shown = typeof input === "string" ? JSON.stringify(input) : input.toHex();
  return { index, about, input: shown, error };
}

function send(message: Message): void {
  const line = new TextEncoder().encode(`${JSON.stringify(message)}\n`);
  for (let written = 0; written < line.length;) {
    written += Deno.stdout.writeSync(line.subarray(written));
  }
}
