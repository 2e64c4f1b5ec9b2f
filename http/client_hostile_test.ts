import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ClientExchange } from "./exchange.ts";
import {
  failureOf,
  HEAD,
  NO_BYTES,
  type RawPeer,
  RawServer,
  textOf,
  utf8,
} from "./client_testing.ts";
import type { H2Limits } from "./h2_limits.ts";
import {
  blockOf,
  data,
  frameOf,
  headers,
  ping,
  settings,
  windowUpdate,
} from "./_h2/testdata/frames.ts";
import * as frame from "./_h2/frame.ts";

const OK = { ":status": "200" };
const KIB = 1024;

/** Repeats a frame. */
function many(count: number, one: Uint8Array): Uint8Array {
  const all = new Uint8Array(count * one.length);
  for (let i = 0; i < count; i++) all.set(one, i * one.length);
  return all;
}

/** What a server does that a client must bear, and how the request that is open then fails. */
const ATTACKS: Record<string, {
  attack: (peer: RawPeer) => Promise<void>;
  code: string;
  message: string;
  limits?: H2Limits;
  /** Whether only the request ends, not the connection. */
  requestOnly?: boolean;
}> = {
  "too many header bytes": {
    attack: (peer) => peer.send(headers(1, { ...OK, a: "x".repeat(70_000) }, true)),
    code: "protocol",
    message: "too long",
  },
  "too many header bytes for the limit": {
    limits: { maxHeaderListBytes: 1000 },
    attack: (peer) => peer.send(headers(1, { ...OK, a: "x".repeat(1000) }, true)),
    code: "limit",
    message: "header",
    requestOnly: true,
  },
  "too many header fields": {
    limits: { maxHeaderFields: 10 },
    attack: (peer) =>
      peer.send(headers(1, [[":status", "200"], ...Array(11).fill(["a", "b"])], true)),
    code: "limit",
    message: "header",
    requestOnly: true,
  },
  "CONTINUATION without end": {
    attack: (peer) =>
      peer.send(
        frameOf(frame.HEADERS, 0, 1, blockOf(OK)),
        many(1000, frameOf(frame.CONTINUATION, 0, 1, [0])),
      ),
    code: "limit",
    message: "too many frames",
  },
  "interim responses without end": {
    attack: (peer) => peer.send(many(20_000, headers(1, { ":status": "103" }, false))),
    code: "limit",
    message: "too many frames without content",
  },
  "PING without end": {
    attack: (peer) => peer.send(many(20_000, ping())),
    code: "limit",
    message: "too many frames without content",
  },
  "SETTINGS without end": {
    attack: (peer) => peer.send(many(20_000, settings())),
    code: "limit",
    message: "too many frames without content",
  },
  "empty DATA without end": {
    attack: (peer) => peer.send(headers(1, OK, false), many(20_000, data(1))),
    code: "limit",
    message: "too many frames without content",
  },
  "PUSH_PROMISE": {
    attack: (peer) => peer.send(frameOf(frame.PUSH_PROMISE, 4, 1, [0, 0, 0, 2, ...blockOf(OK)])),
    code: "protocol",
    message: "PUSH_PROMISE",
  },
  "more than the window": {
    limits: { streamWindowBytes: 64 * KIB, connectionWindowBytes: 2 ** 17 },
    attack: (peer) => peer.send(headers(1, OK, false), many(5, data(1, new Uint8Array(16_384)))),
    code: "protocol",
    message: "window",
    requestOnly: true,
  },
  "a window that is too large": {
    attack: (peer) => peer.send(windowUpdate(0, 2 ** 31 - 1)),
    code: "protocol",
    message: "window is too large",
  },
  "DATA before the head": {
    attack: (peer) => peer.send(data(1, utf8("x"))),
    code: "protocol",
    message: "no body can be",
    requestOnly: true,
  },
  "a body that is shorter than it was said to be": {
    attack: (peer) =>
      peer.send(headers(1, { ...OK, "content-length": "5" }, false), data(1, utf8("x"), true)),
    code: "protocol",
    message: "content-length",
    requestOnly: true,
  },
  "a response on a stream that was not opened": {
    attack: (peer) => peer.send(headers(7, OK, true)),
    code: "protocol",
    message: "not open",
  },
};

