import { fileURLToPath } from "node:url";
import { cachePath, removeAll } from "../cache.ts";
import { run } from "../command.ts";
import { readFailureList, testName } from "./failure_list.ts";
import { FORMATS } from "./formats.ts";
import type { ModeName } from "./modes.ts";
import { runnerCommand } from "./runner.ts";

const FAILURES = new URL("failures.txt", import.meta.url);
const TEXT_FAILURES = new URL("text_failures.txt", import.meta.url);

/** What the runner counts in one of its two suites. */
export interface Summary {
  /** The runner's own line. */
  readonly line: string;
  /** Whether every result was the expected one. */
  readonly passed: boolean;
  /** How many tests the program under test declined. */
  readonly skipped: number;
}

/** What came of running both suites in one mode. */
export interface SuiteResult {
  /** Whether every result was the expected one, and nothing was skipped that is supported. */
  readonly passed: boolean;
  /** The suite for the binary format and JSON. */
  readonly binaryAndJson: Summary | undefined;
  /** The suite for the text format. */
  readonly textFormat: Summary | undefined;
  /** Unexpected results: headings, and the names of the tests, one a line. */
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
  await Deno.mkdir(`${outputDir}/text`, { recursive: true });
  await checkTestee(mode);

  const expected = await readFailureList(fileURLToPath(FAILURES));
  const expectedText = await readFailureList(fileURLToPath(TEXT_FAILURES));
  const first = await runOnce(mode, { tests, expected, expectedText, outputDir });
  let log = first.log;
  let [binaryAndJson, textFormat] = first.summaries;
  if (textFormat === undefined && binaryAndJson?.passed === false && tests.length === 0) {
    // The runner stops after the first suite if that fails. Tell it what fails, and go on.
    const second = await runOnce(mode, {
      tests,
      expected: await failing(expected, outputDir),
      expectedText,
      outputDir: `${outputDir}/text`,
    });
    textFormat = second.summaries[1];
    log += second.log;
  }
  await Deno.writeTextFile(`${outputDir}/log.txt`, log);
  const textSkips = "textPayload" in FORMATS ? 0 : Infinity;
  return {
    passed: isClean(binaryAndJson, 0) && isClean(textFormat, textSkips),
    binaryAndJson,
    textFormat,
    details: unexpectedResults(log),
    outputDir,
  };
}

function isClean(summary: Summary | undefined, skips: number): boolean {
  return summary !== undefined && summary.passed && summary.skipped <= skips;
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

interface RunOptions {
  /** The names of the tests to run; none for all. */
  readonly tests: readonly string[];
  /** The failure list of the suite for the binary format and JSON. */
  readonly expected: readonly string[];
  /** The failure list of the suite for the text format. */
  readonly expectedText: readonly string[];
  /** Where the runner shall leave its lists of unexpected results. */
  readonly outputDir: string;
}

async function runOnce(
  mode: ModeName,
  { tests, expected, expectedText, outputDir }: RunOptions,
): Promise<{ log: string; summaries: Summary[] }> {
  await Deno.writeTextFile(`${outputDir}/expected.txt`, expected.join("\n"));
  await Deno.writeTextFile(`${outputDir}/expected_text.txt`, expectedText.join("\n"));
  const { stderr: log } = await run([
    ...await runnerCommand(),
    ...["--maximum_edition", "2024", "--enforce_recommended", "--output_dir", `${outputDir}/`],
    ...["--failure_list", `${outputDir}/expected.txt`],
    ...["--text_format_failure_list", `${outputDir}/expected_text.txt`],
    ...tests.flatMap((name) => ["--test", name]),
    ...testee(mode),
  ]);
  const summaries = [...log.matchAll(/^CONFORMANCE SUITE (PASSED|FAILED): .*?(\d+) skipped.*$/gm)]
    .map(([line, word, skipped]) => ({
      line,
      passed: word === "PASSED",
      skipped: Number(skipped),
    }));
  if (summaries.length === 0) throw new Error(`The runner broke off:\n${log.slice(-4000)}`);
  return { log, summaries };
}

/** What really fails, after a run that expected something else. */
async function failing(expected: readonly string[], outputDir: string): Promise<string[]> {
  const wrong = new Set([
    ...await readFailureList(`${outputDir}/succeeding_tests.txt`),
    ...await readFailureList(`${outputDir}/unmatched.txt`),
    ...await readFailureList(`${outputDir}/unexpected_failure_messages.txt`),
  ].map(testName));
  const unexpected = await readFailureList(`${outputDir}/failing_tests.txt`);
  return [...expected.filter((line) => !wrong.has(testName(line))), ...unexpected];
}

/** The lists of tests at the end of the runner's output; its dumps of requests stay in the log. */
function unexpectedResults(log: string): string[] {
  return log.split("\n")
    .filter((line) => /^(These |\s+\S)/.test(line) && !line.includes("bazel run"))
    .map((line) => line.replace(/^(These .*?)\. .*/, "$1:"));
}
