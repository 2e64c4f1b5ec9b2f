import { assertEquals } from "@std/assert";
import * as frame from "./frame.ts";
import { H2ServerConnection } from "./server.ts";
import {
  blockOf,
  bytes,
  data,
  frameOf,
  GET,
  goAway,
  headers,
  ping,
  POST,
  priority,
  rst,
  settings,
  settingsAck,
  uint32,
  windowUpdate,
} from "./testdata/frames.ts";
import { ByHand, INFO, readAll, serverByHand } from "./testdata/peers.ts";

const { END_HEADERS, END_STREAM, PADDED, PRIORITY_FLAG } = frame;
const block = blockOf(GET);

/** Frames that end the connection. */
const CONNECTION_ERRORS: [what: string, code: string, frames: Uint8Array[]][] = [
  ["a frame above MAX_FRAME_SIZE", "FRAME_SIZE_ERROR", [ping(), data(1, new Uint8Array(16_385))]],
  ["DATA on stream 0", "PROTOCOL_ERROR", [data(0)]],
  ["DATA on an idle stream", "PROTOCOL_ERROR", [data(1)]],
  ["padding as long as the frame", "PROTOCOL_ERROR", [
    headers(1, POST, false),
    frameOf(frame.DATA, PADDED, 1, [3, 0, 0, 0]).with(9, 4),
  ]],
  ["padded DATA without a length", "PROTOCOL_ERROR", [
    headers(1, POST, false),
    frameOf(frame.DATA, PADDED, 1),
  ]],
  ["HEADERS on stream 0", "PROTOCOL_ERROR", [headers(0)]],
  ["HEADERS on an even stream", "PROTOCOL_ERROR", [headers(2)]],
  ["HEADERS on a lower stream than before", "PROTOCOL_ERROR", [headers(5), headers(3)]],
  ["HEADERS with too much padding", "PROTOCOL_ERROR", [
    frameOf(frame.HEADERS, END_HEADERS | PADDED, 1, [200, ...block]),
  ]],
  ["HEADERS shorter than their priority", "FRAME_SIZE_ERROR", [
    frameOf(frame.HEADERS, END_HEADERS | PRIORITY_FLAG, 1, [0, 0, 0]),
  ]],
  ["HEADERS that are no header block", "COMPRESSION_ERROR", [
    frameOf(frame.HEADERS, END_HEADERS, 1, [0x80]),
  ]],
  ["a cut header block", "COMPRESSION_ERROR", [
    frameOf(frame.HEADERS, END_HEADERS, 1, block.slice(0, -1)),
  ]],
  ["another frame within a header block", "PROTOCOL_ERROR", [
    frameOf(frame.HEADERS, 0, 1, block),
    ping(),
  ]],
  ["an unknown frame within a header block", "PROTOCOL_ERROR", [
    frameOf(frame.HEADERS, 0, 1, block),
    frameOf(0xbb, 0, 1),
  ]],
  ["CONTINUATION of another stream", "PROTOCOL_ERROR", [
    frameOf(frame.HEADERS, 0, 1, block),
    frameOf(frame.CONTINUATION, END_HEADERS, 3),
  ]],
  ["CONTINUATION of nothing", "PROTOCOL_ERROR", [
    headers(1),
    frameOf(frame.CONTINUATION, END_HEADERS, 1, block),
  ]],
  ["CONTINUATION on stream 0", "PROTOCOL_ERROR", [frameOf(frame.CONTINUATION, 0, 0, block)]],
  ["PRIORITY on stream 0", "PROTOCOL_ERROR", [priority(0, 1)]],
  ["RST_STREAM on stream 0", "PROTOCOL_ERROR", [rst(0)]],
  ["RST_STREAM on an idle stream", "PROTOCOL_ERROR", [rst(1)]],
  ["RST_STREAM on an even stream", "PROTOCOL_ERROR", [headers(5), rst(2)]],
  ["RST_STREAM of 3 bytes", "FRAME_SIZE_ERROR", [
    headers(1, POST, false),
    frameOf(frame.RST_STREAM, 0, 1, [0, 0, 0]),
  ]],
  ["SETTINGS on a stream", "PROTOCOL_ERROR", [frameOf(frame.SETTINGS, 0, 1)]],
  ["SETTINGS of 3 bytes", "FRAME_SIZE_ERROR", [frameOf(frame.SETTINGS, 0, 0, [0, 1, 0])]],
  ["SETTINGS with ACK and content", "FRAME_SIZE_ERROR", [
    frameOf(frame.SETTINGS, frame.ACK, 0, [0, 3, 0, 0, 0, 1]),
  ]],
  ["ENABLE_PUSH 2", "PROTOCOL_ERROR", [settings([2, 2])]],
  ["INITIAL_WINDOW_SIZE 2^31", "FLOW_CONTROL_ERROR", [settings([4, 2 ** 31])]],
  ["MAX_FRAME_SIZE 16383", "PROTOCOL_ERROR", [settings([5, 16_383])]],
  ["MAX_FRAME_SIZE 2^24", "PROTOCOL_ERROR", [settings([5, 2 ** 24])]],
  ["INITIAL_WINDOW_SIZE that makes a window too large", "FLOW_CONTROL_ERROR", [
    headers(1, POST, false),
    windowUpdate(1, 2 ** 31 - 1 - 65_535),
    settings([4, 65_536]),
  ]],
  ["PUSH_PROMISE", "PROTOCOL_ERROR", [
    headers(1, POST, false),
    frameOf(frame.PUSH_PROMISE, END_HEADERS, 1, [...uint32(2), ...block]),
  ]],
  ["PING on a stream", "PROTOCOL_ERROR", [frameOf(frame.PING, 0, 1, [0, 0, 0, 0, 0, 0, 0, 0])]],
  ["PING of 7 bytes", "FRAME_SIZE_ERROR", [frameOf(frame.PING, 0, 0, [0, 0, 0, 0, 0, 0, 0])]],
  ["GOAWAY on a stream", "PROTOCOL_ERROR", [
    frameOf(frame.GOAWAY, 0, 1, [...uint32(0), ...uint32(0)]),
  ]],
  ["GOAWAY of 7 bytes", "FRAME_SIZE_ERROR", [frameOf(frame.GOAWAY, 0, 0, [0, 0, 0, 0, 0, 0, 0])]],
  ["WINDOW_UPDATE of 3 bytes", "FRAME_SIZE_ERROR", [frameOf(frame.WINDOW_UPDATE, 0, 0, [0, 0, 1])]],
  ["WINDOW_UPDATE of 0", "PROTOCOL_ERROR", [windowUpdate(0, 0)]],
  ["WINDOW_UPDATE on an idle stream", "PROTOCOL_ERROR", [windowUpdate(1, 1)]],
  ["a window of the connection above 2^31 - 1", "FLOW_CONTROL_ERROR", [
    windowUpdate(0, 2 ** 31 - 1),
  ]],
  ["HEADERS on a closed stream", "STREAM_CLOSED", [
    headers(1, POST, false),
    rst(1),
    headers(1),
  ]],
];