for (const [name, { attack, code, message, limits = {}, requestOnly }] of Object.entries(ATTACKS)) {
  Deno.test(`a client bears a server that sends ${name}`, async () => {
    await using server = new RawServer({ http2: limits });
    const victim = failureOf(server.client.request(HEAD, { body: NO_BYTES }));
    const peer = await server.peer();
    await peer.until("HEADERS");
    attack(peer).catch(() => {}); // it may not get to its end
    const [actual, text] = await victim;
    assertEquals(actual, code);
    assertStringIncludes(text, message);
    // Life goes on: on the same connection, or on another.
    const next = textOf(server.client.request(HEAD, { body: NO_BYTES }));
    const there = await server.peer(requestOnly ? 0 : 1);
    const line = await there.until("HEADERS");
    await there.send(headers(Number(line.split(" ")[1]), OK, false));
    await there.send(data(Number(line.split(" ")[1]), utf8("fine"), true));
    assertEquals(await next, "fine");
    assertEquals(server.peers.length, requestOnly ? 1 : 2);
    if (!requestOnly) {
      while (!peer.client.closed) await peer.until("GOAWAY");
    }
  });
}

Deno.test("a server that stops reading makes writers wait, and is given up in the end", async () => {
  const http2 = { sendStallTimeoutMs: 60, maxOutputBytes: 256 * KIB };
  await using server = new RawServer({ http2, maxReplayBytes: 0 });
  const exchange = server.client.request(HEAD);
  await server.peer();
  let written = 0;
  const failure = (async () => {
    for (;;) {
      await exchange.write(new Uint8Array(16 * KIB));
      written += 16 * KIB;
      assert(written < 1024 * KIB, "nobody reads it");
    }
  })().catch((error) => error.code);
  assertEquals(await failure, "timeout");
  assertEquals((await failureOf(exchange))[0], "timeout");
});

Deno.test("a socket that takes nothing any more is given up", async () => {
  const http2 = { writeTimeoutMs: 60 };
  const greeting: [number, number][] = [[4, 2 ** 30]];
  await using server = new RawServer({ http2, maxReplayBytes: 0 }, greeting);
  const exchange = server.client.request(HEAD);
  const peer = await server.peer();
  await peer.send(windowUpdate(0, 2 ** 30));
  await peer.until("HEADERS");
  for (let i = 0; i < 50; i++) {
    const room = exchange.write(new Uint8Array(16 * KIB));
    if (room !== undefined) break;
    await Promise.resolve(); // so that some is written, and the rest waits behind it
  }
  const [code, message] = await failureOf(exchange);
  assertEquals([code, message], [
    "timeout",
    "the connection was ended: the other side does not read",
  ]);
  while (!peer.client.closed) await new Promise((done) => setTimeout(done, 5));
});

Deno.test("a reader that is slow stops the server, and not the other requests", async () => {
  const http2 = { streamWindowBytes: 64 * KIB, connectionWindowBytes: 256 * KIB };
  await using server = new RawServer({ http2 });
  const slow = server.client.request(HEAD, { body: NO_BYTES });
  const peer = await server.peer();
  await peer.until("HEADERS 1");
  await peer.send(headers(1, OK, false), many(4, data(1, new Uint8Array(16_000))));
  await slow.response();
  const quick: ClientExchange = server.client.request(HEAD, { body: NO_BYTES });
  const text = textOf(quick);
  assertEquals(await peer.until("HEADERS 3"), "HEADERS 3 POST / end");
  await peer.send(headers(3, OK, false), data(3, utf8("quick"), true));
  assertEquals(await text, "quick");
  let received = 0;
  while (received < 48_000) received += (await slow.read())!.length;
  assertEquals((await peer.until("WINDOW_UPDATE 1")).startsWith("WINDOW_UPDATE 1 "), true);
  await peer.send(data(1, NO_BYTES, true));
  for (let rest = await slow.read(); rest !== null; rest = await slow.read()) {
    received += rest.length;
  }
  assertEquals(received, 64_000);
});
