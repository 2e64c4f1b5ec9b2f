import { run } from "../command.ts";
import type { Peer } from "./peers.ts";

/** How long a server may take to begin, in ms. */
const START_TIMEOUT_MS = 20_000;

/** A server that runs. */
export interface RunningServer extends AsyncDisposable {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
}

/** Starts the server of a program, and waits for its port. */
export async function startServer(peer: Peer, folder: string): Promise<RunningServer> {
  const [program, ...args] = peer.command;
  const process = new Deno.Command(program, {
    args: [...args, "server"],
    cwd: folder,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const timer = setTimeout(() => process.kill(), START_TIMEOUT_MS);
  const output = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let line = "";
  while (!line.endsWith("\n")) {
    const { value } = await output.read();
    if (value === undefined) throw new Error(`${peer.command.join(" ")} does not serve`);
    line += value;
  }
  clearTimeout(timer);
  return {
    port: Number(line),
    async [Symbol.asyncDispose]() {
      await process.stdin.close();
      await output.cancel();
      await process.status;
    },
  };
}

/** Has the client of a program try all cases, and gives a line for each. */
export async function runClient(peer: Peer, folder: string, url: string): Promise<string[]> {
  const command = [...peer.command, "client", url] as [string, ...string[]];
  const { success, stdout, stderr } = await run(command, { cwd: folder });
  const lines = stdout.split("\n").filter((line) => line !== "");
  if (!success) lines.push(`FAILED the program: ${stderr.trim()}`);
  return lines;
}