for (const [what, code, frames] of CONNECTION_ERRORS) {
  Deno.test(`a server ends the connection with ${code} for ${what}`, () => {
    const peer = serverByHand();
    const lines = peer.send(...frames);
    assertEquals(lines.at(-1)?.split(" ")[2], code);
    assertEquals(lines.at(-1)?.split(" ")[0], "GOAWAY");
    assertEquals(peer.connection.closing, true);
    // What comes afterwards is not looked at.
    assertEquals(peer.send(ping()), []);
  });
}

/** Frames that reset stream 1 and nothing else. */
const STREAM_ERRORS: [what: string, code: string, frames: Uint8Array[]][] = [
  ["DATA after the end", "STREAM_CLOSED", [headers(1), data(1)]],
  ["HEADERS after the end", "STREAM_CLOSED", [headers(1), headers(1)]],
  ["DATA after RST_STREAM", "STREAM_CLOSED", [headers(1, POST, false), rst(1), data(1)]],
  ["trailers without END_STREAM", "PROTOCOL_ERROR", [
    headers(1, POST, false),
    headers(1, { "x-a": "b" }, false),
  ]],
  ["trailers with a pseudo-header field", "PROTOCOL_ERROR", [headers(1, POST, false), headers(1)]],
  ["trailers in upper case", "PROTOCOL_ERROR", [
    headers(1, POST, false),
    headers(1, { "X-A": "b" }),
  ]],
  ["HEADERS that depend on themselves", "PROTOCOL_ERROR", [
    frameOf(frame.HEADERS, END_HEADERS | END_STREAM | PRIORITY_FLAG, 1, [
      ...uint32(1),
      1,
      ...block,
    ]),
  ]],
  ["PRIORITY that depends on itself", "PROTOCOL_ERROR", [headers(1, POST, false), priority(1, 1)]],
  ["PRIORITY of 4 bytes", "FRAME_SIZE_ERROR", [
    headers(1, POST, false),
    frameOf(frame.PRIORITY, 0, 1, [0, 0, 0, 0]),
  ]],
  ["WINDOW_UPDATE of 0", "PROTOCOL_ERROR", [headers(1, POST, false), windowUpdate(1, 0)]],
  ["a window above 2^31 - 1", "FLOW_CONTROL_ERROR", [
    headers(1, POST, false),
    windowUpdate(1, 2 ** 31 - 1),
  ]],
  ["a body shorter than content-length", "PROTOCOL_ERROR", [
    headers(1, { ...POST, "content-length": "2" }, false),
    data(1, [1], true),
  ]],
  ["a body longer than content-length", "PROTOCOL_ERROR", [
    headers(1, { ...POST, "content-length": "2" }, false),
    data(1, [1, 2, 3]),
  ]],
  ["a body and trailers shorter than content-length", "PROTOCOL_ERROR", [
    headers(1, { ...POST, "content-length": "2" }, false),
    data(1, [1]),
    headers(1, { "x-a": "b" }),
  ]],
  ["no body where content-length is 1", "PROTOCOL_ERROR", [
    headers(1, { ...POST, "content-length": "1" }),
  ]],
];

