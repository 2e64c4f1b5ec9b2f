import { cpus, type } from "node:os";
import { repositoryPath } from "./config.ts";
import type { Library } from "./library.ts";
import { run } from "./run.ts";
import { OURS } from "./setup.ts";

/** How fast a library does an operation on a data set. */
export interface Row {
  /** The data set. */
  readonly dataset: string;
  /** The operation. */
  readonly operation: string;
  /** The library. */
  readonly library: string;
  /** MiB of encoded messages, or of JSON text, in a second. */
  readonly mibPerSecond: number;
}

/** The results of a run. */
export interface Report {
  /** Where and with what it ran. */
  readonly environment: Readonly<Record<string, string>>;
  /** What has to be known to read the figures. */
  readonly notes: readonly string[];
  /** The figures. */
  readonly rows: readonly (Row & { readonly bytesPerOp: number })[];
}

/** The machine, the versions and the date. */
export function environment(
  libraries: readonly Library[],
): Record<string, string> {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpu?.model.trim() ?? "unknown processor"}, ${cpus().length} cores, ${type()}`,
    deno: `${Deno.version.deno} (V8 ${Deno.version.v8})`,
    ...Object.fromEntries(
      libraries.map(({ name, version }) => [name, version]),
    ),
  };
}

/** The fastest of the others, for our row; `undefined` if there is none. */
export function ratio(rows: readonly Row[]): number | undefined {
  const ours = rows.find(({ library }) => library === OURS);
  const others = rows.filter(({ library }) => library !== OURS);
  if (ours === undefined || others.length === 0) return undefined;
  return ours.mibPerSecond /
    Math.max(...others.map(({ mibPerSecond }) => mibPerSecond));
}

/** The geometric mean. */
export function geometricMean(numbers: readonly number[]): number {
  return Math.exp(
    numbers.reduce((sum, each) => sum + Math.log(each), 0) / numbers.length,
  );
}

/** Prints how an operation went with all libraries. */
export function printRow(rows: readonly Row[]): void {
  const { dataset, operation } = rows[0]!;
  const figures = rows.map(({ library, mibPerSecond }) => `${library} ${mibPerSecond.toFixed(0)}`);
  const times = ratio(rows)?.toFixed(2) ?? "";
  console.log(
    `${dataset.padEnd(18)} ${operation.padEnd(16)} ${times.padStart(6)}  ${figures.join("  ")}`,
  );
}

/** Writes `bench/results/codec.json` and `bench/RESULTS.md`, formatted. */
export async function writeReport(report: Report): Promise<void> {
  await Deno.mkdir(repositoryPath("bench/results"), { recursive: true });
  const json = `[\n${report.rows.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n]\n`;
  const paths = [repositoryPath("bench/results/codec.json"), repositoryPath("bench/RESULTS.md")];
  await Deno.writeTextFile(paths[0]!, json);
  await Deno.writeTextFile(paths[1]!, markdown(report));
  await run([Deno.execPath(), "fmt", "--quiet", ...paths], { cwd: repositoryPath("") });
}

function markdown({ environment, notes, rows }: Report): string {
  const lines = [
    "# Results",
    "",
    "Written by `deno task bench:codec`; [README.md](README.md) tells what is measured, and how.",
    "MiB/s, the median of several rounds that take turns; more is better. _Ratio_: Seria to the",
    "fastest of the others. Under each figure in small print: kB allocated for one message.",
    "",
    ...Object.entries(environment).map(([name, value]) => `- ${name}: ${value}`),
    "",
    ...notes.map((note) => `- ${note}`),
  ];
  for (const [operation, ofOperation] of Map.groupBy(rows, (row) => row.operation)) {
    const libraries = [...Map.groupBy(ofOperation, (row) => row.library).keys()];
    lines.push(
      "",
      `## ${operation}`,
      "",
      `![${operation}](results/${operation}.svg)`,
      "",
    );
    lines.push(`| data set | ratio | ${libraries.join(" | ")} |`);
    lines.push(`| --- | ---: | ${libraries.map(() => "---:").join(" | ")} |`);
    const ratios: number[] = [];
    for (const [dataset, ofDataset] of Map.groupBy(ofOperation, (row) => row.dataset)) {
      const times = ratio(ofDataset);
      if (times !== undefined) ratios.push(times);
      const cells = libraries.map((name) => {
        const row = ofDataset.find(({ library }) => library === name);
        if (row === undefined) return "";
        const kilobytes = (row.bytesPerOp / 1000).toPrecision(3);
        return `${row.mibPerSecond.toFixed(0)}<br><sub>${Number(kilobytes)}</sub>`;
      });
      lines.push(
        `| ${dataset} | ${times?.toFixed(2) ?? ""} | ${cells.join(" | ")} |`,
      );
    }
    if (ratios.length > 0) {
      lines.push(
        "",
        `Geometric mean of the ratios: ${geometricMean(ratios).toFixed(2)}`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}
