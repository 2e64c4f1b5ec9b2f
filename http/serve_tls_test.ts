import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { certificates } from "./certificates_testing.ts";
import type { TcpAddr } from "./exchange.ts";
import type { FetchHandler } from "./fetch_listener.ts";
import type { Server } from "./server_options.ts";
import { RawClient, serveHere } from "./serve_testing.ts";

const describe: FetchHandler<TcpAddr> = async (request, { connection }) => {
  const { httpVersion, encrypted, peerCertificate } = connection;
  const length = (await request.bytes()).length;
  const { protocol } = new URL(request.url);
  return Response.json([protocol, httpVersion, encrypted, peerCertificate?.toBase64(), length]);
};

/** What the server says of a request that is made with options of a client. */
async function ask(
  server: Server<TcpAddr>,
  options: Deno.CreateHttpClientOptions & { cert?: string; key?: string },
  body: string = "abc",
): Promise<unknown> {
  using client = Deno.createHttpClient(options as Deno.CreateHttpClientOptions);
  const url = `https://localhost:${server.addr.port}/`;
  const response = await fetch(url, { client, method: "POST", body });
  return await response.json();
}

function der(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, "");
}

Deno.test("serveExchanges() speaks HTTP/1.1 and HTTP/2 over TLS", async () => {
  const { ca, server: { cert, key } } = await certificates();
  await using server = serveHere(describe, { cert, key });
  const caCerts = [ca];
  const big = "x".repeat(1_000_000);
  assertEquals(await ask(server, { caCerts }), ["https:", "2", true, null, 3]);
  assertEquals(await ask(server, { caCerts, http2: false }), ["https:", "1.1", true, null, 3]);
  assertEquals(await ask(server, { caCerts }, big), ["https:", "2", true, null, 1_000_000]);
  assertEquals(await ask(server, { caCerts, http2: false }, big), [
    "https:",
    "1.1",
    true,
    null,
    1_000_000,
  ]);
});

Deno.test("serveExchanges() refuses certificates and keys that are none, or of another", async () => {
  const { ca, server: { cert, key }, client } = await certificates();
  const wrong: [options: { cert: string; key: string; clientCa?: string }, message: string][] = [
    [{ cert: "", key }, "Cannot listen: `cert` is not in PEM"],
    [{ cert: key, key: cert }, "Cannot listen: `cert` is not in PEM"],
    [{ cert, key: "key.pem" }, "Cannot listen: `key` is not in PEM"],
    [{ cert, key: client.key }, "Cannot listen: `key` is not the key of `cert`"],
    [{ cert, key, clientCa: "ca.pem" }, "Cannot listen: `clientCa` is not in PEM"],
  ];
  for (const [options, message] of wrong) {
    assertThrows(() => serveHere(describe, options), TypeError, message);
  }
  await serveHere(describe, { cert: cert + ca, key, clientCa: ca + client.cert }).shutdown();
});

Deno.test("serveExchanges() requires certificates of clients", async () => {
  const { ca, server: { cert, key }, client, stranger } = await certificates();
  await using server = serveHere(describe, { cert, key, clientCa: ca });
  const caCerts = [ca];
  const shown = der(client.cert);
  const big = "x".repeat(1_000_000);
  assertEquals(await ask(server, { caCerts, ...client }), ["https:", "2", true, shown, 3]);
  assertEquals(await ask(server, { caCerts, ...client, http2: false }, big), [
    "https:",
    "1.1",
    true,
    shown,
    1_000_000,
  ]);
  await assertRejects(() => ask(server, { caCerts }));
  await assertRejects(() => ask(server, { caCerts, ...stranger }));
  assertEquals(await ask(server, { caCerts, ...client }), ["https:", "2", true, shown, 3]);
});