for (const [what, code, frames] of STREAM_ERRORS) {
  Deno.test(`a server resets the stream with ${code} for ${what}`, () => {
    const peer = serverByHand();
    assertEquals(peer.send(...frames), [`RST_STREAM 1 ${code}`]);
    assertEquals(peer.connection.idle, true);
    // The connection and its compression go on.
    assertEquals(peer.send(ping(), headers(3)), ["PING ack"]);
    assertEquals(peer.exchanges.at(-1)?.target, "/");
  });
}

/** Heads that are not a request (RFC 9113 sections 8.2 and 8.3). */
const MALFORMED: [what: string, fields: Record<string, string> | [string, string][]][] = [
  ["a name in upper case", { ...GET, "X-a": "b" }],
  ["an empty name", { ...GET, "": "b" }],
  ["a name with a space", { ...GET, "x a": "b" }],
  ["a name with a colon", { ...GET, "x:a": "b" }],
  ["a name above ASCII", { ...GET, "x\xe9": "b" }],
  ["a value with CR LF", { ...GET, "x-a": "b\r\nc: d" }],
  ["a value with NUL", { ...GET, "x-a": "b\0" }],
  ["a value with a control character", { ...GET, "x-a": "b\x07c" }],
  ["a value that begins with a space", { ...GET, "x-a": " b" }],
  ["a value that ends with a tab", { ...GET, "x-a": "b\t" }],
  ["no :method", { ":scheme": "http", ":path": "/" }],
  ["no :scheme", { ":method": "GET", ":path": "/" }],
  ["no :path", { ":method": "GET", ":scheme": "http" }],
  ["an empty :path", { ...GET, ":path": "" }],
  ["a :path without a slash", { ...GET, ":path": "a" }],
  ["a :path with a space", { ...GET, ":path": "/a b" }],
  ["a :path with a fragment", { ...GET, ":path": "/a#b" }],
  ["* for another method than OPTIONS", { ...GET, ":path": "*" }],
  ["a :method that is no token", { ...GET, ":method": "GE T" }],
  ["another :scheme", { ...GET, ":scheme": "ftp" }],
  [":status in a request", { ...GET, ":status": "200" }],
  ["an unknown pseudo-header field", { ...GET, ":test": "a" }],
  ["extended CONNECT", { ...GET, ":method": "CONNECT", ":protocol": "websocket" }],
  ["CONNECT with a :path", { ...GET, ":method": "CONNECT" }],
  ["CONNECT without :authority", { ":method": "CONNECT" }],
  ["two :methods", [...Object.entries(GET), [":method", "GET"]]],
  ["two :paths", [...Object.entries(GET), [":path", "/"]]],
  ["a pseudo-header field after a field", [["x-a", "b"], ...Object.entries(GET)]],
  ["a pseudo-header field after a cookie", [["cookie", "b"], ...Object.entries(GET)]],
  ["user information", { ...GET, ":authority": "a@b" }],
  ["user information in the host", {
    ":method": "GET",
    ":scheme": "http",
    ":path": "/",
    host: "a@b",
  }],
  ["a path in the :authority", { ...GET, ":authority": "a/b?" }],
  ["a path in the host", { ":method": "GET", ":scheme": "http", ":path": "/", host: "a/b?" }],
  ["a fragment in the :authority", { ...GET, ":authority": "a#" }],
  ["a backslash in the :authority", { ...GET, ":authority": "a\\b" }],
  ["a space in the :authority", { ...GET, ":authority": "a b" }],
  ["two hosts", [...Object.entries(GET), ["host", "a"], ["host", "a"]]],
  ["another host than :authority", { ...GET, host: "b" }],
  ["connection", { ...GET, connection: "close" }],
  ["keep-alive", { ...GET, "keep-alive": "1" }],
  ["proxy-connection", { ...GET, "proxy-connection": "close" }],
  ["transfer-encoding", { ...GET, "transfer-encoding": "chunked" }],
  ["upgrade", { ...GET, upgrade: "h2c" }],
  ["te that is not trailers", { ...GET, te: "gzip" }],
  ["a content-length with a sign", { ...POST, "content-length": "+1" }],
  ["an empty content-length", { ...POST, "content-length": "" }],
  ["two content-lengths", [...Object.entries(POST), ["content-length", "1"], [
    "content-length",
    "2",
  ]]],
];

