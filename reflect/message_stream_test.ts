import { assertEquals, assertRejects } from "@std/assert";
import { Tree } from "../codegen/testdata/gen/recursive_pb.ts";
import { WireError } from "../wire/mod.ts";
import { create, MessageDecoderStream, MessageEncoderStream } from "./mod.ts";

const TREES = [
  create(Tree),
  create(Tree, { left: { children: [{}, {}] } }),
  create(Tree, { named: new Map([["x".repeat(300), {}]]) }),
];

const encoded = await new Response(
  ReadableStream.from(TREES).pipeThrough(new MessageEncoderStream(Tree)),
).bytes();

/** The bytes in chunks of a size. */
function chunks(
  bytes: Uint8Array<ArrayBuffer>,
  size: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const starts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => i * size);
  return ReadableStream.from(starts.map((start) => bytes.slice(start, start + size)));
}

Deno.test("MessageDecoderStream reads messages from chunks cut anywhere", async () => {
  for (const size of [1, 2, 7, 1000]) {
    const stream = chunks(encoded, size).pipeThrough(new MessageDecoderStream(Tree));
    assertEquals(await Array.fromAsync(stream), TREES);
  }
});

Deno.test("MessageDecoderStream fails at a message that is malformed, cut off or too long", async () => {
  const read = (bytes: Uint8Array<ArrayBuffer>, maxMessageBytes = 1000) =>
    Array.fromAsync(
      chunks(bytes, 100).pipeThrough(new MessageDecoderStream(Tree, { maxMessageBytes })),
    );
  await assertRejects(() => read(new Uint8Array([2, 8, 0x80])), WireError);
  await assertRejects(() => read(encoded.slice(0, -1)), WireError);
  await assertRejects(() => read(encoded, 100), WireError, "maxMessageBytes");
});

Deno.test("MessageDecoderStream gives the messages before a fault", async () => {
  const reader = chunks(new Uint8Array([0, 2, 8, 0x80]), 4)
    .pipeThrough(new MessageDecoderStream(Tree)).getReader();
  assertEquals((await reader.read()).value, create(Tree));
  await assertRejects(() => reader.read(), WireError);
});

Deno.test("MessageEncoderStream stops its source when nobody reads", async () => {
  let produced = 0;
  const source = new ReadableStream({
    pull(controller) {
      produced++;
      controller.enqueue(create(Tree));
    },
  });
  const reader = source.pipeThrough(new MessageEncoderStream(Tree)).getReader();
  await reader.read();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assertEquals(produced < 10, true, `${produced}`);
  await reader.cancel();
});
