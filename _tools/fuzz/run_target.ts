import { TextLineStream } from "./lines.ts";
import { fileURLToPath } from "node:url";
import type { Failure, Job, Message, Progress } from "./protocol.ts";

/** The child's heap, in MiB; V8 ends it when that is not enough. */
const HEAP_MIB = 512;
/** The most memory that the child may have, buffers included, in bytes. */
const MAX_RSS = 1536 * 1024 * 1024;
/** How long nothing may be heard of the child, in milliseconds. */
const MAX_SILENCE = 20_000;
/** How long the child may take to load types, for which it may have to wait, in milliseconds. */
const MAX_START = 900_000;

/** What came of a target. */
export interface TargetResult {
  readonly progress: Progress;
  readonly failure?: Failure;
}

/**
 * Runs cases of a target in a child process, and ends it if it hangs or takes too much memory.
 *
 * @param job What to run.
 * @param report Is told how far it is.
 * @returns What came of it.
 */
export async function runTarget(
  job: Omit<Job, "stateFile">,
  report: (progress: Progress) => void,
): Promise<TargetResult> {
  const stateFile = await Deno.makeTempFile({ prefix: "fuzz-" });
  try {
    const run = await runChild({ ...job, stateFile }, report);
    if (run.failure !== undefined || run.ended === undefined) return run;
    const at = new DataView((await Deno.readFile(stateFile)).buffer);
    const first = at.byteLength < 4 ? job.first : at.getUint32(0, true);
    const described = await runChild({ ...job, stateFile, first, describe: true }, () => {});
    const failure = { index: first, about: "", input: "", ...described.failure, error: run.ended };
    return { progress: run.progress, failure };
  } finally {
    await Deno.remove(stateFile);
  }
}

interface ChildResult extends TargetResult {
  /** Why the child came to an early end, if it did. */
  readonly ended?: string;
}

async function runChild(job: Job, report: (progress: Progress) => void): Promise<ChildResult> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--no-check", `--v8-flags=--expose-gc,--max-old-space-size=${HEAP_MIB}`],
      ...[fileURLToPath(new URL("child.ts", import.meta.url)), JSON.stringify(job)],
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  let progress: Progress = { cases: 0, accepted: 0, slowest: [], memory: 0 };
  let failure: Failure | undefined;
  let ended: string | undefined;
  let patience = performance.now() + MAX_START;
  const kill = (why: string): void => {
    if (ended === undefined) child.kill("SIGKILL");
    ended ??= why;
  };
  const watch = setInterval(() => {
    if (performance.now() > patience) kill(`It hangs: nothing for ${MAX_SILENCE} ms`);
    const rss = rssOf(child.pid);
    if (rss > MAX_RSS) kill(`It takes ${rss} bytes of memory in all`);
  }, 200);
  try {
    for await (const line of child.stdout.pipeThrough(new TextLineStream())) {
      const message: Message = JSON.parse(line);
      patience = performance.now() + MAX_SILENCE;
      if (message.kind === "progress") report(progress = message.progress);
      else if (message.kind === "failure") failure = message.failure;
    }
    const { success } = await child.status;
    if (!success) ended ??= `The process ended: ${(await errors).trim().slice(-2000)}`;
  } finally {
    clearInterval(watch);
  }
  await errors;
  return {
    progress,
    ...failure === undefined ? {} : { failure },
    ...ended === undefined ? {} : { ended },
  };
}

/** The memory of a process, in bytes; 0 where that cannot be told. */
function rssOf(pid: number): number {
  try {
    return Number(Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ")[1]) * 4096;
  } catch {
    return 0;
  }
}
