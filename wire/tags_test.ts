import { assertEquals, assertThrows } from "@std/assert";
import { decodeHex, encodeHex } from "@std/encoding/hex";
import {
  makeTag,
  MAX_FIELD_NUMBER,
  Reader,
  WHOLE_INPUT,
  WireError,
  WireType,
  Writer,
} from "./mod.ts";
import { Tree } from "./testdata/tree.ts";

const reader = (hex: string) => new Reader(decodeHex(hex.replaceAll(" ", "")));

/** Reads a whole message of a type that knows some fields. */
function decode(hex: string): Tree {
  const input = reader(hex);
  return Tree.read(input, undefined, WHOLE_INPUT);
}

const TAGS: [hex: string, fieldNumber: number, wireType: WireType][] = [
  ["08", 1, WireType.Varint],
  ["79", 15, WireType.Fixed64],
  ["82 01", 16, WireType.LengthDelimited],
  ["fb 7f", 2047, WireType.StartGroup],
  ["84 80 01", 2048, WireType.EndGroup],
  ["85 80 80 80 08", 2 ** 28, WireType.Fixed32],
  ["f8 ff ff ff 0f", MAX_FIELD_NUMBER, WireType.Varint],
  ["fd ff ff ff 0f", MAX_FIELD_NUMBER, WireType.Fixed32],
];

Deno.test("makeTag(), Writer.tag() and Reader.tag() agree", () => {
  for (const [hex, fieldNumber, wireType] of TAGS) {
    const tag = makeTag(fieldNumber, wireType);
    assertEquals([tag >>> 3, tag & 7], [fieldNumber, wireType]);
    assertEquals(reader(hex).tag(), tag);
    const writer = new Writer();
    writer.tag(tag);
    assertEquals(encodeHex(writer.finish()), hex.replaceAll(" ", ""));
  }
});

Deno.test("makeTag() refuses field numbers out of range", () => {
  for (const fieldNumber of [0, -1, 0.5, NaN, Infinity, MAX_FIELD_NUMBER + 1, 2 ** 32 + 1]) {
    assertThrows(() => makeTag(fieldNumber, WireType.Varint), RangeError, "field number");
  }
});

Deno.test("a tag may be overlong, up to five bytes", () => {
  assertEquals(reader("88 00").tag(), 8);
  assertEquals(reader("88 80 80 80 00").tag(), 8);
  assertEquals(decode("88 00 05").value, 5);
});

Deno.test("a tag above 32 bits is refused", () => {
  for (
    const hex of [
      "88 80 80 80 10",
      "ff ff ff ff 1f",
      "88 80 80 80 80 01",
      "88 80 80 80 80 00",
      "88 80 80 80 80 80 80 80 80 01",
    ]
  ) {
    const error = assertThrows(() => decode(hex + " 00"), WireError, "tag above 32 bits");
    assertEquals([error.code, error.offset], ["tag", 0]);
  }
  assertEquals(
    assertThrows(() => decode("88 80 80 80 80 80 80 80 80 02 00"), WireError).code,
    "varint",
  );
});

Deno.test("a truncated tag is refused", () => {
  for (const hex of ["80", "08 01 88", "88 80 80 80 80 80 80 80 80"]) {
    assertEquals(assertThrows(() => decode(hex), WireError).code, "truncated");
  }
});

Deno.test("field number 0 is refused, with any wire type", () => {
  for (const hex of ["00 00", "01 0000000000000000", "02 00", "03 04", "04", "05 00000000"]) {
    const error = assertThrows(() => decode(hex), WireError, "field number 0");
    assertEquals([error.code, error.offset], ["tag", 0]);
  }
  const nested = assertThrows(() => decode("08 01 7b 00 00 7c"), WireError, "field number 0");
  assertEquals(nested.offset, 3);
});

Deno.test("wire types 6 and 7 are refused, for known fields too", () => {
  for (const hex of ["0e 00", "0f 00", "7e 00", "7f 00", "86 01 00"]) {
    const error = assertThrows(() => decode(hex), WireError, "wire type");
    assertEquals([error.code, error.offset], ["tag", 0]);
  }
  // In a message, a group and a map entry.
  for (const hex of ["12 02 7e 00", "7b 7e 00 7c", "2a 02 1e 00"]) {
    assertEquals(assertThrows(() => decode(hex), WireError, "wire type").code, "tag");
  }
});

Deno.test("a known field with another wire type is an unknown field", () => {
  // A varint field as everything else, and a message field as a varint.
  for (const hex of ["09 0102030405060708", "0a 01 05", "0b 08 01 0c", "0d 01020304", "10 05"]) {
    const tree = decode(hex);
    assertEquals([tree.value, tree.child], [0, undefined]);
    assertEquals(encodeHex(tree.$unknown!), hex.replaceAll(" ", ""));
  }
});
