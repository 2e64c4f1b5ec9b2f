import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ClientExchange } from "../exchange.ts";
import { HttpError } from "../exchange.ts";
import type { H2Limits } from "../h2_limits.ts";
import type { RequestHead } from "./client.ts";
import * as frame from "./frame.ts";
import {
  data,
  frameOf,
  goAway,
  headers,
  ping,
  rst,
  settings,
  settingsAck,
  uint32,
  windowUpdate,
} from "./testdata/frames.ts";
import { clientByHand, readAll } from "./testdata/peers.ts";

const HEAD: RequestHead = {
  method: "GET",
  scheme: "http",
  authority: "a",
  target: "/",
  headers: [],
};
const NONE = new Uint8Array(0);
const OK = { ":status": "200" };

/** A client with one request on stream 1. */
function clientWithRequest(limits: H2Limits = {}, method = "GET") {
  const peer = clientByHand(limits);
  const exchange = peer.connection.request({ ...HEAD, method }, { body: NONE });
  assertEquals(peer.output(), [`HEADERS 1 ${method} / end`]);
  return { peer, exchange };
}

async function failureOf(exchange: ClientExchange): Promise<string> {
  const error = await assertRejects(async () => {
    await exchange.response();
    await readAll(exchange);
  }, HttpError);
  return error.h2Code === undefined ? error.code : `${error.code} ${error.h2Code}`;
}

const CONNECTION_ERRORS: [what: string, code: string, frames: Uint8Array[]][] = [
  ["PUSH_PROMISE", "PROTOCOL_ERROR", [
    frameOf(frame.PUSH_PROMISE, frame.END_HEADERS, 1, [...uint32(2)]),
  ]],
  ["a response to no request", "PROTOCOL_ERROR", [headers(3, OK)]],
  ["a response on an even stream", "PROTOCOL_ERROR", [headers(2, OK)]],
  ["DATA on a stream that was not opened", "PROTOCOL_ERROR", [data(3)]],
  ["RST_STREAM on a stream that was not opened", "PROTOCOL_ERROR", [rst(2)]],
  ["WINDOW_UPDATE on a stream that was not opened", "PROTOCOL_ERROR", [windowUpdate(3, 1)]],
  ["ENABLE_PUSH 1", "PROTOCOL_ERROR", [settings([2, 1])]],
  ["HEADERS after the end", "STREAM_CLOSED", [headers(1, OK), headers(1, OK)]],
  ["another header block within one", "PROTOCOL_ERROR", [
    frameOf(frame.HEADERS, 0, 1),
    headers(1, OK),
  ]],
];

for (const [what, code, frames] of CONNECTION_ERRORS) {
  Deno.test(`a client ends the connection with ${code} for ${what}`, async () => {
    const { peer, exchange } = clientWithRequest();
    const lines = peer.send(...frames);
    assertEquals(lines.at(-1)?.split(" ").slice(0, 3), ["GOAWAY", "0", code]);
    assert(peer.connection.closing && !peer.connection.canRequest);
    if (what !== "HEADERS after the end") assertEquals(await failureOf(exchange), "protocol");
  });
}

const STREAM_ERRORS: [what: string, code: string, frames: Uint8Array[]][] = [
  ["DATA before the head", "PROTOCOL_ERROR", [data(1, [1])]],
  ["no :status", "PROTOCOL_ERROR", [headers(1, { a: "b" })]],
  ["two :status", "PROTOCOL_ERROR", [headers(1, [[":status", "200"], [":status", "200"]])]],
  [":status of two digits", "PROTOCOL_ERROR", [headers(1, { ":status": "20" })]],
  ["status 101", "PROTOCOL_ERROR", [headers(1, { ":status": "101" }, false)]],
  ["an interim response that ends", "PROTOCOL_ERROR", [headers(1, { ":status": "103" })]],
  [":path in a response", "PROTOCOL_ERROR", [headers(1, { ...OK, ":path": "/" })]],
  ["a field in upper case", "PROTOCOL_ERROR", [headers(1, { ...OK, "X-A": "b" })]],
  ["transfer-encoding", "PROTOCOL_ERROR", [headers(1, { ...OK, "transfer-encoding": "chunked" })]],
  ["a second head that does not end", "PROTOCOL_ERROR", [
    headers(1, OK, false),
    headers(1, OK, false),
  ]],
  ["trailers with :status", "PROTOCOL_ERROR", [headers(1, OK, false), headers(1, OK)]],
  ["a body shorter than content-length", "PROTOCOL_ERROR", [
    headers(1, { ...OK, "content-length": "2" }, false),
    data(1, [1], true),
  ]],
  ["a body longer than content-length", "PROTOCOL_ERROR", [
    headers(1, { ...OK, "content-length": "2" }, false),
    data(1, [1, 2, 3]),
  ]],
  ["no body where content-length is 2", "PROTOCOL_ERROR", [
    headers(1, { ...OK, "content-length": "2" }),
  ]],
  ["a body of status 204", "PROTOCOL_ERROR", [
    headers(1, { ":status": "204" }, false),
    data(1, [1]),
  ]],
  ["WINDOW_UPDATE of 0", "PROTOCOL_ERROR", [windowUpdate(1, 0)]],
];

