import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { HttpError, type ServerExchange } from "../exchange.ts";
import { answer, echo, latin1Bytes, TestPeer } from "./connection_testing.ts";

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const NOTHING = new Uint8Array();

function responseTo(request: string, listener: (exchange: ServerExchange) => void): string {
  return new TestPeer(listener).send(request).drain();
}

Deno.test("respondWith() sends a length, and no trailers to those who take none", () => {
  const respond = (exchange: ServerExchange) =>
    exchange.respondWith(201, [["x", "y"]], latin1Bytes("abc"), [["t", "u"]]);
  assertEquals(
    responseTo(GET, respond),
    "HTTP/1.1 201 Created\r\nx: y\r\ncontent-length: 3\r\n\r\nabc",
  );
  assertEquals(
    responseTo("GET / HTTP/1.1\r\nHost: a\r\nTE: deflate, trailers\r\n\r\n", respond),
    "HTTP/1.1 201 Created\r\nx: y\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nt: u\r\n\r\n",
  );
  assertEquals(
    responseTo("GET / HTTP/1.0\r\nTE: trailers\r\n\r\n", respond),
    "HTTP/1.1 201 Created\r\nx: y\r\ncontent-length: 3\r\nconnection: close\r\n\r\nabc",
  );
});

Deno.test("responses without a length are in chunks, or end with the connection in HTTP/1.0", () => {
  const respond = (exchange: ServerExchange) => {
    exchange.respond(200, []);
    exchange.write(latin1Bytes("0123456789abcdef"));
    exchange.write(NOTHING);
    exchange.end([["t", "u"]]);
  };
  assertEquals(
    responseTo(GET, respond),
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n",
  );
  for (const more of ["", "Connection: keep-alive\r\n"]) {
    const peer = new TestPeer(respond).send(`GET / HTTP/1.0\r\n${more}\r\n`);
    assertEquals(peer.drain(), "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n0123456789abcdef");
    assertEquals(peer.connection.closing, true);
  }
});

Deno.test("HTTP/1.0 connections go on if both sides say so", () => {
  const peer = new TestPeer(answer);
  peer.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
  assertMatch(peer.drain(), /\r\nconnection: keep-alive\r\n/);
  peer.send("GET / HTTP/1.0\r\n\r\n");
  assertMatch(peer.drain(), /\r\nconnection: close\r\n/);
  assertEquals(peer.exchanges.map(({ connection }) => connection.httpVersion), ["1.0", "1.0"]);
});

Deno.test("responses to HEAD, 204 and 304 have no body", () => {
  const HEAD = GET.replace("GET", "HEAD");
  const respond =
    (status: number, headers: [string, string][], body: string) =>
    (exchange: ServerExchange): void => exchange.respondWith(status, headers, latin1Bytes(body));
  const stream = (exchange: ServerExchange) => {
    exchange.respond(200, [["content-length", "3"]]);
    exchange.write(latin1Bytes("abc"));
    exchange.end();
  };
  assertEquals(
    responseTo(HEAD, respond(200, [], "abc")),
    "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n",
  );
  assertEquals(responseTo(HEAD, respond(200, [], "")), "HTTP/1.1 200 OK\r\n\r\n");
  assertEquals(responseTo(HEAD, stream), "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n");
  assertEquals(
    responseTo(GET, respond(204, [["content-length", "0"]], "")),
    "HTTP/1.1 204 No Content\r\n\r\n",
  );
  assertEquals(
    responseTo(GET, respond(304, [["content-length", "5"]], "")),
    "HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n",
  );
  assertEquals(responseTo(GET, respond(205, [], "")), "HTTP/1.1 205 \r\ncontent-length: 0\r\n\r\n");
});

Deno.test("responses may have Latin-1 in their fields", () => {
  for (const value of ["\xe9", "\xe9a", "a\xff".repeat(200)]) {
    const peer = new TestPeer((exchange) => exchange.respondWith(200, [["x", value]], NOTHING));
    const expected = `HTTP/1.1 200 OK\r\nx: ${value}\r\ncontent-length: 0\r\n\r\n`;
    assertEquals(peer.send(GET).drain(), expected);
  }
});

Deno.test("responses have a date", () => {
  const peer = new TestPeer(answer).send(GET);
  const text = new TextDecoder().decode(peer.connection.takeOutput());
  const date = /\r\ndate: ([^\r]+)\r\n/.exec(text)![1]!;
  assertEquals(Math.abs(Date.parse(date) - Date.now()) < 5000, true);
  const own = new TestPeer((exchange) => exchange.respondWith(200, [["date", "x"]], NOTHING));
  assertEquals(own.send(GET).drain(), "HTTP/1.1 200 OK\r\ndate: x\r\ncontent-length: 0\r\n\r\n");
});

