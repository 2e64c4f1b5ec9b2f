import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { stub } from "@std/testing/mock";
import { Backoff } from "./_client/backoff.ts";
import { within } from "./_client/within.ts";
import { certificates } from "./certificates_testing.ts";
import { createHttp2Client, PooledClient } from "./client.ts";
import type { Http2ClientOptions } from "./client_options.ts";
import {
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
import type { ServerOptions } from "./server_options.ts";

const HERE = { port: 0, hostname: "127.0.0.1", onListen() {} };

/** What listens and does with each connection what it is told to. */
function listenRaw(serve: (conn: Deno.Conn) => unknown): AsyncDisposable & { port: number } {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const conns: Deno.Conn[] = [];
  const done = (async () => {
    for await (const conn of listener) {
      conns.push(conn);
      await serve(conn);
    }
  })();
  return {
    port: listener.addr.port,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const conn of conns) conn.close();
      await done;
    },
  };
}

/** Why a request fails to a server on a port. */
async function failureAt(
  port: number,
  options: Http2ClientOptions = {},
  scheme: "http" | "https" = "http",
): Promise<[code: string, message: string]> {
  await using client = createHttp2Client(options);
  return await failureOf(client.request(headFor(port, { scheme }), { body: NO_BYTES }));
}

Deno.test("a request fails if nobody listens, and the next ones until a try is due", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr;
  listener.close();
  await using client = createHttp2Client();
  for (let i = 0; i < 3; i++) {
    const [code, message] = await failureOf(client.request(headFor(port)));
    assertEquals(code, "connection");
    assertStringIncludes(message, `Cannot connect to 127.0.0.1:${port}: `);
    assertStringIncludes(message, "refused");
  }
});

Deno.test("requests wait for a server if they are told to", async () => {
  let tries = 0;
  const servers = new MemoryServers(echo);
  const options = { waitForReady: true, maxBackoffMs: 20 };
  await using client = new PooledClient(options, (origin, signal) => {
    if (++tries < 3) return Promise.reject(new HttpError("down", "connection"));
    return servers.dial(origin, signal);
  });
  const texts = ["a", "b"].map((text) => textOf(client.request(HEAD, { body: utf8(text) })));
  assertEquals(await Promise.all(texts), ["a", "b"]);
  assertEquals(tries, 3);
});

Deno.test("the time between tries to connect grows, and differs", () => {
  const backoff = new Backoff(3000, () => 0.5);
  assertEquals([0, 0, 0, 0, 0].map(() => Math.round(backoff.next())), [
    1000,
    1600,
    2560,
    3000,
    3000,
  ]);
  backoff.reset();
  assertEquals(backoff.next(), 1000);
  assertEquals(new Backoff(9000, () => 0).next(), 800);
  assertEquals(Math.round(new Backoff(9000, () => 1).next()), 1200);
  assertEquals(new Backoff(10, () => 0.5).next(), 10);
});

Deno.test("a name that is not known is a failure to connect", async () => {
  await using client = createHttp2Client();
  const head = { ...HEAD, authority: "name.invalid:1" };
  const [code, message] = await failureOf(client.request(head));
  assertEquals(code, "connection");
  assertStringIncludes(message, "Cannot connect to name.invalid:1: ");
  const odd = await failureOf(client.request({ ...HEAD, authority: "a:b:c" }));
  assertEquals(odd[0], "connection");
});

Deno.test("to connect may take only so long", async () => {
  const { signal } = new AbortController();
  const late = Promise.withResolvers<string>();
  let closed = "";
  const waiting = within(20, "connecting", signal, () => late.promise, (what) => closed = what);
  const error = await waiting.catch((error) => error);
  assertEquals(error.message, "connecting took longer than 20 ms");
  late.resolve("what came too late");
  await late.promise;
  await Promise.resolve();
  assertEquals(closed, "what came too late");
});

Deno.test("a server that says nothing is given up", async () => {
  await using server = listenRaw(() => {});
  const http2 = { handshakeTimeoutMs: 40 };
  const [code, message] = await failureAt(server.port, { http2 });
  assertEquals(code, "connection");
  assertStringIncludes(message, "the beginning of the connection took too long");
  const tls = await failureAt(server.port, { tlsHandshakeTimeoutMs: 40 }, "https");
  assertEquals(tls, [
    "connection",
    `Cannot connect to 127.0.0.1:${server.port}: the TLS handshake took longer than 40 ms`,
  ]);
});

Deno.test("a host that is not reached in time is given up", async () => {
  using _ = stub(Deno, "connect", () => new Promise<never>(() => {}));
  assertEquals(await failureAt(1, { connectTimeoutMs: 20 }), [
    "connection",
    "Cannot connect to 127.0.0.1:1: connecting took longer than 20 ms",
  ]);
});

Deno.test("a server that hangs up is a failure to connect, at once", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const closed = (async () => {
    for await (const conn of listener) conn.close();
  })();
  for (const scheme of ["http", "https"] as const) {
    const [code, message] = await failureAt(listener.addr.port, {}, scheme);
    assertEquals(code, "connection");
    assertStringIncludes(message, "Cannot connect to 127.0.0.1");
  }
  listener.close();
  await closed;
});

Deno.test("a server that speaks HTTP/1.1 or TLS is told from one of HTTP/2", async () => {
  for (
    const [answer, reason] of [
      [utf8("HTTP/1.1 400 Bad Request\r\n\r\n"), "does not speak HTTP/2 but HTTP/1.1"],
      [new Uint8Array([0x15, 3, 1, 0, 2, 2, 40]), "does not speak plain text but TLS"],
      [utf8("SSH-2.0-OpenSSH\r\n"), "too long"],
    ] as const
  ) {
    await using server = listenRaw(async (conn) => {
      await conn.read(new Uint8Array(1000));
      await conn.write(answer);
    });
    const [code, message] = await failureAt(server.port);
    assertEquals(code, "connection");
    assertStringIncludes(message, reason);
  }
});

