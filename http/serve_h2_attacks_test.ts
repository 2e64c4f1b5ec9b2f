/** Attacks of HTTP/2 on `serve()`, through sockets; `_h2/attacks_test.ts` has them without. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { AttackedServer, Attacker, HELLO, joined, MAX_GROWTH, times } from "./attack_testing.ts";
import * as frame from "./_h2/frame.ts";
import {
  blockOf,
  data,
  frameOf,
  GET,
  headers,
  ping,
  POST,
  rst,
  settings,
  windowUpdate,
} from "./_h2/testdata/frames.ts";

/** How long an attack goes on, on one connection after the other, in ms. */
const ATTACK_MS = 250;
/** How long it may take until a connection is closed, in ms. */
const END_MS = 5000;
/** How much is sent in one go. */
const ROUND = 200;

const HANG = { ...POST, ":path": "/hang" };
/** A call whose answer has no end. */
const COUNT = {
  ...POST,
  ":path": "/greet.v1.GreetService/Count",
  "content-type": "application/grpc",
};
const NO_MESSAGE = new Uint8Array(5);

/** So many requests, and what comes with each: ids go up. */
function requests(round: number, make: (id: number) => Uint8Array[]): Uint8Array {
  const first = round * ROUND;
  return joined(Array.from({ length: ROUND }, (_, i) => make(2 * (first + i) + 1)).flat());
}

/** Something that is sent first, and something again and again. */
type Round = (round: number) => Uint8Array;
const again = (part: Uint8Array, first: Uint8Array = new Uint8Array(0)): Round => {
  const all = times(ROUND, part);
  return (round) => round === 0 ? joined([first, all]) : all;
};
const onEach = (...make: ((id: number) => Uint8Array)[]): Round => (round) =>
  requests(round, (id) => make.map((one) => one(id)));
const malformed = (fields: Record<string, string> | [string, string][]): Round =>
  onEach((id) => headers(id, fields));

const CALM = "ENHANCE_YOUR_CALM";
const FRAMES = new RegExp(`^GOAWAY \\d+ ${CALM} too many frames without content$`);
const RESETS = new RegExp(`^GOAWAY \\d+ ${CALM} too many streams were reset$`);

/** What is sent again and again, and the last frame that comes before the connection is closed. */
const ENDED: Record<string, [round: Round, last: RegExp]> = {
  "PING": [again(ping()), FRAMES],
  "SETTINGS": [again(settings()), FRAMES],
  "WINDOW_UPDATE": [again(windowUpdate(0, 1)), FRAMES],
  "empty DATA": [again(data(1), headers(1, HANG, false)), FRAMES],
  "rapid reset": [onEach((id) => headers(id, HANG), rst), RESETS],
  "made-you-reset": [onEach((id) => headers(id, HANG), (id) => windowUpdate(id, 0)), RESETS],
  "made-you-reset by content-length": [
    onEach(
      (id) => headers(id, { ...POST, "content-length": "2" }, false),
      (id) => data(id, [1], true),
    ),
    RESETS,
  ],
  "CONTINUATION of nothing": [
    again(frameOf(frame.CONTINUATION, 0, 1), frameOf(frame.HEADERS, 0, 1)),
    new RegExp(`^GOAWAY 0 ${CALM} a header block of too many frames$`),
  ],
  "CONTINUATION without end": [
    again(frameOf(frame.CONTINUATION, 0, 1, new Uint8Array(1000)), frameOf(frame.HEADERS, 0, 1)),
    new RegExp(`^GOAWAY 0 ${CALM} a header block of more than 65536 bytes$`),
  ],
  "more requests than may be open": [onEach((id) => headers(id, HANG)), RESETS],
  "no window and many requests for much": [
    (round) =>
      joined([
        settings([4, 0]),
        requests(round, (id) => [headers(id, COUNT, false), data(id, NO_MESSAGE, true)]),
      ]),
    RESETS,
  ],
  "names in upper case": [malformed({ ...GET, "X-A": "b" }), RESETS],
  "fields of a connection": [malformed({ ...GET, connection: "close" }), RESETS],
  "pseudo-header fields after others": [malformed([["a", "b"], ...Object.entries(GET)]), RESETS],
  "DATA on idle streams": [again(data(1, [1])), /^GOAWAY 0 PROTOCOL_ERROR/],
  "DATA on closed streams": [
    again(data(1, []), joined([headers(1, HANG, false), rst(1)])),
    /^GOAWAY 1 ENHANCE_YOUR_CALM/,
  ],
  "HEADERS on closed streams": [
    again(headers(1), joined([headers(1, HANG, false), rst(1)])),
    /^GOAWAY 1 STREAM_CLOSED/,
  ],
  "a window that is too large": [
    again(windowUpdate(0, 2 ** 31 - 1)),
    /^GOAWAY 0 FLOW_CONTROL_ERROR/,
  ],
  "more DATA than the connection's window": [
    () =>
      joined([1, 3, 5, 7, 9, 11].flatMap((id) => [
        headers(id, HANG, false),
        times(12, data(id, new Uint8Array(16_384))),
      ])),
    /^GOAWAY 11 FLOW_CONTROL_ERROR/,
  ],
  "a frame that is too long": [
    again(frameOf(frame.DATA, 0, 1, new Uint8Array(16_385))),
    /^GOAWAY 0 FRAME_SIZE_ERROR/,
  ],
};

