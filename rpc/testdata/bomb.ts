/**
 * Receives a bomb as a handler and as a client, and prints by how many MiB the memory of the process
 * has grown. A program of its own, so that nothing else is in its memory.
 *
 * @module
 */
import { createClient } from "../client.ts";
import { connect } from "../connect.ts";
import { ConnectError } from "../error.ts";
import { GreetService } from "./gen/greet_pb.ts";
import { greetHandler, post } from "./http.ts";

/** How much comes out of the bomb. */
const MIB = 512;

async function bomb(): Promise<Uint8Array> {
  const block = new Uint8Array(1 << 20);
  let left = MIB;
  const zeros = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => left-- > 0 ? controller.enqueue(block) : controller.close(),
  }, { highWaterMark: 0 });
  return await new Response(zeros.pipeThrough(new CompressionStream("gzip"))).bytes();
}

const compressed = await bomb();
const encoding = { "content-encoding": "gzip" };
const handler = greetHandler({ echo: (message) => message });
const client = createClient(
  GreetService,
  connect.plaintext("http://localhost", {
    fetch: () =>
      Promise.resolve(
        new Response(compressed as BodyInit, {
          headers: { "content-type": "application/proto", ...encoding },
        }),
      ),
  }),
);

let most = 0;
const before = Deno.memoryUsage().rss;
const timer = setInterval(() => most = Math.max(most, Deno.memoryUsage().rss), 1);
const { status } = await handler(post("Echo", "application/proto", compressed, encoding));
const error = await client.echo({}).catch((error) => error);
clearInterval(timer);
most = Math.max(most, Deno.memoryUsage().rss);
if (!(error instanceof ConnectError)) throw new Error("the client has swallowed it");
console.log(JSON.stringify({ status, code: error.code, mib: (most - before) / (1 << 20) }));
