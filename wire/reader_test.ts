import { Buffer } from "node:buffer";
import { assertEquals, assertThrows } from "@std/assert";
import { Reader, WHOLE_INPUT, WireError, Writer } from "./mod.ts";
import { Tree } from "./testdata/tree.ts";

/** Bytes 1 and 2, and after them an unknown field. */
const INPUT = [0x42, 2, 1, 2, 0x78, 5];

function decode(bytes: Uint8Array): Tree {
  const reader = new Reader(bytes);
  return Tree.read(reader, undefined, WHOLE_INPUT);
}

Deno.test("what a reader returns is no alias of its input", () => {
  class Bytes extends Uint8Array {}
  const inputs = {
    "a Uint8Array": new Uint8Array(INPUT),
    "a part of one": new Uint8Array([9, ...INPUT, 9]).subarray(1, 1 + INPUT.length),
    "a Node Buffer": Buffer.from(INPUT),
    "a subclass": new Bytes(INPUT),
  };
  for (const [name, input] of Object.entries(inputs)) {
    const tree = decode(input);
    input.fill(0xff);
    assertEquals(tree.blobs, [new Uint8Array([1, 2])], name);
    assertEquals(tree.$unknown, new Uint8Array([0x78, 5]), name);
    // A small Buffer's memory is a pool shared with others.
    assertEquals(tree.blobs[0]!.buffer.byteLength, 2, name);
  }
});

Deno.test("fixed-width values are read from a part of a buffer", () => {
  const input = new Uint8Array([9, 9, 9, 1, 0, 0, 0, 9, 9]).subarray(3, 7);
  assertEquals(new Reader(input).fixed32(), 1);
  assertThrows(() => new Reader(input).fixed64(), WireError);
});

Deno.test("what is not a Uint8Array is refused", () => {
  const inputs = [
    new ArrayBuffer(2),
    new DataView(new ArrayBuffer(2)),
    [8, 1],
    "x",
    null,
    undefined,
  ];
  for (const input of inputs) {
    assertThrows(() => new Reader(input as never), TypeError, "not a Uint8Array");
  }
});

Deno.test("enter() and leave() bound what is read", () => {
  const reader = new Reader(new Uint8Array([2, 1, 2, 3]));
  const outer = reader.enter();
  assertEquals([reader.uint32(), reader.more()], [1, true]);
  assertThrows(() => reader.leave(outer), WireError);
  assertEquals([reader.uint32(), reader.more()], [2, false]);
  reader.leave(outer);
  assertEquals([reader.more(), reader.uint32(), reader.more()], [true, 3, false]);
  reader.finish();
});

Deno.test("start is where the last tag began", () => {
  const reader = new Reader(new Uint8Array([8, 1, 0x82, 1, 0]));
  reader.tag();
  assertEquals([reader.start, reader.pos], [0, 1]);
  reader.uint32();
  reader.tag();
  assertEquals([reader.start, reader.pos], [2, 4]);
});

Deno.test("a WireError says what, and where", () => {
  const error = new WireError("tag", "Cannot decode tag", 7);
  assertEquals([error.name, error.code, error.offset], ["WireError", "tag", 7]);
  assertEquals(error.message, "Cannot decode tag at byte 7");
  assertEquals(new WireError("value", "Cannot encode").message, "Cannot encode");
  assertEquals(new WireError("value", "Cannot encode").offset, -1);
});

Deno.test("fixed-size values are read alike in short and in long inputs", () => {
  for (const length of [0, 100, 5000]) {
    const writer = new Writer();
    writer.bytesValue(new Uint8Array(length)).double(-1.5).float(0.1).sfixed64(-(2n ** 63n));
    writer.fixed64(2n ** 64n - 1n).sfixed32(-(2 ** 31)).fixed32(2 ** 32 - 1);
    const bytes = writer.finish();
    const reader = new Reader(bytes);
    for (let round = 0; round < 2; round++) {
      reader.pos = 0;
      assertEquals(reader.fixed32(), 2 ** 32 - 1);
      assertEquals(reader.sfixed32(), -(2 ** 31));
      assertEquals(reader.fixed64(), 2n ** 64n - 1n);
      assertEquals(reader.sfixed64(), -(2n ** 63n));
      assertEquals(reader.float(), Math.fround(0.1));
      assertEquals(reader.double(), -1.5);
    }
    reader.end = reader.pos + 3;
    assertThrows(() => reader.float(), WireError, "ends before the value");
    assertThrows(() => reader.double(), WireError, "ends before the value");
  }
});
