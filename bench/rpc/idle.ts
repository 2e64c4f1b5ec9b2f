import { run } from "./command.ts";
import type { Figure, Scenario } from "./measure.ts";
import { type ServerName, startClient, startServer } from "./programs.ts";

const CONNECTIONS = 10_000;
/** File descriptors that a process needs beside those of its connections. */
const OTHER_FILES = 200;
/** How long connections do nothing before memory is looked at, in ms. */
const IDLE_MS = 2000;

const SERVERS: Readonly<Record<string, ServerName>> = {
  "seria": "serve",
  "Deno.serve, bare echo": "bare-echo",
  "grpc-js": "grpc_js.js",
};

/** What connections cost that made one call and wait: how much larger the server's process is. */
export const IDLE: Scenario = {
  name: "an idle connection of HTTP/2, of 10,000",
  async run(): Promise<Figure[]> {
    const count = await affordable();
    const unit = count < CONNECTIONS ? `KiB, of ${count}` : "KiB";
    const figures: Figure[] = [];
    for (const [library, name] of Object.entries(SERVERS)) {
      await using server = await startServer(name);
      await using client = await startClient("seria", server);
      await client.ask("connect 1");
      const before = Number(await server.ask("rss"));
      await client.ask(`connect ${count}`);
      await new Promise((done) => setTimeout(done, IDLE_MS));
      const bytes = Number(await server.ask("rss")) - before;
      figures.push({ library, unit, value: bytes / 1024 / count });
    }
    return figures;
  },
};

/** As many connections as there are file descriptors for; both ends take one, in two processes. */
async function affordable(): Promise<number> {
  const limit = Number(await run(["sh", "-c", "ulimit -n"])); // NaN if it is "unlimited"
  if (!(limit < CONNECTIONS + OTHER_FILES)) return CONNECTIONS;
  const count = limit - OTHER_FILES;
  console.warn(`\n\`ulimit -n\` is ${limit}: only ${count} connections instead of ${CONNECTIONS}`);
  return count;
}
