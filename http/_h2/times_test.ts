import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { HttpError } from "../exchange.ts";
import type { H2Limits } from "../h2_limits.ts";
import type { RequestHead } from "./client.ts";
import { H2ClientConnection } from "./client.ts";
import * as frame from "./frame.ts";
import { H2ServerConnection } from "./server.ts";
import { blockOf, data, frameOf, GET, headers, ping, POST, settings } from "./testdata/frames.ts";
import { ByHand, clientByHand, INFO, serverByHand } from "./testdata/peers.ts";

const HEAD: RequestHead = {
  method: "GET",
  scheme: "http",
  authority: "a",
  target: "/",
  headers: [],
};
const NONE = new Uint8Array(0);

Deno.test("the beginning of a connection has a limit of time", () => {
  const limits = { handshakeTimeoutMs: 1000 };
  const cases: [sent: Uint8Array[], last: string][] = [
    [[], "GOAWAY 0 PROTOCOL_ERROR"],
    [[frame.PREFACE], "GOAWAY 0 PROTOCOL_ERROR"],
    [[frame.PREFACE, settings()], "GOAWAY 0 SETTINGS_TIMEOUT"],
  ];
  for (const [sent, last] of cases) {
    const peer = new ByHand(new H2ServerConnection(() => {}, INFO, limits, 5000));
    peer.send(...sent);
    peer.connection.tick(6000);
    assertEquals(peer.connection.closing, false);
    peer.connection.tick(6001);
    assertEquals(peer.output(), [`${last} the beginning of the connection took too long`]);
    assert(peer.connection.closing);
  }
  const client = new H2ClientConnection(limits);
  client.tick(1001);
  assert(client.closing);
});

Deno.test("a header block has a limit of time, in whole frames and within one", () => {
  const part = frameOf(frame.HEADERS, 0, 1, blockOf(GET));
  for (const sent of [part, part.subarray(0, 12), part.subarray(0, 2)]) {
    const peer = serverByHand({ headerTimeoutMs: 1000 });
    peer.connection.tick(500);
    peer.send(sent);
    peer.connection.tick(1500);
    assertEquals(peer.connection.closing, false);
    // A byte now and then does not help.
    peer.connection.tick(1501);
    assert(peer.output().at(-1)!.includes("ENHANCE_YOUR_CALM"));
    assert(peer.connection.closing);
  }
});

Deno.test("a long DATA frame may take its time", () => {
  const peer = serverByHand({ headerTimeoutMs: 1000 });
  peer.send(headers(1, POST, false));
  const body = data(1, new Uint8Array(100), true);
  peer.send(body.subarray(0, 50));
  peer.connection.tick(5000);
  peer.send(body.subarray(50));
  assertEquals((peer.exchanges[0]!.read() as Uint8Array).length, 100);
});

Deno.test("a body that is waited for may not pause for long, until the response begins", async () => {
  const limits = { bodyIdleTimeoutMs: 1000, keepaliveIntervalMs: Infinity };
  const peer = serverByHand(limits);
  peer.send(headers(1, POST, false), headers(3, POST, false), headers(5, POST, false));
  const [waits, talks] = peer.exchanges;
  const reading = waits!.read();
  talks!.respond(200, []);
  const talking = talks!.read();
  peer.output();
  peer.connection.tick(900);
  peer.send(data(1, [1]));
  assertEquals(await reading, new Uint8Array([1]));
  const more = waits!.read();
  peer.connection.tick(1900);
  assertEquals(peer.output(), []);
  peer.connection.tick(1901);
  assertEquals(peer.output(), ["RST_STREAM 1 CANCEL"]);
  const error = await assertRejects(() => Promise.resolve(more), HttpError);
  assertEquals(error.code, "timeout");
  peer.send(data(3, [7]));
  assertEquals(await talking, new Uint8Array([7]));
});

Deno.test("a response that pauses fails for a client if it wants that", async () => {
  const peer = clientByHand({ bodyIdleTimeoutMs: 1000 });
  const exchange = peer.connection.request(HEAD, { body: NONE });
  peer.send(headers(1, { ":status": "200" }, false));
  const reading = exchange.read();
  peer.connection.tick(1001);
  const error = await assertRejects(() => Promise.resolve(reading), HttpError);
  assertEquals([error.code, peer.output()], ["timeout", ["RST_STREAM 1 CANCEL"]]);
});

Deno.test("a client that leaves no room for a body is cut off from it", async () => {
  const peer = serverByHand({ sendStallTimeoutMs: 1000, keepaliveIntervalMs: Infinity });
  peer.send(settings([4, 5]), headers(1), headers(3));
  const [exchange, other] = peer.exchanges;
  exchange!.respond(200, []);
  const reasons: string[] = [];
  exchange!.onAbort = ({ code }) => reasons.push(code);
  const writing = exchange!.write(new Uint8Array(100));
  other!.respond(200, []);
  peer.output();
  peer.connection.tick(1001);
  assertEquals(peer.output(), ["RST_STREAM 1 CANCEL"]);
  assertEquals(reasons, ["timeout"]);
  await assertRejects(() => Promise.resolve(writing), HttpError);
  // The other exchange has nothing to send.
  other!.end();
  assertEquals(peer.output(), ["DATA 3 0 end"]);
});

