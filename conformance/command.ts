/** What a command did. */
export interface CommandResult {
  /** Whether it exited with 0. */
  readonly success: boolean;
  /** Its standard output. */
  readonly stdout: string;
  /** Its standard error. */
  readonly stderr: string;
}

/**
 * Runs a command to its end.
 *
 * @param command The program and its arguments.
 * @param options The working directory and environment, as `Deno.Command` takes them.
 * @returns What it printed, and whether it succeeded.
 * @throws {Deno.errors.NotFound} If there is no such program.
 */
export async function run(
  [program, ...args]: readonly [string, ...string[]],
  options: Pick<Deno.CommandOptions, "cwd" | "env"> = {},
): Promise<CommandResult> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    ...options,
    args,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { success, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Like {@linkcode run}, for commands that must succeed. */
export async function runOrThrow(
  command: readonly [string, ...string[]],
  options: Pick<Deno.CommandOptions, "cwd" | "env"> = {},
): Promise<string> {
  const { success, stdout, stderr } = await run(command, options);
  if (!success) throw new Error(`Command failed: ${command.join(" ")}\n${stderr.trim()}`);
  return stdout;
}
