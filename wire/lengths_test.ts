import { assertEquals, assertThrows } from "@std/assert";
import { decodeHex } from "@std/encoding/hex";
import { Reader, WHOLE_INPUT, WireError } from "./mod.ts";
import { Tree } from "./testdata/tree.ts";

function decode(hex: string): Tree {
  const reader = new Reader(decodeHex(hex.replaceAll(" ", "")));
  return Tree.read(reader, undefined, WHOLE_INPUT);
}

Deno.test("a value may not reach past the end of the message around it", () => {
  const inner = [
    "08", // a varint that is not there
    "08 80", // one that goes on outside
    "12 01", // a message
    "2a 01", // a map entry
    "32 01", // a packed run
    "3a 01", // a packed run of a closed enum
    "42 01", // bytes
    "4a 01", // a packed run of 64-bit integers
    "52 04", // a packed run of fixed width
    "5a 01", // a string
    "7a 01", // an unknown length-delimited field
    "78", // an unknown varint
    "79 00", // an unknown fixed64
    "7d 00", // an unknown fixed32
    "88", // a tag
  ];
  for (const hex of inner) {
    const length = (hex.length + 1) / 3 | 0;
    // Bytes follow that would make it whole, had it the right to them.
    const bytes = `${length.toString(16).padStart(2, "0")} ${hex} 00 00 00 00 00 00 00 00`;
    for (const tag of ["12", "22", "2a", "7a 02 00 00 12"]) {
      const error = assertThrows(() => decode(`${tag} ${bytes}`), WireError);
      assertEquals(error.code, "truncated", `${tag} ${bytes}`);
    }
  }
});

Deno.test("a message inside a message may not reach past either", () => {
  for (const hex of ["12 04 12 03 08 01 08 01", "12 02 12 02 08 01", "2a 03 12 02 08 01"]) {
    assertEquals(assertThrows(() => decode(hex), WireError).code, "truncated", hex);
  }
});

Deno.test("lengths of 2 GiB, 4 GiB and more do not wrap", () => {
  const lengths = [
    "ff ff ff ff 07", // 2^31 - 1
    "80 80 80 80 08", // 2^31
    "fe ff ff ff 0f", // 2^32 - 2
    "ff ff ff ff 0f", // 2^32 - 1
    "80 80 80 80 10", // 2^32
    "82 80 80 80 10", // 2^32 + 2
    "82 80 80 80 80 80 80 80 80 01", // 2^63 + 2
    "fe ff ff ff ff ff ff ff ff 01", // -2
  ];
  for (const length of lengths) {
    for (const tag of ["12", "22", "2a", "32", "3a", "42", "4a", "52", "5a", "7a"]) {
      const hex = `08 01 ${tag} ${length} 00 00`;
      const error = assertThrows(() => decode(hex), WireError, "left");
      assertEquals([error.code, error.offset], ["truncated", 3], hex);
    }
  }
});

Deno.test("a length may be overlong", () => {
  assertEquals(decode("12 82 00 08 01").child?.value, 1);
  assertEquals(decode("5a 81 80 80 80 80 80 80 80 80 00 61").name, "a");
});

Deno.test("a missing length is refused", () => {
  for (const tag of ["12", "22", "2a", "32", "3a", "42", "4a", "52", "5a", "7a", "7a 80"]) {
    const error = assertThrows(() => decode(tag), WireError);
    assertEquals(error.code, "truncated", tag);
  }
});

Deno.test("packed and unpacked elements are both read, mixed", () => {
  assertEquals(decode("30 01 32 02 02 03 30 04").numbers, [-1, 1, -2, 2]);
  assertEquals(decode("32 00").numbers, []);
  assertEquals(decode("4a 0c 01 ff ff ff ff ff ff ff ff ff 01 02").longs, [1n, -1n, 2n]);
});

Deno.test("a misaligned packed run fails whole", () => {
  for (const hex of ["52 01 00", "52 03 000000", "52 05 01000000 00", "52 07 01000000 000000"]) {
    const error = assertThrows(() => decode(hex + " 00000000"), WireError);
    assertEquals(error.code, "truncated", hex);
  }
  assertEquals(decode("52 08 01000000 02000000").words, [1, 2]);
});

Deno.test("a packed varint may not reach past its run", () => {
  for (const hex of ["32 01 80 00", "32 02 02 81 00", "3a 01 80 00", "4a 01 80 00"]) {
    assertEquals(assertThrows(() => decode(hex), WireError).code, "truncated", hex);
  }
});

Deno.test("a map entry may lack its parts, repeat them, and have unknown ones", () => {
  const entry = (hex: string) => [...decode(hex).entries].map(([key, { value }]) => [key, value]);
  assertEquals(entry("2a 00"), [[0, 0]]);
  assertEquals(entry("2a 02 08 05"), [[5, 0]]);
  assertEquals(entry("2a 04 12 02 08 07"), [[0, 7]]);
  assertEquals(entry("2a 08 12 02 08 07 08 01 08 02"), [[2, 7]]);
  assertEquals(entry("2a 0a 08 01 18 63 22 00 12 02 08 07"), [[1, 7]]);
  assertEquals(entry("2a 04 08 01 12 00 2a 06 08 01 12 02 08 09"), [[1, 9]]);
  const merged = decode("2a 08 12 02 30 01 12 02 08 05").entries.get(0)!;
  assertEquals([merged.value, merged.numbers], [5, [-1]]);
});
