import {
  assert,
  assertEquals,
  assertNotStrictEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { encodeHex } from "@std/encoding/hex";
import { Reader, WireError, writePackedDouble, writePackedFloat, Writer } from "./mod.ts";
import { Tree } from "./testdata/tree.ts";

/** Every way to write a value, with how many bytes it takes without a tag. */
const VALUES: [name: string, size: number, write: (writer: Writer, tag?: number) => unknown][] = [
  ["int32", 10, (w, tag) => w.int32(-2, tag)],
  ["enum", 1, (w, tag) => w.enum(2, tag)],
  ["uint32", 5, (w, tag) => w.uint32(2 ** 32 - 1, tag)],
  ["sint32", 2, (w, tag) => w.sint32(-100, tag)],
  ["int64", 9, (w, tag) => w.int64(2n ** 62n, tag)],
  ["uint64", 10, (w, tag) => w.uint64(2n ** 64n - 1n, tag)],
  ["sint64", 10, (w, tag) => w.sint64(-(2n ** 63n), tag)],
  ["bool", 1, (w, tag) => w.bool(true, tag)],
  ["fixed32", 4, (w, tag) => w.fixed32(0x04030201, tag)],
  ["sfixed32", 4, (w, tag) => w.sfixed32(-2, tag)],
  ["fixed64", 8, (w, tag) => w.fixed64(0x0807060504030201n, tag)],
  ["sfixed64", 8, (w, tag) => w.sfixed64(-2n, tag)],
  ["float", 4, (w, tag) => w.float(1.5, tag)],
  ["double", 8, (w, tag) => w.double(-1.5, tag)],
  ["short ASCII", 41, (w, tag) => w.string("a".repeat(40), tag)],
  ["long ASCII", 302, (w, tag) => w.string("b".repeat(300), tag)],
  ["short text", 41, (w, tag) => w.string("é".repeat(20), tag)],
  ["losslessString", 4, (w, tag) => w.losslessString("a\udcffb", tag)],
  ["bytesValue", 302, (w, tag) => w.bytesValue(new Uint8Array(300).fill(9), tag)],
  ["message", 3, (w, tag) => w.message(Tree, { ...Tree.create(), value: 5 }, tag)],
  ["small int64", 1, (w, tag) => w.int64(5n, tag)],
  ["empty string", 1, (w, tag) => w.string("", tag)],
  ["lengthSince", 1, (w, tag) => w.lengthSince(w.length, tag)],
];

/** Every way to write, with how many bytes it takes. */
const WRITES: [name: string, size: number, write: (writer: Writer) => unknown][] = [
  ["tag", 1, (w) => w.tag(8)],
  ["tag", 5, (w) => w.tag(0xffff_fff8)],
  ["varint32", 3, (w) => w.varint32(100_000)],
  ["signedVarint32", 10, (w) => w.signedVarint32(-1)],
  ["raw", 300, (w) => w.raw(new Uint8Array(300).fill(7))],
  ["group", 3, (w) => w.group(Tree, 3, { ...Tree.create(), value: 5 })],
  ...VALUES.map(([name, size, write]): [string, number, (writer: Writer) => unknown] => [
    name,
    size,
    (w) => write(w),
  ]),
];

/** A tag of one byte, and of five. */
const TAGS = [0x7a, 0xffff_fffa];

function written(write: (writer: Writer) => unknown): Uint8Array {
  const writer = new Writer();
  write(writer);
  return writer.finish();
}

/** Writes when so many bytes are left in the buffer, and gives what was added. */
function writtenInto(room: number, write: (writer: Writer) => unknown): Uint8Array {
  const writer = new Writer();
  const before = writer.bytes.length - room;
  writer.raw(new Uint8Array(before).fill(1));
  write(writer);
  // Not by finish(), which would leave a larger buffer to the next writer.
  const all = writer.bytes.slice(writer.pos);
  assert(all.subarray(-before).every((byte) => byte === 1));
  return all.subarray(0, -before);
}

Deno.test("a writer has room for everything, wherever its buffer ends", () => {
  for (const [name, size, write] of WRITES) {
    const alone = written(write);
    assertEquals(alone.length, size, name);
    for (let room = 0; room <= size + 10; room++) {
      assertEquals(encodeHex(writtenInto(room, write)), encodeHex(alone), `${name} into ${room}`);
    }
  }
});

Deno.test("a value with a tag is the value, and the tag before it, wherever the buffer ends", () => {
  for (const [name, size, write] of VALUES) {
    for (const tag of TAGS) {
      const apart = written((w) => {
        write(w);
        w.tag(tag);
      });
      for (let room = 0; room <= size + 10; room++) {
        const bytes = writtenInto(room, (w) => write(w, tag));
        assertEquals(encodeHex(bytes), encodeHex(apart), `${name}, tag ${tag}, into ${room}`);
      }
    }
  }
});

Deno.test("a writer grows as far as it must", () => {
  const writer = new Writer();
  const big = new Uint8Array(3_000_000).fill(3);
  writer.uint32(1);
  writer.raw(big);
  writer.uint32(2);
  const bytes = writer.finish();
  assertEquals([bytes.length, bytes[0], bytes[1], bytes.at(-1)], [3_000_002, 2, 3, 1]);
});

Deno.test("reserve() gives room to fill in", () => {
  const writer = new Writer();
  writer.bool(true);
  const pos = writer.reserve(2);
  writer.bytes.set([5, 6], pos);
  assertEquals(writer.finish(), new Uint8Array([5, 6, 1]));
});

Deno.test("what earlier messages left in the buffer never comes out", () => {
  written((w) => w.string("secret"));
  for (const value of [1, "ab", [1, 2], { length: 3 }, null, undefined, new ArrayBuffer(2)]) {
    assertThrows(() => written((w) => w.raw(value as never)), TypeError, "as bytes");
    assertThrows(() => written((w) => w.bytesValue(value as never)), TypeError, "as bytes");
  }
  assertThrows(() => written((w) => w.reserve(NaN)), WireError);
  for (const list of [1, {}, { length: NaN }]) {
    assertThrows(() => written((w) => writePackedDouble(w, list as never)), WireError);
    assertThrows(() => written((w) => writePackedFloat(w, list as never)), WireError);
  }
});

Deno.test("finish() copies", () => {
  const writer = new Writer();
  writer.uint32(5);
  const bytes = writer.finish();
  assertNotStrictEquals(bytes.buffer, writer.bytes.buffer);
  assertEquals(bytes.buffer.byteLength, 1);
  writer.uint32(6);
  assertEquals(bytes, new Uint8Array([5]));
});

Deno.test("finish() copies to the array that is made for it, short or long", () => {
  for (const length of [0, 1, 96, 97, 5000]) {
    const value = new Uint8Array(length).fill(7);
    const writer = new Writer();
    writer.raw(value);
    const whole = new Uint8Array(length + 2);
    const bytes = writer.finish((size) => whole.subarray(1, 1 + size));
    assertStrictEquals(bytes.buffer, whole.buffer);
    assertEquals(bytes, value);
    assertEquals([whole[0], whole[length + 1], writer.length], [0, 0, 0]);
  }
});

Deno.test("lengthSince() prefixes what was written last", () => {
  const writer = new Writer();
  writer.uint32(9);
  const end = writer.length;
  writer.string("a", 10);
  writer.lengthSince(end, 18);
  assertEquals(writer.finish(), new Uint8Array([18, 3, 10, 1, 97, 9]));
});

Deno.test("a message that is no object is refused", () => {
  for (const value of [null, undefined, 1, "x"]) {
    const writer = new Writer();
    assertThrows(() => writer.message(Tree, value as never), TypeError, "as message");
    assertThrows(() => new Writer().group(Tree, 3, value as never), TypeError, "as message");
  }
});

Deno.test("text with a lone surrogate is refused", () => {
  for (const text of ["\ud800", "a".repeat(100) + "\udfff"]) {
    assertEquals(assertThrows(() => written((w) => w.string(text)), WireError).code, "utf8");
  }
});

Deno.test("text that is refused, or not ASCII, leaves nothing behind", () => {
  const writer = new Writer();
  writer.string("abcé");
  assertThrows(() => writer.string("abc\ud800"), WireError);
  assertEquals(new Reader(writer.finish()).string(), "abcé");
});

Deno.test("a writer holds no more than 2^31 - 1 bytes", () => {
  const writer = new Writer();
  writer.bool(true);
  const error = assertThrows(() => writer.reserve(2 ** 31 - 1), WireError, "2147483647");
  assertEquals(error.code, "limit");
});

Deno.test("any NaN is written as the same, however often", () => {
  const bits = [0x7ff8000000000000n, 0xfff8000000000001n, 0x7ff0000000000001n, 0xffffffffffffffffn];
  const values = new Float64Array(BigUint64Array.from(bits).buffer);
  const expected = written((w) => w.double(NaN));
  assertEquals(expected, new Uint8Array([0, 0, 0, 0, 0, 0, 0xf8, 0x7f]));
  const packed = written((w) => writePackedDouble(w, [NaN]));
  for (let i = 0; i < 2000; i++) {
    const value = values[i % values.length]!;
    assertEquals(written((w) => w.double(value)), expected);
    assertEquals(written((w) => writePackedDouble(w, [value])), packed);
  }
});