Deno.test("respond() refuses what would be another response", () => {
  const refused: [string, string][] = [
    ["x", "a\r\nb: c"],
    ["x", "a\nb"],
    ["x", "a\rb"],
    ["x", "a\0b"],
    ["x", "a\x01b"],
    ["x", "a\x1b[0m"],
    ["x", "a\x7f"],
    ["x", "\u0100"],
    ["X", "a"],
    ["x y", "a"],
    ["x:", "a"],
    ["", "a"],
    ["content-length", "-1"],
    ["content-length", "a"],
  ];
  for (const field of refused) {
    const peer = new TestPeer().send(GET);
    assertThrows(() => peer.exchange.respond(200, [["ok", "ok"], field]), TypeError);
    assertEquals(peer.output(), "");
    peer.exchange.respondWith(500, [], NOTHING);
    assertMatch(peer.output(), /^HTTP\/1.1 500 /);
  }
  const peer = new TestPeer().send("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n");
  peer.exchange.respond(200, []);
  assertThrows(() => peer.exchange.end([["x", "a\nb"]]), TypeError);
});

Deno.test("end() leaves out trailers that would say how the message is framed", () => {
  const peer = new TestPeer((exchange) => {
    exchange.respond(200, []);
    exchange.end([["content-length", "5"], ["transfer-encoding", "chunked"], ["t", "u"]]);
  }).send("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n");
  assertMatch(peer.drain(), /\r\n\r\n0\r\nt: u\r\n\r\n$/);
});