Deno.test("serveExchanges() requests certificates of clients", async () => {
  const { ca, server: { cert, key }, client, stranger } = await certificates();
  await using server = serveHere(describe, {
    cert,
    key,
    clientCa: ca,
    clientCertificate: "request",
  });
  const caCerts = [ca];
  assertEquals(await ask(server, { caCerts, ...client }), [
    "https:",
    "2",
    true,
    der(client.cert),
    3,
  ]);
  assertEquals(await ask(server, { caCerts }), ["https:", "2", true, null, 3]);
  await assertRejects(() => ask(server, { caCerts, ...stranger }));
});

Deno.test("serveExchanges() gives up TLS handshakes that take too long, or fail", async () => {
  const { ca, server: { cert, key }, client } = await certificates();
  for (const options of [{ cert, key }, { cert, key, clientCa: ca }]) {
    await using server = serveHere(describe, { ...options, handshakeTimeoutMs: 100 });
    using silent = await RawClient.connect(server);
    using plain = await RawClient.connect(server);
    await plain.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    using broken = await RawClient.connect(server);
    await broken.send("\x16\x03\x01\x02\x00\x01");
    broken.conn.close();
    await plain.rest();
    assertEquals(await silent.rest(), "");
    assertEquals((await ask(server, { caCerts: [ca], ...client }) as unknown[]).at(-1), 3);
  }
});

Deno.test("serveExchanges() stops reading what nobody reads with TLS, too", async () => {
  const { ca, server: { cert, key } } = await certificates();
  const requested = { clientCa: ca, clientCertificate: "request" } as const;
  for (const options of [{ cert, key }, { cert, key, ...requested }]) {
    const gate = Promise.withResolvers<void>();
    await using server = serveHere(async (request) => {
      await gate.promise;
      let length = 0;
      for await (const chunk of request.body!) length += chunk.length;
      return new Response(`${length}`);
    }, options);
    const { port } = server.addr;
    using client = new RawClient(
      await Deno.connectTls({ hostname: "localhost", port, caCerts: [ca] }),
    );
    const total = 32 * 2 ** 20;
    await client.send(`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${total}\r\n\r\n`);
    let sent = 0;
    const sending = (async () => {
      const chunk = new Uint8Array(65_536);
      while (sent < total) sent += await client.conn.write(chunk.subarray(0, total - sent));
    })();
    for (let before = -1; sent !== before;) {
      before = sent;
      await new Promise((done) => setTimeout(done, 100));
    }
    assert(sent < total / 2, `${sent} bytes were taken`);
    gate.resolve();
    await sending;
    assertMatch(await client.receive(`${total}`), /^HTTP\/1.1 200 /);
  }
});

Deno.test("serveExchanges() drains connections with TLS", async () => {
  const { ca, server: { cert, key }, client } = await certificates();
  for (const options of [{ cert, key }, { cert, key, clientCa: ca }]) {
    const entered = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const server = serveHere(async (request, info) => {
      entered.resolve();
      await gate.promise;
      return await describe(request, info);
    }, options);
    const answer = ask(server, { caCerts: [ca], ...client });
    await entered.promise;
    const finished = server.shutdown();
    gate.resolve();
    assertEquals((await answer as unknown[]).at(-1), 3);
    const start = performance.now();
    await finished;
    assert(performance.now() - start < 3000);
  }
});

Deno.test("serveExchanges() does not notice what becomes of clients with TLS", async () => {
  const { ca, server: { cert, key } } = await certificates();
  await using server = serveHere(() => new Response(new ReadableStream()), {
    cert,
    key,
    clientCa: ca,
    clientCertificate: "request",
  });
  for (let i = 0; i < 5; i++) {
    const conn = await Deno.connectTls({
      hostname: "localhost",
      port: server.addr.port,
      caCerts: [ca],
      alpnProtocols: ["http/1.1"],
    });
    using client = new RawClient(conn);
    await client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    assertMatch(await client.receive("\r\n\r\n"), /^HTTP\/1.1 200 /);
  }
});
