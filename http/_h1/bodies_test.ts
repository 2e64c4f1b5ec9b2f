import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { HttpError } from "../exchange.ts";
import { answer, echo, latin1Bytes, latin1Text, readAll, TestPeer } from "./connection_testing.ts";

const POST = "POST / HTTP/1.1\r\nHost: a\r\n";
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n`;

/** What is sent, and the body that is seen. */
const TAKEN: [name: string, request: string, body: string][] = [
  ["a length", `${POST}Content-Length: 3\r\n\r\nabc`, "abc"],
  ["a length with leading zeros", `${POST}Content-Length: 003\r\n\r\nabc`, "abc"],
  ["chunks", `${CHUNKED}\r\n3\r\nabc\r\n02\r\nde\r\n0\r\n\r\n`, "abcde"],
  ["no chunks", `${CHUNKED}\r\n0\r\n\r\n`, ""],
  [
    "sizes in hexadecimal",
    `${CHUNKED}\r\nA\r\n0123456789\r\nb\r\n0123456789a\r\n000\r\n\r\n`,
    "01234567890123456789a",
  ],
  ["chunk extensions", `${CHUNKED}\r\n1;a=b;c="d\t"\r\nx\r\n0;e\r\n\r\n`, "x"],
  ["another case", `${POST}TRANSFER-ENCODING: Chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`, "x"],
  ["line ends in chunks", `${CHUNKED}\r\n4\r\n\r\n\r\n\r\n0\r\n\r\n`, "\r\n\r\n"],
];

/** What is sent, and the status of the answer. */
const REFUSED: [name: string, request: string, status: number][] = [
  ["a length and chunks", `${CHUNKED}Content-Length: 3\r\n\r\n0\r\n\r\n`, 400],
  ["two lengths", `${POST}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`, 400],
  ["a list of lengths", `${POST}Content-Length: 3, 3\r\n\r\nabc`, 400],
  ["a length with a sign", `${POST}Content-Length: +3\r\n\r\nabc`, 400],
  ["a negative length", `${POST}Content-Length: -3\r\n\r\nabc`, 400],
  ["a length with spaces", `${POST}Content-Length: 1 2\r\n\r\nabc`, 400],
  ["a hexadecimal length", `${POST}Content-Length: 0x3\r\n\r\nabc`, 400],
  ["a length with a fraction", `${POST}Content-Length: 3.0\r\n\r\nabc`, 400],
  ["a length with an exponent", `${POST}Content-Length: 1e1\r\n\r\nabc`, 400],
  ["an empty length", `${POST}Content-Length:\r\n\r\nabc`, 400],
  ["too large a length", `${POST}Content-Length: 9007199254740992\r\n\r\n`, 400],
  ["chunks twice", `${POST}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`, 400],
  ["chunks in two fields", `${CHUNKED}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ["another coding", `${POST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, 501],
  ["another coding at the end", `${POST}Transfer-Encoding: chunked, gzip\r\n\r\n`, 400],
  ["the identity coding", `${POST}Transfer-Encoding: identity\r\n\r\n`, 400],
  ["an empty coding", `${POST}Transfer-Encoding:\r\n\r\n`, 400],
  ["a coding with a control character", `${POST}Transfer-Encoding: \x0bchunked\r\n\r\n`, 400],
  ["a coding with a no-break space", `${POST}Transfer-Encoding: \xa0chunked\r\n\r\n0\r\n\r\n`, 501],
  ["a coding with one after it", `${POST}Transfer-Encoding: chunked\xa0\r\n\r\n0\r\n\r\n`, 501],
  ["a quoted coding", `${POST}Transfer-Encoding: "chunked"\r\n\r\n`, 400],
  ["chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400],
  ["an empty size", `${CHUNKED}\r\n\r\n\r\n`, 400],
  ["a size that is no number", `${CHUNKED}\r\ng\r\n`, 400],
  ["a size with a prefix", `${CHUNKED}\r\n0x1\r\nx\r\n0\r\n\r\n`, 400],
  ["a size with a sign", `${CHUNKED}\r\n+1\r\nx\r\n0\r\n\r\n`, 400],
  ["a size with a space", `${CHUNKED}\r\n1 \r\nx\r\n0\r\n\r\n`, 400],
  ["a size with a space before it", `${CHUNKED}\r\n 1\r\nx\r\n0\r\n\r\n`, 400],
  ["too large a size", `${CHUNKED}\r\n20000000000000\r\n`, 400],
  ["too many digits", `${CHUNKED}\r\n00000000000000001\r\n`, 400],
  ["a size ended by LF", `${CHUNKED}\r\n1\nx\r\n0\r\n\r\n`, 400],
  ["a size ended by CR", `${CHUNKED}\r\n1\rx\r\n0\r\n\r\n`, 400],
  ["an extension ended by LF", `${CHUNKED}\r\n1;a\nx\r\n0\r\n\r\n`, 400],
  ["an extension with NUL", `${CHUNKED}\r\n1;a\0\r\nx\r\n0\r\n\r\n`, 400],
  ["a chunk that is longer", `${CHUNKED}\r\n1\r\nxy\r\n0\r\n\r\n`, 400],
  ["a chunk ended by LF", `${CHUNKED}\r\n1\r\nx\n0\r\n\r\n`, 400],
  ["a trailer that is folded", `${CHUNKED}\r\n0\r\nA: b\r\n c\r\n\r\n`, 400],
  ["trailers ended by LF", `${CHUNKED}\r\n0\r\nA: b\n\r\n`, 400],
  ["a trailer that frames", `${CHUNKED}\r\n0\r\nContent-Length: 3\r\n\r\n`, 400],
  ["a trailer that routes", `${CHUNKED}\r\n0\r\nHost: b\r\n\r\n`, 400],
];

for (const size of [Infinity, 1, 5]) {
  for (const [name, request, body] of TAKEN) {
    Deno.test(`H1ServerConnection takes a body with ${name}, in pieces of ${size}`, async () => {
      const peer = new TestPeer(echo).send(request, size);
      const next = peer.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n", size);
      await new Promise((done) => setTimeout(done));
      const expected = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
      assertEquals(next.drain(), `${expected}HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n`);
    });
  }

  for (const [name, request, status] of REFUSED) {
    Deno.test(`H1ServerConnection refuses a body with ${name}, in pieces of ${size}`, () => {
      const peer = new TestPeer(undefined).send(request, size);
      assertMatch(peer.drain(), new RegExp(`^HTTP/1.1 ${status} [^]*connection: close\r\n`));
      assertEquals(peer.connection.closing, true);
      for (const exchange of peer.exchanges) assertThrows(() => exchange.read(), HttpError);
    });
  }
}

Deno.test("H1ServerConnection gives what came with the head without waiting", () => {
  const peer = new TestPeer(answer);
  assertMatch(peer.send(`${POST}Content-Length: 3\r\n\r\nabc`).drain(), /POST \/ abc$/);
  assertMatch(peer.send(`${CHUNKED}\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n`).drain(), /POST \/ abc$/);
});

Deno.test("H1ServerConnection bounds chunk extensions, trailers and bodies", () => {
  const statusOf = (request: string): string => {
    const output = new TestPeer(undefined, {
      maxChunkExtensionBytes: 10,
      maxTrailerBytes: 20,
      maxTrailerFields: 2,
      maxBodyBytes: 10,
    }).send(request).drain();
    return output.slice(9, 12);
  };
  assertEquals(statusOf(`${CHUNKED}\r\n1;12345\r\nx\r\n1;12345\r\n`), "");
  assertEquals(statusOf(`${CHUNKED}\r\n1;12345\r\nx\r\n1;123456\r\n`), "400");
  assertEquals(statusOf(`${CHUNKED}\r\n0\r\nA: 3456789012345\r\n\r\n`), "");
  assertEquals(statusOf(`${CHUNKED}\r\n0\r\nA: 34567890123456\r\n\r\n`), "431");
  assertEquals(statusOf(`${CHUNKED}\r\n0\r\nA:1\r\nB:2\r\n\r\n`), "");
  assertEquals(statusOf(`${CHUNKED}\r\n0\r\nA:\r\nB:\r\nC:\r\n\r\n`), "431");
  assertEquals(statusOf(`${CHUNKED}\r\n0\r\n${"a".repeat(21)}`), "431");
  assertEquals(statusOf(`${POST}Content-Length: 10\r\n\r\n`), "");
  assertEquals(statusOf(`${POST}Content-Length: 11\r\n\r\n`), "413");
  assertEquals(statusOf(`${CHUNKED}\r\n5\r\n12345\r\n5\r\n12345\r\n`), "");
  assertEquals(statusOf(`${CHUNKED}\r\n5\r\n12345\r\n6\r\n12345`), "");
  assertEquals(statusOf(`${CHUNKED}\r\n5\r\n12345\r\n6\r\n123456`), "413");
});

Deno.test("H1ServerConnection gives trailers once the body has ended", async () => {
  const peer = new TestPeer().send(`${CHUNKED}\r\n3\r\nabc\r\n`);
  assertEquals(latin1Text(await peer.exchange.read() as Uint8Array), "abc");
  const end = peer.exchange.read();
  peer.send("0\r\nGrpc-Status: 0\r\nx:y\r\n\r\n", 1);
  assertEquals(await end, null);
  assertEquals([...peer.exchange.trailers!], [["grpc-status", "0"], ["x", "y"]]);
});

Deno.test("H1ServerConnection keeps bodies in one buffer, and stops reading when it is full", async () => {
  const peer = new TestPeer(undefined, { maxUnreadBytes: 100 });
  peer.send(`${CHUNKED}\r\n`).send("1\r\nx\r\n".repeat(99));
  assertEquals(peer.connection.paused, false);
  peer.send("1\r\nx\r\n");
  assertEquals(peer.connection.paused, true);
  let resumed = 0;
  peer.connection.onResume = () => resumed++;
  assertEquals((await peer.exchange.read())!.length, 100);
  assertEquals([peer.connection.paused, resumed], [false, 1]);
});

Deno.test("H1ServerConnection fails the reader of a body that is cut", async () => {
  for (const request of [`${POST}Content-Length: 5\r\n\r\nab`, `${CHUNKED}\r\n2\r\nab\r\n`]) {
    const peer = new TestPeer().send(request);
    const told: string[] = [];
    peer.exchange.onAbort = ({ code }) => told.push(code);
    assertEquals(latin1Text(await peer.exchange.read() as Uint8Array), "ab");
    const rest = peer.exchange.read() as Promise<Uint8Array>;
    peer.connection.receiveEnd();
    assertEquals((await assertRejects(() => rest, HttpError)).code, "canceled");
    assertThrows(() => peer.exchange.read(), HttpError);
    assertThrows(() => peer.exchange.respondWith(200, [], latin1Bytes("late")), HttpError);
    assertEquals([told, peer.connection.closing, peer.drain()], [["canceled"], true, ""]);
  }
});

Deno.test("H1ServerConnection asks for a body that waits to be asked for", async () => {
  const request = `${POST}Content-Length: 3\r\nExpect: 100-Continue\r\n\r\n`;
  const asked = new TestPeer().send(request);
  assertEquals(asked.output(), "");
  const body = asked.exchange.read();
  assertEquals(asked.output(), "HTTP/1.1 100 Continue\r\n\r\n");
  asked.send("abc");
  assertEquals(latin1Text((await body)!), "abc");
  asked.exchange.respondWith(200, [], latin1Bytes(""));
  assertEquals(asked.drain(), "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
  assertEquals(asked.connection.closing, false);

  // It came unasked.
  const unasked = new TestPeer(echo).send(request).send("abc");
  await new Promise((done) => setTimeout(done));
  assertMatch(unasked.drain(), /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK[^]*abc$/);
  const together = new TestPeer(echo).send(`${request}abc`);
  await new Promise((done) => setTimeout(done));
  assertMatch(together.drain(), /^HTTP\/1.1 200 OK[^]*abc$/);

  // It was not wanted: what comes now may be the body or another request.
  const refused = new TestPeer((exchange) => exchange.respondWith(403, [], latin1Bytes("")));
  assertMatch(refused.send(request).drain(), /^HTTP\/1.1 403 [^]*connection: close\r\n/);
  assertEquals(refused.connection.closing, true);

  const old = new TestPeer().send(request.replace("HTTP/1.1", "HTTP/1.0"));
  old.exchange.read();
  assertEquals(old.output(), "");
});

Deno.test("H1ServerConnection throws away what nobody reads, up to a bound", () => {
  const respond = new TestPeer((exchange) => exchange.respondWith(200, [], latin1Bytes("")), {
    maxIgnoredBytes: 10,
  });
  respond.send(`${POST}Content-Length: 10\r\n\r\n`).send("1234567890", 3).send(
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
  );
  assertEquals([respond.exchanges.length, respond.connection.closing], [2, false]);
  respond.drain();
  respond.send(`${POST}Content-Length: 11\r\n\r\n`).send("1234567890");
  // It is told with the response: it might send the next request after the body.
  assertMatch(respond.drain(), /connection: close\r\n/);
  assertEquals(respond.connection.closing, true);

  const begun = new TestPeer((exchange) => exchange.respond(200, []), { maxIgnoredBytes: 10 });
  begun.send(`${POST}Content-Length: 20\r\n\r\n`);
  begun.exchange.end();
  begun.send("1234567890");
  assertEquals(begun.connection.closing, false);
  begun.send("1");
  assertEquals(begun.connection.closing, true);

  const ignore = new TestPeer((exchange) => exchange.ignoreBody(), { maxIgnoredBytes: 10 });
  ignore.send(`${POST}Content-Length: 20\r\n\r\n`).send("12345678901234567890");
  assertEquals(ignore.connection.closing, false);
  ignore.exchange.respondWith(200, [], latin1Bytes(""));
  assertMatch(ignore.drain(), /connection: close\r\n/);
});

Deno.test("H1ServerConnection is full duplex", async () => {
  const peer = new TestPeer().send(`${CHUNKED}TE: trailers\r\n\r\n1\r\na\r\n`);
  const { exchange } = peer;
  exchange.respond(200, []);
  assertEquals(peer.output(), "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
  for (const letter of "abc") {
    assertEquals(latin1Text((await exchange.read())!), letter);
    exchange.write(latin1Bytes(letter.toUpperCase()));
    assertEquals(peer.output(), `1\r\n${letter.toUpperCase()}\r\n`);
    peer.send(letter === "c" ? "0\r\n\r\n" : `1\r\n${letter === "a" ? "b" : "c"}\r\n`);
  }
  assertEquals(await exchange.read(), null);
  exchange.end([["x", "y"]]);
  assertEquals(peer.output(), "0\r\nx: y\r\n\r\n");
  assertEquals((await readAll(exchange)).length, 0);
});
