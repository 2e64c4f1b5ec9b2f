import { fileURLToPath } from "node:url";
import { cachePath, removeAll } from "../cache.ts";
import { run } from "../command.ts";
import type { ModeName } from "./modes.ts";
import { runnerCommand } from "./runner.ts";

/** What the runner counts in one of its two suites. */
export interface Summary {
  /** The runner's own line. */
  readonly line: string;
  /** Whether every test that was not declined passed. */
  readonly passed: boolean;
  /** How many tests the program under test declined. */
  readonly skipped: number;
}

/** What came of running both suites in one mode. */
export interface SuiteResult {
  /** Whether every test passed, and none was skipped. */
  readonly passed: boolean;
  /** The suite for the binary format and JSON. */
  readonly binaryAndJson: Summary | undefined;
  /** The suite for the text format; `undefined` if the other failed, as the runner stops then. */
  readonly textFormat: Summary | undefined;
  /** What failed: headings, and the names of the tests, one a line. */
  readonly details: readonly string[];
  /** The folder of the runner's whole output (`log.txt`) and of its lists of failed tests. */
  readonly outputDir: string;
}

/**
 * Runs the upstream conformance suite in one mode.
 *
 * @param mode The mode of the program under test.
 * @param tests The names of the tests to run. Default: all.
 * @returns What came of it.
 * @throws {Error} If the program under test does not start, or the runner breaks off.
 */
export async function runSuite(
  mode: ModeName,
  tests: readonly string[] = [],
): Promise<SuiteResult> {
  const outputDir = cachePath(`results/${mode}`);
  await removeAll(outputDir);
  await Deno.mkdir(outputDir, { recursive: true });
  await checkTestee(mode);

  const { stderr: log } = await run([
    ...await runnerCommand(),
    ...["--maximum_edition", "2024", "--enforce_recommended", "--output_dir", `${outputDir}/`],
    ...tests.flatMap((name) => ["--test", name]),
    ...testee(mode),
  ]);
  await Deno.writeTextFile(`${outputDir}/log.txt`, log);
  const [binaryAndJson, textFormat] = summariesOf(log);
  return {
    passed: isClean(binaryAndJson) && isClean(textFormat),
    binaryAndJson,
    textFormat,
    details: failedTests(log),
    outputDir,
  };
}

function summariesOf(log: string): Summary[] {
  const lines = [...log.matchAll(/^CONFORMANCE SUITE (PASSED|FAILED): .*?(\d+) skipped.*$/gm)];
  if (lines.length === 0) throw new Error(`The runner broke off:\n${log.slice(-4000)}`);
  return lines.map(([line, word, skipped]) => ({
    line,
    passed: word === "PASSED",
    skipped: Number(skipped),
  }));
}

function isClean(summary: Summary | undefined): boolean {
  return summary !== undefined && summary.passed && summary.skipped === 0;
}

/** The command that starts the program under test. */
function testee(mode: ModeName): [string, ...string[]] {
  const path = fileURLToPath(new URL("testee.ts", import.meta.url));
  const options = ["--allow-read", "--no-prompt", "--no-check", "--no-lock"];
  return [Deno.execPath(), "run", ...options, path, mode];
}

/** Without this the runner would start a program that cannot load thousands of times. */
async function checkTestee(mode: ModeName): Promise<void> {
  const { success, stderr } = await run(testee(mode));
  if (!success) throw new Error(`The program under test does not start:\n${stderr.trim()}`);
}

/** The lists of tests at the end of the runner's output; its dumps of requests stay in the log. */
function failedTests(log: string): string[] {
  return log.split("\n")
    .filter((line) => /^(These |\s+\S)/.test(line) && !line.includes("bazel run"))
    .map((line) => line.replace(/^(These .*?)\. .*/, "$1:"));
}
