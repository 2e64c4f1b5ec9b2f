import { fileURLToPath } from "node:url";
import { cachePath } from "../cache.ts";
import { suiteProgram } from "./module.ts";

/** What is tested: programs, and what each can do, which is in `<name>.yaml`. */
export const TARGETS = {
  /** A handler on `serve()`. */
  "serve": { mode: "server", program: ["server.ts", "serve"] },
  /** A handler on `Deno.serve()`. */
  "deno-serve": { mode: "server", program: ["server.ts", "deno-serve"] },
  /** Clients over fetch. */
  "fetch": { mode: "client", program: ["client.ts", "fetch"] },
  /** Clients over HTTP/2, and over fetch for HTTP/1.1. */
  "http2": { mode: "client", program: ["client.ts", "http2"] },
} as const;

/** The name of one of {@linkcode TARGETS}. */
export type TargetName = keyof typeof TARGETS;

/** The names of {@linkcode TARGETS}. */
export const TARGET_NAMES = Object.keys(TARGETS) as TargetName[];

/** What came of a run. */
export interface SuiteResult {
  /** Whether all cases passed. */
  readonly passed: boolean;
  /** How many cases were run. */
  readonly total: number;
  /** How many of them failed. */
  readonly failed: number;
  /** What the suite says of each failed case. */
  readonly failures: readonly string[];
  /** The file with all that the suite printed. */
  readonly log: string;
}

/** How the suite is run. */
export interface SuiteOptions {
  /** Patterns of the cases to run. Default all. */
  readonly run?: readonly string[];
  /** More options of the suite's program. */
  readonly more?: readonly string[];
  /** Is told how far the suite is: a line for each kind of server that it starts. */
  readonly report?: (line: string) => void;
}

/**
 * Runs the upstream suite against a program under test.
 *
 * @param target Which.
 * @param options Which cases.
 * @returns What came of it.
 * @throws {Error} If the suite breaks off.
 */
export async function runSuite(
  target: TargetName,
  options: SuiteOptions = {},
): Promise<SuiteResult> {
  const { mode, program: [program, ...programArgs] } = TARGETS[target];
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const child = new Deno.Command(await suiteProgram(), {
    args: [
      ...["--mode", mode, "--conf", here(`${target}.yaml`), "--max-servers", "2", "-v"],
      ...mode === "server" ? ["-p", "8"] : [],
      ...(options.run ?? []).flatMap((pattern) => ["--run", pattern]),
      ...options.more ?? [],
      "--",
      ...[Deno.execPath(), "run", "-A", "--no-check", "--no-lock", here(program)],
      ...programArgs,
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let [output, reported] = ["", 0];
  const collect = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      for (const line of progressIn(output).slice(reported)) {
        reported++;
        options.report?.(line);
      }
    }
  };
  await Promise.all([collect(child.stdout), collect(child.stderr)]);
  const { success } = await child.status;
  const log = cachePath(`results/connect-${target}.txt`);
  await Deno.mkdir(cachePath("results"), { recursive: true });
  await Deno.writeTextFile(log, output);
  const total = /^Total cases: (\d+)$/m.exec(output)?.[1];
  const failed = /^\d+ passed, (\d+) failed/m.exec(output)?.[1];
  if (total === undefined || failed === undefined) {
    throw new Error(`The suite broke off:\n${output.slice(-4000)}`);
  }
  return {
    passed: success && Number(failed) === 0,
    total: Number(total),
    failed: Number(failed),
    failures: failuresIn(output),
    log,
  };
}

/** What the suite prints when it turns to another kind of server. */
function progressIn(output: string): string[] {
  return Array.from(
    output.matchAll(/^Running (\d+) tests? .*config \{(.*)\}\.\.\.$/gm),
    ([, count, config]) => `${count!.padStart(5)} cases: ${config}`,
  );
}

/**
 * What the suite prints of failed cases: a line, and indented ones below it. And what the client
 * says of calls whose connection was lost.
 */
function failuresIn(output: string): string[] {
  const failures = output.match(/^FAILED: .*(?:\n[ \t]+.*)*/gm) ?? [];
  return failures.length === 0 ? [] : [...failures, ...output.match(/^.*LOST: .*/gm) ?? []];
}