for (const [what, code, frames] of STREAM_ERRORS) {
  Deno.test(`a client resets the stream with ${code} for ${what}`, async () => {
    const { peer, exchange } = clientWithRequest();
    assertEquals(peer.send(...frames), [`RST_STREAM 1 ${code}`]);
    assertEquals(await failureOf(exchange), "protocol 1");
    // The connection goes on.
    const next = peer.connection.request(HEAD, { body: NONE });
    assertEquals(peer.send(headers(3, OK)), ["HEADERS 3 GET / end"]);
    assertEquals((await next.response()).status, 200);
  });
}

Deno.test("a client passes interim responses by", async () => {
  const { peer, exchange } = clientWithRequest();
  peer.send(
    headers(1, { ":status": "100" }, false),
    headers(1, { ":status": "103", link: "a" }, false),
    headers(1, { ...OK, "x-a": "b" }, false),
    data(1, [1], true),
  );
  assertEquals([...(await exchange.response()).headers], [["x-a", "b"]]);
  assertEquals(exchange.read(), new Uint8Array([1]));
});

Deno.test("the content-length of an answer to HEAD is not that of its body", async () => {
  for (const end of [true, false]) {
    const { peer, exchange } = clientWithRequest({}, "HEAD");
    peer.send(
      headers(1, { ...OK, "content-length": "5" }, end),
      ...(end ? [] : [data(1, [], true)]),
    );
    assertEquals((await exchange.response()).headers.get("content-length"), "5");
    assertEquals(exchange.read(), null);
  }
});

Deno.test("a reset says whether the request may be sent again", async () => {
  const cases: [code: number, failure: string][] = [[7, "refused 7"], [8, "canceled 8"], [
    11,
    "canceled 11",
  ]];
  for (const [code, failure] of cases) {
    const { peer, exchange } = clientWithRequest();
    peer.send(rst(1, code));
    assertEquals(await failureOf(exchange), failure);
  }
});

Deno.test("a body that is cut is not a body, whatever the reset says", async () => {
  for (const code of [0, 8]) {
    const { peer, exchange } = clientWithRequest();
    peer.send(headers(1, OK, false), data(1, [1]), rst(1, code));
    assertEquals(await failureOf(exchange), `canceled ${code}`);
  }
});

Deno.test("a reset after a whole response is no failure, but stops the request", async () => {
  const peer = clientByHand();
  const exchange = peer.connection.request({ ...HEAD, method: "POST" });
  const writing = exchange.write(new Uint8Array(1_000_000));
  assert(writing instanceof Promise);
  peer.output();
  assertEquals(peer.send(headers(1, OK, false), data(1, [1], true), rst(1, 0)), []);
  await writing;
  assertEquals(await readAll(exchange), new Uint8Array([1]));
  assertEquals(exchange.write(new Uint8Array(1)), undefined);
  exchange.end();
  assertEquals(peer.output(), []);
  assert(peer.connection.idle);
});

Deno.test("GOAWAY refuses the requests that the server does not serve, and only those", async () => {
  const peer = clientByHand();
  const [first, second] = [1, 3].map(() => peer.connection.request(HEAD, { body: NONE }));
  peer.output();
  peer.send(goAway(1, 11, "too_many_pings"));
  const error = await assertRejects(async () => void await second!.response(), HttpError);
  assertEquals([error.code, error.h2Code], ["refused", 11]);
  assertEquals(error.message, "the server goes away: ENHANCE_YOUR_CALM: too_many_pings");
  assertEquals([peer.connection.canRequest, peer.connection.closing], [false, false]);
  peer.send(headers(1, OK));
  assertEquals((await first!.response()).status, 200);
  assert(peer.connection.closing);
});

Deno.test("a connection that is lost after GOAWAY says what that said", async () => {
  const { peer, exchange } = clientWithRequest();
  peer.send(goAway(1, 11, "calm"));
  peer.connection.receiveEnd();
  const error = await assertRejects(async () => void await exchange.response(), HttpError);
  assertEquals(
    [error.code, error.h2Code, error.message],
    ["connection", 11, "the other side has closed the connection (ENHANCE_YOUR_CALM: calm)"],
  );
});

Deno.test("settings of the server are honoured", () => {
  const peer = clientByHand();
  const { connection } = peer;
  assertEquals(peer.send(settings([3, 1], [4, 10], [6, 200])), ["SETTINGS ack"]);
  const exchange = connection.request({ ...HEAD, method: "POST" });
  exchange.write(new Uint8Array(50));
  assertEquals(peer.output(), ["HEADERS 1 POST /", "DATA 1 10"]);
  assertEquals(connection.canRequest, false);
  // Smaller windows make it owe bytes, larger ones let it go on (RFC 9113 section 6.9.2).
  assertEquals(peer.send(settings([4, 3]), windowUpdate(1, 6)), ["SETTINGS ack"]);
  assertEquals(peer.send(windowUpdate(1, 2)), ["DATA 1 1"]);
  assertEquals(peer.send(settings([4, 5])), ["SETTINGS ack", "DATA 1 2"]);
  assertEquals(peer.send(settings([4, 0], [4, 100])), ["SETTINGS ack", "DATA 1 37"]);
  assertEquals(peer.send(settings([3, 5])), ["SETTINGS ack"]);
  assertEquals(connection.canRequest, true);
});

Deno.test("pings are answered, and acknowledgements of none are ignored", () => {
  const { peer } = clientWithRequest();
  assertEquals(peer.send(ping(), ping(4, true), settingsAck()), ["PING ack"]);
});
