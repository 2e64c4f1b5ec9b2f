/**
 * `deno task stress:serve`: gRPC on `serve()` with our HTTP/2 client, through what goes wrong on
 * networks. Afterwards the memory of both processes has to be what it was, and nothing may be open.
 * `--help` prints the options. It needs Linux, whose `/proc` tells what is open.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { assert } from "../../_std/assert/mod.ts";
import { Program } from "../../bench/rpc/program.ts";
import { commandLine } from "../command_line.ts";
import { FaultyProxy } from "./faulty_proxy.ts";

const MIB = 2 ** 20;
/**
 * How much a process may grow in a phase, once it was warm, in MiB: its memory, of which the engine
 * keeps more or less as it likes, and what is in use of its heap.
 */
const MAX_GROWTH_MIB = 96;
const MAX_HEAP_GROWTH_MIB = 8;
/** How long shutdown and close may take when nothing is open, in ms: less than any grace. */
const MAX_CLOSE_MS = 2000;
/** How long after a phase the server may take to find all connections dead, in ms. */
const MAX_SETTLE_MS = 8000;

const HELP = `Takes gRPC on serve() through what goes wrong on networks. It needs Linux.

Usage: deno task stress:serve [options]

  --quick  A tenth of everything, for a first look.
  --help   Print this.`;

const { values: { quick } } = commandLine(HELP, {
  quick: { type: "boolean", default: false },
});
const many = (count: number): number => quick ? Math.ceil(count / 10) : count;

function start(...args: string[]): Promise<Program> {
  const path = fileURLToPath(new URL("serve_program.ts", import.meta.url));
  const flags = ["-A", "--no-check", "--v8-flags=--expose-gc"];
  return Program.start([Deno.execPath(), "run", ...flags, path, ...args]);
}

/** Sends no more than how a stream without end is asked for, and reads nothing of it. */
async function deafClients(port: number, count: number): Promise<void> {
  const { headers, data, settings, settingsAck, windowUpdate, POST } = await import(
    "../../http/_h2/testdata/frames.ts"
  );
  const { PREFACE } = await import("../../http/_h2/frame.ts");
  const path = "/greet.v1.GreetService/Count";
  const message = [0, 0, 0, 0, 6, 8, 255, 255, 255, 255, 7]; // to 2^31 - 1
  const request = [
    PREFACE,
    settings([4, 2 ** 31 - 1]),
    settingsAck(),
    windowUpdate(0, 2 ** 30),
    headers(1, { ...POST, ":path": path, "content-type": "application/grpc" }, false),
    data(1, message, true),
  ];
  const bytes = new Uint8Array(await new Blob(request as BlobPart[]).arrayBuffer());
  const deaf = async (): Promise<void> => {
    using conn = await Deno.connect({ hostname: "127.0.0.1", port });
    await conn.write(bytes);
    for (;;) {
      await new Promise((done) => setTimeout(done, 500));
      try {
        await conn.write(new Uint8Array([0, 0, 0, 99, 0, 0, 0, 0, 0])); // a frame that says nothing
      } catch {
        return; // it was given up
      }
    }
  };
  await Promise.all(Array.from({ length: count }, deaf));
}

const server = await start("server");
const port = Number(server.hello);

/** Waits until the server has nothing open, or gives up. */
async function settle(): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const open = await server.ask("open");
    if (open === "0 0") return;
    const waited = performance.now() - begun;
    assert(waited < MAX_SETTLE_MS, `streams and connections are left open: ${open}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Runs a phase: a bit of it to warm up, and then all of it, after which all is as it was. */
async function phase(
  name: string,
  clientPort: number,
  run: (client: Program, part: number) => Promise<string>,
): Promise<void> {
  const begun = performance.now();
  await using client = await start("client", String(clientPort));
  const memories = async (): Promise<number[]> => {
    const answers = [await server.ask("memory"), await client.ask("memory")];
    return answers.join(" ").split(" ").map((bytes) => Number(bytes) / MIB);
  };
  await run(client, 0.2);
  const before = await memories();
  const result = await run(client, 1);
  const after = await memories();
  const [closeMs, sockets] = (await client.ask("close")).split(" ").map(Number);
  await settle();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${name}, ${seconds} s: ${result}`);
  for (const [i, who] of ["server", "client"].entries()) {
    const [rss, heap] = [before[2 * i]!, before[2 * i + 1]!];
    const [rssAfter, heapAfter] = [after[2 * i]!, after[2 * i + 1]!];
    console.log(
      `  ${who}: ${rss.toFixed()} MiB before, ${rssAfter.toFixed()} after; ` +
        `${heap.toFixed(1)} and ${heapAfter.toFixed(1)} in use of the heap`,
    );
    const flat = rssAfter - rss < MAX_GROWTH_MIB && heapAfter - heap < MAX_HEAP_GROWTH_MIB;
    assert(flat, `the memory of the ${who} is not flat`);
  }
  assert(sockets === 0, `the client has ${sockets} sockets open`);
  assert(closeMs! < MAX_CLOSE_MS, `close() took ${closeMs} ms: something was open`);
}

const seconds = (part: number, all: number): number => Math.ceil(many(all) * part);

try {
  await phase("calls one after the other", port, async (client, part) => {
    return `${await client.ask(`calls ${many(100_000) * part}`)} calls`;
  });
  {
    using proxy = new FaultyProxy(port, "kill", 50);
    await phase("connections are killed", proxy.port, async (client, part) => {
      const result = await client.ask(`mixed ${seconds(part, 20)}`);
      return `${result}, ${proxy.harmed} connections`;
    });
  }
  {
    using proxy = new FaultyProxy(port, "freeze", 700);
    await phase("connections are half open", proxy.port, async (client, part) => {
      const result = await client.ask(`mixed ${seconds(part, 20)}`);
      return `${result}, ${proxy.harmed} connections`;
    });
  }
  await phase("clients do not read", port, async (client, part) => {
    const count = many(100) * part;
    const [result] = await Promise.all([client.ask(`stalls ${count}`), deafClients(port, count)]);
    return `${result}, and ${count} connections were given up`;
  });
  const shutdownMs = Number(await server.ask("shutdown"));
  assert(shutdownMs < MAX_CLOSE_MS, `shutdown() took ${shutdownMs} ms: something was open`);
  console.log("nothing is left open");
} finally {
  await server[Symbol.asyncDispose]();
}
