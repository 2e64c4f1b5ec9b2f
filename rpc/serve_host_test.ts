import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { serve } from "./serve.ts";
import { serveExchanges } from "../http/mod.ts";
import { get, RawClient, serveHere, urlOf } from "../http/serve_testing.ts";

const HERE = { port: 0, hostname: "127.0.0.1", onListen() {} };

Deno.test("serve() takes its arguments as Deno.serve() does", async () => {
  const handler = (request: Request, info: Deno.ServeHandlerInfo<Deno.NetAddr>): Response =>
    new Response(`${request.method} ${new URL(request.url).pathname} ${info.remoteAddr.hostname}`);
  for (const makeServer of [serve, Deno.serve] as (typeof Deno.serve)[]) {
    const servers = [makeServer(HERE, handler), makeServer({ ...HERE, handler })];
    for (const server of servers) {
      const { hostname, port, transport } = server.addr as Deno.NetAddr;
      assertEquals([hostname, transport], ["127.0.0.1", "tcp"]);
      const response = await fetch(`http://127.0.0.1:${port}/a`);
      assertEquals(await response.text(), "GET /a 127.0.0.1");
      assertEquals(response.headers.get("content-type"), "text/plain;charset=UTF-8");
      assertEquals(response.headers.get("content-length"), "16");
      server.unref();
      server.ref();
      await server.shutdown();
      await server.finished;
    }
  }
  await using server = serve(handler, HERE);
  assertEquals(await (await fetch(urlOf(server))).text(), "GET / 127.0.0.1");
});

Deno.test("serve() says where it listens", async () => {
  let told: unknown;
  await using server = serve(() => new Response(), { ...HERE, onListen: (addr) => told = addr });
  assertEquals(told, server.addr);
  const inUse = { ...HERE, port: server.addr.port };
  assertThrows(() => serve(() => new Response(), inUse), Deno.errors.AddrInUse);
});

Deno.test("serve() listens on Unix sockets", async () => {
  const path = `${await Deno.makeTempDir()}/socket`;
  await using server = serve((_, { remoteAddr }) => new Response(remoteAddr.transport), {
    path,
    onListen() {},
  });
  assertEquals(server.addr, { transport: "unix", path });
  using client = new RawClient(await Deno.connect({ transport: "unix", path }));
  await client.send(get("/", "connection: close"));
  assertMatch(await client.rest(), /\r\n\r\nunix$/);
});

Deno.test("serve() refuses options that make no sense", () => {
  const handler = () => new Response();
  assertThrows(() => serve({ ...HERE, handler: undefined as never }), TypeError);
  assertThrows(() => serve(handler, { ...HERE, cert: "x" }), TypeError);
  assertThrows(() => serve(handler, { ...HERE, clientCa: "x" }), TypeError);
  assertThrows(() => serve(handler, { ...HERE, clientCertificate: "require" }), TypeError);
  assertThrows(() => serve(handler, { path: "/x", cert: "x", key: "x" }), TypeError);
  assertThrows(() => serve(handler, { ...HERE, maxConnections: -1 }), RangeError);
  assertThrows(() => serve(handler, { ...HERE, writeTimeoutMs: NaN }), RangeError);
  assertThrows(() => serve(handler, { ...HERE, http1: { maxHeaderBytes: -1 } }), RangeError);
  assertThrows(() => serve(handler, { ...HERE, http2: { maxResets: -1 } }), RangeError);
  assertThrows(() => serve(handler, { ...HERE, http1: { maxHeaderFields: 1.5 } }), RangeError);
  assertThrows(() => serve(handler, { ...HERE, http2: { maxConcurrentStreams: 1.5 } }), RangeError);
  assertThrows(() => serve(handler, { ...HERE, maxConnections: 1.5 }), RangeError);
  for (const tcpBacklog of [-1, 1.5, NaN, 2 ** 31]) {
    assertThrows(() => serve(handler, { ...HERE, tcpBacklog }), RangeError, "tcpBacklog");
  }
});

Deno.test("serve() does not listen if onListen() throws", async () => {
  let port = 0;
  const onListen = (addr: { port: number }): void => {
    port = addr.port;
    throw new Error("no");
  };
  assertThrows(() => serve(() => new Response(), { ...HERE, onListen }), Error, "no");
  await assertRejects(() => Deno.connect({ hostname: "127.0.0.1", port }));
});

Deno.test("serve() shuts down when its signal is aborted", async () => {
  const controller = new AbortController();
  const server = serve(() => new Response(), { ...HERE, signal: controller.signal });
  await (await fetch(urlOf(server))).body?.cancel();
  controller.abort();
  await server.finished;
  await assertRejects(() => fetch(urlOf(server)));
  assertThrows(() => serve(() => new Response(), { ...HERE, signal: controller.signal }));
});

