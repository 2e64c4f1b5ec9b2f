import { assert, assertEquals, assertMatch } from "@std/assert";
import { get, RawClient, serveHere, urlOf } from "./serve_testing.ts";
import { fetchListener } from "./fetch_listener.ts";
import { serveExchanges } from "./serve_exchanges.ts";

const HERE = { port: 0, hostname: "127.0.0.1", onListen() {} };
const encoder = new TextEncoder();

Deno.test("requests say what was asked for", async () => {
  await using server = serveHere(async (request) =>
    Response.json([
      request.method,
      request.url,
      request.headers.get("x-a"),
      request.headers.get("cookie"),
      request.body === null ? null : await request.text(),
    ])
  );
  using client = await RawClient.connect(server);
  const ask = async (text: string): Promise<unknown> => {
    await client.send(text);
    const head = await client.receive("\r\n\r\n");
    const length = Number(/content-length: (\d+)/.exec(head)![1]);
    return JSON.parse(await client.receive("]")).slice(0, length);
  };
  assertEquals(await ask(get("/a%20b/../c?d=e", "x-a: b", "X-A: c", "cookie: d")), [
    "GET",
    "http://a/c?d=e",
    "b, c",
    "d",
    null,
  ]);
  const body = "content-length: 3\r\n\r\nabc";
  assertEquals((await ask(`PATCH / HTTP/1.1\r\nhost: a\r\n${body}`) as unknown[])[4], "abc");
  assertEquals((await ask(`GET / HTTP/1.1\r\nhost: a\r\n${body}`) as unknown[])[4], null);
  assertEquals(await ask("OPTIONS * HTTP/1.1\r\nhost: a:81\r\n\r\n"), [
    "OPTIONS",
    "http://a:81/*",
    null,
    null,
    null,
  ]);
  assertEquals(
    (await ask("POST / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n") as unknown[])[1],
    "http://localhost/",
  );
  await client.send("TRACE / HTTP/1.1\r\nhost: a\r\n\r\n");
  assertMatch(await client.receive("\r\n\r\n"), /^HTTP\/1.1 501 /);
});

