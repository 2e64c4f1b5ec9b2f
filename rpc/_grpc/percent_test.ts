import { assertEquals } from "@std/assert";
import { decodePercent, encodePercent } from "./percent.ts";

Deno.test("a message is percent-encoded where it is not printable ASCII", () => {
  const cases: [string, string][] = [
    ["", ""],
    ["no user ~ !", "no user ~ !"],
    ["100%", "100%25"],
    ["a\r\nb\t\0\x7f", "a%0D%0Ab%09%00%7F"],
    ["ß☺", "%C3%9F%E2%98%BA"],
    ["😀", "%F0%9F%98%80"],
  ];
  for (const [text, encoded] of cases) {
    assertEquals(encodePercent(text), encoded);
    assertEquals(decodePercent(encoded), text);
  }
  assertEquals(encodePercent("\ud800"), "%EF%BF%BD");
});

Deno.test("a message that is not encoded as it should be is still one", () => {
  assertEquals(decodePercent("100%"), "100%");
  assertEquals(decodePercent("%zz%c3%9f%"), "%zzß%");
  assertEquals(decodePercent("%ff"), "\ufffd");
});
