import { assertEquals, assertThrows } from "@std/assert";
import { decodeHex, encodeHex } from "@std/encoding/hex";
import { type DecodeOptions, Reader, WHOLE_INPUT, WireError, Writer } from "./mod.ts";
import { Tree } from "./testdata/tree.ts";

function decode(hex: string, options?: DecodeOptions): Tree {
  const reader = new Reader(decodeHex(hex.replaceAll(" ", "")), options);
  return Tree.read(reader, undefined, WHOLE_INPUT);
}

function tree(fields: Partial<Tree>): Tree {
  return { ...Tree.create(), ...fields };
}

const KNOWN: [hex: string, value: Tree][] = [
  ["1b 1c", tree({ group: tree({}) })],
  ["08 01 1b 08 02 1c", tree({ value: 1, group: tree({ value: 2 }) })],
  ["1b 08 02 1b 08 01 1c 1c", tree({ group: tree({ value: 2, group: tree({ value: 1 }) }) })],
  ["12 02 1b 1c", tree({ child: tree({ group: tree({}) }) })],
  ["1b 12 02 08 01 1c", tree({ group: tree({ child: tree({ value: 1 }) }) })],
  ["22 02 1b 1c 22 00", tree({ children: [tree({ group: tree({}) }), tree({})] })],
];

Deno.test("groups are read as they are written", () => {
  for (const [hex, value] of KNOWN) {
    assertEquals(encodeTree(decode(hex)), hex.replaceAll(" ", ""));
    assertEquals(decode(hex), value);
  }
});

Deno.test("a group is merged into one that is there, and fields may follow it", () => {
  const merged = tree({ value: 3, group: tree({ value: 2, numbers: [-1, 1] }) });
  assertEquals(decode("1b 08 01 30 01 1c 1b 08 02 30 02 1c 08 03"), merged);
});

Deno.test("an end-group tag without a start is refused", () => {
  // On top, in a message, in a message inside a group, in a map entry, after a group.
  for (
    const hex of [
      "1c",
      "7c",
      "08 01 1c",
      "12 01 1c",
      "1b 12 01 1c 1c",
      "1b 2a 01 1c 1c",
      "7b 12 01 7c 7c 7c",
      "1b 1c 1c",
    ]
  ) {
    const error = assertThrows(() => decode(hex), WireError, "none began");
    assertEquals(error.code, "group", hex);
  }
});

Deno.test("an end-group tag of another group is refused", () => {
  for (const hex of ["1b 7c", "7b 1c", "1b 7b 1c 7c", "7b 1b 7c 1c", "7b 83 01 7c 84 01"]) {
    assertEquals(assertThrows(() => decode(hex), WireError).code, "group", hex);
  }
});

Deno.test("a group without an end is refused", () => {
  for (
    const hex of ["1b", "7b", "1b 08 01", "7b 08 01", "7b 7b 7c", "12 01 1b 1c", "12 01 7b 7c"]
  ) {
    const error = assertThrows(() => decode(hex), WireError, "has no end");
    assertEquals(error.code, "group", hex);
  }
  assertEquals(assertThrows(() => decode("08 01 7b"), WireError).offset, 2);
});

Deno.test("a group does not reach past the end of the message around it", () => {
  // The end tag is overlong and straddles the end.
  for (const hex of ["12 02 1b 9c 00", "12 02 7b fc 00", "1b 12 02 7b fc 00 1c"]) {
    assertEquals(assertThrows(() => decode(hex), WireError).code, "truncated", hex);
  }
});

Deno.test("an unknown group is kept whole, whatever is in it", () => {
  for (
    const hex of [
      "7b 7c",
      "7b 08 01 11 0102030405060708 1a 01 00 25 01020304 7c",
      "7b 83 01 84 01 7c",
      "7b 1b 1c 7c",
      "fb ff ff ff 0f fc ff ff ff 0f",
      "7b fc 00",
    ]
  ) {
    assertEquals(encodeHex(decode(hex).$unknown!), hex.replaceAll(" ", ""));
    assertEquals(decode(hex, { keepUnknownFields: false }), Tree.create());
  }
});

Deno.test("a value in an unknown group may not reach past the message around it", () => {
  for (
    const hex of ["12 03 7b 08 80 01 7c", "12 03 7b 1a 02 00 7c", "12 03 7b 0d 00 00 00 00 7c"]
  ) {
    assertEquals(assertThrows(() => decode(hex), WireError).code, "truncated", hex);
  }
});

function encodeTree(value: Tree): string {
  const writer = new Writer();
  Tree.write(value, writer);
  return encodeHex(writer.finish());
}
