/**
 * Calls other implementations, and has them call: `deno task conformance:peers`. `--help` prints the
 * options. See README.md.
 *
 * @module
 */
import { commandLine } from "../../_tools/command_line.ts";
import { lockCache } from "../cache.ts";
import { curl } from "./curl.ts";
import { type Peer, PEERS } from "./peers.ts";
import { prepare } from "./prepare.ts";
import { runClient, startServer } from "./programs.ts";

const NAMES = Object.keys(PEERS);
const HELP = `Calls other implementations, and has them call. It needs Node, Go and curl.

Usage: deno task conformance:peers [options]

  --peer NAME  Only this one, beside curl; may be repeated. One of
               ${NAMES.join(", ")}
  --help       Print this.`;

const { values, fail } = commandLine(HELP, {
  peer: { type: "string", multiple: true, default: NAMES },
});
for (const name of values.peer) {
  if (!NAMES.includes(name)) fail(`--peer takes ${NAMES.join(", ")}`);
}
const ours = ["ours.ts", "ours_rpc.ts"].map((name): [name: string, peer: Peer] => [
  name,
  { command: [Deno.execPath(), "run", "-A", new URL(name, import.meta.url).pathname] },
]);

using _lock = await lockCache();
console.log("Fetching and building the newest peers");
const folder = await prepare();
let failed = 0;

/** Has a client of one call a server of another, and reports. */
async function call(title: string, client: Peer, server: Peer): Promise<void> {
  await using running = await startServer(server, folder);
  report(title, await runClient(client, folder, `http://127.0.0.1:${running.port}`));
}

function report(title: string, lines: string[]): void {
  const bad = lines.filter((line) => !line.startsWith("ok "));
  if (lines.length === 0) bad.push("FAILED nothing was tried");
  failed += bad.length;
  console.log(`${title}: ${lines.length - bad.length} of ${lines.length}`);
  for (const line of bad) console.log(`  ${line}`);
}

for (const name of values.peer) {
  const peer = PEERS[name]!;
  for (const [file, our] of ours) {
    await call(`client of ${file}, server of ${name}`, our, peer);
    await call(`client of ${name}, server of ${file}`, peer, our);
  }
}
for (const [file, our] of ours) {
  await using running = await startServer(our, folder);
  report(`curl, server of ${file}`, await curl(running.port));
}
if (failed > 0) Deno.exit(1);
