import { Buffer } from "node:buffer";
import {
  assert,
  assertEquals,
  assertFalse,
  assertLess,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { decodeHex, encodeHex } from "@std/encoding/hex";
import {
  DEFAULT_DELIMITED_MESSAGE_BYTES,
  DelimitedDecoderStream,
  DelimitedEncoderStream,
  WireError,
} from "./mod.ts";

const bytesOf = (hex: string) => decodeHex(hex.replaceAll(" ", ""));

/** Decodes chunks given as hex, and gives messages as hex. */
async function decode(chunks: string[], maxMessageBytes?: number): Promise<string[]> {
  const options = maxMessageBytes === undefined ? {} : { maxMessageBytes };
  const messages = ReadableStream.from(chunks.map(bytesOf))
    .pipeThrough(new DelimitedDecoderStream(options));
  return (await Array.fromAsync(messages)).map((message) => encodeHex(message));
}

async function encode(messages: string[]): Promise<string> {
  const bytes = ReadableStream.from(messages.map(bytesOf))
    .pipeThrough(new DelimitedEncoderStream());
  return encodeHex(await new Response(bytes).bytes());
}

const STREAMS: [hex: string, messages: string[]][] = [
  ["", []],
  ["00", [""]],
  ["00 00 00", ["", "", ""]],
  ["01 aa", ["aa"]],
  ["01 aa 00 02 bb cc", ["aa", "", "bbcc"]],
  ["7f" + "11".repeat(127), ["11".repeat(127)]],
  ["80 01" + "22".repeat(128) + "01 33", ["22".repeat(128), "33"]],
  ["80 80 01" + "44".repeat(16384), ["44".repeat(16384)]],
];

Deno.test("delimited streams are decoded and encoded", async () => {
  for (const [hex, messages] of STREAMS) {
    assertEquals(await decode([hex]), messages);
    assertEquals(await encode(messages), hex.replaceAll(" ", ""));
  }
});

Deno.test("chunks may be cut anywhere", async () => {
  for (const [hex, messages] of STREAMS) {
    const all = hex.replaceAll(" ", "");
    if (all.length > 1000) continue;
    for (let cut = 0; cut <= all.length; cut += 2) {
      assertEquals(await decode([all.slice(0, cut), "", all.slice(cut)]), messages);
    }
    assertEquals(await decode(all.match(/../g) ?? []), messages);
  }
});

Deno.test("a message in many chunks is put together", async () => {
  const message = Uint8Array.from({ length: 100_000 }, (_, i) => i * 31);
  for (const size of [7, 1023, 1024, 1025, 65536]) {
    const input = new TransformStream<Uint8Array, Uint8Array>();
    const messages = Array.fromAsync(input.readable.pipeThrough(new DelimitedDecoderStream()));
    const writer = input.writable.getWriter();
    await writer.write(bytesOf("a0 8d 06"));
    for (let i = 0; i < message.length; i += size) {
      await writer.write(message.subarray(i, i + size));
    }
    await writer.write(bytesOf("01 05"));
    await writer.close();
    assertEquals(await messages, [message, bytesOf("05")]);
  }
});

Deno.test("a length may be overlong, up to five bytes", async () => {
  assertEquals(await decode(["81 00 aa"]), ["aa"]);
  assertEquals(await decode(["81 80 80 80 00 aa", "80 80 80 80 00"]), ["aa", ""]);
});

Deno.test("a length above five bytes or 32 bits is refused", async () => {
  const rows: [hex: string, offset: number][] = [
    ["81 80 80 80 80 00", 4],
    ["01 aa ff ff ff ff 10", 6],
    ["ff ff ff ff ff ff ff ff ff 01", 4],
  ];
  for (const [hex, offset] of rows) {
    for (const chunks of [[hex], hex.split(" ")]) {
      const error = await assertRejects(() => decode(chunks), WireError, "above 32 bits");
      assertEquals([error.code, error.offset], ["varint", offset]);
    }
  }
});

Deno.test("a length above maxMessageBytes is refused before the message comes", async () => {
  assertEquals(await decode(["02 aa bb"], 2), ["aabb"]);
  assertEquals(await decode(["00"], 0), [""]);
  const rows: [hex: string, offset: number, max?: number][] = [
    ["03", 0, 2],
    ["01 aa 83 00", 3, 2],
    ["01", 0, 0],
    ["81 80 80 20", 3], // 64 MiB + 1
    ["ff ff ff ff 07", 4], // 2^31 - 1
    ["80 80 80 80 08", 4, Infinity], // 2^31
    ["ff ff ff ff 0f", 4, Infinity], // 2^32 - 1
  ];
  for (const [hex, offset, max] of rows) {
    const error = await assertRejects(() => decode([hex], max), WireError, "raise maxMessageBytes");
    assertEquals([error.code, error.offset], ["limit", offset], hex);
  }
  assertEquals(DEFAULT_DELIMITED_MESSAGE_BYTES, 64 * 1024 * 1024);
  assertThrows(() => new DelimitedDecoderStream({ maxMessageBytes: -1 }), RangeError);
});

Deno.test("messages before a fault are given, and a truncated stream is a fault", async () => {
  const rows = ["80", "01", "03 aa bb", "81 80", "ff ff ff 0f aa"];
  for (const hex of rows) {
    const stream = ReadableStream.from([bytesOf("01 aa" + hex)])
      .pipeThrough(new DelimitedDecoderStream());
    const reader = stream.getReader();
    assertEquals((await reader.read()).value, bytesOf("aa"));
    const error = await assertRejects(() => reader.read(), WireError, "ends inside a message");
    assertEquals([error.code, error.offset], ["truncated", 2 + bytesOf(hex).length], hex);
  }
});

Deno.test("messages are no aliases of chunks, nor of one another", async () => {
  const chunk = Buffer.from([2, 1, 2, 1, 3]);
  const [first, second] = await Array.fromAsync(
    ReadableStream.from([chunk]).pipeThrough(new DelimitedDecoderStream()),
  );
  chunk.fill(0xff);
  first!.fill(9);
  assertEquals(second, new Uint8Array([3]));
  assertEquals([first!.buffer.byteLength, second!.buffer.byteLength], [2, 1]);

  const message = new Uint8Array([1, 2]);
  const [encoded] = await Array.fromAsync(
    ReadableStream.from([message]).pipeThrough(new DelimitedEncoderStream()),
  );
  message.fill(9);
  assertEquals(encoded, new Uint8Array([2, 1, 2]));
});

Deno.test("a declared length is no reason to allocate", async () => {
  const decoder = new DelimitedDecoderStream();
  const writer = decoder.writable.getWriter();
  const reading = decoder.readable.getReader().read();
  const before = Deno.memoryUsage().external;
  await writer.write(bytesOf("80 80 80 20")); // 64 MiB
  await writer.write(new Uint8Array(10));
  assertLess(Deno.memoryUsage().external - before, 1_000_000);
  await writer.abort(new RangeError("enough"));
  await assertRejects(() => reading, RangeError, "enough");
});

Deno.test("a slow reader holds back the writer", async () => {
  const decoder = new DelimitedDecoderStream();
  const writer = decoder.writable.getWriter();
  const reader = decoder.readable.getReader();
  let written = 0;
  const writing = (async () => {
    for (let i = 0; i < 10; i++) {
      await writer.ready;
      await writer.write(bytesOf("01 aa 01 bb 01 cc"));
      written++;
    }
    await writer.close();
  })();
  for (let read = 0; read < 30; read++) {
    assertFalse((await reader.read()).done);
    await new Promise((resolve) => setTimeout(resolve, 0));
    // No chunk is taken before the messages of the last one are.
    assertEquals(written, Math.floor(read / 3) + 1);
  }
  assert((await reader.read()).done);
  await writing;
});

Deno.test("a fault reaches the writer, and so does cancelling", async () => {
  const faulty = new DelimitedDecoderStream({ maxMessageBytes: 1 });
  const writer = faulty.writable.getWriter();
  const reading = assertRejects(() => faulty.readable.getReader().read(), WireError);
  await writer.write(bytesOf("05"));
  const error = await reading;
  assertStrictEquals(await assertRejects(() => writer.closed), error);

  const cancelled = new DelimitedDecoderStream();
  const reason = new RangeError("enough");
  await cancelled.readable.cancel(reason);
  assertStrictEquals(
    await assertRejects(() => cancelled.writable.getWriter().write(bytesOf("00"))),
    reason,
  );
});

Deno.test("what is no Uint8Array is refused", async () => {
  const chunks = () => ReadableStream.from(["text" as never]);
  for (const stream of [new DelimitedDecoderStream(), new DelimitedEncoderStream()]) {
    await assertRejects(
      () => Array.fromAsync(chunks().pipeThrough<Uint8Array>(stream)),
      TypeError,
      "not a Uint8Array",
    );
  }
});
