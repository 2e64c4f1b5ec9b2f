import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createHttp2Client, PooledClient } from "./client.ts";
import {
  bodyOf,
  echo,
  failureOf,
  HEAD,
  headFor,
  MemoryServers,
  NO_BYTES,
  textOf,
  utf8,
} from "./client_testing.ts";
import { HttpError, type ServerExchange } from "./exchange.ts";
import { serveExchanges } from "./serve_exchanges.ts";

const HERE = { port: 0, hostname: "127.0.0.1", onListen() {} };

function portOf(server: { addr: unknown }): number {
  return (server.addr as Deno.NetAddr).port;
}

Deno.test("a client makes requests on one connection", async () => {
  await using server = serveExchanges(echo, HERE);
  await using client = createHttp2Client();
  const head = headFor(portOf(server));
  const texts = await Promise.all(
    Array.from({ length: 90 }, (_, i) => textOf(client.request(head, { body: utf8(`${i}`) }))),
  );
  assertEquals(texts, Array.from({ length: 90 }, (_, i) => `${i}`));
});

Deno.test("a client sends a body in pieces, and gets trailers", async () => {
  await using server = serveExchanges(echo, HERE);
  await using client = createHttp2Client();
  const exchange = client.request(headFor(portOf(server)));
  for (let i = 0; i < 100; i++) await exchange.write(new Uint8Array(10_000).fill(i));
  exchange.end([["x-trailer", "1"]]);
  assertEquals((await exchange.response()).status, 200);
  const body = await bodyOf(exchange);
  assertEquals([body.length, body[0], body[999_999]], [1_000_000, 0, 99]);
  assertEquals(exchange.trailers?.get("x-end"), "1");
  assertThrows(() => exchange.write(utf8("x")), TypeError, "after its end");
});

Deno.test("both sides talk at the same time", async () => {
  await using server = serveExchanges(async (exchange) => {
    exchange.respond(200, []);
    for (let chunk = await exchange.read(); chunk !== null; chunk = await exchange.read()) {
      await exchange.write(chunk);
    }
    exchange.end();
  }, HERE);
  await using client = createHttp2Client();
  const exchange = client.request(headFor(portOf(server)));
  assertEquals((await exchange.response()).status, 200);
  for (const word of ["a", "b", "c"]) {
    exchange.write(utf8(word));
    assertEquals(new TextDecoder().decode((await exchange.read())!), word);
  }
  exchange.end();
  assertEquals(await exchange.read(), null);
});

Deno.test("what is there is given without a promise", async () => {
  const servers = new MemoryServers((exchange) => exchange.respondWith(200, [], utf8("x")));
  await using client = new PooledClient({}, servers.dial);
  const exchange = client.request(HEAD, { body: NO_BYTES });
  const head = await exchange.response();
  assertEquals(exchange.response(), head);
  assertEquals(exchange.read(), utf8("x"));
  assertEquals(exchange.read(), null);
});

Deno.test("a head that cannot be sent is refused", async () => {
  const servers = new MemoryServers(echo);
  await using client = new PooledClient({}, servers.dial);
  const bad = client.request({ ...HEAD, headers: [["x", "a\nb"]] });
  await assertRejects(async () => await bad.response(), TypeError, "field x");
  assertThrows(() => client.request({ ...HEAD, target: "a b" }), TypeError, "target");
  const good = client.request(HEAD, { body: utf8("good") });
  assertThrows(() => good.write(utf8("x")), TypeError, "whole body");
  assertEquals(await textOf(good), "good");
});

Deno.test("a request that is given up is canceled, wherever it is", async () => {
  const aborted = Promise.withResolvers<string>();
  const servers = new MemoryServers((exchange) => {
    exchange.onAbort = (reason) => aborted.resolve(reason.code);
  });
  await using client = new PooledClient({}, servers.dial);
  const queued = client.request(HEAD);
  queued.abort();
  assertEquals((await failureOf(queued))[0], "aborted");
  const sent = client.request(HEAD);
  sent.write(utf8("x"));
  const failure = failureOf(sent);
  while (servers.connections.every(({ idle }) => idle)) {
    await new Promise((done) => setTimeout(done));
  }
  sent.abort();
  assertEquals((await failure)[0], "aborted");
  assertEquals(await aborted.promise, "canceled");
});

