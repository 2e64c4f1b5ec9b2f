/**
 * Frames in any order, cut and damaged, against both roles: nothing throws, memory is bounded, and
 * every connection ends in a sane state. `SEED=… FUZZ_RUNS=… deno test -A http/_h2/fuzz_test.ts`
 * repeats a run, or makes more of them.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Connection } from "../connection.ts";
import type { BodyReader, BodyWriter, ServerExchange } from "../exchange.ts";
import { HttpError } from "../exchange.ts";
import type { H2Limits } from "../h2_limits.ts";
import { H2ClientConnection } from "./client.ts";
import { INTERNAL_ERROR } from "./error_code.ts";
import * as frame from "./frame.ts";
import { H2ServerConnection } from "./server.ts";
import * as make from "./testdata/frames.ts";
import { INFO } from "./testdata/peers.ts";

const RUNS = Number(Deno.env.get("FUZZ_RUNS") ?? 400);
const SEED = Number(Deno.env.get("SEED") ?? Date.now() % 1e9);
const LIMITS: H2Limits = {
  maxConcurrentStreams: 10,
  streamWindowBytes: 20_000,
  connectionWindowBytes: 70_000,
  maxHeaderListBytes: 4000,
  maxOutputBytes: 100_000,
  keepaliveIntervalMs: 50,
  bodyIdleTimeoutMs: 200,
  sendStallTimeoutMs: 200,
};

type Random = (below: number) => number;

/** Numbers that depend on a seed alone (xorshift and a multiplication). */
function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (Math.imul(state, 0x2c1b3c6d) >>> 8) % below;
  };
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)]!;
}

/** A frame that may well be valid where it comes. */
function someFrame(random: Random, isServer: boolean): Uint8Array {
  const id = random(12) === 0 ? random(40) : 2 * random(12) + 1;
  const size = pick(random, [0, 1, 5, 100, 1000, 16_384]);
  const head: Record<string, string> = isServer
    ? pick(random, [make.GET, make.POST, { ...make.POST, "content-length": String(size) }])
    : { ":status": pick(random, ["200", "204", "100", "503"]) };
  const fields = {
    ...head,
    [pick(random, ["x-a", "cookie", "te", "X", "x y"])]: "v".repeat(random(90)),
  };
  switch (random(16)) {
    case 0:
    case 1:
    case 2:
      return make.headers(id, random(4) ? head : fields, random(2) === 0);
    case 3:
      return make.headers(id, { "x-trailer": "t" }, random(4) > 0);
    case 4:
    case 5:
    case 6:
      return make.data(id, new Uint8Array(size), random(4) === 0);
    case 7:
      return make.frameOf(frame.DATA, frame.PADDED, id, [random(6), ...new Uint8Array(random(9))]);
    case 8:
      return make.rst(id, random(16));
    case 9:
      return make.settings([
        random(9),
        pick(random, [0, 1, 100, 16_384, 65_535, 2 ** 31 - 1, 2 ** 31]),
      ]);
    case 10:
      return make.ping(random(4), random(2) === 0);
    case 11:
      return make.windowUpdate(random(2) * id, pick(random, [0, 1, 1000, 100_000, 2 ** 31 - 1]));
    case 12:
      return make.priority(id, random(12));
    case 13:
      return random(4) ? make.settingsAck() : make.goAway(random(20), random(14), "bye");
    case 14: {
      const block = make.blockOf(fields);
      const cut = random(block.length);
      return make.bytes(
        make.frameOf(frame.HEADERS, random(2), id, block.slice(0, cut)),
        make.frameOf(frame.CONTINUATION, random(8) ? frame.END_HEADERS : 0, id, block.slice(cut)),
      );
    }
    default: {
      const payload = Array.from({ length: random(30) }, () => random(256));
      return make.frameOf(random(12), random(256), id, payload);
    }
  }
}

/** A conversation of one side; in some, a few bytes are damaged. */
function conversation(random: Random, isServer: boolean): Uint8Array {
  const parts = [isServer ? frame.PREFACE : new Uint8Array(0), make.settings(), make.settingsAck()];
  const count = 1 + random(60);
  for (let i = 0; i < count; i++) parts.push(someFrame(random, isServer));
  const all = make.bytes(...parts);
  if (random(3) > 0) return all;
  for (let i = random(4); i >= 0; i--) {
    const at = random(all.length);
    if (random(3) === 0) all.copyWithin(at, random(all.length));
    else all[at] = pick(random, [0, 0xff, random(256), all[at]! ^ 1 << random(8)]);
  }
  return random(4) === 0 ? all.subarray(0, random(all.length)) : all;
}

function quietly(action: () => unknown): void {
  try {
    const result = action();
    if (result instanceof Promise) result.catch(expected);
  } catch (error) {
    expected(error);
  }
}

/** What the application may be told; anything else is a fault of the engine. */
function expected(error: unknown): void {
  if (error instanceof HttpError) return;
  const message = error instanceof TypeError ? error.message : "";
  if (/^Cannot (read|respond|send)/.test(message)) return;
  throw error;
}

