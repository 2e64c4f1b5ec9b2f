import { assert, assertEquals, assertRejects } from "@std/assert";
import { createHttp2Client, PooledClient } from "./client.ts";
import {
  bodyOf,
  echo,
  failureOf,
  HEAD,
  headFor,
  MemoryServers,
  NO_BYTES,
  RawServer,
  textOf,
  utf8,
} from "./client_testing.ts";
import { HttpError } from "./exchange.ts";
import { serveExchanges } from "./serve_exchanges.ts";
import { data, goAway, headers, rst, settings } from "./_h2/testdata/frames.ts";

const OK = { ":status": "200" };

const REFUSED_STREAM = 7;

Deno.test("1,000 requests survive servers that go away, and each is processed once", async () => {
  const seen: string[] = [];
  let count = 0;
  const servers = new MemoryServers(async (exchange) => {
    const text = new TextDecoder().decode(await bodyOf(exchange));
    seen.push(text);
    if (++count % 100 === 0) servers.connections.at(-1)!.shutdown();
    if (count % 3 === 0) await new Promise((done) => setTimeout(done, 1));
    exchange.respondWith(200, [], utf8(text));
  });
  await using client = new PooledClient({ maxConnectionsPerOrigin: 2 }, servers.dial);
  const expected = Array.from({ length: 1000 }, (_, i) => `${i}`);
  const texts = await Promise.all(
    expected.map((text) => textOf(client.request(HEAD, { body: utf8(text) }))),
  );
  assertEquals(texts, expected);
  assertEquals(seen.sort((a, b) => +a - +b), expected);
  assert(servers.connections.length > 5);
});

Deno.test("a request that was refused is sent again on the same connection", async () => {
  await using server = new RawServer();
  const exchange = server.client.request(HEAD, { body: utf8("abc") });
  const text = textOf(exchange);
  const peer = await server.peer();
  assertEquals(await peer.until("DATA"), "DATA 1 3 end");
  await peer.send(rst(1, REFUSED_STREAM));
  assertEquals(await peer.until("DATA"), "DATA 3 3 end");
  await peer.send(headers(3, OK, false), data(3, utf8("done"), true));
  assertEquals(await text, "done");
  assertEquals(server.peers.length, 1);
});

Deno.test("a body in pieces is sent again from its beginning", async () => {
  await using server = new RawServer();
  const exchange = server.client.request(HEAD);
  exchange.write(utf8("ab"));
  const text = textOf(exchange);
  const peer = await server.peer();
  assertEquals(await peer.until("DATA"), "DATA 1 2");
  await exchange.write(utf8("cde"));
  assertEquals(await peer.until("DATA"), "DATA 1 3");
  await peer.send(rst(1, REFUSED_STREAM));
  assertEquals(await peer.until("DATA"), "DATA 3 2");
  assertEquals(await peer.until("DATA"), "DATA 3 3");
  exchange.write(utf8("f"));
  exchange.end([["x-sum", "6"]]);
  assertEquals(await peer.until("DATA"), "DATA 3 1");
  assertEquals(await peer.until("HEADERS"), "HEADERS 3 x-sum=6 end");
  await peer.send(headers(3, OK, false), data(3, utf8("done"), true));
  assertEquals(await text, "done");
});

Deno.test("a body that is too long to be kept is not sent again", async () => {
  await using server = new RawServer({ maxReplayBytes: 4 });
  const exchange = server.client.request(HEAD);
  exchange.write(utf8("abc"));
  const failure = failureOf(exchange);
  const peer = await server.peer();
  await peer.until("DATA");
  await exchange.write(utf8("de"));
  await peer.until("DATA");
  await peer.send(rst(1, REFUSED_STREAM));
  assertEquals(await failure, ["refused", "the stream was reset: REFUSED_STREAM"]);
  await assertRejects(async () => await exchange.write(utf8("f")), HttpError, "REFUSED");
});

Deno.test("a request is sent again only so often", async () => {
  await using server = new RawServer({ maxRetries: 2 });
  const failure = failureOf(server.client.request(HEAD, { body: NO_BYTES }));
  const peer = await server.peer();
  for (const id of [1, 3, 5]) {
    assertEquals(await peer.until("HEADERS"), `HEADERS ${id} POST / end`);
    await peer.send(rst(id, REFUSED_STREAM));
  }
  assertEquals(await failure, ["refused", "the stream was reset: REFUSED_STREAM"]);
});

