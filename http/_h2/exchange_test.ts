import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { ServerExchange } from "../exchange.ts";
import { HttpError } from "../exchange.ts";
import { FieldList } from "../field_list.ts";
import type { RequestHead } from "./client.ts";
import { Pair, readAll, writeAll } from "./testdata/peers.ts";

const GET: RequestHead = {
  method: "GET",
  scheme: "http",
  authority: "a:1",
  target: "/x?y",
  headers: [],
};
const POST: RequestHead = { ...GET, method: "POST" };
const NONE = new Uint8Array(0);
const text = (s: string) => new TextEncoder().encode(s);

async function echo(exchange: ServerExchange): Promise<void> {
  exchange.respond(200, []);
  for (;;) {
    const chunk = await exchange.read();
    if (chunk === null) return exchange.end(exchange.trailers);
    await exchange.write(chunk);
  }
}

Deno.test("a request and a response of one turn need no waiting", () => {
  const pair = new Pair((exchange) => {
    assertEquals(exchange.method, "POST");
    assertEquals(exchange.scheme, "http");
    assertEquals(exchange.authority, "a:1");
    assertEquals(exchange.target, "/x?y");
    assertEquals([...exchange.headers], [["x-a", "b"], ["x-a", "c"], ["te", "trailers"]]);
    const body = exchange.read() as Uint8Array;
    assertEquals(exchange.read(), null);
    assertEquals(exchange.trailers, undefined);
    exchange.respondWith(201, [["x-b", "c"]], body, [["x-t", "u"]]);
  });
  const headers = new FieldList().append("x-a", "b").append("x-a", "c").append("te", "trailers");
  const exchange = pair.client.request({ ...POST, headers }, { body: text("hello") });
  pair.pump();
  const { status, headers: fields } = exchange.response() as { status: number; headers: FieldList };
  assertEquals([status, [...fields]], [201, [["x-b", "c"]]]);
  assertEquals(exchange.read(), text("hello"));
  assertEquals(exchange.read(), null);
  assertEquals([...exchange.trailers!], [["x-t", "u"]]);
  assert(pair.client.idle && pair.server.idle);
});

const SHAPES: [what: string, body: Uint8Array, trailers?: [string, string][]][] = [
  ["nothing", NONE],
  ["a body", text("body")],
  ["a long body", new Uint8Array(3_000_000).fill(5)],
  ["trailers only", NONE, [["x-t", "1"]]],
  ["a body and trailers", text("body"), [["x-t", "1"], ["x-u", "2"]]],
  ["no trailers in a list of trailers", text("body"), []],
];

for (const [what, body, trailers] of SHAPES) {
  Deno.test(`respondWith() sends ${what}; so do respond(), write() and end()`, async () => {
    for (const whole of [true, false]) {
      const pair = new Pair(async (exchange) => {
        if (whole) return exchange.respondWith(200, [["a", "b"]], body.slice(), trailers);
        exchange.respond(200, [["a", "b"]]);
        for (let at = 0; at < body.length; at += 30_000) {
          await exchange.write(body.slice(at, at + 30_000));
        }
        exchange.end(trailers);
      });
      const exchange = pair.client.request(GET, { body: NONE });
      const response = await pair.settle(exchange.response());
      assertEquals(response.headers.get("a"), "b");
      assertEquals(await pair.settle(readAll(exchange)), body);
      const received = exchange.trailers && [...exchange.trailers];
      assertEquals(received, trailers?.length ? trailers : undefined);
      assert(pair.client.idle && pair.server.idle);
    }
  });
}

Deno.test("bodies stream both ways at once, with trailers both ways, whatever the windows", async () => {
  const windows = [1, 7, 1000, 65_535, 1 << 20];
  for (const streamWindowBytes of windows) {
    for (const chunk of [Infinity, 1000, 77]) {
      const limits = { streamWindowBytes, connectionWindowBytes: 65_535 };
      const pair = new Pair(echo, { client: limits, server: limits });
      pair.chunk = chunk;
      const size = streamWindowBytes < 10 ? 2000 : 200_000;
      const body = crypto.getRandomValues(new Uint8Array(65_536));
      const exchanges = [1, 2, 3].map(() => pair.client.request(POST));
      const writing = exchanges.map(async (exchange) => {
        for (let sent = 0; sent < size; sent += 5000) {
          await exchange.write(body.slice(0, Math.min(5000, size - sent)));
        }
        exchange.end([["x-t", "u"]]);
      });
      const reading = exchanges.map((exchange) => readAll(exchange));
      await pair.settle(Promise.all(writing));
      for (const received of await pair.settle(Promise.all(reading))) {
        assertEquals(received.length, size);
        assertEquals(received.subarray(0, 2000), body.subarray(0, 2000));
      }
      for (const exchange of exchanges) assertEquals(exchange.trailers!.get("x-t"), "u");
      assert(pair.client.idle && pair.server.idle);
    }
  }
});