Deno.test("a socket that takes nothing ends the connection", () => {
  const peer = serverByHand({ writeTimeoutMs: 1000 });
  peer.connection.tick(100);
  peer.send(headers(1));
  peer.exchanges[0]!.respondWith(200, [], NONE);
  peer.connection.takeOutput();
  peer.connection.tick(1100);
  assertEquals(peer.connection.closing, false);
  peer.connection.tick(1101);
  assert(peer.connection.closing);
});

Deno.test("a connection without exchanges is closed after a while", () => {
  const peer = serverByHand({ idleTimeoutMs: 1000 });
  peer.connection.tick(900);
  peer.send(headers(1));
  peer.connection.tick(2000);
  peer.exchanges[0]!.respondWith(200, [], NONE);
  peer.connection.tick(3000);
  assertEquals(peer.connection.closing, false);
  peer.output();
  peer.connection.tick(3001);
  assertEquals(peer.output(), ["GOAWAY 1 NO_ERROR"]);
  assert(peer.connection.closing);
});

Deno.test("an old connection is shut down, and cut after its grace", async () => {
  const peer = serverByHand({ maxConnectionAgeMs: 1000, shutdownGraceMs: 500 });
  peer.send(headers(1), headers(3));
  const reasons: string[] = [];
  peer.exchanges[1]!.onAbort = ({ code }) => reasons.push(code);
  peer.connection.tick(1001);
  assertEquals(peer.output(), [`GOAWAY ${2 ** 31 - 1} NO_ERROR`, "PING"]);
  // What was on its way is served; after the ping came back no more can be.
  assertEquals(peer.send(headers(5)), []);
  assertEquals(peer.send(ping(2, true)), ["GOAWAY 5 NO_ERROR"]);
  assertEquals(peer.send(headers(7)), ["RST_STREAM 7 REFUSED_STREAM"]);
  assertEquals(peer.exchanges.length, 3);
  peer.exchanges[0]!.respondWith(200, [], NONE);
  peer.exchanges[2]!.respondWith(200, [], NONE);
  assertEquals(peer.output(), ["HEADERS 1 200 end", "HEADERS 5 200 end"]);
  assertEquals(peer.connection.closing, false);
  peer.connection.tick(1502);
  assertEquals(peer.output(), ["GOAWAY 7 NO_ERROR the time to finish is over"]);
  assertEquals([reasons, peer.connection.closing], [["timeout"], true]);
  await Promise.resolve();
});

Deno.test("shutdown() does not wait for who does not answer", () => {
  const peer = serverByHand({ keepaliveTimeoutMs: 1000, keepaliveIntervalMs: Infinity });
  peer.connection.shutdown();
  assertEquals(peer.output(), [`GOAWAY ${2 ** 31 - 1} NO_ERROR`, "PING"]);
  peer.connection.tick(1001);
  assertEquals(peer.output(), ["GOAWAY 0 NO_ERROR"]);
  assert(peer.connection.closing);
});

Deno.test("who is silent is pinged while exchanges are open, and given up", async () => {
  const limits = { keepaliveIntervalMs: 1000, keepaliveTimeoutMs: 200, idleTimeoutMs: Infinity };
  const peer = clientByHand(limits);
  peer.connection.tick(5000);
  assertEquals(peer.output(), []);
  const exchange = peer.connection.request(HEAD, { body: NONE });
  peer.output();
  peer.connection.tick(5001);
  assertEquals(peer.output(), ["PING"]);
  peer.send(ping(1, true));
  peer.connection.tick(6001);
  assertEquals(peer.output(), []);
  peer.connection.tick(6002);
  assertEquals(peer.output(), ["PING"]);
  peer.connection.tick(6203);
  assertEquals(peer.output(), ["GOAWAY 0 NO_ERROR the other side does not answer"]);
  const error = await assertRejects(async () => void await exchange.response(), HttpError);
  assertEquals([error.code, peer.connection.closing], ["timeout", true]);
});

Deno.test("limits that make no sense are refused", () => {
  const wrong: H2Limits[] = [
    { maxConcurrentStreams: -1 },
    { streamWindowBytes: 2 ** 31 },
    { connectionWindowBytes: 65_534 },
    { headerTimeoutMs: NaN },
    { maxConcurrentStreams: 1.5 },
    { streamWindowBytes: 65_535.5 },
    { maxHeaderFields: 0.5 },
    { maxResets: "5" as never },
  ];
  for (const limits of wrong) {
    assertThrows(() => new H2ServerConnection(() => {}, INFO, limits), RangeError, "Cannot use");
    assertThrows(() => new H2ClientConnection(limits), RangeError);
  }
});
