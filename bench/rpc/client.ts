/**
 * Makes calls with our client, or talks over a bare socket, when it is told to; see `Program`. The
 * answer is how long it took, in ms.
 */
import { grpc, http2Client } from "@seria/seria/grpc";
import { createHttp2Client, type Http2Client } from "@seria/seria/http";
import { createClient } from "@seria/seria/rpc";
import { EchoService } from "./gen/echo_pb.ts";
import { answerLines } from "./program.ts";
import { GRPC_UNARY_BODY, TEXT, UNARY_PATH } from "./requests.ts";

const [kind, port] = Deno.args as [kind: string, port: string];

/** What a client can be told to do so many times. */
type Tasks = Record<string, (count: number, inFlight: number) => Promise<void>>;

/** How many connections are made at a time: fewer than the system has wait to be accepted. */
const CONNECTING = 64;
/** Clients with a connection each, which is kept. */
const connected: Http2Client[] = [];

/** Makes a connection, and a call on it. */
async function connect(): Promise<void> {
  const client = createHttp2Client();
  connected.push(client);
  const headers = [["content-type", "application/grpc"], ["te", "trailers"]] as const;
  const authority = `127.0.0.1:${port}`;
  const exchange = client.request(
    { method: "POST", scheme: "http", authority, target: UNARY_PATH, headers },
    { body: GRPC_UNARY_BODY },
  );
  const { status } = await exchange.response();
  let length = 0;
  for (let chunk; (chunk = await exchange.read()) !== null;) length += chunk.length;
  if (status !== 200 || length !== GRPC_UNARY_BODY.length) throw new Error(`${status}, ${length}`);
}

/** Does something `count` times, so many at a time. */
async function repeat(count: number, atOnce: number, once: () => Promise<void>): Promise<void> {
  let left = count;
  const one = async (): Promise<void> => {
    while (left-- > 0) await once();
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

function ours(): Tasks {
  const http = http2Client({ maxConnectionsPerOrigin: 1 });
  const client = createClient(EchoService, grpc.plaintext(`http://127.0.0.1:${port}`, { http }));
  return {
    connect: (count) => repeat(count, CONNECTING, connect),
    unary: (count, inFlight) =>
      repeat(count, inFlight, async () => {
        const { text } = await client.unary({ text: TEXT });
        if (text !== TEXT) throw new Error(`The answer is ${text}`);
      }),
    async stream(count) {
      let received = 0;
      for await (const { text } of client.stream({ text: TEXT, count })) {
        if (text.length === TEXT.length) received++;
      }
      if (received !== count) throw new Error(`${received} messages came`);
    },
    async talk(count) {
      let answered = Promise.withResolvers<void>();
      const requests = async function* () {
        for (let i = 0; i < count; i++) {
          answered = Promise.withResolvers();
          yield { text: TEXT };
          await answered.promise;
        }
      };
      let received = 0;
      for await (const _ of client.chat(requests())) {
        received++;
        answered.resolve();
      }
      if (received !== count) throw new Error(`${received} messages came`);
    },
  };
}

async function bare(): Promise<Tasks> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  conn.setNoDelay();
  const buffer = new Uint8Array(4096);
  const message = new TextEncoder().encode(TEXT);
  return {
    async talk(count) {
      for (let i = 0; i < count; i++) {
        for (let sent = 0; sent < message.length;) sent += await conn.write(message.subarray(sent));
        for (let got = 0; got < message.length;) got += (await conn.read(buffer))!;
      }
    },
  };
}

const tasks = kind === "tcp" ? await bare() : ours();
await answerLines("ready", async (task, count, inFlight) => {
  const start = performance.now();
  await tasks[task!]!(Number(count), Number(inFlight));
  return performance.now() - start;
});