for (const [what, fields] of MALFORMED) {
  Deno.test(`a server refuses a request with ${what}`, () => {
    const peer = serverByHand();
    assertEquals(peer.send(headers(1, fields, false)), ["RST_STREAM 1 PROTOCOL_ERROR"]);
    assertEquals(peer.exchanges, []);
    assertEquals(peer.send(headers(3)), []);
    assertEquals(peer.exchanges.length, 1);
  });
}

Deno.test("a server takes requests that are unusual", () => {
  const peer = serverByHand();
  const unusual: Record<string, string>[] = [
    { ...GET, ":method": "OPTIONS", ":path": "*" },
    { ":method": "GET", ":scheme": "https", ":path": "/", host: "h" },
    { ...GET, host: "A" },
    { ...GET, ":authority": "[::1]:80" },
    { ...GET, ":authority": "" },
    { ...GET, ":path": "//x/../?q=%20&{}|^" },
    { ...GET, "x-empty": "", "x-bytes": "\xe9\x80", te: "trailers" },
  ];
  unusual.forEach((fields, i) => assertEquals(peer.send(headers(2 * i + 1, fields)), []));
  assertEquals(peer.exchanges.map((exchange) => exchange.authority), [
    "a",
    "h",
    "a",
    "[::1]:80",
    "",
    "a",
    "a",
  ]);
  assertEquals(peer.exchanges[6]!.headers.get("x-bytes"), "\xe9\x80");
});

Deno.test("pieces of a cookie are one field", () => {
  const peer = serverByHand();
  peer.send(headers(1, [...Object.entries(GET), ["cookie", "a=b"], ["x", "y"], ["cookie", "c=d"]]));
  assertEquals(peer.exchanges[0]!.headers.get("cookie"), "a=b; c=d");
});

Deno.test("CONNECT is answered with 501", () => {
  const peer = serverByHand();
  const lines = peer.send(headers(1, { ":method": "CONNECT", ":authority": "a:1" }, false));
  assertEquals(lines, ["HEADERS 1 501 end", "RST_STREAM 1 NO_ERROR"]);
  assertEquals(peer.exchanges, []);
});

