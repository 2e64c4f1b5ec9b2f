import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { stub } from "@std/testing/mock";
import { type Compression, platformCompressions, streamCompression } from "./compression.ts";
import { Compressions, decompressFromPeer } from "./_compressions.ts";
import { ConnectError } from "./error.ts";

const TEXT = new TextEncoder().encode("to be compressed ".repeat(1000));

async function compress(compression: Compression, bytes: Uint8Array): Promise<Uint8Array> {
  return await compression.compress(bytes);
}

for (const compression of platformCompressions) {
  const { name } = compression;

  Deno.test(`${name} decompresses what it has compressed`, async () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(1), TEXT]) {
      const compressed = await compress(compression, bytes);
      assertEquals(await compression.decompress(compressed, bytes.length), bytes);
    }
    assert((await compress(compression, TEXT)).length < TEXT.length / 10);
  });

  Deno.test(`${name} fails at once if its input is cut off, or is something else`, async () => {
    const compressed = await compress(compression, TEXT);
    const cut = [0, 1, 5, compressed.length >> 1, compressed.length - 1]
      .map((length) => compressed.slice(0, length));
    for (const bytes of [...cut, new Uint8Array(50).fill(0xee)]) {
      await assertRejects(async () => await compression.decompress(bytes, 1e6));
    }
  });

  Deno.test(`${name} stops when its output passes the limit`, async () => {
    const compressed = await compress(compression, TEXT);
    await assertRejects(
      async () => await compression.decompress(compressed, TEXT.length - 1),
      RangeError,
    );
  });
}

Deno.test("streamCompression() feeds no more slices once the limit is passed", async () => {
  let fed = 0;
  const doubling = streamCompression(
    "twice",
    () => new TransformStream(),
    () =>
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          fed += chunk.length;
          controller.enqueue(new Uint8Array(2 * chunk.length));
        },
      }) as TransformStream<BufferSource, Uint8Array<ArrayBuffer>>,
    { sliceBytes: 10 },
  );
  await assertRejects(
    async () => await doubling.decompress(new Uint8Array(10_000), 100),
    RangeError,
  );
  // Each slice waits for the one before to be taken; one may be under way.
  assert(fed <= 80, `${fed}`);
});

Deno.test("gzip holds no more than a slice's output beyond the limit", async () => {
  const gzip = platformCompressions[0]!;
  const bomb = await compress(gzip, new Uint8Array(200_000_000));
  let out = 0;
  const counting = streamCompression(
    "gzip",
    () => new CompressionStream("gzip"),
    () => {
      const { readable, writable } = new DecompressionStream("gzip");
      const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          out += chunk.length;
          controller.enqueue(chunk);
        },
      });
      return { writable, readable: readable.pipeThrough(counter) };
    },
  );
  await assertRejects(async () => await counting.decompress(bomb, 100_000), RangeError);
  assert(out < 5_000_000, `${out}`);
});

Deno.test("br holds no more than some 32 MiB beyond the limit", async () => {
  const br = platformCompressions.find(({ name }) => name === "br");
  if (br === undefined) return;
  const bomb = await compress(br, new Uint8Array(400_000_000));
  let out = 0;
  const Stream = DecompressionStream;
  using _ = stub(globalThis, "DecompressionStream", function (format: CompressionFormat) {
    const { readable, writable } = new Stream(format);
    const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        out += chunk.length;
        controller.enqueue(chunk);
      },
    });
    return { writable, readable: readable.pipeThrough(counter) };
  } as never);
  await assertRejects(async () => await br.decompress(bomb, 100_000), RangeError);
  assert(out > 0 && out < 34 << 20, `${out}`);
});

Deno.test("small messages do not reserve what large ones may need", async () => {
  for (const compression of platformCompressions) {
    const compressed = await compress(compression, TEXT.subarray(0, 100));
    const message = await compression.decompress(compressed, 4 << 20);
    assertEquals(message.length, 100);
    assert(message.buffer.byteLength <= 0x1_0000, `${message.buffer.byteLength}`);
  }
});

Deno.test("streamCompression() fails if its stream does not take the end for one", async () => {
  const { readable, writable: taken } = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>();
  const half = streamCompression("half", () => new TransformStream(), () => ({
    readable,
    writable: new WritableStream({
      async close() {
        await taken.close();
        throw new TypeError("more was to come");
      },
    }),
  }));
  await assertRejects(
    async () => await half.decompress(new Uint8Array(3), 9),
    TypeError,
    "more was",
  );
});

Deno.test("nothing is not decompressed", async () => {
  const never: Compression = {
    name: "never",
    compress: () => {
      throw new Error("unreachable");
    },
    decompress: () => {
      throw new Error("unreachable");
    },
  };
  assertEquals((await decompressFromPeer(never, new Uint8Array(0), 1, "internal")).length, 0);
});

Deno.test("a compression that does not heed its limit is found out", async () => {
  const careless: Compression = {
    name: "careless",
    compress: (bytes) => bytes,
    decompress: () => new Uint8Array(11),
  };
  const error = await assertRejects(
    () => decompressFromPeer(careless, new Uint8Array(1), 10, "internal"),
    ConnectError,
  );
  assertEquals(error.code, "resource_exhausted");
});

Deno.test("Compressions refuses names that are none, or there twice", () => {
  const named = (name: string) => ({ ...platformCompressions[0]!, name });
  for (const name of ["", "identity", "Gzip", "a b", "gzip, br"]) {
    assertThrows(() => new Compressions([named(name)]), TypeError, `"${name}"`);
  }
  assertThrows(() => new Compressions([named("x"), named("x")]), TypeError, '"x"');
  assertThrows(() => new Compressions([], -1), RangeError, "compressMinBytes");
});

Deno.test("Compressions.choose() takes the client's first choice that is known", () => {
  const compressions = new Compressions();
  const gzip = compressions.get("gzip");
  const cases: [string | null, string | undefined][] = [
    [null, "gzip"],
    ["", undefined],
    ["identity", undefined],
    ["zstd, deflate;q=0.5, gzip", "deflate"],
    ["deflate;q=0, gzip; q=0.000", undefined],
    ["deflate;q=0.1", "deflate"],
    ["*", undefined],
  ];
  for (const [accept, expected] of cases) {
    assertEquals(compressions.choose(accept, gzip)?.name, expected, String(accept));
  }
  assertEquals(compressions.choose(null, undefined), undefined);
  assertEquals(new Compressions([]).names, "identity");
});