Deno.test("short pieces that wait are read as one", () => {
  const pair = new Pair();
  const exchange = pair.client.request(POST);
  for (let i = 0; i < 1000; i++) assertEquals(exchange.write(new Uint8Array(9).fill(i)), undefined);
  pair.pump();
  let reads = 0;
  let size = 0;
  for (; size < 9000; reads++) {
    const chunk = pair.exchanges[0]!.read() as Uint8Array;
    assertEquals(chunk[0], Math.floor(size / 9) % 256);
    size += chunk.length;
  }
  assertEquals([size, reads < 6], [9000, true]);
});

Deno.test("a reader that stops makes the writer wait, and no more than the window is kept", async () => {
  const limits = { streamWindowBytes: 100_000, connectionWindowBytes: 150_000 };
  const pair = new Pair(() => {}, { server: limits });
  const exchange = pair.client.request(POST);
  let written = 0;
  const writing = (async () => {
    for (; written < 1_000_000; written += 10_000) await exchange.write(new Uint8Array(10_000));
    exchange.end();
  })();
  for (let i = 0; i < 100; i++) await pair.settle(Promise.resolve());
  assertEquals(written, 100_000);
  assertEquals((await pair.settle(readAll(pair.exchanges[0]!))).length, 1_000_000);
  await writing;
});

Deno.test("what is not read of complete requests does not use up the connection", async () => {
  const limits = { streamWindowBytes: 65_535, connectionWindowBytes: 65_535 };
  const pair = new Pair((exchange) => exchange.respondWith(200, [], NONE), { server: limits });
  for (let i = 0; i < 100; i++) {
    const exchange = pair.client.request(POST, { body: new Uint8Array(10_000) });
    assertEquals((await pair.settle(exchange.response())).status, 200);
    assertEquals(exchange.read(), null);
  }
  // Nor do those that are aborted.
  for (let i = 0; i < 100; i++) {
    const exchange = pair.client.request(POST);
    exchange.write(new Uint8Array(10_000));
    pair.pump();
    exchange.abort();
    pair.pump();
  }
  const exchange = pair.client.request(POST, { body: new Uint8Array(60_000) });
  assertEquals((await pair.settle(exchange.response())).status, 200);
});

Deno.test("a response that ends before the request stops it without an error", async () => {
  const pair = new Pair((exchange) => exchange.respondWith(404, [], text("no"), [["t", "u"]]));
  const exchange = pair.client.request(POST);
  exchange.write(new Uint8Array(10));
  assertEquals((await pair.settle(exchange.response())).status, 404);
  // The rest of the request goes nowhere.
  assertEquals(exchange.write(new Uint8Array(10)), undefined);
  exchange.end();
  assertEquals(await readAll(exchange), text("no"));
  assertEquals(exchange.trailers!.get("t"), "u");
  assert(pair.client.idle && pair.server.idle);
});

Deno.test("HEAD, 204 and 304 have no body, whatever is written", async () => {
  const cases: [method: string, status: number][] = [["HEAD", 200], ["GET", 204], ["GET", 304]];
  for (const [method, status] of cases) {
    for (const whole of [true, false]) {
      const pair = new Pair((exchange) => {
        const headers: [string, string][] = status === 204 ? [] : [["content-length", "4"]];
        if (whole) return exchange.respondWith(status, headers, text("body"), [["a", "b"]]);
        exchange.respond(status, headers);
        exchange.write(text("body"));
        exchange.end([["a", "b"]]);
      });
      const exchange = pair.client.request({ ...GET, method }, { body: NONE });
      assertEquals((await pair.settle(exchange.response())).status, status);
      assertEquals(exchange.read(), null);
      assert(pair.server.idle);
    }
  }
});

Deno.test("expect: 100-continue is answered once the body is waited for", async () => {
  const pair = new Pair();
  const exchange = pair.client.request({ ...POST, headers: [["expect", "100-continue"]] });
  pair.pump();
  assertEquals(pair.server.takeOutput().length, 0);
  const reading = pair.exchanges[0]!.read();
  const output = pair.server.takeOutput();
  assertEquals(output.length, 9 + 4);
  pair.client.receive(output);
  exchange.write(text("x"));
  pair.pump();
  assertEquals(await reading, text("x"));
  pair.exchanges[0]!.respondWith(200, [], NONE);
  assertEquals((await pair.settle(exchange.response())).status, 200);
});

