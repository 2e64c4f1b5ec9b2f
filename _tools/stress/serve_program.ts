/**
 * A server, or a client, of `stress:serve`, which does what it is told to; see `Program`. What nobody
 * handles ends it, and so the whole.
 *
 * @module
 */
import { answerLines } from "../../bench/rpc/program.ts";
import { grpc, http2Client } from "../../rpc/grpc.ts";
import { type Client, ConnectError, createClient, createHandler } from "../../rpc/mod.ts";
import { serve } from "../../rpc/serve.ts";
import { GreetService } from "../../rpc/testdata/gen/greet_pb.ts";

const SECOND = 1000;
const CALL_TIMEOUT_MS = 10 * SECOND;
/** How many messages a stream has, and what is in them. */
const MESSAGES = 100;
const PADDING = new Uint8Array(1024);
/** What connections may cost in time: little, so that all of it happens here. */
const HTTP2 = {
  keepaliveIntervalMs: SECOND,
  keepaliveTimeoutMs: SECOND,
  sendStallTimeoutMs: 2 * SECOND,
  bodyIdleTimeoutMs: 3 * SECOND,
  idleTimeoutMs: 3 * SECOND,
};

const { gc } = globalThis as unknown as { gc: () => void };

/** The memory of this process: all of it, and what is in use of the heap, in bytes. */
function memory(): string {
  gc();
  const { rss, heapUsed } = Deno.memoryUsage();
  return `${rss} ${heapUsed}`;
}

/** How many TCP sockets this process has open. */
function sockets(): number {
  const own = new Set<string>();
  for (const { name } of Deno.readDirSync("/proc/self/fd")) {
    try {
      own.add(Deno.readLinkSync(`/proc/self/fd/${name}`));
    } catch {
      // It was that of reading the folder.
    }
  }
  const all = Deno.readTextFileSync("/proc/self/net/tcp").trim().split("\n").slice(1);
  return all.filter((line) => own.has(`socket:[${line.trim().split(/\s+/)[9]}]`)).length;
}

async function runServer(): Promise<never> {
  let streams = 0;
  /** Counts what is open, whatever becomes of it. */
  const counted = async function* <T>(messages: () => AsyncIterable<T> | Iterable<T>) {
    streams++;
    try {
      yield* messages();
    } finally {
      streams--;
    }
  };
  const handler = createHandler((router) => {
    router.service(GreetService, {
      greet: ({ name }) => ({ greeting: name }),
      count: ({ to }) =>
        counted(function* () {
          for (let number = 1; number <= to; number++) yield { number, padding: PADDING };
        }),
      async sum(requests) {
        streams++;
        try {
          let to = 0;
          for await (const { number } of requests) to += number;
          return { to };
        } finally {
          streams--;
        }
      },
      chat: (requests) =>
        counted(async function* () {
          for await (const { name } of requests) yield { greeting: name };
        }),
    });
  });
  const options = { hostname: "127.0.0.1", port: 0, onListen() {} } as const;
  const server = serve(handler, { ...options, writeTimeoutMs: 2 * SECOND, http2: HTTP2 });
  const before = sockets();
  return await answerLines(server.addr.port, async (question) => {
    switch (question) {
      case "memory":
        return memory();
      case "open":
        return `${streams} ${sockets() - before}`;
      case "shutdown": {
        const start = performance.now();
        await server.shutdown();
        return performance.now() - start;
      }
    }
  });
}

type GreetClient = Client<typeof GreetService.methods>;

/** Calls of all kinds, which check what comes. */
const CALLS: readonly ((client: GreetClient, i: number) => Promise<void>)[] = [
  async (client, i) => {
    const { greeting } = await client.greet({ name: `${i}` });
    if (greeting !== `${i}`) throw new Error(`The answer is ${greeting}`);
  },
  async (client) => {
    let last = 0;
    for await (const { number } of client.count({ to: MESSAGES })) {
      if (number !== ++last) throw new Error(`${number} came instead of ${last}`);
    }
    if (last !== MESSAGES) throw new Error(`The stream has ended after ${last}`);
  },
  async (client) => {
    const requests = Array.from(
      { length: MESSAGES },
      (_, i) => ({ number: i + 1, padding: PADDING }),
    );
    const { to } = await client.sum(requests);
    if (to !== MESSAGES * (MESSAGES + 1) / 2) throw new Error(`The sum is ${to}`);
  },
  async (client) => {
    let count = 0;
    const requests = Array.from({ length: MESSAGES }, (_, i) => ({ name: `${i}` }));
    for await (const { greeting } of client.chat(requests)) {
      if (greeting !== `${count++}`) throw new Error(`${greeting} came instead of ${count}`);
    }
    if (count !== MESSAGES) throw new Error(`The talk has ended after ${count}`);
  },
];

async function runClient(port: string): Promise<never> {
  const before = sockets();
  const url = `http://127.0.0.1:${port}`;
  const https: ReturnType<typeof http2Client>[] = [];
  const connect = (): GreetClient => {
    const http = http2Client({ http2: HTTP2, maxBackoffMs: 100, waitForReady: true });
    https.push(http);
    return createClient(GreetService, grpc.plaintext(url, { http, timeoutMs: CALL_TIMEOUT_MS }));
  };
  const client = connect();

  const tasks: Record<string, (amount: number) => Promise<unknown>> = {
    memory: () => Promise.resolve(memory()),
    /** Calls, one after the other. */
    async calls(count) {
      for (let i = 0; i < count; i++) await CALLS[0]!(client, i);
      return count;
    },
    /** Calls of all kinds, many at a time, some of which may fail. */
    async mixed(seconds) {
      const end = performance.now() + seconds * SECOND;
      let done = 0;
      const failed = new Map<string, number>();
      const caller = async (first: number): Promise<void> => {
        for (let i = first; performance.now() < end; i++) {
          try {
            await CALLS[i % CALLS.length]!(client, i);
            done++;
          } catch (error) {
            if (!(error instanceof ConnectError)) throw error;
            failed.set(error.code, (failed.get(error.code) ?? 0) + 1);
          }
        }
      };
      await Promise.all(Array.from({ length: 32 }, (_, i) => caller(i)));
      return JSON.stringify({ done, failed: Object.fromEntries(failed) });
    },
    /** Streams that are begun and not read, until the server gives them up. */
    async stalls(count) {
      const codes = new Map<string, number>();
      const stall = async (): Promise<void> => {
        const stream = connect().count({ to: 1_000_000 })[Symbol.asyncIterator]();
        try {
          await stream.next();
          await new Promise((done) => setTimeout(done, 4 * SECOND));
          for (let next = await stream.next(); !next.done; next = await stream.next());
          throw new Error("a stream that was not read has come to its end");
        } catch (error) {
          if (!(error instanceof ConnectError)) throw error;
          codes.set(error.message, (codes.get(error.message) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: count }, stall));
      return JSON.stringify({ failed: Object.fromEntries(codes) });
    },
    async close() {
      const start = performance.now();
      await Promise.all(https.map((http) => http.close()));
      const took = performance.now() - start;
      await new Promise((done) => setTimeout(done, 100)); // the system closes them a bit later
      return `${took} ${sockets() - before}`;
    },
  };
  return await answerLines("ready", (task, amount) => tasks[task!]!(Number(amount)));
}

if (Deno.args[0] === "server") await runServer();
else await runClient(Deno.args[1]!);
