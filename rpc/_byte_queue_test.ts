import { assertEquals, assertStrictEquals } from "@std/assert";
import { ByteQueue } from "./_byte_queue.ts";

Deno.test("ByteQueue gives back the bytes in order, whatever the chunks", () => {
  const input = Uint8Array.from({ length: 20_000 }, (_, i) => i);
  for (const size of [1, 3, 4095, 4096, 20_000]) {
    const queue = new ByteQueue();
    const taken: number[] = [];
    for (let at = 0; at < input.length; at += size) {
      queue.push(input.slice(at, at + size));
      if (queue.length >= 7) taken.push(...queue.take(7));
    }
    while (queue.length > 0) taken.push(...queue.take(Math.min(5, queue.length)));
    assertEquals(new Uint8Array(taken), input, `chunks of ${size}`);
  }
});

Deno.test("ByteQueue does not copy a chunk that comes alone", () => {
  const queue = new ByteQueue();
  const chunk = new Uint8Array([1, 2, 3]);
  queue.push(chunk);
  assertStrictEquals(queue.take(3).buffer, chunk.buffer);
});

Deno.test("ByteQueue passes bytes over, and shows those that come next", () => {
  const queue = new ByteQueue();
  queue.push(new Uint8Array([9, 1, 0, 0, 0, 2, 7]));
  queue.skip(1);
  assertEquals([queue.byteAt(0), queue.uint32At(1), queue.length], [1, 2, 6]);
  queue.skip(5);
  assertEquals(queue.take(1), new Uint8Array([7]));
});

Deno.test("ByteQueue never writes to chunks, nor to what was taken", () => {
  const queue = new ByteQueue();
  const chunk = new Uint8Array([1, 2, 3]);
  queue.push(chunk);
  queue.push(new Uint8Array([4]));
  const taken = queue.take(2);
  for (let i = 0; i < 10_000; i++) queue.push(new Uint8Array([9]));
  assertEquals(taken, new Uint8Array([1, 2]));
  assertEquals(chunk, new Uint8Array([1, 2, 3]));
  assertEquals(queue.take(2), new Uint8Array([3, 4]));
});

Deno.test("ByteQueue keeps no more than twice the bytes, in however small chunks they come", () => {
  const queue = new ByteQueue();
  for (let i = 0; i < 100_000; i++) queue.push(new Uint8Array(1));
  const { byteLength } = queue.take(queue.length).buffer;
  assertEquals(byteLength > 100_000 && byteLength <= 200_000, true);
});
