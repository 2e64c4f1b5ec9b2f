import { assert, assertEquals } from "@std/assert";
import type { ServerExchange } from "../exchange.ts";
import type { H2Limits } from "../h2_limits.ts";
import * as frame from "./frame.ts";
import { H2ServerConnection } from "./server.ts";
import {
  blockOf,
  bytes,
  data,
  frameOf,
  GET,
  headers,
  ping,
  POST,
  priority,
  rst,
  settings,
  windowUpdate,
} from "./testdata/frames.ts";
import { memory } from "./testdata/memory.ts";
import { clientByHand, INFO, serverByHand } from "./testdata/peers.ts";

const NONE = new Uint8Array(0);
const MIB = 1024 * 1024;

/** Sends rounds of an attack until the connection ends; gives the round and the last line. */
function attack(
  round: (i: number) => Uint8Array[],
  limits: H2Limits = {},
  listener: (exchange: ServerExchange) => void = () => {},
): { rounds: number; last: string; grown: number } {
  const peer = serverByHand(limits, (exchange) => {
    peer.exchanges.length = 0;
    listener(exchange);
  });
  const before = memory();
  for (let i = 0; i < 100_000; i++) {
    const lines = peer.send(...round(i));
    if (peer.connection.closing) {
      return { rounds: i, last: lines.at(-1)!, grown: memory() - before };
    }
  }
  throw new Error("the attack went on");
}

const calm = (text: string) => new RegExp(`^GOAWAY \\d+ ENHANCE_YOUR_CALM ${text}$`);
const TOO_MANY_FRAMES = calm("too many frames without content");
const TOO_MANY_RESETS = calm("too many streams were reset");

const FLOODS: [
  what: string,
  round: (i: number) => Uint8Array[],
  last: RegExp,
  limits: H2Limits,
  rounds: [least: number, most: number],
][] = [
  ["PING", () => [ping()], TOO_MANY_FRAMES, { maxControlFrames: 50 }, [48, 50]],
  ["SETTINGS", () => [settings()], TOO_MANY_FRAMES, { maxControlFrames: 50 }, [48, 50]],
  [
    "settings in one frame",
    () => [settings(...Array.from({ length: 60 }, (): [number, number] => [4, 9]))],
    TOO_MANY_FRAMES,
    { maxControlFrames: 50 },
    [0, 0],
  ],
  ["PRIORITY", (i) => [priority(2 * i + 1, 0)], TOO_MANY_FRAMES, { maxControlFrames: 50 }, [
    48,
    50,
  ]],
  ["WINDOW_UPDATE", () => [windowUpdate(0, 1)], TOO_MANY_FRAMES, { maxControlFrames: 50 }, [
    48,
    50,
  ]],
  ["unknown frames", () => [frameOf(99, 0, 0)], TOO_MANY_FRAMES, { maxControlFrames: 50 }, [
    48,
    50,
  ]],
  [
    "empty DATA",
    (i) => [i === 0 ? headers(1, POST, false) : data(1)],
    TOO_MANY_FRAMES,
    { maxControlFrames: 50 },
    [48, 51],
  ],
  [
    "DATA of nothing but padding",
    (i) => [i === 0 ? headers(1, POST, false) : frameOf(frame.DATA, frame.PADDED, 1, [1, 0])],
    TOO_MANY_FRAMES,
    { maxControlFrames: 50 },
    [48, 51],
  ],
  [
    "rapid reset (CVE-2023-44487)",
    (i) => [headers(2 * i + 1), rst(2 * i + 1)],
    TOO_MANY_RESETS,
    { maxResets: 100 },
    [100, 100],
  ],
  [
    "made-you-reset (CVE-2025-8671)",
    (i) => [headers(2 * i + 1), windowUpdate(2 * i + 1, 0)],
    TOO_MANY_RESETS,
    { maxResets: 100 },
    [100, 100],
  ],
  [
    "malformed requests",
    (i) => [headers(2 * i + 1, { ...GET, "X-A": "b" })],
    TOO_MANY_RESETS,
    { maxResets: 100 },
    [100, 100],
  ],
  [
    "more requests than may be open",
    (i) => [headers(2 * i + 1)],
    TOO_MANY_RESETS,
    { maxResets: 100, maxConcurrentStreams: 10 },
    [110, 110],
  ],
  [
    "CONTINUATION of nothing (CVE-2024-27316)",
    (i) => [i === 0 ? frameOf(frame.HEADERS, 0, 1) : frameOf(frame.CONTINUATION, 0, 1)],
    calm("a header block of too many frames"),
    {},
    [8, 8],
  ],
  [
    "CONTINUATION without end",
    (i) => [
      i === 0
        ? frameOf(frame.HEADERS, 0, 1)
        : frameOf(frame.CONTINUATION, 0, 1, new Uint8Array(1000)),
    ],
    calm("a header block of more than 65536 bytes"),
    {},
    [66, 66],
  ],
  [
    "HEADERS on a stream that was reset here",
    (i) => [i === 0 ? headers(1, { ...GET, "X-A": "b" }) : headers(1)],
    TOO_MANY_FRAMES,
    { maxControlFrames: 50 },
    [48, 51],
  ],
];

