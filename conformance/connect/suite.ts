import { fileURLToPath } from "node:url";
import { cachePath } from "../cache.ts";
import { suiteProgram } from "./module.ts";

/** What is tested. */
export const SIDES = ["server", "client"] as const;

/** One of {@linkcode SIDES}. */
export type Side = typeof SIDES[number];

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
 * Runs the upstream suite against the server or the client under test.
 *
 * @param side Which of them.
 * @param options Which cases.
 * @returns What came of it.
 * @throws {Error} If the suite breaks off.
 */
export async function runSuite(side: Side, options: SuiteOptions = {}): Promise<SuiteResult> {
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const child = new Deno.Command(await suiteProgram(), {
    args: [
      ...["--mode", side, "--conf", here(`${side}.yaml`), "--max-servers", "2", "-v"],
      ...side === "server" ? ["-p", "8"] : [],
      ...(options.run ?? []).flatMap((pattern) => ["--run", pattern]),
      ...options.more ?? [],
      "--",
      ...[Deno.execPath(), "run", "-A", "--no-check", "--no-lock", here(`${side}.ts`)],
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
  const log = cachePath(`results/connect-${side}.txt`);
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

/** What the suite prints of failed cases: a line, and indented ones below it. */
function failuresIn(output: string): string[] {
  return output.match(/^FAILED: .*(?:\n[ \t]+.*)*/gm) ?? [];
}
