/**
 * A server in a process of its own, for tests that attack it through sockets: gRPC and plain HTTP on
 * `serve()`. It tells its memory when it is asked; see `AttackedServer`.
 *
 * @module
 */
import { answerLines } from "../bench/rpc/program.ts";
import { createHandler } from "../rpc/mod.ts";
import { serve } from "../rpc/serve.ts";
import { HttpError } from "./exchange.ts";
import { GreetService } from "../rpc/testdata/gen/greet_pb.ts";

const { gc } = globalThis as unknown as { gc: () => void };
const SAMPLE_MS = 10;
const PADDING = new Uint8Array(0x1_0000);

/** How many plain requests, and how many streams, are being answered. */
let open = 0;

const handler = createHandler((router) => {
  router.service(GreetService, {
    greet: ({ name }) => ({ greeting: name }),
    async *count() {
      open++;
      try {
        for (let number = 0;; number++) yield { number, padding: PADDING };
      } finally {
        open--;
      }
    },
  });
}, {
  fallback: async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/hang") {
      open++;
      await new Promise((done) => request.signal.addEventListener("abort", done));
      open--;
      return new Response(null);
    }
    if (pathname === "/later") await new Promise((done) => setTimeout(done, 500));
    return new Response(`${(await request.bytes()).length}`);
  },
});

let before = 0;
let most = 0;
function look(): number {
  const { rss } = Deno.memoryUsage();
  most = Math.max(most, rss);
  return rss;
}
setInterval(look, SAMPLE_MS);

/** What should not happen ends the server, and so fails the test; so does an unhandled rejection. */
function fail(error: unknown): never {
  console.error(error);
  Deno.exit(1);
}

const server = serve(handler, {
  hostname: "127.0.0.1",
  port: 0,
  onListen() {},
  onError(error) {
    if (!(error instanceof HttpError)) fail(error); // those are for want of a body
    return new Response(null, { status: 500 });
  },
  onInternalError: fail,
  writeTimeoutMs: 300,
  lingerTimeoutMs: 200,
  http2: { maxConcurrentStreams: 64 },
});

await answerLines((server.addr as Deno.NetAddr).port, (question) => {
  switch (question) {
    case "begin":
      gc();
      before = most = look();
      return before;
    case "growth":
      look();
      return most - before;
    case "open":
      return open;
  }
});