Deno.test("fields that would end a field are refused, and nothing is sent of them", async () => {
  const pair = new Pair((exchange) => {
    for (const value of ["a\rb", "a\nb", "a\0", "a\x1b", "a\x7f", " a", "a\u0100"]) {
      assertThrows(() => exchange.respond(200, [["x-new", "y"], ["x-a", value]]), TypeError);
      assertThrows(() => exchange.respondWith(200, [], NONE, [["x-a", value]]), TypeError);
    }
    for (const name of ["X-A", "x a", "", ":status", "x\n"]) {
      assertThrows(() => exchange.respond(200, [[name, "a"]]), TypeError);
    }
    for (const status of [100, 199, 200.5, 600, NaN]) {
      assertThrows(() => exchange.respond(status, []), RangeError);
    }
    assertThrows(() => exchange.write(NONE), TypeError);
    exchange.respond(200, [["connection", "close"], ["transfer-encoding", "chunked"], ["x", "y"]]);
    assertThrows(() => exchange.respond(200, []), TypeError);
    exchange.end();
    assertThrows(() => exchange.end(), TypeError);
  });
  for (
    const head of [
      { ...GET, method: "G T" },
      { ...GET, method: "CONNECT" },
      { ...GET, target: "x" },
      { ...GET, target: "/ x" },
      { ...GET, authority: "" },
      { ...GET, authority: "a\nb" },
      { ...GET, headers: [["x", "\n"]] as [string, string][] },
    ]
  ) assertThrows(() => pair.client.request(head), TypeError);
  const exchange = pair.client.request({ ...GET, headers: [["te", "gzip"], ["upgrade", "h2c"]] });
  exchange.end();
  const response = await pair.settle(exchange.response());
  assertEquals([...response.headers], [["x", "y"]]);
  assertEquals([...pair.exchanges[0]!.headers], []);
});

Deno.test("a body that is not as long as its content-length is no response", async () => {
  for (const body of ["ab", "abcd"]) {
    for (const whole of [true, false]) {
      const pair = new Pair((exchange) => {
        const headers: [string, string][] = [["content-length", "3"]];
        assertThrows(() => {
          if (whole) return exchange.respondWith(200, headers, text(body));
          exchange.respond(200, headers);
          exchange.write(text(body));
          exchange.end();
        }, TypeError);
        exchange.abort();
      });
      const exchange = pair.client.request(GET, { body: NONE });
      const failed = Promise.resolve(exchange.response()).then(async () =>
        void await exchange.read()
      );
      await pair.settle(assertRejects(() => failed, HttpError));
      assert(pair.server.idle);
    }
  }
  const pair = new Pair((exchange) => {
    for (const lengths of [["3", "3"], ["-1"], ["3.5"]]) {
      const headers = lengths.map((length): [string, string] => ["content-length", length]);
      assertThrows(() => exchange.respond(200, headers), TypeError, "not the one length");
    }
    exchange.respond(200, [["content-length", "3"]]);
    exchange.write(text("ab"));
    exchange.write(text("c"));
    exchange.end();
  });
  const exchange = pair.client.request(GET, { body: NONE });
  assertEquals((await pair.settle(exchange.response())).status, 200);
  assertEquals(await readAll(exchange), text("abc"));
});

Deno.test("a body that is not as long as its content-length is no request", async () => {
  const pair = new Pair(async (exchange) => {
    try {
      while (await exchange.read() !== null);
    } catch {
      return; // it was reset
    }
    exchange.respondWith(200, [], NONE);
  });
  const headers: [string, string][] = [["content-length", "3"]];
  const post = { ...GET, method: "POST", headers };
  for (const body of ["ab", "abcd"]) {
    assertThrows(() => pair.client.request(post, { body: text(body) }), TypeError, "is 3");
    const exchange = pair.client.request(post);
    assertThrows(() => {
      exchange.write(text(body));
      exchange.end();
    }, TypeError);
    await pair.settle(assertRejects(async () => await exchange.response(), HttpError));
  }
  const twice = { ...post, headers: [...headers, ...headers] };
  assertThrows(() => pair.client.request(twice), TypeError, "not the one length");
  const exchange = pair.client.request(post);
  exchange.write(text("ab"));
  exchange.write(text("c"));
  exchange.end();
  assertEquals((await pair.settle(exchange.response())).status, 200);
  assert(pair.server.idle);
});