Deno.test("close() lets requests end, also those that wait", async () => {
  const servers = new MemoryServers(echo, { maxConcurrentStreams: 10 });
  const client = new PooledClient({ maxConnectionsPerOrigin: 1 }, servers.dial);
  const texts = Array.from(
    { length: 50 },
    (_, i) => textOf(client.request(HEAD, { body: utf8(`${i}`) })),
  );
  const closed = client.close();
  assertThrows(() => client.request(HEAD), HttpError, "closed");
  assertEquals(await Promise.all(texts), Array.from({ length: 50 }, (_, i) => `${i}`));
  await closed;
  assertEquals(servers.connections.length, 1);
  assert(servers.sockets[0]!.closed);
});

Deno.test("close() cuts requests that take too long", async () => {
  const exchanges: ServerExchange[] = [];
  const servers = new MemoryServers((exchange) => exchanges.push(exchange));
  const client = new PooledClient({ connectTimeoutMs: 40 }, servers.dial);
  const failure = failureOf(client.request(HEAD, { body: NO_BYTES }));
  while (exchanges.length === 0) await new Promise((done) => setTimeout(done));
  await client.close({ graceMs: 20 });
  assertEquals(await failure, ["aborted", "the client was closed"]);
  await client.close();
});

Deno.test("close() at once ends what waits for a connection", async () => {
  const client = new PooledClient(
    {},
    (_origin, signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  );
  const failure = failureOf(client.request(HEAD));
  await client.close({ graceMs: 0 });
  assertEquals(await failure, ["aborted", "the client was closed"]);
});

Deno.test("idle connections are closed, and the process does not live for them", async () => {
  const servers = new MemoryServers(echo);
  const client = new PooledClient({ http2: { idleTimeoutMs: 40 } }, servers.dial);
  await textOf(client.request(HEAD, { body: NO_BYTES }));
  assertEquals(servers.sockets[0]!.refs, false);
  const open = client.request(HEAD);
  assertEquals(servers.sockets[0]!.refs, true);
  open.abort();
  assertEquals(servers.sockets[0]!.refs, false);
  while (!servers.sockets[0]!.closed) await new Promise((done) => setTimeout(done, 10));
  await textOf(client.request(HEAD, { body: NO_BYTES }));
  assertEquals(servers.sockets.length, 2);
  await client.close();
});

Deno.test("a program that has done its requests ends, without close()", async () => {
  await using server = serveExchanges(echo, HERE);
  const head = JSON.stringify(headFor(portOf(server)));
  const code = `import { createHttp2Client } from "${new URL("./mod.ts", import.meta.url)}";
    const exchange = createHttp2Client().request(${head}, { body: new Uint8Array(5) });
    console.log((await exchange.response()).status, (await exchange.read()).length);`;
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", code],
    signal: AbortSignal.timeout(20_000),
  }).output();
  assertEquals(new TextDecoder().decode(output.stdout), "200 5\n");
});

Deno.test("a client's limits are checked", async () => {
  assertThrows(() => createHttp2Client({ maxQueuedRequests: -1 }), RangeError, "maxQueued");
  assertThrows(() => createHttp2Client({ maxConnectionsPerOrigin: 0 }), RangeError, "1 or more");
  assertThrows(() => createHttp2Client({ http2: { idleTimeoutMs: -1 } }), RangeError, "idle");
  assertThrows(() => createHttp2Client({ maxRetries: 1.5 }), RangeError, "a whole number");
  assertThrows(() => createHttp2Client({ maxConnectionsPerOrigin: 1.5 }), RangeError);
  assertThrows(() => createHttp2Client({ connectTimeoutMs: NaN }), RangeError, "0 or more");
  assertThrows(() => createHttp2Client({ cert: "x" }), TypeError, "go together");
  const client = createHttp2Client({ connectTimeoutMs: 0.5, http2: { resetsPerSecond: 0.5 } });
  for (const graceMs of [NaN, -1]) {
    assertThrows(() => client.close({ graceMs }), RangeError, "graceMs");
  }
  await client.close({ graceMs: Infinity });
});
