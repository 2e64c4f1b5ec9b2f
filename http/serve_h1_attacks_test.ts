/** Attacks of HTTP/1.1 on `serve()`, through sockets; the tests in `_h1` have them without. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { AttackedServer, Attacker, MAX_GROWTH, times } from "./attack_testing.ts";

/** How long an attack goes on, on one connection after the other, in ms. */
const ATTACK_MS = 250;
/** How long it may take until a connection is closed, in ms. */
const END_MS = 5000;
/** How much is sent in one go. */
const ROUND = 200;

const GET = "GET / HTTP/1.1\r\nhost: a\r\n";
const POST = "POST / HTTP/1.1\r\nhost: a\r\n";
const CHUNKED = `${POST}transfer-encoding: chunked\r\n`;
/** What would be another request, to whoever sees the end of the first one elsewhere. */
const SMUGGLED = "GET /smuggled HTTP/1.1\r\nhost: a\r\n\r\n";

/** Requests that are read in two ways by two programs, and the status of the only answer. */
const SMUGGLING: [name: string, request: string, status: number][] = [
  ["a length and chunks", `${CHUNKED}content-length: 5\r\n\r\n0\r\n\r\n`, 400],
  ["two lengths", `${POST}content-length: 0\r\ncontent-length: 5\r\n\r\n`, 400],
  ["two lengths that agree", `${POST}content-length: 0\r\ncontent-length: 0\r\n\r\n`, 400],
  ["a length with a sign", `${POST}content-length: +0\r\n\r\n`, 400],
  ["a length with a space in it", `${POST}content-length: 0 0\r\n\r\n`, 400],
  ["a bare LF after the request line", "GET / HTTP/1.1\nhost: a\r\n\r\n", 400],
  ["a bare LF after a field", "GET / HTTP/1.1\r\nhost: a\nx: y\r\n\r\n", 400],
  ["a folded field", `${GET}x: y\r\n z\r\n\r\n`, 400],
  ["a space before a colon", `${POST}content-length : 5\r\n\r\n`, 400],
  ["chunks twice", `${POST}transfer-encoding: chunked, chunked\r\n\r\n0\r\n\r\n`, 400],
  ["a chunk size with a sign", `${CHUNKED}\r\n+0\r\n\r\n`, 400],
  ["a chunk that is longer than it says", `${CHUNKED}\r\n1\r\nxy\r\n0\r\n\r\n`, 400],
  ["a length as trailer", `${CHUNKED}\r\n0\r\ncontent-length: 5\r\n\r\n`, 400],
  ["two hosts", `${GET}host: b\r\n\r\n`, 400],
  ["an absolute target of another scheme", "GET ftp://a/ HTTP/1.1\r\nhost: a\r\n\r\n", 400],
  ["a last request with more after it", `${GET}connection: close\r\n\r\n`, 200],
];

/** What is sent first, what is sent again and again, and how the only answer begins. */
const BOMBS: Record<string, [first: string, again: string, answer: RegExp]> = {
  "a request line without end": ["GET /", "a".repeat(100), /^HTTP\/1.1 414 /],
  "a field without end": [`${GET}x: `, "a".repeat(100), /^HTTP\/1.1 431 /],
  "fields without end": [GET, "x: y\r\n", /^HTTP\/1.1 431 /],
  "a chunk extension without end": [`${CHUNKED}\r\n1;`, "a".repeat(100), /^HTTP\/1.1 400 /],
  "extensions of many chunks": [
    `${CHUNKED}\r\n`,
    "1;abcdefgh=ijklmnop\r\nx\r\n",
    /^HTTP\/1.1 400 /,
  ],
  "a trailer without end": [`${CHUNKED}\r\n0\r\nx: `, "a".repeat(100), /^HTTP\/1.1 431 /],
  "trailers without end": [`${CHUNKED}\r\n0\r\n`, "x: y\r\n", /^HTTP\/1.1 431 /],
  "what is no HTTP": ["\x16\x03\x01", "\0".repeat(100), /^HTTP\/1.1 400 /],
};

const encoder = new TextEncoder();

Deno.test("serve() is attacked over HTTP/1.1", async (t) => {
  await using server = await AttackedServer.start();

  for (const [name, request, status] of SMUGGLING) {
    await t.step(`it sees one request at most in ${name}`, async () => {
      using attacker = await Attacker.connect(server.port);
      await attacker.send(encoder.encode(request + SMUGGLED));
      await attacker.end();
      assertMatch(attacker.text, new RegExp(`^HTTP/1.1 ${status} [^]*connection: close\r\n`));
      assertEquals(attacker.text.match(/HTTP\/1.1/g)?.length, 1);
    });
  }

  await t.step(
    "it sees an absolute target, and requests that are sent ahead, as they are",
    async () => {
      using attacker = await Attacker.connect(server.port);
      const first = "POST http://a/ HTTP/1.1\r\nhost: b\r\ncontent-length: 3\r\n\r\nabc";
      const last = `${GET}connection: close\r\n\r\n`;
      await attacker.send(encoder.encode(first + `${GET}\r\n` + last));
      await attacker.end();
      assertEquals(attacker.text.match(/HTTP\/1.1 200 |\r\n\r\n\d/g), [
        "HTTP/1.1 200 ",
        "\r\n\r\n3",
        "HTTP/1.1 200 ",
        "\r\n\r\n0",
        "HTTP/1.1 200 ",
        "\r\n\r\n0",
      ]);
    },
  );

  for (const [name, [first, again, answer]] of Object.entries(BOMBS)) {
    await t.step(`it ends connections that send ${name}`, async () => {
      const part = times(ROUND, encoder.encode(again));
      const growth = await server.during(async () => {
        const start = performance.now();
        while (performance.now() - start < ATTACK_MS) {
          using attacker = await Attacker.connect(server.port);
          await attacker.send(encoder.encode(first));
          while (!attacker.closed) {
            assert(performance.now() - start < ATTACK_MS + END_MS, "the attack goes on");
            await attacker.send(part);
          }
          await attacker.end();
          assertMatch(attacker.text, answer);
          assertEquals(attacker.text.match(/HTTP\/1.1/g)?.length, 1);
        }
      });
      assert(growth < MAX_GROWTH, `${growth} bytes`);
    });
  }

  await t.step("it gives up clients that ask for much and do not read", async () => {
    const growth = await server.during(async () => {
      using attacker = await Attacker.connect(server.port, { reads: false });
      const part = times(1000, encoder.encode(`${GET}\r\n`));
      const start = performance.now();
      while (!attacker.closed) {
        assert(performance.now() - start < END_MS, "the attack goes on");
        await attacker.send(part);
      }
    });
    assert(growth < MAX_GROWTH, `${growth} bytes`);
  });

  await t.step("it takes no more of a body than is read", async () => {
    const growth = await server.during(async () => {
      using attacker = await Attacker.connect(server.port);
      const head = "POST /later HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\n";
      await attacker.send(encoder.encode(head));
      const sending = attacker.send(new Uint8Array(256 * 2 ** 20));
      await new Promise((done) => setTimeout(done, ATTACK_MS));
      attacker[Symbol.dispose]();
      await sending;
    });
    assert(growth < MAX_GROWTH, `${growth} bytes`);
  });
});
