/**
 * Calls other implementations, and has them call: `deno task conformance:peers`. `--peer NAME` picks
 * some. It needs Node, Go and curl. See README.md.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { lockCache } from "../cache.ts";
import { curl } from "./curl.ts";
import { type Peer, PEERS } from "./peers.ts";
import { prepare } from "./prepare.ts";
import { runClient, startServer } from "./programs.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: { peer: { type: "string", multiple: true, default: Object.keys(PEERS) } },
});
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
  const peer = PEERS[name];
  if (peer === undefined) {
    console.error(`--peer must be one of ${Object.keys(PEERS).join(", ")}`);
    Deno.exit(2);
  }
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
