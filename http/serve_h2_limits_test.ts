/** Times, and the end, of HTTP/2 connections through sockets; `_h2/times_test.ts` has no sockets. */
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Attacker, HELLO, joined } from "./attack_testing.ts";
import type { ServerExchange } from "./exchange.ts";
import { HttpError } from "./exchange.ts";
import type { H2Limits } from "./h2_limits.ts";
import * as frame from "./_h2/frame.ts";
import {
  blockOf,
  data,
  frameOf,
  GET,
  headers,
  ping,
  POST,
  settings,
} from "./_h2/testdata/frames.ts";
import { serveExchanges } from "./serve_exchanges.ts";
import type { ServerOptions } from "./server_options.ts";

const ANY: ServerOptions = { port: 0, hostname: "127.0.0.1", onListen() {} };
const SHORT_MS = 80;
/** Less than any default. */
const LONG_MS = 5000;

/** Serves, and keeps the exchanges. */
function serveHeld(
  options: ServerOptions,
  respond: (exchange: ServerExchange) => unknown = () => {},
) {
  const exchanges: ServerExchange[] = [];
  const server = serveExchanges((exchange) => {
    exchanges.push(exchange);
    respond(exchange);
  }, { ...ANY, lingerTimeoutMs: SHORT_MS, ...options } as ServerOptions);
  return { exchanges, server, port: (server.addr as Deno.NetAddr).port };
}

const readBody = async (exchange: ServerExchange): Promise<void> => {
  try {
    while (await exchange.read() !== null);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
  }
};
const sendMuch = (exchange: ServerExchange): void => {
  exchange.respond(200, []);
  exchange.write(new Uint8Array(100_000))?.catch(() => {});
};

/** What a client begins and does not go on with, and what the server then does. */
const STALLS: Record<string, {
  limits: H2Limits;
  sent: Uint8Array[];
  respond?: (exchange: ServerExchange) => unknown;
  last: RegExp;
  /** Whether only the exchange is ended. */
  goesOn?: boolean;
}> = {
  "says nothing after the preface": {
    limits: { handshakeTimeoutMs: SHORT_MS },
    sent: [frame.PREFACE],
    last: /^GOAWAY 0 PROTOCOL_ERROR/,
  },
  "does not acknowledge the settings": {
    limits: { handshakeTimeoutMs: SHORT_MS },
    sent: [frame.PREFACE, settings()],
    last: /^GOAWAY 0 SETTINGS_TIMEOUT/,
  },
  "does not end a header block": {
    limits: { headerTimeoutMs: SHORT_MS },
    sent: [HELLO, frameOf(frame.HEADERS, 0, 1, blockOf(GET))],
    last: /^GOAWAY 0 /,
  },
  "does not end a frame of a header block": {
    limits: { headerTimeoutMs: SHORT_MS },
    sent: [HELLO, headers(1).subarray(0, 12)],
    last: /^GOAWAY 0 /,
  },
  "does not go on with a body": {
    limits: { bodyIdleTimeoutMs: SHORT_MS },
    sent: [HELLO, headers(1, POST, false), data(1, [1])],
    respond: readBody,
    last: /^RST_STREAM 1 CANCEL$/,
    goesOn: true,
  },
  "leaves no room for a response": {
    limits: { sendStallTimeoutMs: SHORT_MS },
    sent: [HELLO, settings([4, 5]), headers(1)],
    respond: sendMuch,
    last: /^RST_STREAM 1 CANCEL$/,
    goesOn: true,
  },
  "does not answer whether it is there": {
    limits: { keepaliveIntervalMs: SHORT_MS, keepaliveTimeoutMs: SHORT_MS },
    sent: [HELLO, headers(1)],
    last: /^GOAWAY \d+ NO_ERROR the other side does not answer$/,
  },
  "makes no more requests": {
    limits: { idleTimeoutMs: SHORT_MS },
    sent: [HELLO, headers(1)],
    respond: (exchange) => exchange.respondWith(200, [], new Uint8Array(0)),
    last: /^GOAWAY 1 NO_ERROR$/,
  },
};

for (const [name, { limits, sent, respond, last, goesOn = false }] of Object.entries(STALLS)) {
  Deno.test(`serveExchanges() gives up a client of HTTP/2 that ${name}`, async () => {
    const { server, port } = serveHeld({ http2: limits, drainTimeoutMs: SHORT_MS }, respond);
    await using _ = server;
    using client = await Attacker.connect(port);
    const start = performance.now();
    await client.send(joined(sent));
    if (goesOn) {
      await client.until(() => last.test(client.lines.at(-1) ?? ""));
      await client.send(ping());
      await client.until(() => client.lines.at(-1) === "PING ack");
    } else {
      await client.end();
      assertMatch(client.lines.at(-1) ?? "", last);
    }
    const took = performance.now() - start;
    assert(took >= SHORT_MS && took < LONG_MS, `${took} ms`);
  });
}

Deno.test("shutdown() has clients of HTTP/2 go away, and lets their exchanges end", async () => {
  const { server, port, exchanges } = serveHeld({});
  using busy = await Attacker.connect(port);
  using idle = await Attacker.connect(port);
  await busy.send(joined([HELLO, headers(1)]));
  await idle.send(HELLO);
  await idle.until(() => idle.lines.includes("SETTINGS ack"));
  await busy.until(() => exchanges.length === 1);
  const finished = server.shutdown();
  for (const client of [busy, idle]) {
    await client.until(() => client.lines.includes(`GOAWAY ${2 ** 31 - 1} NO_ERROR`));
    // What was sent before that is answered, until the server knows that there is nothing more.
    await client.send(ping(2, true));
  }
  await idle.end();
  assertEquals(idle.lines.at(-1), "GOAWAY 0 NO_ERROR");
  await busy.until(() => busy.lines.includes("GOAWAY 1 NO_ERROR"));
  exchanges[0]!.respondWith(200, [], new Uint8Array(0));
  await busy.end();
  assertEquals(busy.lines.at(-1), "HEADERS 1 200 end");
  await finished;
});

Deno.test("shutdown() leaves nobody waiting on a connection of HTTP/2", async () => {
  const drainTimeoutMs = 2 * SHORT_MS;
  const { server, port, exchanges } = serveHeld({ drainTimeoutMs });
  using client = await Attacker.connect(port);
  // It leaves no room for responses, does not go on with its body, and answers no PING.
  await client.send(joined([HELLO, settings([4, 0]), headers(1, POST, false)]));
  await client.until(() => client.lines.includes("SETTINGS ack"));
  while (exchanges.length === 0) await new Promise((done) => setTimeout(done, 1));
  const [exchange] = exchanges;
  const aborted = new Promise<HttpError>((done) => exchange!.onAbort = done);
  exchange!.respond(200, []);
  const read = assertRejects(() => Promise.resolve(exchange!.read()), HttpError);
  const write = assertRejects(
    () => Promise.resolve(exchange!.write(new Uint8Array(2 ** 20))),
    HttpError,
  );
  const start = performance.now();
  await server.shutdown();
  const took = performance.now() - start;
  assert(took >= drainTimeoutMs && took < LONG_MS, `${took} ms`);
  await Promise.all([aborted, read, write, server.finished, client.end()]);
});