/** One field goes to the table, and is referred to by one byte again and again. */
const bomb: Round = (round) => {
  const value = new Uint8Array(4000).fill(118);
  const literal = [0x40, 1, 97, 0x7f, (4000 - 127) & 127 | 128, (4000 - 127) >> 7];
  const field = joined([new Uint8Array([...blockOf(GET), ...literal]), value]);
  const first = frameOf(frame.HEADERS, frame.END_HEADERS | frame.END_STREAM, 1, field);
  const block = joined([new Uint8Array(blockOf(GET)), new Uint8Array(16_000).fill(0xbe)]);
  const flags = frame.END_HEADERS | frame.END_STREAM;
  const all = Array.from(
    { length: 20 },
    (_, i) => frameOf(frame.HEADERS, flags, 2 * (20 * round + i) + 3, block),
  );
  return joined(round === 0 ? [first, ...all] : all);
};

/** What is sent again and again, and what is said to it: the connection goes on. */
const BORNE: Record<string, [round: Round, answer: RegExp]> = {
  "more DATA than a stream's window": [
    again(data(1, new Uint8Array(16_384)), headers(1, HANG, false)),
    /^RST_STREAM 1 FLOW_CONTROL_ERROR$/,
  ],
  "HPACK bombs": [bomb, /^HEADERS \d+ 431 end$/],
};

Deno.test("serve() is attacked over HTTP/2", async (t) => {
  await using server = await AttackedServer.start();

  for (const [name, [round, last]] of Object.entries(ENDED)) {
    await t.step(`it ends connections that send ${name}`, async () => {
      let connections = 0;
      const growth = await server.during(async () => {
        const start = performance.now();
        while (performance.now() - start < ATTACK_MS) {
          using attacker = await Attacker.connect(server.port);
          await attacker.send(HELLO);
          for (let i = 0; !attacker.closed; i++) {
            assert(performance.now() - start < ATTACK_MS + END_MS, "the attack goes on");
            await attacker.send(round(i));
          }
          await attacker.end();
          assertMatch(attacker.lines.at(-1) ?? "", last);
          connections++;
        }
      });
      assert(growth < MAX_GROWTH, `${growth} bytes`);
      assert(connections > 0);
    });
  }

  for (const [name, [round, answer]] of Object.entries(BORNE)) {
    await t.step(`it bears connections that send ${name}`, async () => {
      const growth = await server.during(async () => {
        using attacker = await Attacker.connect(server.port);
        await attacker.send(HELLO);
        const start = performance.now();
        for (let i = 0; performance.now() - start < ATTACK_MS; i++) await attacker.send(round(i));
        await attacker.until(() => attacker.lines.some((line) => answer.test(line)));
        assert(!attacker.closed);
      });
      assert(growth < MAX_GROWTH, `${growth} bytes`);
    });
  }

  await t.step("it gives back the window that DATA for refused streams has taken", async () => {
    const body = new Uint8Array(16_384);
    const growth = await server.during(async () => {
      using attacker = await Attacker.connect(server.port);
      await attacker.send(HELLO);
      // As many as may be open, and then 4 MiB on streams that are refused.
      let id = 1;
      for (let i = 0; i < 64; i++, id += 2) await attacker.send(headers(id, HANG));
      const window = (): number =>
        attacker.lines.reduce(
          (sum, line) => sum + Number(/^WINDOW_UPDATE 0 (\d+)/.exec(line)?.[1] ?? 0),
          65_535,
        );
      let sent = 0;
      for (; sent < 4 * 2 ** 20; id += 2, sent += body.length) {
        await attacker.until(() => window() - sent >= body.length);
        await attacker.send(joined([headers(id, POST, false), data(id, body, true)]));
      }
      await attacker.until(() => attacker.lines.includes(`RST_STREAM ${id - 2} REFUSED_STREAM`));
    });
    assert(growth < MAX_GROWTH, `${growth} bytes`);
  });

  await t.step("it gives up clients that do not read", async () => {
    const growth = await server.during(async () => {
      using attacker = await Attacker.connect(server.port, { reads: false });
      const much = settings([4, 2 ** 31 - 1]);
      await attacker.send(joined([HELLO, much, windowUpdate(0, 2 ** 30)]));
      await attacker.send(
        requests(
          0,
          (id) => id < 100 ? [headers(id, COUNT, false), data(id, NO_MESSAGE, true)] : [],
        ),
      );
      while (!attacker.closed) {
        await attacker.send(ping());
        await new Promise((done) => setTimeout(done, 50));
      }
    });
    assert(growth < MAX_GROWTH, `${growth} bytes`);
  });

  await t.step("nothing of all that is left", async () => {
    const start = performance.now();
    while (await server.open() > 0) {
      assert(performance.now() - start < END_MS);
      await new Promise((done) => setTimeout(done, 10));
    }
    assertEquals(await server.open(), 0);
  });
});