Deno.test("requests that fetch cannot have are answered with 400, and are nobody's error", async () => {
  const errors: unknown[] = [];
  await using server = serveHere(() => new Response("a"), {
    onError(error) {
      errors.push(error);
      return new Response(null, { status: 500 });
    },
  });
  using client = await RawClient.connect(server);
  for (const host of ["a:65536", ":80", "1.2.3.4.5", "%zz", "[:]"]) {
    await client.send(`GET / HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    assertMatch(await client.receive("\r\n\r\n"), /^HTTP\/1.1 400 /);
  }
  for (const verb of ["trace", "get"]) {
    await client.send(`${verb} / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\na`);
    assertMatch(await client.receive("\r\n\r\n"), /^HTTP\/1.1 400 /);
  }
  assertEquals(errors, []);
});

Deno.test("responses that are there go with their length, others in chunks", async () => {
  const slow = async function* (): AsyncGenerator<Uint8Array> {
    yield encoder.encode("a");
    await new Promise((done) => setTimeout(done, 5));
    yield encoder.encode("b");
  };
  const responses: Record<string, () => Response> = {
    "/null": () => new Response(null, { status: 201 }),
    "/204": () => new Response(null, { status: 204 }),
    "/empty": () => new Response(""),
    "/text": () => new Response("text"),
    "/one": () => new Response(ReadableStream.from([encoder.encode("one")])),
    "/two": () => new Response(ReadableStream.from([encoder.encode("t"), encoder.encode("wo")])),
    "/slow": () => new Response(ReadableStream.from(slow())),
  };
  await using server = serveHere((request) => responses[new URL(request.url).pathname]!());
  const ask = async (request: string): Promise<string> => {
    using client = await RawClient.connect(server);
    await client.send(request.replace("\r\n", "\r\nconnection: close\r\n"));
    return (await client.rest()).replace(/(date|content-type|connection): [^\r]*\r\n/g, "");
  };
  const chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
  assertEquals(await ask(get("/null")), "HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n");
  assertEquals(await ask(get("/204")), "HTTP/1.1 204 No Content\r\n\r\n");
  assertEquals(await ask(get("/empty")), "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
  assertEquals(await ask(get("/text")), "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ntext");
  assertMatch(await ask(get("/one")), /one/);
  assertEquals(await ask(get("/two")), `${chunked}1\r\nt\r\n2\r\nwo\r\n0\r\n\r\n`);
  assertEquals(await ask(get("/slow")), `${chunked}1\r\na\r\n1\r\nb\r\n0\r\n\r\n`);
  const head = (path: string): string => get(path).replace("GET", "HEAD");
  assertEquals(await ask(head("/text")), "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n");
  assertEquals(await ask(head("/slow")), "HTTP/1.1 200 OK\r\n\r\n");
});

Deno.test("bodies flow both ways at once, as fast as they are taken", async () => {
  await using server = serveHere((request) => new Response(request.body));
  using client = await RawClient.connect(server);
  await client.send("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n");
  for (let i = 0; i < 5; i++) {
    await client.send(`1\r\n${i}\r\n`);
    assertMatch(await client.receive(`1\r\n${i}\r\n`), /1\r\n\d\r\n$/);
  }
  await client.send("0\r\n\r\n");
  await client.receive("0\r\n\r\n");

  const megabytes = ReadableStream.from((function* () {
    for (let i = 0; i < 32; i++) yield new Uint8Array(2 ** 20);
  })());
  const response = await fetch(urlOf(server), { method: "POST", body: megabytes });
  let length = 0;
  for await (const chunk of response.body!) length += chunk.length;
  assertEquals(length, 32 * 2 ** 20);
});

Deno.test("what handlers throw is answered", async () => {
  const thrown: unknown[] = [];
  await using server = serveHere((request) => {
    if (request.url.endsWith("/throw")) throw new Error("thrown");
    if (request.url.endsWith("/error")) return Response.error();
    return "text" as never;
  }, {
    onError: (error) => {
      thrown.push((error as Error).message);
      return new Response("sorry", { status: 503 });
    },
  });
  for (const path of ["/throw", "/error", "/text"]) {
    const response = await fetch(urlOf(server, path));
    assertEquals([response.status, await response.text()], [503, "sorry"]);
  }
  assertEquals(thrown[0], "thrown");

  await using rude = serveHere(() => Promise.reject(new Error("no")), {
    onError() {
      throw new Error("not even that");
    },
  });
  const { error } = console;
  const printed: unknown[] = [];
  console.error = (error) => printed.push((error as Error).message);
  try {
    const response = await fetch(urlOf(rude));
    assertEquals([response.status, await response.text()], [500, "Internal Server Error"]);
  } finally {
    console.error = error;
  }
  assertEquals(printed, ["not even that"]);
});

Deno.test("a response whose body fails is cut", async () => {
  const outcomes: unknown[] = [];
  await using server = serveHere((_, { completed }) => {
    completed.then(() => outcomes.push("completed"), (error) => outcomes.push(error.message));
    return new Response(
      new ReadableStream({
        async pull(controller) {
          controller.enqueue(encoder.encode("a"));
          await new Promise((done) => setTimeout(done, 5));
          controller.error(new Error("broken"));
        },
      }),
    );
  });
  using client = await RawClient.connect(server);
  await client.send(get());
  assertMatch(await client.rest(), /1\r\na\r\n$/);
  assertEquals(outcomes, ["broken"]);
  await using fine = serveHere((_, { completed }) => {
    completed.then(() => outcomes.push("completed"));
    return new Response("a");
  });
  assertEquals(await (await fetch(urlOf(fine))).text(), "a");
  assertEquals(outcomes, ["broken", "completed"]);
});

Deno.test("request.signal tells of clients that are gone, to clones as well", async () => {
  const aborted: string[] = [];
  const both = Promise.withResolvers<void>();
  await using server = serveHere((request) => {
    const note = (name: string) => () => {
      aborted.push(name);
      if (aborted.length === 2) both.resolve();
    };
    request.clone().signal.onabort = note("clone");
    request.signal.onabort = note("request");
    return both.promise.then(() => new Response());
  });
  const client = await RawClient.connect(server);
  await client.send(get());
  await new Promise((done) => setTimeout(done, 20));
  client.conn.close();
  await both.promise;
  assertEquals(aborted.sort(), ["clone", "request"]);

  let signal: AbortSignal | undefined;
  await using fine = serveHere((request) => {
    signal = request.signal;
    return new Response();
  });
  await (await fetch(urlOf(fine))).body?.cancel();
  assertEquals(signal!.aborted, false);
});

Deno.test("trailers are asked for by response, and sent after the body", async () => {
  const trailers = new WeakMap<Response, Promise<Headers>>();
  const listener = fetchListener((request) => {
    const response = new Response(request.url.endsWith("/null") ? null : "abc");
    trailers.set(response, Promise.resolve(new Headers({ "x-a": "b", "x-c": "d" })));
    return response;
  }, { trailersOf: (response) => trailers.get(response) });
  await using server = serveExchanges(listener, HERE);
  using client = await RawClient.connect(server);
  await client.send(get("/", "te: trailers"));
  assertMatch(await client.receive("\r\n\r\n3\r\nabc\r\n0\r\nx-a: b\r\nx-c: d\r\n\r\n"), /^HTTP/);
  await client.send(get("/null", "te: trailers"));
  assertMatch(await client.receive("\r\n\r\n0\r\nx-a: b\r\nx-c: d\r\n\r\n"), /^HTTP/);
  await client.send(get("/"));
  assert((await client.receive("\r\n\r\nabc")).includes("content-length: 3"));
});
