import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { contentLength, readBody, shortBody } from "./_body.ts";
import { ConnectError } from "./error.ts";
import { Lifetime } from "./_lifetime.ts";
import { StreamSource } from "./_fetch/stream_source.ts";
import { bytesSource } from "./testdata/bytes_source.ts";
import { chunks } from "./testdata/http.ts";

const options = { declared: undefined, limit: 10, truncated: "data_loss" } as const;

Deno.test("readBody() joins chunks, and takes no body for an empty one", async () => {
  const body = chunks([new Uint8Array([1]), new Uint8Array(0), new Uint8Array([2, 3])]);
  const lifetime = new Lifetime();
  assertEquals(
    await readBody(new StreamSource({ body }), { ...options, declared: 3, lifetime }),
    new Uint8Array([1, 2, 3]),
  );
  assertEquals(
    await readBody(new StreamSource({ body: null }), { ...options, lifetime }),
    new Uint8Array(0),
  );
});

Deno.test("readBody() does not wait for what is there", () => {
  const source = bytesSource([new Uint8Array([1]), new Uint8Array([2])]);
  assertEquals(readBody(source, { ...options, lifetime: new Lifetime() }), new Uint8Array([1, 2]));
  const long = bytesSource([new Uint8Array(11), new Uint8Array(1)]);
  const error = assertThrows(
    () => readBody(long, { ...options, lifetime: new Lifetime() }),
    ConnectError,
  );
  assertEquals([error.code, long.canceled], ["resource_exhausted", true]);
});

Deno.test("readBody() stops reading as soon as the limit is passed", async () => {
  let read = 0;
  let canceled = false;
  function* endless() {
    for (;;) {
      read++;
      yield new Uint8Array(4);
    }
  }
  const body = chunks(endless(), { onCancel: () => canceled = true });
  const error = await assertRejects(
    async () =>
      await readBody(new StreamSource({ body }), { ...options, lifetime: new Lifetime() }),
    ConnectError,
  );
  assertEquals(error.code, "resource_exhausted");
  assertEquals(error.rawMessage, "message is larger than the limit of 10 bytes");
  assertEquals(read, 3);
  assertEquals(canceled, true);
});

Deno.test("readBody() reads up to the limit", async () => {
  const body = chunks([new Uint8Array(4), new Uint8Array(6)]);
  assertEquals(
    (await readBody(new StreamSource({ body }), { ...options, lifetime: new Lifetime() })).length,
    10,
  );
});

Deno.test("readBody() refuses a declared length above the limit without reading", async () => {
  let read = 0;
  function* body() {
    read++;
    yield new Uint8Array(11);
  }
  const source = new StreamSource({ body: chunks(body()) });
  const error = await assertRejects(
    async () => await readBody(source, { ...options, declared: 11, lifetime: new Lifetime() }),
    ConnectError,
  );
  assertEquals(error.rawMessage, "message of 11 bytes is larger than the limit of 10 bytes");
  assertEquals(read, 0);
});

Deno.test("readBody() fails if the body is not as long as declared", async () => {
  for (const length of [2, 4]) {
    const error = await assertRejects(
      async () =>
        await readBody(bytesSource([new Uint8Array(length)]), {
          ...options,
          declared: 3,
          lifetime: new Lifetime(),
        }),
      ConnectError,
    );
    assertEquals(error.code, "data_loss");
  }
});

Deno.test("readBody() ends with its lifetime, and gives the body up", async () => {
  let canceled = false;
  const body = chunks([new Uint8Array(1)], { open: true, onCancel: () => canceled = true });
  const lifetime = new Lifetime();
  lifetime.expireIn(10);
  const error = await assertRejects(
    async () => await readBody(new StreamSource({ body }), { ...options, lifetime }),
    ConnectError,
  );
  assertEquals(error.code, "deadline_exceeded");
  assertEquals(canceled, true);
});

Deno.test("readBody() reads in one go what is short and declared, and nothing else", async () => {
  const read = async (declared: number | undefined, length: number) => {
    let whole = false;
    const source = {
      ...bytesSource([new Uint8Array(length)]),
      readWhole() {
        whole = true;
        return Promise.resolve(new Uint8Array(length));
      },
    };
    const lifetime = new Lifetime();
    await readBody(source, { ...options, limit: 1e6, declared, lifetime });
    return whole;
  };
  assertEquals(await read(0x1_0000, 0x1_0000), true);
  // Who has changed a body and left its length must not make more be read than is allowed.
  assertEquals(await read(0x1_0001, 0x1_0001), false);
  assertEquals(await read(undefined, 3), false);
});

Deno.test("readBody() ends with its lifetime where it reads in one go", async () => {
  const lifetime = new Lifetime();
  lifetime.expireIn(10);
  const source = { ...bytesSource([]), readWhole: () => new Promise<never>(() => {}) };
  const error = await assertRejects(
    async () => await readBody(source, { ...options, declared: 1, lifetime }),
    ConnectError,
  );
  assertEquals(error.code, "deadline_exceeded");
});

Deno.test("shortBody() reads in one go what is short and declared, and nothing else", async () => {
  for (
    const [declared, whole] of [[0x1_0000, true], [0x1_0001, false], [undefined, false]] as const
  ) {
    const source = {
      ...bytesSource([new Uint8Array(1)]),
      readWhole: () => Promise.resolve(new Uint8Array(2)),
    };
    assertEquals((await shortBody(source, declared).read())?.length, whole ? 2 : 1);
  }
});

Deno.test("contentLength() passes over what is no length", () => {
  assertEquals(contentLength(new Headers({ "content-length": "12" })), 12);
  for (const value of ["-1", "1.5", "0x1", "1, 1", ""]) {
    assertEquals(contentLength(new Headers({ "content-length": value })), undefined, value);
  }
  assertEquals(contentLength(new Headers()), undefined);
});
