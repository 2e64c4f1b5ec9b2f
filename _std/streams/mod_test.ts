import { assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import {
  concatReadableStreams,
  LimitedBytesTransformStream,
  mergeReadableStreams,
  toArrayBuffer,
  toBlob,
  toBytes,
  toJson,
  toText,
  toTransformStream,
} from "@std/streams";

const utf8 = (text: string) => ReadableStream.from([...text]).pipeThrough(new TextEncoderStream());

function failing(): ReadableStream<string> {
  return new ReadableStream({
    start(controller) {
      controller.error(new RangeError("broken"));
    },
  });
}

Deno.test("streams are read to their end", async () => {
  assertEquals(await toBytes(utf8("aé")), new Uint8Array([0x61, 0xc3, 0xa9]));
  assertEquals((await toArrayBuffer(utf8("aé"))).byteLength, 3);
  assertEquals(await (await toBlob(utf8("aé"))).text(), "aé");
  assertEquals(await toText(utf8("aé")), "aé");
  assertEquals(await toText(ReadableStream.from(["a", "b"])), "ab");
  assertEquals(await toJson(utf8('{"a":[1]}')), { a: [1] });
});

Deno.test("concatReadableStreams() keeps order and cancels all", async () => {
  const all = concatReadableStreams(
    ReadableStream.from([1, 2]),
    ReadableStream.from<number>([]),
    ReadableStream.from([3]),
  );
  assertEquals(await Array.fromAsync(all), [1, 2, 3]);

  const cancelled: string[] = [];
  const stream = (name: string) =>
    new ReadableStream<string>({
      pull: (controller) => controller.enqueue(name),
      cancel: (reason) => {
        cancelled.push(`${name} ${reason}`);
      },
    });
  await concatReadableStreams(stream("a"), stream("b")).cancel("why");
  assertEquals(cancelled, ["a why", "b why"]);
});

Deno.test("mergeReadableStreams() gives everything, and fails with the first failure", async () => {
  const all = mergeReadableStreams(ReadableStream.from([1, 2]), ReadableStream.from([3]));
  assertEquals((await Array.fromAsync(all)).sort(), [1, 2, 3]);
  const broken = mergeReadableStreams(ReadableStream.from(["a"]), failing());
  await assertRejects(() => Array.fromAsync(broken), RangeError, "broken");
});

Deno.test("LimitedBytesTransformStream ends or fails at its limit", async () => {
  const chunks = () => ReadableStream.from([new Uint8Array(2), new Uint8Array(2)]);
  const read = (stream: LimitedBytesTransformStream) => toBytes(chunks().pipeThrough(stream));
  assertEquals((await read(new LimitedBytesTransformStream(4))).length, 4);
  assertEquals((await read(new LimitedBytesTransformStream(3))).length, 2);
  await assertRejects(() => read(new LimitedBytesTransformStream(3, { error: true })), RangeError);
});

Deno.test("toTransformStream() runs a generator", async () => {
  const doubled = ReadableStream.from([1, 2]).pipeThrough(toTransformStream(async function* (src) {
    for await (const value of src) yield value * 2;
  }));
  assertEquals(await Array.fromAsync(doubled), [2, 4]);
  assertThrows(() => toTransformStream(() => 1 as unknown as Iterable<number>), TypeError);
});

Deno.test("toTransformStream() passes errors and cancellation on", async () => {
  const broken = ReadableStream.from([1]).pipeThrough(toTransformStream(async function* (src) {
    for await (const value of src) {
      yield value;
      throw new RangeError("broken");
    }
  }));
  await assertRejects(() => Array.fromAsync(broken), RangeError, "broken");

  let caught: unknown;
  const endless = toTransformStream<number, number>(function* () {
    try {
      for (let i = 0;; i++) yield i;
    } catch (error) {
      caught = error;
    }
  });
  const reader = endless.readable.getReader();
  assertEquals((await reader.read()).value, 0);
  await reader.cancel(new RangeError("enough"));
  assertInstanceOf(caught, RangeError);
});