Deno.test("header blocks in many frames, padding and priority make a request", () => {
  const peer = serverByHand();
  const half = block.length >> 1;
  const lines = peer.send(
    frameOf(frame.HEADERS, END_STREAM | PADDED | PRIORITY_FLAG, 1, [
      ...[2, ...uint32(3), 200],
      ...block.slice(0, half),
      ...[0, 0],
    ]),
    frameOf(frame.CONTINUATION, 0, 1, []),
    frameOf(frame.CONTINUATION, 0, 1, block.slice(half, half + 3)),
    frameOf(frame.CONTINUATION, END_HEADERS, 1, block.slice(half + 3)),
  );
  assertEquals(lines, []);
  assertEquals(peer.exchanges[0]!.target, "/");
  assertEquals(peer.exchanges[0]!.read(), null);
});

Deno.test("frames may arrive in pieces of any length", async () => {
  const all = bytes(
    frame.PREFACE,
    settings([4, 10]),
    settingsAck(),
    headers(1, POST, false),
    frameOf(frame.DATA, PADDED, 1, [2, 7, 8, 0, 0]),
    ping(),
    data(1, new Uint8Array(3000).fill(9), true),
    goAway(0, 0),
  );
  for (const size of [1, 2, 3, 5, 8, 9, 10, 50, 1000, all.length]) {
    let received = 0;
    const server = new H2ServerConnection(
      (exchange) => {
        readAll(exchange).then((body) => {
          received += body.length;
          exchange.respondWith(200, [], body);
        });
      },
      INFO,
    );
    for (let at = 0; at < all.length; at += size) server.receive(all.slice(at, at + size));
    await new Promise((resolve) => setTimeout(resolve));
    assertEquals(received, 3002);
    const lines = new ByHand(server).output();
    assertEquals(lines.slice(2), ["SETTINGS ack", "PING ack", "HEADERS 1 200", "DATA 1 10"]);
  }
});

Deno.test("another beginning than the preface ends the connection", () => {
  for (const text of ["GET / HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\r"]) {
    const peer = new ByHand(new H2ServerConnection(() => {}, INFO));
    const lines = peer.send(new TextEncoder().encode(text));
    assertEquals(lines.at(-1), "GOAWAY 0 PROTOCOL_ERROR this is not the preface of HTTP/2");
  }
  const peer = new ByHand(new H2ServerConnection(() => {}, INFO));
  const lines = peer.send(frame.PREFACE, ping());
  assertEquals(lines.at(-1), "GOAWAY 0 PROTOCOL_ERROR the first frame is not SETTINGS");
});

Deno.test("unknown frames, flags and settings are ignored", () => {
  const peer = serverByHand();
  const lines = peer.send(
    frameOf(0x16, 0xff, 77, [1, 2, 3]),
    settings([0xff, 1], [8, 1]),
    frameOf(frame.PING, 0xfe, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
    priority(77, 1),
    frameOf(frame.PRIORITY, 0xff, 7, [0, 0, 0, 0, 1]),
    ping(5, true),
    settingsAck(),
    windowUpdate(0, 1),
  );
  assertEquals(lines, ["SETTINGS ack", "PING ack"]);
});

Deno.test("late frames on a stream that has ended well are ignored, but for those that are wrong", () => {
  const peer = serverByHand({}, (exchange) => exchange.respondWith(204, [], new Uint8Array(0)));
  assertEquals(peer.send(headers(1)), ["HEADERS 1 204 end"]);
  assertEquals(peer.send(windowUpdate(1, 10), rst(1), priority(1, 3)), []);
  assertEquals(peer.send(windowUpdate(1, 0)), ["RST_STREAM 1 PROTOCOL_ERROR"]);
  assertEquals(peer.send(data(1), windowUpdate(1, 10)), []);
});

Deno.test("frames that cross a reset of ours are ignored, and DATA is given back", () => {
  const peer = serverByHand();
  peer.send(headers(1, POST, false));
  peer.exchanges[0]!.abort();
  const body = new Uint8Array(16_384);
  const lines = peer.send(
    ...Array.from({ length: 32 }, () => data(1, body)),
    windowUpdate(1, 5),
    headers(1, { "x-a": "b" }),
    rst(1),
  );
  assertEquals(lines, ["RST_STREAM 1 INTERNAL_ERROR", "WINDOW_UPDATE 0 524288"]);
  // Nothing crosses the client's own reset.
  assertEquals(peer.send(data(1)), ["RST_STREAM 1 STREAM_CLOSED"]);
});
