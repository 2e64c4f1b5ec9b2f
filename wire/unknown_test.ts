import { assertEquals, assertFalse, assertNotStrictEquals } from "@std/assert";
import { decodeHex, encodeHex } from "@std/encoding/hex";
import { type DecodeOptions, Reader, UnknownFields, WHOLE_INPUT, Writer } from "./mod.ts";
import { Tree } from "./testdata/tree.ts";

const bytesOf = (hex: string) => decodeHex(hex.replaceAll(" ", ""));

function decode(hex: string, options?: DecodeOptions): Tree {
  const reader = new Reader(bytesOf(hex), options);
  return Tree.read(reader, undefined, WHOLE_INPUT);
}

function unknown(hex: string): string | undefined {
  const bytes = decode(hex).$unknown;
  return bytes && encodeHex(bytes);
}

/** Inputs of which some parts, in brackets, are unknown. */
const INPUTS = [
  "",
  "08 01",
  "[78 01]",
  "[78 01] [79 0102030405060708] [7a 02 0102] [7b 08 01 7c] [7d 01020304]",
  "08 01 [78 01] 30 02",
  "[78 01] 08 01 [7a 01 02] 30 02 [78 03] [78 04] 08 05 [7d 00000000]",
  "[f8 ff ff ff 0f 01] 08 01",
  // As they came, be they overlong or of a known number.
  "[f8 00 81 00] 08 01 [fa 00 82 00 01 02]",
  "[0d 01020304] [0a 00]",
];

Deno.test("unknown fields are kept byte for byte, in order", () => {
  for (const input of INPUTS) {
    const parts = [...input.matchAll(/\[([^\]]*)\]/g)].map(([, part]) => part!);
    const expected = parts.join("").replaceAll(" ", "");
    assertEquals(unknown(input.replaceAll(/[[\]]/g, "")), expected === "" ? undefined : expected);
  }
});

Deno.test("unknown fields are written again", () => {
  const tree = decode("78 01 08 05 7a 01 02");
  const writer = new Writer();
  Tree.write(tree, writer);
  assertEquals(encodeHex(writer.finish()), "08057801" + "7a0102");
});

Deno.test("unknown fields of a message that comes in pieces are all kept", () => {
  assertEquals(
    encodeHex(decode("12 02 78 01 12 02 08 05 12 02 78 02").child!.$unknown!),
    "78017802",
  );
  assertEquals(encodeHex(decode("1b 78 01 1c 1b 78 02 1c").group!.$unknown!), "78017802");
});

Deno.test("unknown values of a packed closed enum become a record each", () => {
  const tree = decode("3a 05 00 02 01 03 00");
  assertEquals(tree.colors, [0, 1, 0]);
  assertEquals(encodeHex(tree.$unknown!), "3802" + "3803");
  // Negative, overlong and interleaved with other unknown fields.
  assertEquals(
    unknown("78 01 3a 0d ff ff ff ff ff ff ff ff ff 01 82 00 01 78 02"),
    "7801" + "38ffffffffffffffffff01" + "388200" + "7802",
  );
});

Deno.test("keepUnknownFields: false drops them, and still checks them", () => {
  const options = { keepUnknownFields: false };
  const input = "78 01 7a 01 02 7b 08 01 7c 3a 02 00 02 12 02 78 01";
  const tree = decode(input, options);
  assertFalse("$unknown" in tree);
  assertFalse("$unknown" in tree.child!);
  assertEquals(tree.colors, [0]);
});

Deno.test("a message without unknown fields has no property for them", () => {
  assertFalse("$unknown" in decode("08 01"));
});

Deno.test("unknown fields are copied", () => {
  const input = bytesOf("78 01");
  const reader = new Reader(input);
  const tree = Tree.read(reader, undefined, WHOLE_INPUT);
  assertNotStrictEquals(tree.$unknown!.buffer, input.buffer);
  input[1] = 9;
  assertEquals(tree.$unknown, bytesOf("78 01"));
});

Deno.test("UnknownFields joins ranges that follow one another", () => {
  const fields = new UnknownFields(bytesOf("00 01 02 03 04 05 06 07"));
  assertEquals(fields.addRange(0, 2), true);
  assertEquals(fields.addRange(2, 3), false);
  assertEquals(fields.addRange(4, 5), true);
  fields.addRecord(bytesOf("ff"));
  assertEquals(fields.addRange(5, 6), true);
  assertEquals(encodeHex(fields.concat()), "00010204" + "ff" + "05");
  assertEquals(encodeHex(new UnknownFields(new Uint8Array()).concat(bytesOf("aa"))), "aa");
});