Deno.test("requests above the last of GOAWAY go elsewhere, those below end", async () => {
  await using server = new RawServer();
  const texts = [1, 2, 3].map((i) =>
    textOf(server.client.request(HEAD, { body: utf8("x".repeat(i)) }))
  );
  const first = await server.peer(0);
  await first.until("DATA 5");
  await first.send(goAway(3, 0));
  const second = await server.peer(1);
  assertEquals(await second.until("DATA"), "DATA 1 3 end");
  await second.send(headers(1, OK, false), data(1, utf8("c"), true));
  await first.send(headers(1, OK, false), data(1, utf8("a"), true));
  await first.send(headers(3, OK, false), data(3, utf8("b"), true));
  assertEquals(await Promise.all(texts), ["a", "b", "c"]);
  assert((await first.until("GOAWAY")).startsWith("closed"), "it is closed once all have ended");
});

Deno.test("a request that may have been processed is not sent again", async () => {
  await using server = new RawServer();
  const failures = [0, 0].map(() => failureOf(server.client.request(HEAD, { body: NO_BYTES })));
  const peer = await server.peer();
  await peer.until("HEADERS 3");
  await peer.send(rst(1, 11));
  peer.socket.close();
  assertEquals((await failures[0])![0], "canceled");
  assertEquals((await failures[1])![0], "connection");
  assertEquals(server.peers.length, 1);
});

Deno.test("a request that has an answer is not sent again, whatever comes after", async () => {
  await using server = new RawServer();
  const exchange = server.client.request(HEAD);
  const peer = await server.peer();
  exchange.write(utf8("x"));
  await peer.until("DATA");
  await peer.send(headers(1, OK, false));
  await exchange.response();
  await peer.send(rst(1, REFUSED_STREAM));
  assertEquals((await failureOf(exchange))[0], "refused");
  await assertRejects(async () => await exchange.write(utf8("x")), HttpError);
  assertEquals((await failureOf(exchange))[0], "refused");
});

Deno.test("after a connection was lost the next request makes another", async () => {
  const servers = new MemoryServers(echo);
  await using client = new PooledClient({}, servers.dial);
  for (let i = 0; i < 5; i++) {
    assertEquals(await textOf(client.request(HEAD, { body: utf8("x") })), "x");
    servers.drivers[i]!.abort("killed");
    while (!servers.sockets[i]!.closed) await new Promise((done) => setTimeout(done));
  }
  assertEquals(servers.connections.length, 5);
});

Deno.test("a server that goes away at once is not asked again and again", async () => {
  await using server = new RawServer({}, null);
  const failure = failureOf(server.client.request(HEAD, { body: NO_BYTES }));
  const peer = await server.peer();
  await peer.send(settings(), goAway(0, 0, "full"));
  const [code, message] = await failure;
  assertEquals([code, message], [
    "connection",
    "Cannot connect to server.test: the server goes away",
  ]);
  assertEquals((await failureOf(server.client.request(HEAD)))[1], message);
  assertEquals(server.peers.length, 1);
});

Deno.test("a server that goes away without taking a request is not asked again and again", async () => {
  await using server = new RawServer({}, [[3, 0]]);
  const failure = failureOf(server.client.request(HEAD, { body: NO_BYTES }));
  const goAll = setInterval(() => {
    for (const peer of server.peers) peer.send(goAway(0, 0)).catch(() => {});
  }, 1);
  const [code, message] = await failure;
  clearInterval(goAll);
  assertEquals([code, message], [
    "connection",
    "Cannot connect to server.test: the server goes away",
  ]);
  assertEquals((await failureOf(server.client.request(HEAD)))[1], message);
  assert(server.peers.length <= 4, `${server.peers.length} connections`);
});

Deno.test("requests that wait for a server do not have it asked without a pause", async () => {
  const options = { waitForReady: true, maxBackoffMs: 40, maxConnectionsPerOrigin: 1 };
  await using server = new RawServer(options, [[3, 0]]);
  const failure = failureOf(server.client.request(HEAD, { body: NO_BYTES }));
  const closeAll = setInterval(() => {
    for (const { socket } of server.peers) if (!socket.closed) socket.close();
  }, 1);
  await new Promise((done) => setTimeout(done, 300));
  clearInterval(closeAll);
  assert(server.peers.length <= 20, `${server.peers.length} connections`);
  await server.client.close({ graceMs: 0 });
  assertEquals((await failure)[0], "aborted");
});