Deno.test("respond() leaves out what belongs to the connection, and closes it if asked to", () => {
  const headers: [string, string][] = [
    ["transfer-encoding", "gzip"],
    ["keep-alive", "timeout=5"],
    ["upgrade", "h2c"],
    ["connection", "x, Close"],
  ];
  const peer = new TestPeer((exchange) => exchange.respondWith(200, headers, NOTHING)).send(GET);
  assertEquals(peer.drain(), "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
  assertEquals(peer.connection.closing, true);
});

Deno.test("an exchange tells wrong use from bad luck", () => {
  const { exchange } = new TestPeer().send(GET);
  assertThrows(() => exchange.write(NOTHING), TypeError);
  assertThrows(() => exchange.end(), TypeError);
  for (const status of [199, 200.5, 600, NaN]) {
    assertThrows(() => exchange.respond(status, []), RangeError);
  }
  exchange.respond(200, []);
  assertThrows(() => exchange.respond(200, []), TypeError);
  exchange.end();
  assertThrows(() => exchange.write(NOTHING), TypeError);
  assertThrows(() => exchange.end(), TypeError);
  exchange.abort(); // it is over
});

Deno.test("a body that is not as long as its content-length cuts the connection", () => {
  for (const body of ["ab", "abcd"]) {
    const peer = new TestPeer().send(GET);
    peer.exchange.respond(200, [["content-length", "3"]]);
    assertThrows(() => {
      peer.exchange.write(latin1Bytes(body));
      peer.exchange.end();
    }, TypeError);
    assertEquals(peer.connection.closing, true);
  }
});

Deno.test("abort() cuts the response", async () => {
  const peer = new TestPeer(undefined, { maxOutputBytes: 2 }).send(GET);
  let told = false;
  peer.exchange.onAbort = () => told = true;
  peer.exchange.respond(200, []);
  const room = peer.exchange.write(latin1Bytes("abc"))!;
  peer.exchange.abort();
  await assertRejects(() => room, HttpError);
  assertThrows(() => peer.exchange.write(NOTHING), HttpError);
  assertThrows(() => peer.exchange.end(), HttpError);
  assertMatch(peer.output(), /\r\n\r\n3\r\nabc\r\n$/);
  assertEquals([peer.connection.closing, told], [true, false]);
});

Deno.test("write() has the writer wait while output waits", async () => {
  const peer = new TestPeer(undefined, { maxOutputBytes: 200 }).send(GET);
  const { exchange, connection } = peer;
  exchange.respond(200, []);
  assertEquals(exchange.write(latin1Bytes("abc")), undefined);
  let waits = true;
  const room = exchange.write(new Uint8Array(200))!.then(() => waits = false);
  connection.takeOutput(); // taken is not written
  await Promise.resolve();
  assertEquals(waits, true);
  connection.outputWritten();
  await room;
  assertEquals(exchange.write(latin1Bytes("abc")), undefined);
});

Deno.test("requests that are sent ahead are answered in order", async () => {
  const requests = ["/a", "/b", "/c"].map((path) => GET.replace("/", path)).join("");
  const expected = ["/a", "/b", "/c"].map((path) => `GET ${path} `);
  for (const size of [Infinity, 1, 10]) {
    const peer = new TestPeer(answer).send(requests, size);
    assertEquals(peer.drain().match(/GET .* $|GET .* (?=HTTP)/gm), expected);

    const slow = new TestPeer((exchange) => setTimeout(() => answer(exchange), 1)).send(
      requests,
      size,
    );
    assertEquals(slow.exchanges.length, 1);
    let output = "";
    while (slow.exchanges.length < 3 || !slow.connection.idle) {
      await new Promise((done) => setTimeout(done, 1));
      output += slow.drain();
    }
    assertEquals(output.match(/GET .* $|GET .* (?=HTTP)/gm), expected);
  }
});

Deno.test("requests that are sent ahead are bounded, as is the output that nobody takes", () => {
  const flood = GET.repeat(2000);
  const waiting = new TestPeer().send(flood);
  assertEquals([waiting.exchanges.length, waiting.connection.paused], [1, true]);

  const peer = new TestPeer((exchange) => exchange.respondWith(200, [], new Uint8Array(1000)), {
    maxOutputBytes: 5000,
  });
  peer.send(flood);
  assertEquals([peer.exchanges.length, peer.connection.paused], [5, true]);
  let resumed = false;
  peer.connection.onResume = () => resumed = true;
  peer.drain();
  assertEquals([peer.exchanges.length, peer.connection.paused, resumed], [2000, false, true]);
});

Deno.test("nothing is looked at after the last request", () => {
  const last = GET.replace("Host", "Connection: close\r\nHost");
  const peer = new TestPeer(answer).send(last + GET + "garbage");
  assertMatch(peer.drain(), /^HTTP\/1.1 200 OK[^]*connection: close\r\n/);
  assertEquals([peer.exchanges.length, peer.connection.closing], [1, true]);
  peer.send(GET);
  assertEquals([peer.exchanges.length, peer.drain()], [1, ""]);
});

Deno.test("a client that closes its half gets what it has asked for", async () => {
  const peer = new TestPeer(echo).send(GET + GET);
  const told: string[] = [];
  peer.exchange.onAbort = ({ code }) => told.push(code);
  peer.connection.receiveEnd();
  await new Promise((done) => setTimeout(done));
  assertEquals(peer.drain().match(/HTTP\/1.1 200/g)?.length, 2);
  assertEquals([told, peer.connection.closing], [["canceled"], true]);

  for (const begun of ["", "GET /"]) {
    const idle = new TestPeer().send(begun);
    idle.connection.receiveEnd();
    assertEquals([idle.connection.closing, idle.drain()], [true, ""]);
  }
});

Deno.test("a lost connection fails its exchange once", async () => {
  const peer = new TestPeer(undefined, { maxOutputBytes: 1 }).send(GET);
  const told: string[] = [];
  peer.exchange.onAbort = ({ code }) => told.push(code);
  peer.exchange.respond(200, []);
  const room = peer.exchange.write(latin1Bytes("abc"))!;
  peer.connection.lost("reset");
  peer.connection.lost("reset");
  peer.connection.receiveEnd();
  assertEquals((await assertRejects(() => room, HttpError)).code, "connection");
  assertEquals([told, peer.connection.closing, peer.output()], [["connection"], true, ""]);
});

Deno.test("shutdown() lets the request that is there end", () => {
  const idle = new TestPeer(answer).send(GET);
  idle.connection.shutdown();
  assertEquals(idle.connection.closing, true);

  const open = new TestPeer().send(GET + GET);
  open.connection.shutdown();
  assertEquals(open.connection.closing, false);
  open.exchange.respondWith(200, [], NOTHING);
  assertMatch(open.drain(), /connection: close/);
  assertEquals([open.connection.closing, open.exchanges.length], [true, 1]);

  const begun = new TestPeer(answer).send("GET / HTTP/1.1\r\n");
  begun.connection.shutdown();
  begun.send("Host: a\r\n\r\n");
  assertMatch(begun.drain(), /^HTTP\/1.1 200 OK[^]*connection: close/);
});

Deno.test("time limits are kept", async () => {
  const options = {
    firstByteTimeoutMs: 100,
    headerTimeoutMs: 200,
    bodyIdleTimeoutMs: 300,
    idleTimeoutMs: 400,
  };
  const make = (): TestPeer => new TestPeer(undefined, options);
  const lasts = (peer: TestPeer, from: number, ms: number): string => {
    peer.connection.tick(from);
    peer.connection.tick(from + ms - 1);
    assertEquals(peer.connection.closing, false);
    peer.connection.tick(from + ms);
    assertEquals(peer.connection.closing, true);
    return peer.drain().slice(9, 12);
  };
  assertEquals(lasts(make(), 0, 100), "");
  assertEquals(lasts(make().send("\r\n"), 0, 100), "");

  const slow = make().send("GET /");
  for (let now = 0; now < 200; now += 20) {
    slow.connection.tick(now);
    assertEquals(slow.connection.closing, false);
    slow.send("a");
  }
  slow.connection.tick(200);
  assertEquals([slow.connection.closing, slow.drain().slice(9, 12)], [true, "408"]);

  const kept = make().send(GET);
  kept.connection.tick(0);
  kept.connection.tick(10_000); // the handler takes its time
  kept.exchange.respondWith(200, [], NOTHING);
  kept.drain();
  assertEquals(lasts(kept, 10_001, 400), "");

  const stalled = make().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n");
  stalled.connection.tick(0);
  stalled.connection.tick(10_000); // nobody waits for it
  const body = stalled.exchange.read() as Promise<Uint8Array>;
  stalled.connection.tick(10_200);
  stalled.send("a");
  await body;
  const rest = stalled.exchange.read() as Promise<Uint8Array>;
  assertEquals(lasts(stalled, 10_400, 300), "408");
  assertEquals((await assertRejects(() => rest, HttpError)).code, "timeout");
});