Deno.test("unref() lets the process end", async () => {
  const serveUrl = new URL("serve.ts", import.meta.url);
  const code = `import { serve } from ${JSON.stringify(serveUrl.href)};
    const server = serve(() => new Response("x"), { port: 0, hostname: "127.0.0.1", onListen() {} });
    const conn = await Deno.connect({ port: server.addr.port });
    await conn.write(new TextEncoder().encode("GET / HTTP/1.1\\r\\nhost: a\\r\\n\\r\\n"));
    await conn.read(new Uint8Array(1000));
    server.unref();
    console.log("end");`;
  const args = ["eval", "--quiet", "--ext=ts", code];
  const { success, stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  assertEquals([success, new TextDecoder().decode(stdout)], [true, "end\n"]);
});

Deno.test("serve() speaks HTTP/2 to those who begin it, in pieces as well", async () => {
  await using server = serveHere(() => new Response());
  for (const size of [24, 1, 5]) {
    using client = await RawClient.connect(server);
    const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    for (let i = 0; i < preface.length; i += size) {
      await client.send(preface.slice(i, i + size));
      await new Promise((done) => setTimeout(done, 1));
    }
    const header = new Uint8Array(9);
    await client.conn.read(header);
    assertEquals([header[3], header[4]], [4, 0]); // SETTINGS
  }
  for (const other of ["PRO / HTTP/1.1\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\rx"]) {
    using client = await RawClient.connect(server);
    await client.send(`${other}host: a\r\n\r\n`);
    assertMatch(await client.receive("\r\n"), /^HTTP\/1.1 (200|505) /);
  }
});

Deno.test("shutdown() lets requests end, and closes idle connections", async () => {
  const entered = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const server = serveHere(async () => {
    entered.resolve();
    await gate.promise;
    return new Response("done");
  });
  using busy = await RawClient.connect(server);
  using idle = await RawClient.connect(server);
  await busy.send(get());
  await entered.promise;
  const finished = server.shutdown();
  assertEquals(await idle.rest(), "");
  await assertRejects(
    () => Deno.connect({ port: server.addr.port }),
    Deno.errors.ConnectionRefused,
  );
  gate.resolve();
  assertMatch(await busy.rest(), /connection: close\r\n\r\ndone$/);
  busy.conn.close();
  idle.conn.close();
  await finished;
  assertEquals(server.shutdown(), finished);
});

Deno.test("shutdown() ends after a time, whatever is still going on", async () => {
  const entered = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  const server = serveHere((request) => {
    request.signal.addEventListener("abort", () => aborted.resolve());
    entered.resolve();
    return new Promise(() => {});
  }, { drainTimeoutMs: 100 });
  using client = await RawClient.connect(server);
  await client.send(get());
  await entered.promise;
  const start = performance.now();
  await server.shutdown();
  await aborted.promise;
  assert(performance.now() - start > 90);
  assertEquals(await client.rest(), "");
});

Deno.test("an exchange listener that throws ends its connection alone", async () => {
  const reported: unknown[] = [];
  await using server = serveExchanges((exchange) => {
    if (exchange.target === "/throw") throw new Error("oops");
    exchange.respondWith(200, [], new Uint8Array());
  }, { ...HERE, onInternalError: (error) => reported.push((error as Error).message) });
  using other = await RawClient.connect(server);
  await other.send(get());
  await other.receive("\r\n\r\n");
  using client = await RawClient.connect(server);
  await client.send(get("/throw"));
  assertEquals(await client.rest(), "");
  await other.send(get());
  assertMatch(await other.receive("\r\n\r\n"), /^HTTP\/1.1 200/);
  assertEquals(reported, ["oops"]);
});

Deno.test("real curl is served, over HTTP/1.1 and HTTP/2", async () => {
  await using server = serveHere(async (request, { connection }) =>
    new Response(`${connection.httpVersion} ${(await request.bytes()).length}`)
  );
  const body = "x".repeat(100_000);
  for (
    const [flag, version] of [["--http1.0", "1.0"], ["--http1.1", "1.1"], [
      "--http2-prior-knowledge",
      "2",
    ]]
  ) {
    const child = new Deno.Command("curl", {
      args: ["-sS", flag!, "--data-binary", "@-", urlOf(server)],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(body));
    await writer.close();
    assertEquals(new TextDecoder().decode((await child.output()).stdout), `${version} 100000`);
  }
});
