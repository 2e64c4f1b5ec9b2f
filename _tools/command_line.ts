import { parseArgs, type ParseArgsConfig } from "node:util";

/** The options that a task takes, as `parseArgs()` has them. */
type OptionsConfig = NonNullable<ParseArgsConfig["options"]>;

/** What `parseArgs()` makes of them. */
type Values<T extends OptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T }>
>["values"];

/** What the command line of a task says. */
export interface CommandLine<T extends OptionsConfig> {
  /** The options, by their names. */
  readonly values: Values<T>;
  /** The other arguments. */
  readonly positionals: readonly string[];
  /** Complains of an argument, and exits with 2. */
  readonly fail: (message: string) => never;
}

/**
 * Reads the command line of a task. Prints the help and exits with 0 if `--help` or `-h` asks for it;
 * complains and exits with 2 if there is anything that the task does not take.
 *
 * @param help What the task does, and its options.
 * @param options The options, but for `--help`.
 * @param settings Whether the task takes other arguments, by default not; and its arguments, by
 * default those of the process.
 * @returns What it says.
 */
export function commandLine<const T extends OptionsConfig>(
  help: string,
  options: T,
  { positionals = false, args = Deno.args }: { positionals?: boolean; args?: string[] } = {},
): CommandLine<T> {
  const fail = (message: string): never => {
    console.error(`${message}\n\n${help}`);
    Deno.exit(2);
  };
  if (args.includes("--help") || args.includes("-h")) {
    console.log(help);
    Deno.exit(0);
  }
  try {
    return { ...parseArgs({ args, options, allowPositionals: positionals }), fail };
  } catch (error) {
    if (error instanceof TypeError) return fail(error.message);
    throw error;
  }
}