Deno.test("a server of node:http without HTTP/2 is told, too", async () => {
  const { createServer } = await import("node:http");
  const server = createServer((_, response) => response.end());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const [code] = await failureAt((server.address() as { port: number }).port);
  assertEquals(code, "connection");
  await new Promise((done) => server.close(done));
});

Deno.test("requests go to Unix sockets", async () => {
  const path = `${await Deno.makeTempDir()}/socket`;
  const onListen = () => {};
  await using _server = serveExchanges(
    (exchange) => exchange.respondWith(200, [], utf8(exchange.authority)),
    { path, onListen },
  );
  await using client = createHttp2Client({ path });
  assertEquals(await textOf(client.request(HEAD, { body: NO_BYTES })), "server.test");
});

/** Answers with the certificate that the client has shown. */
async function withTls(
  options: ServerOptions,
  test: (port: number) => Promise<void>,
): Promise<void> {
  const { server: { cert, key } } = await certificates();
  await using server = serveExchanges((exchange) => {
    const shown = exchange.connection.peerCertificate?.length ?? 0;
    exchange.respondWith(200, [], utf8(shown > 0 ? "certified" : "anonymous"));
  }, { ...HERE, cert, key, handshakeTimeoutMs: 3000, ...options });
  await test((server.addr as Deno.NetAddr).port);
}

async function textAt(port: number, options: Http2ClientOptions): Promise<string> {
  await using client = createHttp2Client(options);
  const head = headFor(port, { scheme: "https" });
  return await textOf(client.request(head, { body: NO_BYTES }));
}

Deno.test("TLS: servers are verified by their authority and name", async () => {
  const { ca } = await certificates();
  await withTls({}, async (port) => {
    assertEquals(await textAt(port, { caCerts: [ca] }), "anonymous");
    const unknown = await failureAt(port, {}, "https");
    assertEquals(unknown[0], "connection");
    assertEquals(await textAt(port, { caCerts: [ca], serverName: "localhost" }), "anonymous");
    const other = await failureAt(port, { caCerts: [ca], serverName: "other.test" }, "https");
    assertEquals(other[0], "connection");
    assertStringIncludes(other[1], `Cannot connect to 127.0.0.1:${port}: `);
  });
});

Deno.test("TLS: clients show their certificate", async () => {
  const { ca, client, stranger } = await certificates();
  await withTls({ clientCa: ca }, async (port) => {
    assertEquals(await textAt(port, { caCerts: [ca], ...client }), "certified");
    const named = { caCerts: [ca], ...client, serverName: "localhost" };
    assertEquals(await textAt(port, named), "certified");
    for (const wrong of [{}, stranger]) {
      const [code, message] = await failureAt(port, { caCerts: [ca], ...wrong }, "https");
      assertEquals(code, "connection");
      assertStringIncludes(message, "client certificate");
    }
  });
});

Deno.test("TLS: a server that does not agree to HTTP/2 is told", async () => {
  const { ca, server: { cert, key } } = await certificates();
  for (const alpnProtocols of [["http/1.1"], []]) {
    const listener = Deno.listenTls({ ...HERE, cert, key, alpnProtocols });
    const accepted = listener.accept().then(async (conn) => {
      await conn.handshake().catch(() => {});
      conn.close();
    }, () => {});
    const [code, message] = await failureAt(listener.addr.port, { caCerts: [ca] }, "https");
    await accepted;
    listener.close();
    assertEquals(code, "connection");
    assertStringIncludes(message, "HTTP/1.1");
  }
});

Deno.test("keepalive finds a server that is gone, with requests and without", async () => {
  const http2 = { keepaliveIntervalMs: 40, idleKeepaliveIntervalMs: 40, keepaliveTimeoutMs: 40 };
  await using server = new RawServer({ http2 });
  const failure = failureOf(server.client.request(HEAD, { body: NO_BYTES }));
  const peer = await server.peer();
  assertEquals(await peer.until("PING"), "PING");
  const [code, message] = await failure;
  assertEquals(code, "timeout");
  assertStringIncludes(message, "the other side does not answer");
  const aborted = server.client.request(HEAD);
  const second = await server.peer(1);
  while (second.client.refs && !second.client.closed) await new Promise((done) => setTimeout(done));
  aborted.abort();
  assertEquals(await second.until("PING"), "PING");
  while (!second.client.closed) await new Promise((done) => setTimeout(done, 10));
});

Deno.test("options that contradict each other are refused, and certificates that are none", async () => {
  assertThrows(() => createHttp2Client({ key: "x" }), TypeError, "go together");
  const { ca, client, server } = await certificates();
  const wrong: [options: Http2ClientOptions, message: string][] = [
    [{ ...client, cert: "cert.pem" }, "Cannot make a client: `cert` is not in PEM"],
    [{ ...client, key: "key.pem" }, "Cannot make a client: `key` is not in PEM"],
    [{ ...client, key: server.key }, "Cannot make a client: `key` is not the key of `cert`"],
    [{ caCerts: [ca, "ca.pem"] }, "Cannot make a client: one of `caCerts` is not in PEM"],
  ];
  for (const [options, message] of wrong) {
    assertThrows(() => createHttp2Client(options), TypeError, message);
  }
  assert(createHttp2Client({ ...client, caCerts: [ca + server.cert] }));
  assert(createHttp2Client());
});
