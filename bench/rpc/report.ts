import { repositoryPath } from "../codec/config.ts";
import { environment } from "../codec/report.ts";
import { run } from "../codec/run.ts";
import { barLines } from "./bars.ts";
import type { Row } from "./measure.ts";

/** Units of which less is better. */
const COSTS = /^(µs|KiB)/;

/** How many times as good the first of some rows is as another: as fast, or as small. */
export function advantage(first: Row, other: Row): number {
  return COSTS.test(first.unit) ? other.value / first.value : first.value / other.value;
}

/** A figure as people read it. */
export function shown({ value }: Row): string {
  if (value < 100) return value.toFixed(2);
  return Math.round(value).toLocaleString("en-US");
}

/** Writes `bench/results/rpc.json` and `bench/RPC_RESULTS.md`, formatted. */
export async function writeReport(rows: readonly Row[]): Promise<void> {
  const json = repositoryPath("bench/results/rpc.json");
  const markdown = repositoryPath("bench/RPC_RESULTS.md");
  await Deno.mkdir(repositoryPath("bench/results"), { recursive: true });
  await Deno.writeTextFile(json, `${JSON.stringify(rows, undefined, 2)}\n`);
  await Deno.writeTextFile(markdown, markdownOf(rows));
  await run([Deno.execPath(), "fmt", "--quiet", markdown]);
}

function markdownOf(rows: readonly Row[]): string {
  const scenarios = Map.groupBy(rows, ({ scenario }) => scenario);
  return [
    "# Results of calls",
    "",
    "Written by `deno task bench:rpc`; [README.md](README.md) tells what is measured, and how. The",
    "median of several rounds that take turns. _Ratio_: how many times as fast, or as small, the",
    "first of a table is.",
    "",
    ...Object.entries(environment([])).map(([name, value]) => `- ${name}: ${value}`),
    "",
    "## What it should be",
    "",
    ...barLines(rows).map((line) => `- ${line}`),
    ...[...scenarios].flatMap(([scenario, figures]) => ["", ...tableOf(scenario, figures)]),
    "",
  ].join("\n");
}

function tableOf(scenario: string, rows: readonly Row[]): string[] {
  const [first] = rows as [Row];
  const units = new Set(rows.map(({ unit }) => unit));
  return [
    `## ${scenario}`,
    "",
    `| | ${[...units].join(", ")} | ratio |`,
    "| --- | ---: | ---: |",
    ...rows.map((row) =>
      `| ${row.library} | ${shown(row)} | ${
        row === first ? "" : advantage(first, row).toFixed(2)
      } |`
    ),
  ];
}
