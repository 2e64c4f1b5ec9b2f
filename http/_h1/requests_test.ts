import { assertEquals, assertMatch } from "@std/assert";
import { answer, TestPeer } from "./connection_testing.ts";

const SIZES = [Infinity, 1, 7];

/** What is sent, and verb, target and body that are seen of it. */
const TAKEN: [name: string, request: string, seen: string][] = [
  ["a plain request", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / "],
  ["an empty line before it", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / "],
  ["a query", "GET /a%20b?c=d/e?f HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a%20b?c=d/e?f "],
  ["a verb of one's own", "M-SEARCH /x HTTP/1.1\r\nhost: a\r\n\r\n", "M-SEARCH /x "],
  ["an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET / "],
  ["a host with a port", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "GET / "],
  ["a later minor version", "GET / HTTP/1.7\r\nHost: a\r\n\r\n", "GET / "],
  ["HTTP/1.0 without a host", "GET / HTTP/1.0\r\n\r\n", "GET / "],
  ["an absolute target", "GET http://b:1/c?d HTTP/1.1\r\nHost: a\r\n\r\n", "GET /c?d "],
  ["an absolute target without path", "GET http://b?d HTTP/1.1\r\nHost: a\r\n\r\n", "GET /?d "],
  ["the whole server", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * "],
  ["the whole server by proxy", "OPTIONS http://b HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * "],
  ["blanks around a value", "GET / HTTP/1.1\r\nHost:\t a \t\r\n\r\n", "GET / "],
  ["a field without a value", "GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n", "GET / "],
  ["Latin-1 in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \xe4\r\n\r\n", "GET / "],
  ["no body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "POST / "],
];

/** What is sent, and the status of the answer. */
const REFUSED: [name: string, request: string, status: number][] = [
  ["no HTTP at all", "\x16\x03\x01\x02\x00", 400],
  ["blanks before it", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["a bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400],
  ["a bare LF after a field", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400],
  ["a bare LF for the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400],
  ["a bare CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400],
  ["a bare CR in the request line", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 400],
  ["DEL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\x7fb\r\n\r\n", 400],
  ["a folded value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", 400],
  ["a first field that is folded", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400],
  ["a space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400],
  ["a tab before the colon", "GET / HTTP/1.1\r\nHost: a\r\nX\t: a\r\n\r\n", 400],
  ["a space in a name", "GET / HTTP/1.1\r\nHost: a\r\nX Y: a\r\n\r\n", 400],
  ["an empty name", "GET / HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n", 400],
  ["a field without colon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", 400],
  ["a name that is not ASCII", "GET / HTTP/1.1\r\nHost: a\r\n\xe4: a\r\n\r\n", 400],
  ["no host", "GET / HTTP/1.1\r\n\r\n", 400],
  ["no host with an absolute target", "GET http://a/ HTTP/1.1\r\n\r\n", 400],
  ["two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400],
  ["two hosts in one", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400],
  ["a user in the host", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400],
  ["a path in the host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400],
  ["a port that is no number", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400],
  ["two spaces in the request line", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["a tab in the request line", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["a version in lower case", "GET / http/1.1\r\nHost: a\r\n\r\n", 400],
  ["a space after the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400],
  ["a long version", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400],
  ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505],
  ["HTTP/0.9", "GET / HTTP/0.9\r\n\r\n", 505],
  ["a verb that is no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["a fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["a target that is not ASCII", "GET /\xe4 HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["a target that is no path", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["a target of another scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["a target of https", "GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 421],
  ["a user in the target", "GET http://a@b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["no host in the target", "GET http:///b HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["* for another verb", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400],
  ["a tunnel", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 501],
  ["an odd expectation", "POST / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n", 417],
];

for (const size of SIZES) {
  for (const [name, request, seen] of TAKEN) {
    Deno.test(`H1ServerConnection takes ${name}, in pieces of ${size}`, () => {
      const output = new TestPeer(answer).send(request, size).drain();
      assertEquals(/\r\n\r\n(.*)$/s.exec(output)?.[1], seen);
    });
  }

  for (const [name, request, status] of REFUSED) {
    Deno.test(`H1ServerConnection refuses ${name}, in pieces of ${size}`, () => {
      const peer = new TestPeer(answer).send(request, size);
      assertMatch(peer.drain(), new RegExp(`^HTTP/1.1 ${status} [^]*connection: close\r\n`));
      assertEquals([peer.connection.closing, peer.exchanges.length], [true, 0]);
    });
  }
}

Deno.test("H1ServerConnection does not answer what is no HTTP", () => {
  for (const text of ["GET /\r\n\r\n", "INVALID CONNECTION PREFACE\r\n\r\n", "A\r\n\r\n"]) {
    const peer = new TestPeer(answer).send(text);
    assertEquals([peer.drain(), peer.connection.closing, peer.exchanges.length], ["", true, 0]);
  }
});

Deno.test("H1ServerConnection tells what a request says", () => {
  const peer = new TestPeer().send(
    "PUT http://b:1/c HTTP/1.1\r\nHOST: a\r\nAccept: x\r\nX-Odd:  y z \r\naccept: \xe9\r\n\r\n",
  );
  const { method, scheme, authority, target, headers, connection } = peer.exchange;
  assertEquals([method, scheme, authority, target], ["PUT", "http", "b:1", "/c"]);
  assertEquals([...headers], [["host", "b:1"], ["accept", "x"], ["x-odd", "y z"], ["accept", "é"]]);
  assertEquals([connection.httpVersion, connection.encrypted], ["1.1", false]);
});

Deno.test("H1ServerConnection bounds request lines, header sections and their fields", () => {
  const head = "GET / HTTP/1.1\r\nHost: a\r\n";
  const options = { maxRequestLineBytes: 100, maxHeaderBytes: 200, maxHeaderFields: 5 };
  const statusOf = (request: string): string =>
    new TestPeer(answer, options).send(request).drain().slice(9, 12);
  const lineOf = (length: number): string => `GET /${"a".repeat(length - 14)} HTTP/1.1`;
  assertEquals(statusOf(`${lineOf(100)}\r\nHost: a\r\n\r\n`), "200");
  assertEquals(statusOf(`${lineOf(101)}\r\nHost: a\r\n\r\n`), "414");
  assertEquals(statusOf("G".repeat(100)), "");
  assertEquals(statusOf("G".repeat(101)), "414");
  assertEquals(statusOf(`${head}X: ${"a".repeat(200 - head.length - 7)}\r\n\r\n`), "200");
  assertEquals(statusOf(`${head}X: ${"a".repeat(201 - head.length - 7)}\r\n\r\n`), "431");
  assertEquals(statusOf(`${head}${"X: a\r\n".repeat(100)}`), "431");
  assertEquals(statusOf(`${head}${"X: a\r\n".repeat(4)}\r\n`), "200");
  assertEquals(statusOf(`${head}${"X: a\r\n".repeat(5)}\r\n`), "431");
});