/** An application that does anything at any time. */
function act(random: Random, exchange: BodyReader & BodyWriter & { abort(): void }): void {
  const served = "respond" in exchange ? exchange as ServerExchange : undefined;
  const body = new Uint8Array(pick(random, [0, 1, 500, 30_000, 300_000]));
  switch (random(9)) {
    case 0:
      return quietly(() => exchange.read());
    case 1:
      return quietly(() => exchange.write(body));
    case 2:
      return quietly(() => exchange.end(random(2) ? [["x-t", "u"]] : undefined));
    case 3:
      return quietly(() => served?.respond(200, [["x-a", "b"]]));
    case 4:
      return quietly(() => served?.respondWith(200, [], body, random(2) ? [["x-t", "u"]] : []));
    case 5:
      return quietly(() => served?.ignoreBody());
    case 6:
      return quietly(() => exchange.abort());
    case 7:
      return quietly(() =>
        "response" in exchange && (exchange as { response(): unknown }).response()
      );
    default:
      if (served !== undefined) served.onAbort = () => act(random, exchange);
  }
}

/** Runs one conversation; whatever is wrong throws. */
function run(seed: number): string {
  const random = randomFrom(seed);
  const isServer = random(3) > 0;
  const input = conversation(random, isServer);
  const exchanges: (BodyReader & BodyWriter & { abort(): void })[] = [];
  const connection: Connection = isServer
    ? new H2ServerConnection(
      (exchange) => {
        exchanges.push(exchange);
        if (random(2)) act(random, exchange);
      },
      INFO,
      LIMITS,
    )
    : new H2ClientConnection(LIMITS);
  let told = 0;
  connection.onOutput = () => told++;
  const output: Uint8Array[] = [];
  let now = 0;
  for (let at = 0; at < input.length;) {
    const to = Math.min(input.length, at + pick(random, [1, 9, 100, 20_000, 100_000]));
    const before = told;
    connection.receive(input.slice(at, to));
    assertEquals(told, before, "onOutput() was called from receive()");
    at = to;
    if (connection instanceof H2ClientConnection && connection.canRequest && random(2)) {
      const headers: [string, string][] = [["x-a", "b"]];
      const head = {
        method: "POST",
        scheme: "http",
        authority: "a",
        target: "/",
        headers,
      } as const;
      quietly(() => void exchanges.push(connection.request(head)));
    }
    for (let i = random(3); i > 0 && exchanges.length > 0; i--) {
      act(random, pick(random, exchanges));
    }
    if (random(3) > 0) {
      const taken = connection.takeOutput().slice();
      assert(taken.length <= LIMITS.maxOutputBytes! + 1000, `${taken.length} bytes at once`);
      output.push(taken);
      if (random(3) > 0) connection.outputWritten();
    }
    if (random(10) === 0) connection.tick(now += random(100));
    if (random(100) === 0) connection.shutdown();
  }
  connection.outputWritten();
  output.push(connection.takeOutput());
  if (random(2)) connection.receiveEnd();
  else connection.lost("the end");
  assert(connection.idle && connection.closing);
  for (const exchange of exchanges) quietly(() => exchange.read());
  const sent = make.bytes(...output);
  const frames = make.splitFrames(isServer ? sent : sent.subarray(frame.PREFACE.length));
  for (const { type, payload } of frames) {
    if (type !== frame.GOAWAY) continue;
    const text = new TextDecoder().decode(payload.subarray(8));
    assert(frame.readUint32(payload, 4) !== INTERNAL_ERROR, text);
    return text;
  }
  return "";
}

Deno.test("frames of any kind, in any order, do no harm to either role", async () => {
  console.log(`SEED=${SEED}`);
  const ends = new Set<string>();
  for (let i = 0; i < RUNS; i++) {
    try {
      ends.add(run(SEED + i));
    } catch (error) {
      throw new Error(`SEED=${SEED + i} FUZZ_RUNS=1`, { cause: error });
    }
    if (i % 100 === 0) await Promise.resolve();
  }
  // It gets to many places: ends of many kinds.
  assert(RUNS < 400 || ends.size > 10, [...ends].join("; "));
});

Deno.test("how bytes are cut into pieces changes nothing", () => {
  for (let i = 0; i < RUNS; i++) {
    const random = randomFrom(SEED + i);
    const input = conversation(random, true);
    const outputOf = (cut: () => number) => {
      const connection = new H2ServerConnection(() => {}, INFO, LIMITS);
      for (let at = 0; at < input.length;) {
        const to = Math.min(input.length, at + cut());
        connection.receive(input.slice(at, to));
        at = to;
      }
      return connection.takeOutput();
    };
    const whole = outputOf(() => input.length);
    assertEquals(
      outputOf(() => 1 + random(pick(random, [1, 20, 3000]))),
      whole,
      `SEED=${SEED + i}`,
    );
  }
});
