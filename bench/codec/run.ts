/**
 * Runs a command to its end.
 *
 * @param command The program and its arguments.
 * @param options The working directory, and what the command reads.
 * @returns Its standard output.
 * @throws {Error} If it fails, with what it printed.
 */
export async function run(
  [program, ...args]: readonly string[],
  options: { cwd?: string; input?: Uint8Array } = {},
): Promise<Uint8Array> {
  const child = new Deno.Command(program!, {
    args,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const written = writer.write(options.input ?? new Uint8Array()).then(() => writer.close());
  const { success, stdout, stderr } = await child.output();
  if (!success) {
    throw new Error(
      `Command failed: ${program} ${args.join(" ")}\n${decodeText(stderr)}`,
    );
  }
  await written;
  return stdout;
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).trim();
}