Deno.test("requests wait while the server takes no more, or go on another connection", async () => {
  await using server = new RawServer({ maxConnectionsPerOrigin: 2 }, [[3, 2]]);
  const texts = Array.from(
    { length: 5 },
    () => textOf(server.client.request(HEAD, { body: NO_BYTES })),
  );
  const first = await server.peer(0);
  const second = await server.peer(1);
  await first.until("HEADERS 3");
  await second.until("HEADERS 3");
  await first.send(headers(1, OK, true));
  assertEquals(await first.until("HEADERS"), "HEADERS 5 POST / end");
  for (const id of [3, 5]) await first.send(headers(id, OK, true));
  for (const id of [1, 3]) await second.send(headers(id, OK, true));
  assertEquals(await Promise.all(texts), ["", "", "", "", ""]);
  assertEquals(server.peers.length, 2);
});

Deno.test("how many requests wait, and how long, is bounded", async () => {
  const options = { maxConnectionsPerOrigin: 1, maxQueuedRequests: 2, queueTimeoutMs: 40 };
  await using server = new RawServer(options, [[3, 1]]);
  const first = server.client.request(HEAD, { body: NO_BYTES });
  const peer = await server.peer();
  await peer.until("HEADERS");
  const failures = [0, 0, 0].map(() => failureOf(server.client.request(HEAD)));
  assertEquals(await failures[2], ["limit", "Cannot request: 2 requests wait for server.test"]);
  assertEquals((await failures[0])![0], "timeout");
  assertEquals((await failures[1])![0], "timeout");
  await peer.send(headers(1, OK, true));
  assertEquals(await textOf(first), "");
});

Deno.test("fields that can be read but once are sent again, too", async () => {
  await using server = new RawServer();
  const headers1 = new Map([["a", "1"]]).entries();
  const exchange = server.client.request({ ...HEAD, headers: headers1 });
  exchange.end(new Map([["b", "2"]]).entries());
  const text = textOf(exchange);
  const peer = await server.peer();
  for (const id of [1, 3]) {
    assertEquals(await peer.until("HEADERS"), `HEADERS ${id} POST / a=1`);
    assertEquals(await peer.until("HEADERS"), `HEADERS ${id} b=2 end`);
    await peer.send(id === 1 ? rst(id, REFUSED_STREAM) : headers(id, OK, true));
  }
  assertEquals(await text, "");
});

Deno.test("trailers that cannot be sent fail their request, also if it waits", async () => {
  await using server = new RawServer();
  const exchange = server.client.request(HEAD);
  exchange.end([["x", "a\nb"]]);
  await assertRejects(async () => await exchange.response(), TypeError, "field x");
  const peer = await server.peer();
  assertEquals(await peer.until("RST_STREAM"), "RST_STREAM 1 CANCEL");
});

Deno.test("connections that grow old are replaced under load, on both sides", async () => {
  const seen = new Set<string>();
  let connections = 0;
  const known = new WeakSet();
  await using server = serveExchanges(async (exchange) => {
    if (!known.has(exchange.connection)) connections++;
    known.add(exchange.connection);
    const text = new TextDecoder().decode(await bodyOf(exchange));
    assert(!seen.has(text));
    seen.add(text);
    await new Promise((done) => setTimeout(done, 1));
    exchange.respondWith(200, [], utf8(text));
  }, { port: 0, hostname: "127.0.0.1", onListen() {}, maxConnectionAgeMs: 40 });
  await using client = createHttp2Client({ http2: { maxConnectionAgeMs: 60 } });
  const head = headFor((server.addr as Deno.NetAddr).port);
  for (let i = 0; i < 100; i++) {
    const texts = Array.from({ length: 20 }, (_, k) => `${i}.${k}`);
    const answers = texts.map((text) => textOf(client.request(head, { body: utf8(text) })));
    assertEquals(await Promise.all(answers), texts);
  }
  assertEquals(seen.size, 2000);
  assert(connections > 2, `${connections}`);
});