for (const [what, round, last, limits, [least, most]] of FLOODS) {
  Deno.test(`a server ends a flood: ${what}`, () => {
    const result = attack(round, limits);
    assert(last.test(result.last), result.last);
    assert(result.rounds >= least && result.rounds <= most, String(result.rounds));
    // The same with the defaults, which are wider, and in little memory.
    const byDefault = attack(round);
    assert(last.test(byDefault.last), byDefault.last);
    assert(byDefault.rounds <= 10_001, String(byDefault.rounds));
    assert(byDefault.grown < 4 * MIB, `${byDefault.grown} bytes`);
  });
}

Deno.test("what time gives back lets slow senders go on", () => {
  const peer = serverByHand({
    maxControlFrames: 10,
    controlFramesPerSecond: 5,
    maxResets: 10,
    resetsPerSecond: 5,
  });
  for (let second = 1; second < 100; second++) {
    const id = 10 * second + 1;
    assertEquals(peer.send(headers(id), rst(id), ping(), ping(), ping()).length, 3);
    peer.connection.tick(second * 1000);
  }
  assertEquals(peer.connection.closing, false);
});

Deno.test("bodies make up for the WINDOW_UPDATEs that they cause", () => {
  const peer = serverByHand({ maxControlFrames: 20, controlFramesPerSecond: 0 });
  peer.send(headers(1));
  peer.exchanges[0]!.respond(200, []);
  for (let i = 0; i < 1000; i++) {
    peer.exchanges[0]!.write(new Uint8Array(100));
    assertEquals(peer.send(windowUpdate(0, 100), windowUpdate(1, 100)).length, i === 0 ? 2 : 1);
  }
});

Deno.test("resets are made up for by exchanges that end well", () => {
  const peer = serverByHand(
    { maxResets: 3, resetsPerSecond: 0 },
    (exchange) => exchange.target === "/" && exchange.respondWith(200, [], NONE),
  );
  for (let i = 0; i < 100; i++) {
    const id = 4 * i + 1;
    peer.send(headers(id, { ...GET, ":path": "/b" }), rst(id), headers(id + 2));
  }
  assertEquals(peer.connection.closing, false);
});

Deno.test("a server that resets its client's streams does no harm to the client", async () => {
  const peer = clientByHand({ maxResets: 3, resetsPerSecond: 0 });
  for (let id = 1; id < 100; id += 2) {
    const exchange = peer.connection.request({
      method: "GET",
      scheme: "http",
      authority: "a",
      target: "/",
      headers: [],
    });
    peer.send(rst(id, 7));
    const failure = await Promise.resolve(exchange.response()).catch((error) => error.code);
    assertEquals(failure, "refused");
  }
  assertEquals(peer.connection.canRequest, true);
});

Deno.test("an HPACK bomb is answered with 431, in the memory of one list of fields", () => {
  const peer = serverByHand();
  // One field of 4,000 bytes goes to the table, and is referred to by one byte 50,000 times.
  const value = "v".repeat(4000);
  const literal = [0x40, 1, 97, 0x7f, (4000 - 127) & 127 | 128, (4000 - 127) >> 7];
  const first = bytes(blockOf(GET), literal, new TextEncoder().encode(value));
  peer.send(frameOf(frame.HEADERS, 5, 1, first));
  assertEquals(peer.exchanges[0]!.headers.get("a"), value);
  peer.exchanges[0]!.respondWith(200, [], NONE);
  peer.output();
  const before = memory();
  for (let id = 3; id < 103; id += 2) {
    const parts = Array.from({ length: 4 }, (_, i) => {
      const flags = i === 3 ? frame.END_HEADERS : 0;
      return frameOf(frame.CONTINUATION, flags, id, new Uint8Array(12_500).fill(0xbe));
    });
    const lines = peer.send(
      frameOf(frame.HEADERS, frame.END_STREAM, id, blockOf(GET)),
      ...parts,
    );
    assertEquals(lines, [`HEADERS ${id} 431 end`]);
  }
  const grown = memory() - before;
  assert(grown < MIB, `${grown} bytes`);
  assertEquals(peer.exchanges.length, 1);
});

Deno.test("too many header fields are answered with 431, in requests and as trailers", () => {
  const peer = serverByHand({ maxHeaderFields: 10 });
  const many = Array.from({ length: 10 }, (_, i): [string, string] => [`x-${i}`, "y"]);
  assertEquals(peer.send(headers(1, [...Object.entries(GET), ...many], false)), [
    "HEADERS 1 431 end",
    "RST_STREAM 1 NO_ERROR",
  ]);
  const lines = peer.send(headers(3, POST, false), headers(3, [...many, ["x", "y"]]));
  assertEquals(lines, ["RST_STREAM 3 ENHANCE_YOUR_CALM"]);
});

