import { assertEquals, assertThrows } from "@std/assert";
import { decodeHex, encodeHex } from "@std/encoding/hex";
import {
  decodeAscii,
  decodeUtf8,
  decodeUtf8Lossless,
  encodeUtf8,
  encodeUtf8Lossless,
  WireError,
} from "./mod.ts";

const bytesOf = (hex: string) => decodeHex(hex.replaceAll(" ", ""));

/** Text and its bytes; the borders of each sequence length are among them. */
const VALID: [text: string, hex: string][] = [
  ["", ""],
  ["\0", "00"],
  ["\x7f", "7f"],
  ["\x80", "c2 80"],
  ["\u07ff", "df bf"],
  ["\u0800", "e0 a0 80"],
  ["\ud7ff", "ed 9f bf"],
  ["\ue000", "ee 80 80"],
  ["\uffff", "ef bf bf"],
  ["\u{10000}", "f0 90 80 80"],
  ["\u{10ffff}", "f4 8f bf bf"],
  ["\ufffd", "ef bf bd"],
  // A byte order mark is text like any other.
  ["\ufeff", "ef bb bf"],
  ["\ufeffa", "ef bb bf 61"],
  ["a\ufeff", "61 ef bb bf"],
];

/** Bytes that are not UTF-8, and where that shows. */
const INVALID: [hex: string, offset: number][] = [
  ["80", 0],
  ["bf", 0],
  ["61 80", 1],
  // Overlong.
  ["c0 80", 0],
  ["c1 bf", 0],
  ["e0 80 80", 0],
  ["e0 9f bf", 0],
  ["f0 80 80 80", 0],
  ["f0 8f bf bf", 0],
  // Surrogates.
  ["ed a0 80", 0],
  ["ed bf bf", 0],
  ["ed a0 80 ed b0 80", 0],
  // Above U+10FFFF.
  ["f4 90 80 80", 0],
  ["f5 80 80 80", 0],
  ["ff", 0],
  ["fe", 0],
  // Cut off.
  ["c2", 0],
  ["e2 82", 0],
  ["f0 9f 98", 0],
  ["61 e2 82 61", 1],
  ["c3 a9 c3", 2],
  ["c2 c2 80", 0],
  ["e2 28 a1", 0],
  ["f0 9f 28 80", 0],
];

/** Short text is decoded in another way than long text, so each row is tried in both. */
const PADDINGS = ["", "a".repeat(50)];

Deno.test("UTF-8 is decoded and encoded", () => {
  for (const [text, hex] of VALID) {
    for (const padding of PADDINGS) {
      const bytes = new Uint8Array([...bytesOf(hex), ...encodeUtf8(padding)]);
      assertEquals(decodeUtf8(bytes), text + padding, hex);
      assertEquals(decodeUtf8Lossless(bytes), text + padding, hex);
      assertEquals(encodeUtf8(text + padding), bytes, hex);
      assertEquals(encodeUtf8Lossless(text + padding), bytes, hex);
    }
  }
});

Deno.test("a part of some bytes is decoded", () => {
  const bytes = bytesOf("ff c3 a9 62 ff");
  assertEquals(decodeUtf8(bytes, 1, 4), "éb");
  assertEquals(decodeUtf8(bytes, 3, 3), "");
  assertEquals(decodeUtf8Lossless(bytes, 1, 5), "éb\udcff");
});

Deno.test("what is not UTF-8 is refused, with its offset", () => {
  for (const [hex, offset] of INVALID) {
    for (const padding of PADDINGS) {
      const before = encodeUtf8(padding);
      const bytes = new Uint8Array([...before, ...bytesOf(hex), ...encodeUtf8(padding)]);
      const error = assertThrows(() => decodeUtf8(bytes), WireError, "invalid UTF-8");
      assertEquals([error.code, error.offset], ["utf8", before.length + offset], hex);
    }
  }
});

Deno.test("a lone surrogate is refused, with its index", () => {
  const rows: [text: string, index: number][] = [
    ["\ud800", 0],
    ["a\udfff", 1],
    ["😀\udc00\ud83d", 2],
    ["\udc00\ud800", 0],
    ["a".repeat(50) + "\ud83d", 50],
  ];
  for (const [text, index] of rows) {
    const error = assertThrows(() => encodeUtf8(text), WireError, `at index ${index}`);
    assertEquals(error.code, "utf8");
  }
});

Deno.test("lossless decoding makes a lone surrogate of each stray byte", () => {
  assertEquals(decodeUtf8Lossless(bytesOf("61 ff c3 a9 80")), "a\udcffé\udc80");
  // An encoded surrogate is three stray bytes, an overlong sequence as many as it has.
  assertEquals(decodeUtf8Lossless(bytesOf("ed b2 80")), "\udced\udcb2\udc80");
  assertEquals(decodeUtf8Lossless(bytesOf("c0 80")), "\udcc0\udc80");
  for (const [hex] of INVALID) {
    for (const padding of PADDINGS) {
      const bytes = new Uint8Array([...encodeUtf8(padding), ...bytesOf(hex)]);
      assertEquals(encodeUtf8Lossless(decodeUtf8Lossless(bytes)), bytes, hex);
    }
  }
});

Deno.test("lossless encoding refuses surrogates that stand for no byte", () => {
  for (const text of ["\ud800", "\udc7f", "\udd00", "a\ud83d", "\udc80\udfff"]) {
    assertThrows(() => encodeUtf8Lossless(text), WireError, "lone surrogate");
  }
});

Deno.test("any bytes survive lossless decoding and encoding", () => {
  // Lead bytes, continuation bytes and ASCII, so that sequences and their fragments are common.
  const common = bytesOf("61 80 8f 90 9f a0 bf c2 c3 df e0 e2 ed ee ef f0 f4 f5 ff");
  let seed = 12345;
  const random = () => seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  for (let round = 0; round < 3000; round++) {
    const bytes = Uint8Array.from({ length: (random() >>> 8) % 60 }, () => {
      const byte = random() >>> 20;
      return byte < 3000 ? common[byte % common.length]! : byte;
    });
    assertEquals(encodeHex(encodeUtf8Lossless(decodeUtf8Lossless(bytes))), encodeHex(bytes));
  }
});

Deno.test("decodeAscii() decodes a part of the bytes", () => {
  const text = "0123456789abcdef".repeat(10);
  const bytes = new TextEncoder().encode(text);
  for (const [start, end] of [[0, 0], [3, 4], [0, 16], [5, 60], [0, 160]] as const) {
    assertEquals(decodeAscii(bytes, start, end), text.slice(start, end));
  }
});
