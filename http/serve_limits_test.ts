import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ListeningServer } from "./_server.ts";
import { H1ServerConnection } from "./_h1/connection.ts";
import type { AcceptedSocket, SocketListener } from "./_socket.ts";
import { get, RawClient, serveHere, urlOf } from "./serve_testing.ts";

const POST = "POST / HTTP/1.1\r\nhost: a\r\n";

/** Waits until something is so. */
async function until(is: () => boolean): Promise<void> {
  const start = performance.now();
  while (!is()) {
    assert(performance.now() - start < 5000, "it took too long");
    await new Promise((done) => setTimeout(done, 5));
  }
}

Deno.test("serveExchanges() closes connections that say nothing, and those that say it slowly", async () => {
  await using server = serveHere(() => new Response(), {
    firstByteTimeoutMs: 60,
    http1: { headerTimeoutMs: 80, idleTimeoutMs: 100, firstByteTimeoutMs: 60 },
    lingerTimeoutMs: 20,
  });
  const start = performance.now();
  using silent = await RawClient.connect(server);
  assertEquals(await silent.rest(), "");
  using half = await RawClient.connect(server);
  await half.send("PRI * HT"); // it might become either
  assertEquals(await half.rest(), "");
  using slow = await RawClient.connect(server);
  const dripping = (async () => {
    for (const byte of get("/", "x: ".padEnd(100, "y"))) {
      await slow.send(byte);
      await new Promise((done) => setTimeout(done, 5));
    }
  })().catch(() => {});
  assertMatch(await slow.rest(), /^HTTP\/1.1 408 /);
  using idle = await RawClient.connect(server);
  await idle.send(get());
  assertMatch(await idle.rest(), /^HTTP\/1.1 200 /);
  assert(performance.now() - start < 3000);
  await dripping;
});

Deno.test("serveExchanges() gives up bodies that stall", async () => {
  const failed = Promise.withResolvers<string>();
  await using server = serveHere(async (request) => {
    await request.text().catch((error) => failed.resolve(error.code));
    return new Response();
  }, { http1: { bodyIdleTimeoutMs: 60 } });
  using client = await RawClient.connect(server);
  await client.send(`${POST}content-length: 5\r\n\r\nab`);
  assertMatch(await client.rest(), /^HTTP\/1.1 408 /);
  assertEquals(await failed.promise, "timeout");
});

Deno.test("serveExchanges() stops those who write to a client that stops reading, and closes it", async () => {
  const canceled = Promise.withResolvers<unknown>();
  let pulled = 0;
  await using server = serveHere(() =>
    new Response(
      new ReadableStream({
        pull(controller) {
          pulled++;
          controller.enqueue(new Uint8Array(65_536));
        },
        cancel: (reason) => canceled.resolve(reason),
      }),
    ), { writeTimeoutMs: 200 });
  using client = await RawClient.connect(server);
  using other = await RawClient.connect(server);
  await client.send(get());
  await client.receive("\r\n\r\n");
  await canceled.promise;
  assert(pulled < 500, `${pulled} chunks were asked for`); // what buffers of the system hold
  await other.send(get());
  assertMatch(await other.receive("\r\n\r\n"), /^HTTP\/1.1 200 /);
});

Deno.test("serveExchanges() stops reading what nobody reads", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = serveHere(async (request) => {
    await gate.promise;
    let length = 0;
    for await (const chunk of request.body!) length += chunk.length;
    return new Response(`${length}`);
  });
  using client = await RawClient.connect(server);
  const total = 64 * 2 ** 20;
  await client.send(`${POST}content-length: ${total}\r\n\r\n`);
  let sent = 0;
  const sending = (async () => {
    const chunk = new Uint8Array(65_536);
    while (sent < total) sent += await client.conn.write(chunk.subarray(0, total - sent));
  })();
  let before = -1;
  while (sent !== before) {
    before = sent;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert(sent < total / 2, `${sent} bytes were taken`);
  gate.resolve();
  await sending;
  assertMatch(await client.receive(`${total}`), /^HTTP\/1.1 200 /);
});

Deno.test("serveExchanges() has more connections wait than there may be", async () => {
  await using server = serveHere(() => new Response(), { maxConnections: 2 });
  const first = await RawClient.connect(server);
  using second = await RawClient.connect(server);
  for (const client of [first, second]) {
    await client.send(get());
    await client.receive("\r\n\r\n");
  }
  using third = await RawClient.connect(server);
  await third.send(get());
  const answered = third.receive("\r\n\r\n");
  const early = await Promise.race([answered, new Promise((done) => setTimeout(done, 50, "none"))]);
  assertEquals(early, "none");
  first.conn.close();
  assertMatch(await answered, /^HTTP\/1.1 200 /);
});

