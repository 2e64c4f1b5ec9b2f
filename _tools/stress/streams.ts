/**
 * `deno task stress:streams`: 1 GiB in each direction through a handler and a client, each in a
 * process of its own, whose memory must stay flat: Connect and gRPC-Web on `Deno.serve()` and fetch,
 * gRPC on `serve()` and our HTTP/2 client. `--help` prints the options.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { assert } from "../../_std/assert/mod.ts";
import { answerLines, Program } from "../../bench/rpc/program.ts";
import { commandLine } from "../command_line.ts";
import { grpc } from "../../rpc/grpc.ts";
import { connect, createClient, createHandler, type FetchHandler, grpcWeb } from "../../rpc/mod.ts";
import { serve } from "../../rpc/serve.ts";
import { type CountResponse, GreetService } from "../../rpc/testdata/gen/greet_pb.ts";

/** How much each message has in it, in bytes. */
const MESSAGE_BYTES = 0x1_0000;
/** How much the memory of a process may grow once 64 MiB have gone through, in MiB. */
const MAX_GROWTH_MIB = 96;

const HELP = `Sends streams through handlers and clients: their memory must stay flat.

Usage: deno task stress:streams [options]

  --mib N  How much in each direction of each protocol, in MiB. Default: 1024
  --help   Print this.`;

const { values, fail } = commandLine(HELP, {
  mib: { type: "string", default: "1024" },
  host: { type: "string" }, // the process is the server, on this host
});
const count = Number(values.mib) * 0x10_0000 / MESSAGE_BYTES;
if (!(Number.isInteger(count / 16) && count > 0)) fail("--mib takes an integer above 0");
const padding = new Uint8Array(MESSAGE_BYTES);

function* messages(): Generator<{ number: number; padding: Uint8Array }> {
  for (let number = 1; number <= count; number++) yield { number, padding };
}

/** Watches the memory of this process. */
class Memory {
  readonly #timer: ReturnType<typeof setInterval>;
  #first = 0;
  #most = 0;

  constructor() {
    this.#timer = setInterval(() => this.#look(), 10);
  }

  /** What has gone through by now is not growth. */
  settle(): void {
    this.#first = this.#most = Deno.memoryUsage().rss;
  }

  /** Ends watching. Returns what there was and what came on top of it, in MiB. */
  end(): { rss: number; growth: number } {
    this.#look();
    clearInterval(this.#timer);
    const toMib = (bytes: number) => Math.round(bytes / 0x10_0000);
    return { rss: toMib(this.#first), growth: toMib(this.#most - this.#first) };
  }

  #look(): void {
    this.#most = Math.max(this.#most, Deno.memoryUsage().rss);
  }
}

/** Takes messages, and watches what that takes. */
async function consume(stream: AsyncIterable<CountResponse>): Promise<Memory> {
  const memory = new Memory();
  let seen = 0;
  for await (const { number } of stream) {
    assert(number === ++seen);
    if (seen === count / 16) memory.settle();
  }
  assert(seen === count);
  return memory;
}

/** Makes messages, and watches what that takes. */
function* produce(memory: Memory): Generator<{ number: number; padding: Uint8Array }> {
  for (const message of messages()) {
    if (message.number === count / 16) memory.settle();
    yield message;
  }
}

/** What a process has to say of its memory, by way of a number in a message. */
function report({ rss, growth }: { rss: number; growth: number }): number {
  return rss * 10_000 + growth;
}

const ANY = { hostname: "127.0.0.1", port: 0, onListen() {} };

/** What a handler runs on, on any port, and the protocols that are tried there. */
const HOSTS = {
  "Deno.serve()": {
    serve: (handler: FetchHandler) => Deno.serve(ANY, handler).addr.port,
    protocols: { "Connect": connect, "gRPC-Web": grpcWeb },
  },
  "serve()": {
    serve: (handler: FetchHandler) => serve(ANY, handler).addr.port,
    protocols: { "gRPC": grpc },
  },
} as const;
type Host = keyof typeof HOSTS;

async function answer(host: Host): Promise<never> {
  let last = new Memory();
  const handler = createHandler((router) => {
    router.service(GreetService, {
      async *count() {
        last = new Memory();
        yield* produce(last);
      },
      async sum(requests) {
        last = await consume(requests);
        return {};
      },
      greet: () => ({ greeting: String(report(last.end())) }),
    });
  });
  return await answerLines(HOSTS[host].serve(handler), () => {});
}

function check(direction: string, client: Memory, server: string): void {
  const { rss, growth } = client.end();
  const [serverRss, serverGrowth] = [Math.floor(Number(server) / 10_000), Number(server) % 10_000];
  console.log(
    `  ${direction}: client ${rss} MiB, then at most ${growth} more; ` +
      `server ${serverRss} MiB, then at most ${serverGrowth} more`,
  );
  assert(growth < MAX_GROWTH_MIB && serverGrowth < MAX_GROWTH_MIB, "memory is not flat");
}

async function call(host: Host, url: string): Promise<void> {
  for (const [name, factory] of Object.entries(HOSTS[host].protocols)) {
    const start = performance.now();
    console.log(`${name} on ${host}, ${values.mib} MiB`);
    const client = createClient(GreetService, factory.plaintext(url, { compressions: [] }));
    const down = await consume(client.count({}));
    check("responses", down, (await client.greet({})).greeting);
    const up = new Memory();
    await client.sum(produce(up));
    check("requests", up, (await client.greet({})).greeting);
    console.log(`  ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}

if (values.host !== undefined) await answer(values.host as Host);
const file = fileURLToPath(import.meta.url);
for (const host of Object.keys(HOSTS) as Host[]) {
  const args = ["run", "-A", file, "--host", host, "--mib", values.mib];
  await using server = await Program.start([Deno.execPath(), ...args]);
  await call(host, `http://127.0.0.1:${server.hello}`);
}
Deno.exit(0);