Deno.test("a header block longer than a frame is continued", async () => {
  const value = "~".repeat(40_000);
  const pair = new Pair((exchange) => {
    exchange.respondWith(200, exchange.headers, NONE, exchange.headers);
  });
  const exchange = pair.client.request({ ...GET, headers: [["x-a", value]] }, { body: NONE });
  const response = await pair.settle(exchange.response());
  assertEquals(response.headers.get("x-a"), value);
  assertEquals(exchange.read(), null);
  assertEquals(exchange.trailers!.get("x-a"), value);
});

Deno.test("header fields that the other side does not take are not sent", async () => {
  const small = { maxHeaderListBytes: 500 };
  const pair = new Pair((exchange) => {
    const error = assertThrows(
      () => exchange.respond(200, [["x-a", "y".repeat(500)]]),
      HttpError,
      "the other side takes 500",
    );
    assertEquals(error.code, "limit");
    exchange.respondWith(200, [], NONE);
  }, { client: small });
  assertEquals(
    (await pair.settle(pair.client.request(GET, { body: NONE }).response())).status,
    200,
  );
});

// How exchanges end early.

async function failureOf(promise: unknown): Promise<string> {
  const error = await assertRejects(() => Promise.resolve(promise), HttpError);
  return `${error.code} ${error.h2Code}`;
}

Deno.test("a client that gives up is told to the server, in every state", async () => {
  const pair = new Pair();
  const states: [what: string, server: (exchange: ServerExchange) => void][] = [
    ["before the response", () => {}],
    ["after its head", (exchange) => exchange.respond(200, [])],
    ["after some body", (exchange) => {
      exchange.respond(200, []);
      exchange.write(new Uint8Array(100));
    }],
  ];
  for (const ended of [false, true]) {
    for (const [what, server] of states) {
      const exchange = pair.client.request(POST);
      exchange.write(new Uint8Array(10));
      if (ended) exchange.end();
      pair.pump();
      const served = pair.exchanges.at(-1)!;
      const reasons: string[] = [];
      served.onAbort = ({ code, h2Code }) => reasons.push(`${code} ${h2Code}`);
      server(served);
      pair.pump();
      served.read();
      const reading = ended ? undefined : served.read();
      const response = exchange.response();
      exchange.abort();
      pair.pump();
      assertEquals(reasons, ["canceled 8"], what);
      if (!ended) assertEquals(await failureOf(reading), "canceled 8");
      assertThrows(() => served.read(), HttpError);
      assertThrows(() => served.abort() ?? served.respond(200, []), HttpError);
      assertThrows(() => exchange.write(NONE), HttpError);
      if (what === "before the response") {
        assertEquals(await failureOf(response), "aborted undefined");
      }
      assert(pair.client.idle && pair.server.idle);
    }
  }
});

Deno.test("a server that gives up is told to the client, in every state", async () => {
  for (const state of ["before the response", "after its head", "after some body"]) {
    const pair = new Pair((exchange) => {
      if (state !== "before the response") exchange.respond(200, []);
      if (state === "after some body") exchange.write(new Uint8Array(100));
    });
    const exchange = pair.client.request(POST);
    pair.pump();
    const [served] = pair.exchanges;
    served!.onAbort = () => {
      throw new Error("this side has given up itself");
    };
    if (state === "after some body") assertEquals((exchange.read() as Uint8Array).length, 100);
    const reading = exchange.read();
    served!.abort();
    pair.pump();
    assertEquals(await failureOf(reading), "canceled 2");
    if (state === "before the response") {
      assertEquals(await failureOf(exchange.response()), "canceled 2");
    } else assertEquals((await exchange.response()).status, 200);
    assertThrows(() => exchange.write(NONE), HttpError, "INTERNAL_ERROR");
    assertThrows(() => served!.write(NONE), HttpError);
    served!.abort();
    assert(pair.client.idle && pair.server.idle);
  }
});

Deno.test("a writer that waits is told that the exchange has failed", async () => {
  const pair = new Pair();
  const exchange = pair.client.request(POST);
  const writing = exchange.write(new Uint8Array(1_000_000));
  pair.pump();
  pair.exchanges[0]!.abort();
  pair.pump();
  assertEquals(await failureOf(writing), "canceled 2");
});