Deno.test("a response with too many header fields fails for a client", async () => {
  const peer = clientByHand({ maxHeaderListBytes: 200 });
  const exchange = peer.connection.request(
    { method: "GET", scheme: "http", authority: "a", target: "/", headers: [] },
    { body: NONE },
  );
  peer.output();
  const fields = { ":status": "200", "x-a": "b".repeat(150) };
  assertEquals(peer.send(headers(1, fields)), ["RST_STREAM 1 ENHANCE_YOUR_CALM"]);
  const failure = await Promise.resolve(exchange.response()).catch((error) => error.code);
  assertEquals(failure, "limit");
});

Deno.test("a response with too many trailers fails for a client", async () => {
  const peer = clientByHand({ maxHeaderListBytes: 200 });
  const exchange = peer.connection.request(
    { method: "GET", scheme: "http", authority: "a", target: "/", headers: [] },
    { body: NONE },
  );
  peer.output();
  const trailers = headers(1, { "x-a": "b".repeat(200) });
  const lines = peer.send(headers(1, { ":status": "200" }, false), trailers);
  assertEquals(lines, ["RST_STREAM 1 ENHANCE_YOUR_CALM"]);
  const failure = await (async () => await exchange.read())().catch((error) => error.code);
  assertEquals(failure, "limit");
});

Deno.test("a client with a zero window and many requests keeps few of their answers", () => {
  const body = new Uint8Array(10_000);
  const peer = serverByHand({}, (exchange) => {
    peer.exchanges.length = 0;
    exchange.respondWith(200, [], body);
  });
  peer.send(settings([4, 0]));
  const before = memory();
  let refused = 0;
  for (let id = 1; id < 1000; id += 2) {
    refused += peer.send(headers(id)).filter((line) => line.endsWith("REFUSED_STREAM")).length;
  }
  assertEquals(refused, 500 - 128);
  const grown = memory() - before;
  assert(grown < 2 * MIB, `${grown} bytes`);
});

Deno.test("a client that does not read its socket is cut off, in little memory", () => {
  let answered = 0;
  const server = new H2ServerConnection(
    (exchange) => {
      answered++;
      exchange.respondWith(404, [["x-a", String(answered).repeat(20)]], NONE);
    },
    INFO,
  );
  server.receive(bytes(frame.PREFACE, settings()));
  const before = memory();
  let id = 1;
  for (; !server.closing; id += 2) server.receive(headers(id));
  const grown = memory() - before;
  assert(grown < 4 * MIB, `${grown} bytes`);
  // All that is left to send is the news.
  assert(server.takeOutput().length < 100);
  assert(answered > 1000);
});

Deno.test("bodies stop at the high water mark of the output", () => {
  const peer = serverByHand();
  peer.send(settings([4, 2 ** 31 - 1]), windowUpdate(0, 2 ** 30), headers(1));
  const [exchange] = peer.exchanges;
  exchange!.respond(200, []);
  assert(exchange!.write(new Uint8Array(10 * MIB)) instanceof Promise);
  const first = peer.connection.takeOutput().length;
  assert(first >= MIB / 4 && first < MIB / 2, String(first));
  // Nothing more until that is written.
  exchange!.write(new Uint8Array(10));
  assertEquals(peer.connection.takeOutput().length, 0);
  peer.connection.outputWritten();
  assert(peer.connection.takeOutput().length >= MIB / 4);
});

Deno.test("DATA beyond a window is refused, and what is kept is bounded by it", () => {
  const limits = { streamWindowBytes: 100_000, connectionWindowBytes: 150_000 };
  const peer = serverByHand(limits);
  const chunk = new Uint8Array(10_000);
  const tenOf = (id: number) => Array.from({ length: 10 }, () => data(id, chunk));
  peer.send(headers(1, POST, false), headers(3, POST, false), headers(5, POST, false));
  assertEquals(peer.send(...tenOf(1)), []);
  assertEquals(peer.send(data(1, [1])), [
    "RST_STREAM 1 FLOW_CONTROL_ERROR",
    "WINDOW_UPDATE 0 100001",
  ]);
  assertEquals(peer.send(...tenOf(3)), []);
  const lines = peer.send(...tenOf(5));
  assertEquals(lines.length, 1);
  assert(lines[0]!.startsWith("GOAWAY 5 FLOW_CONTROL_ERROR"), lines[0]);
});

Deno.test("frames that never end are kept as they arrive, not as they announce", () => {
  const before = memory();
  const servers = Array.from({ length: 200 }, () => {
    const peer = serverByHand();
    peer.connection.receive(data(1, new Uint8Array(16_384)).subarray(0, 10));
    return peer;
  });
  const grown = memory() - before;
  assert(grown < 200 * 16_384, `${grown / servers.length} bytes each`);
});