Deno.test("serveExchanges() shuts connections down when they are of an age", async () => {
  await using server = serveHere(() => new Response(), { maxConnectionAgeMs: 100 });
  using client = await RawClient.connect(server);
  let answers = 0;
  const start = performance.now();
  try {
    for (;;) {
      await client.send(get());
      await client.receive("\r\n\r\n");
      answers++;
    }
  } catch {
    // closed
  }
  const age = performance.now() - start;
  assert(answers > 1 && age > 80 && age < 1000, `${answers} answers in ${age} ms`);

  const aborted = Promise.withResolvers<void>();
  await using strict = serveHere((request) => {
    request.signal.onabort = () => aborted.resolve();
    return new Promise(() => {});
  }, { maxConnectionAgeMs: 50, maxConnectionAgeGraceMs: 50 });
  using late = await RawClient.connect(strict);
  await late.send(get());
  assertEquals(await late.rest(), "");
  await aborted.promise;
});

Deno.test("serveExchanges() lives through clients that are gone", async () => {
  const told: string[] = [];
  await using server = serveHere(async (request) => {
    request.signal.onabort = () => told.push("aborted");
    if (request.method === "GET") {
      return new Response(new ReadableStream({ cancel: () => void told.push("canceled") }));
    }
    await request.text().catch((error) => told.push(error.code));
    return new Response();
  });
  const reading = await RawClient.connect(server);
  await reading.send(get());
  await reading.receive("\r\n\r\n");
  reading.conn.close();
  await until(() => told.length === 2);
  assertEquals(told.splice(0).sort(), ["aborted", "canceled"]);

  const writing = await RawClient.connect(server);
  await writing.send(`${POST}content-length: 5\r\n\r\nab`);
  await new Promise((done) => setTimeout(done, 20));
  writing.conn.close();
  await until(() => told.length === 2);
  assertEquals(told.sort(), ["aborted", "canceled"]);
  assertEquals(await (await fetch(urlOf(server), { method: "POST", body: "a" })).text(), "");
});

Deno.test("serveExchanges() sends the reason before it closes on a client that is still sending", async () => {
  await using server = serveHere(() => new Response(), { http1: { maxBodyBytes: 10 } });
  using client = await RawClient.connect(server);
  await client.send(`${POST}content-length: 1000000\r\n\r\n${"x".repeat(500_000)}`);
  const response = await client.receive("\n\r\n");
  assertMatch(response, /^HTTP\/1.1 413 /);
});

/** Has a server accept a client after some errors; returns how its answer begins. */
async function answerAfter(errors: Error[]): Promise<string> {
  const accepted: (AcceptedSocket | Error)[] = [...errors];
  let wake = (): void => {};
  const listener: SocketListener = {
    addr: { transport: "tcp", hostname: "127.0.0.1", port: 1 },
    async accept() {
      while (accepted.length === 0) await new Promise<void>((done) => wake = done);
      const next = accepted.shift()!;
      if (next instanceof Error) throw next;
      return next;
    },
    close() {
      accepted.push(new Error("closed"));
      wake();
    },
    ref() {},
    unref() {},
  };
  const { promise: written, resolve } = Promise.withResolvers<string>();
  const input = [new TextEncoder().encode(get("/", "connection: close"))];
  accepted.push({
    handshake: undefined,
    socket: {
      remoteAddr: listener.addr,
      read(buffer) {
        const bytes = input.shift();
        if (bytes !== undefined) buffer.set(bytes);
        return Promise.resolve(bytes?.length ?? null);
      },
      write(bytes) {
        resolve(new TextDecoder().decode(bytes));
        return Promise.resolve(bytes.length);
      },
      closeWrite: () => Promise.resolve(),
      close() {},
      ref() {},
      unref() {},
    },
  });
  await using _server = new ListeningServer(
    () => listener,
    { onListen() {} },
    [],
    (_protocol, info) =>
      new H1ServerConnection((exchange) => exchange.respondWith(200, [], new Uint8Array()), info),
  );
  return (await written).slice(0, 12);
}

Deno.test("a server goes on accepting when that has failed", async () => {
  const error = new Error("EMFILE");
  assertEquals(await answerAfter([error, error]), "HTTP/1.1 200");
});

Deno.test("a server does not wait because clients are gone before they are accepted", async () => {
  const { NotConnected, ConnectionReset, ConnectionAborted } = Deno.errors;
  const errors = [new NotConnected(), new ConnectionReset(), new ConnectionAborted()];
  const start = performance.now();
  assertEquals(await answerAfter(Array(200).fill(errors).flat()), "HTTP/1.1 200");
  assert(performance.now() - start < 5000); // ten minutes, if it waited for each
});

Deno.test("a socket that breaks ends its connection and nothing else", async () => {
  await using server = serveHere((request) => new Response(request.body));
  const many = Array.from({ length: 50 }, async (_, i) => {
    using client = await RawClient.connect(server);
    const text = `${POST}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`.slice(0, 30 + i);
    await client.send(text);
    if (i % 3 === 0 && text.includes("\r\n\r\n")) await client.receive("\r\n");
  });
  await Promise.all(many);
  assertEquals(await (await fetch(urlOf(server), { method: "POST", body: "a" })).text(), "a");
  await assertRejects(() =>
    fetch(urlOf(server), { method: "POST", body: "a", signal: AbortSignal.abort() })
  );
});