Deno.test("who has given up before the server looked is not served", () => {
  const pair = new Pair();
  pair.client.request(POST).abort();
  pair.pump();
  assertEquals(pair.exchanges, []);
  assert(pair.server.idle);
});

Deno.test("a lost connection fails all exchanges; those that never left may be repeated", async () => {
  const pair = new Pair();
  const sent = pair.client.request(POST);
  pair.pump();
  const unsent = pair.client.request(POST);
  const reasons: string[] = [];
  pair.exchanges[0]!.onAbort = ({ code }) => reasons.push(code);
  pair.client.lost("reset by peer");
  pair.server.receiveEnd();
  assertEquals(await failureOf(sent.response()), "connection undefined");
  assertEquals(await failureOf(unsent.response()), "refused undefined");
  assertEquals(reasons, ["connection"]);
  assert(pair.client.closing && pair.server.closing && !pair.client.canRequest);
  assertThrows(() => pair.client.request(GET), HttpError);
});

Deno.test("ignoreBody() throws away what still comes, and lets it come", async () => {
  const limits = { streamWindowBytes: 1000, connectionWindowBytes: 65_535 };
  const pair = new Pair((exchange) => exchange.ignoreBody(), { server: limits });
  const exchange = pair.client.request(POST);
  await pair.settle(writeAll(exchange, Array.from({ length: 100 }, () => new Uint8Array(5000))));
  pair.pump();
  assertThrows(() => pair.exchanges[0]!.read(), HttpError);
  pair.exchanges[0]!.respondWith(200, [], NONE);
  assertEquals((await pair.settle(exchange.response())).status, 200);
});

// How connections end.

Deno.test("shutdown() of a server serves what is on its way, and then closes", async () => {
  const pair = new Pair();
  const before = pair.client.request(POST, { body: NONE });
  pair.pump();
  const onItsWay = pair.client.request(POST, { body: NONE });
  pair.server.shutdown();
  pair.pump();
  assertEquals(pair.exchanges.length, 2);
  assertEquals(pair.client.canRequest, false);
  assertThrows(() => pair.client.request(GET), HttpError);
  assertEquals([pair.client.closing, pair.server.closing], [false, false]);
  for (const exchange of pair.exchanges) exchange.respondWith(200, [], NONE);
  assertEquals((await pair.settle(before.response())).status, 200);
  assertEquals((await pair.settle(onItsWay.response())).status, 200);
  assertEquals([pair.client.closing, pair.server.closing], [true, true]);
});

Deno.test("shutdown() of connections without exchanges closes them", () => {
  const first = new Pair();
  first.server.shutdown();
  first.pump();
  assert(first.client.closing);
  first.server.receiveEnd();
  assert(first.server.closing);
  const second = new Pair();
  second.client.shutdown();
  assert(second.client.closing);
});

Deno.test("shutdown() of a client lets its exchanges end", async () => {
  const pair = new Pair();
  const exchange = pair.client.request(GET, { body: NONE });
  pair.pump();
  pair.client.shutdown();
  assertEquals([pair.client.closing, pair.client.canRequest], [false, false]);
  pair.pump();
  pair.exchanges[0]!.respondWith(200, [], NONE);
  assertEquals((await pair.settle(exchange.response())).status, 200);
  assert(pair.client.closing);
});

Deno.test("a client makes no more requests at once than the server takes", async () => {
  const pair = new Pair(() => {}, { server: { maxConcurrentStreams: 2 } });
  let changes = 0;
  pair.client.onChange = () => changes++;
  const [first] = [
    pair.client.request(GET, { body: NONE }),
    pair.client.request(GET, { body: NONE }),
  ];
  assertEquals(pair.client.canRequest, false);
  pair.pump();
  pair.exchanges[0]!.respondWith(200, [], NONE);
  changes = 0;
  assertEquals((await pair.settle(first!.response())).status, 200);
  assertEquals([changes, pair.client.canRequest], [1, true]);
});

Deno.test("onOutput is called once until the output is taken, and not from receive()", () => {
  const pair = new Pair((exchange) => exchange.respondWith(200, [], NONE));
  const calls: string[] = [];
  pair.client.onOutput = () => calls.push("client");
  pair.server.onOutput = () => calls.push("server");
  pair.client.request(GET, { body: NONE });
  pair.client.request(GET, { body: NONE });
  assertEquals(calls, ["client"]);
  pair.pump();
  assertEquals(calls, ["client"]);
  pair.client.request(GET, { body: NONE });
  assertEquals(calls, ["client", "client"]);
});
