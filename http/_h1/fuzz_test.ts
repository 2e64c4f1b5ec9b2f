import { assert, assertEquals } from "@std/assert";
import { echo, latin1Bytes, TestPeer } from "./connection_testing.ts";

const RUNS = 2000;
const SEED = Number(Deno.env.get("SEED") ?? Math.floor(Math.random() * 2 ** 31));

/** What requests are made of, and what breaks them. */
const PIECES = [
  "GET / HTTP/1.1\r\n",
  "POST /a?b HTTP/1.1\r\n",
  "HEAD http://a/ HTTP/1.0\r\n",
  "Host: a\r\n",
  "Host: a\r\n",
  "Content-Length: 5\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Connection: close\r\n",
  "Connection: keep-alive\r\n",
  "TE: trailers\r\n",
  "Expect: 100-continue\r\n",
  "X: y\r\n",
  "\r\n",
  "\r\n",
  "hello",
  "5\r\nhello\r\n",
  "3;x=y\r\nabc\r\n",
  "0\r\n",
  "0\r\nT: u\r\n\r\n",
];

/** Requests that are sound, to be broken. */
const SOUND = [
  "GET /a HTTP/1.1\r\nHost: a\r\n\r\n",
  "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
  "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTE: trailers\r\n\r\n" +
  "5\r\nhello\r\n3;x=y\r\nabc\r\n0\r\nT: u\r\n\r\n",
];

/** Returns numbers from 0 to `n` - 1. */
function randomNumbers(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * n);
  };
}

function stream(random: (n: number) => number): string {
  const from = random(2) === 0 ? PIECES : SOUND;
  let text = "";
  for (let i = random(from === SOUND ? 4 : 15); i >= 0; i--) text += from[random(from.length)];
  for (let i = random(3); i > 0; i--) {
    const at = random(text.length);
    const char = random(3) === 0 ? "" : String.fromCharCode(
      random(4) === 0 ? random(256) : "\r\n \t:;,0"[random(8)]!.charCodeAt(0),
    );
    text = text.slice(0, at) + char + text.slice(at + random(2));
  }
  return text;
}

/** What the responses are, for requests sent in pieces. */
async function outcome(text: string, sizes: () => number): Promise<string> {
  const peer = new TestPeer(echo, { maxHeaderBytes: 300, maxTrailerBytes: 50 });
  const bytes = latin1Bytes(text);
  let output = "";
  for (let at = 0; at < bytes.length;) {
    const end = at + sizes();
    peer.connection.receive(bytes.subarray(at, end));
    at = end;
    for (let i = 0; i < 20; i++) await Promise.resolve();
    output += peer.drain();
  }
  peer.connection.receiveEnd();
  for (let i = 0; i < 20; i++) await Promise.resolve();
  output += peer.drain();
  assert(peer.connection.closing && peer.connection.takeOutput().length === 0);
  // Whether the body is asked for depends on what has come with the head.
  return output.replaceAll("HTTP/1.1 100 Continue\r\n\r\n", "");
}

Deno.test(`H1ServerConnection sees the same however requests are cut (SEED=${SEED})`, async () => {
  const random = randomNumbers(SEED);
  let answered = 0;
  for (let run = 0; run < RUNS; run++) {
    const text = stream(random);
    const [whole, bytewise, pieces] = [
      await outcome(text, () => Infinity),
      await outcome(text, () => 1),
      await outcome(text, () => 1 + random(30)),
    ];
    const note = `SEED=${SEED}, run ${run}: ${JSON.stringify(text)}`;
    assertEquals(bytewise, whole, note);
    assertEquals(pieces, whole, note);
    if (whole.startsWith("HTTP/1.1 200")) answered++;
  }
  assert(answered > RUNS / 10, `only ${answered} answered`);
});
