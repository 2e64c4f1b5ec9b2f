import { assert, assertEquals, assertRejects } from "@std/assert";
import { stub } from "@std/testing/mock";
import type { Envelope } from "./_envelope.ts";
import { type Failure, type MessageFormat, MessageSource } from "./_message_source.ts";
import { textEnvelopes } from "./testdata/http.ts";

const END = { flags: 2, data: new Uint8Array(0) };

const format: MessageFormat = {
  pack: (message) => ({ flags: 0, data: new TextEncoder().encode(String(message)) }),
  end: () => END,
};

/** Reads a chunk, as the texts in it. */
async function read(source: MessageSource): Promise<string[] | null> {
  const chunk = await source.read();
  return chunk && textEnvelopes(chunk).map(([flags, text]) => flags === 0 ? text : "end");
}

async function packLater(message: unknown): Promise<Envelope> {
  await later(undefined);
  return await format.pack(message);
}

function later<T>(value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, 5, value));
}

Deno.test("MessageSource puts messages that are there into one chunk, the end with them", async () => {
  using _ = stub(Date, "now", () => 0); // else it matters how slow the machine is
  async function* messages() {
    yield "a";
    await Promise.resolve();
    yield "b";
    yield Promise.resolve("c");
  }
  const source = new MessageSource(messages(), undefined, format);
  assertEquals(await read(source), ["a", "b", "c", "end"]);
  assertEquals(await read(source), null);
  assertEquals(await read(new MessageSource(["a", "b"].values(), undefined, format)), [
    "a",
    "b",
    "end",
  ]);
});

Deno.test("MessageSource holds no message back while the next one is waited for", async () => {
  using _ = stub(Date, "now", () => 0); // else it matters how slow the machine is
  const never = new Promise<never>(() => {});
  async function* messages() {
    yield "a";
    yield "b";
    yield await later("c");
    yield "d";
    await never;
  }
  const source = new MessageSource(messages(), undefined, format);
  assertEquals(await read(source), ["a", "b"]);
  assertEquals(await read(source), ["c", "d"]);
});

Deno.test("MessageSource holds no message back while the next one is packed", async () => {
  using _ = stub(Date, "now", () => 0); // else it matters how slow the machine is
  const source = new MessageSource(["a", "b", "c"].values(), undefined, {
    pack: (message) => message === "b" ? packLater(message) : format.pack(message),
    end: format.end,
  });
  assertEquals(await read(source), ["a"]);
  assertEquals(await read(source), ["b", "c", "end"]);
});

Deno.test("MessageSource fills chunks of some 16 KiB, and asks for no more than is read", async () => {
  let made = 0;
  function* messages() {
    for (;;) yield "x".repeat(++made && 95);
  }
  const source = new MessageSource(messages(), undefined, format);
  assertEquals(made, 0);
  for (let chunks = 1; chunks <= 3; chunks++) {
    const length = (await source.read())!.length;
    assert(length <= 16_384 + 100);
    assert(made <= chunks * 164);
    await later(undefined);
    assert(made <= chunks * 164);
  }
  source.cancel();
});

Deno.test("MessageSource gives what is there away when a millisecond is over", async () => {
  function* messages() {
    for (let i = 0;; i++) {
      const start = performance.now();
      while (performance.now() - start < 2);
      yield i;
    }
  }
  const source = new MessageSource(messages(), undefined, format);
  assertEquals(await read(source), ["0"]);
  assertEquals(await read(source), ["1"]);
  source.cancel();
});

Deno.test("MessageSource ends with what was thrown, after the messages before it", async () => {
  const ends: (Failure | undefined)[] = [];
  async function* messages() {
    yield "a";
    throw new Error("b");
  }
  const source = new MessageSource(messages(), undefined, {
    ...format,
    end: (failure) => {
      ends.push(failure);
      return END;
    },
  });
  assertEquals(await read(source), ["a", "end"]);
  assertEquals(await read(source), null);
  source.end(undefined);
  assertEquals(ends.map((end) => (end?.error as Error).message), ["b"]);
});

Deno.test("MessageSource ends if an iterator does not give a result", async () => {
  for (const next of [() => undefined, () => Promise.resolve(undefined)]) {
    const ends: unknown[] = [];
    const messages = { next } as unknown as AsyncIterator<unknown>;
    const source = new MessageSource(messages, undefined, {
      ...format,
      end: (failure) => {
        ends.push(failure?.error);
        return END;
      },
    });
    assertEquals(await read(source), ["end"]);
    assert(ends[0] instanceof TypeError);
  }
});

Deno.test("MessageSource is cut if its format says so, and stops the program", async () => {
  let stopped = 0;
  const messages = () => ({
    next: () => new Promise<never>(() => {}),
    return: () => Promise.reject(++stopped),
  });
  const cut = {
    ...format,
    end: (failure?: Failure) => {
      throw failure!.error;
    },
  };
  const source = new MessageSource(messages(), undefined, cut);
  const pending = source.read();
  source.end({ error: new Error("cut") });
  await assertRejects(() => pending, Error, "cut");
  await assertRejects(() => source.read(), Error, "cut");
  const canceled = new MessageSource(messages(), undefined, cut);
  const waiting = canceled.read();
  canceled.cancel();
  assertEquals(await waiting, null);
  assertEquals(await canceled.read(), null);
  assertEquals(stopped, 2);
});
