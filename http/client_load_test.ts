import { assert, assertEquals } from "@std/assert";
import { createHttp2Client, PooledClient } from "./client.ts";
import { bodyOf, echo, HEAD, headFor, MemoryServers, textOf, utf8 } from "./client_testing.ts";
import { HttpError } from "./exchange.ts";
import { serveExchanges } from "./serve_exchanges.ts";

const MIB = 2 ** 20;

Deno.test("10,000 requests one after the other hold no memory", async () => {
  await using server = serveExchanges(echo, { port: 0, hostname: "127.0.0.1", onListen() {} });
  await using client = createHttp2Client();
  const head = headFor((server.addr as Deno.NetAddr).port);
  const run = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await textOf(client.request(head, { body: utf8("hello") }));
  };
  await run(2000);
  const before = Deno.memoryUsage();
  await run(10_000);
  const after = Deno.memoryUsage();
  assert(after.rss - before.rss < 64 * MIB, `RSS grew by ${(after.rss - before.rss) / MIB} MiB`);
});

Deno.test("connections that are killed under load lose no request without a word", async () => {
  const processed: string[] = [];
  const servers = new MemoryServers(async (exchange) => {
    try {
      processed.push(new TextDecoder().decode(await bodyOf(exchange)));
      await new Promise((done) => setTimeout(done, Math.random() * 5));
      exchange.respondWith(200, [], utf8("ok"));
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
    }
  });
  await using client = new PooledClient({}, servers.dial);
  const killer = setInterval(() => servers.drivers.at(-1)?.abort("killed"), 7);
  let lost = 0;
  const call = async (name: string): Promise<void> => {
    try {
      assertEquals(await textOf(client.request(HEAD, { body: utf8(name) })), "ok");
    } catch (error) {
      // The request had left: only the application can tell whether it may be made again.
      assert(error instanceof HttpError && error.code === "connection", `${error}`);
      lost++;
    }
  };
  for (let round = 0; round < 50; round++) {
    await Promise.all(Array.from({ length: 20 }, (_, i) => call(`${round}:${i}`)));
  }
  clearInterval(killer);
  assertEquals(new Set(processed).size, processed.length, "none was made twice");
  assert(processed.length + lost >= 1000);
  assert(servers.connections.length > 2 && lost < 1000);
});

Deno.test("a long body comes whole, and is never held whole", async () => {
  const total = 64 * MIB;
  await using server = serveExchanges(async (exchange) => {
    exchange.respond(200, []);
    for (let sent = 0; sent < total; sent += 65_536) await exchange.write(new Uint8Array(65_536));
    exchange.end();
  }, { port: 0, hostname: "127.0.0.1", onListen() {} });
  await using client = createHttp2Client();
  const exchange = client.request(headFor((server.addr as Deno.NetAddr).port));
  exchange.end();
  await exchange.response();
  let received = 0;
  for (let bytes = await exchange.read(); bytes !== null; bytes = await exchange.read()) {
    received += bytes.length;
  }
  assertEquals(received, total);
});
