/** The packages of Debian that have the programs. */
const PACKAGES = {
  "h2load": "nghttp2-client",
  "node": "nodejs",
  "npm": "npm",
  "wrk": "wrk",
} as const;

/** Tells that a program is not there, and where it can be had; any other error as it is. */
export function explain(error: unknown, program: string): unknown {
  if (!(error instanceof Deno.errors.NotFound)) return error;
  const name = PACKAGES[program as keyof typeof PACKAGES];
  if (name === undefined) return error;
  return new Error(`${program} is not installed: it is in Debian's package ${name}`);
}

/**
 * Runs a program to its end.
 *
 * @param command The program and its arguments.
 * @param options Where it runs, and what ends it.
 * @returns What it printed.
 * @throws {Error} If it is not there, or fails.
 */
export async function run(
  [program, ...args]: readonly [string, ...string[]],
  options: Pick<Deno.CommandOptions, "cwd" | "signal"> = {},
): Promise<string> {
  const output = async (): Promise<Deno.CommandOutput> => {
    return await new Deno.Command(program, { ...options, args, stdin: "null" }).output();
  };
  const { stdout, stderr, success } = await output().catch((error) => {
    throw explain(error, program);
  });
  const text = new TextDecoder().decode(stdout);
  if (!success) throw new Error(`${program}: ${text}${new TextDecoder().decode(stderr)}`);
  return text;
}
