import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { Reader, WireError, Writer } from "./mod.ts";

const SAMPLES = [
  "",
  "a",
  "ASCII",
  "Zoé in Köln",
  "Καλημέρα",
  "早上好，世界",
  "🌅👋🏽 and 👩‍👩‍👧‍👦",
  "\ufeffa byte order mark stays",
  "U+FFFD \ufffd is a character",
  "\u0000\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}",
];

function roundTrip(texts: readonly string[]): string[] {
  const writer = new Writer();
  for (const text of texts.toReversed()) writer.string(text);
  const reader = new Reader(writer.finish());
  return texts.map(() => reader.string());
}

Deno.test("text of every length and script survives, alone and among others", () => {
  for (const sample of SAMPLES) {
    for (const count of [1, 2, 5, 9, 17, 40, 200, 2000]) {
      const text = sample.repeat(count);
      assertEquals(roundTrip([text]), [text]);
      assertEquals(roundTrip(["before", text, "after", text]), ["before", text, "after", text]);
    }
  }
  assertEquals(roundTrip(SAMPLES), SAMPLES);
});

Deno.test("many strings in a row are read through several windows of the input", () => {
  const texts = Array.from({ length: 500 }, (_, i) => `number ${i} ${"x".repeat(i % 300)}`);
  assertEquals(roundTrip(texts), texts);
});

Deno.test("text is what TextDecoder makes of it, or an error, whatever the bytes", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const bytes = new Uint8Array(120);
  for (let round = 0; round < 5000; round++) {
    const length = round % 80;
    bytes[0] = length;
    for (let i = 1; i <= length; i++) {
      bytes[i] = Math.random() < 0.7 ? 0x20 + Math.random() * 0x5f : Math.random() * 0x100;
    }
    let expected: string | undefined;
    try {
      expected = decoder.decode(bytes.subarray(1, 1 + length));
    } catch {
      assertThrows(() => new Reader(bytes).string(), WireError, "invalid UTF-8");
      continue;
    }
    assertStrictEquals(new Reader(bytes).string(), expected);
  }
});

Deno.test("lone surrogates are refused in short and long text", () => {
  for (const bad of ["\ud800", "\udc00", "a\ud800b", "\udc00\ud800", "\ud83d", "é\ud83dé"]) {
    for (const text of [bad, `${bad}${"x".repeat(100)}`, `${"é".repeat(100)}${bad}`]) {
      assertThrows(() => new Writer().string(text), WireError, "lone surrogate");
    }
  }
});

Deno.test("writers that overlap do not share a buffer", () => {
  const outer = new Writer();
  outer.string("outer");
  const inner = new Writer();
  inner.string("inner");
  const first = inner.finish();
  outer.string("more");
  const second = outer.finish();
  new Writer().string("overwrites what is used again");
  assertEquals(new Reader(first).string(), "inner");
  assertEquals(new Reader(second).string(), "more");
});

Deno.test("a writer is empty after finish()", () => {
  const writer = new Writer();
  writer.string("text");
  assertEquals(writer.finish().length, 5);
  assertEquals(writer.length, 0);
  writer.string("again");
  assertEquals(new Reader(writer.finish()).string(), "again");
});
