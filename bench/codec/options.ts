import { commandLine } from "../../_tools/command_line.ts";
import { repositoryPath } from "./config.ts";

const HELP = `Compares the codec with other libraries.

Usage: deno task bench:codec [options]

  --only NAMES   Only these data sets, operations and libraries, separated by
                 commas: --only LogRecord,decode,ts-proto. Writes no results.
  --quick        Short times, for a first look. Writes no results.
  --data FOLDER  Where the upstream data sets are.
                 Default: $BENCH_DATA or ../shared/data/bench
  --help         Print this.`;

/** What the command line says. */
export interface Options {
  /** The folder of the upstream data sets. */
  readonly data: string;
  /** Names of data sets, operations and libraries; empty for all. */
  readonly only: readonly string[];
  /** Whether to take little time. */
  readonly quick: boolean;
}

/** Reads the command line. Prints the help and exits if asked to, or if there is a mistake. */
export function readOptions(): Options {
  const { values: { data, only, quick } } = commandLine(HELP, {
    only: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
    data: { type: "string" },
  });
  return {
    data: data ?? Deno.env.get("BENCH_DATA") ?? repositoryPath("../shared/data/bench"),
    only: only.split(",").filter(Boolean),
    quick,
  };
}

/** Those of some names that `--only` leaves: all, if it names none of them. */
export function chosen<T extends { readonly name: string }>(
  all: readonly T[],
  only: readonly string[],
): T[] {
  const named = all.filter(({ name }) => only.includes(name));
  return named.length > 0 ? named : [...all];
}
