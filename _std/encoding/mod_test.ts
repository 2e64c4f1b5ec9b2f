import { assertEquals, assertThrows } from "@std/assert";
import { decodeBase64, encodeBase64 } from "@std/encoding/base64";
import { decodeBase64Url, encodeBase64Url } from "@std/encoding/base64url";
import { decodeHex, encodeHex } from "@std/encoding/hex";

const BASE64: [text: string, padded: string][] = [
  ["", ""],
  ["f", "Zg=="],
  ["fo", "Zm8="],
  ["foo", "Zm9v"],
  ["foob", "Zm9vYg=="],
];

Deno.test("encodeBase64() and decodeBase64() are inverse", () => {
  for (const [text, padded] of BASE64) {
    assertEquals(encodeBase64(text), padded);
    assertEquals(decodeBase64(padded), new TextEncoder().encode(text));
    assertEquals(decodeBase64(padded.replaceAll("=", "")), new TextEncoder().encode(text));
  }
});

Deno.test("encodeBase64Url() and decodeBase64Url() have the other alphabet and no padding", () => {
  const bytes = new Uint8Array([0xfb, 0xff]);
  assertEquals(encodeBase64(bytes), "+/8=");
  assertEquals(encodeBase64Url(bytes.buffer), "-_8");
  assertEquals(decodeBase64Url("-_8"), bytes);
  assertThrows(() => decodeBase64("-_8"), TypeError, "Invalid character (-)");
  assertThrows(() => decodeBase64Url("+/8="), TypeError, "Invalid character (+)");
});

Deno.test("decodeBase64() rejects what is not base64", () => {
  for (const text of ["Z m8", "Zm8\n", "Z=m8"]) {
    assertThrows(() => decodeBase64(text), TypeError);
  }
  assertThrows(() => decodeBase64("Zm9vY"), RangeError);
});

Deno.test("encodeHex() and decodeHex() are inverse", () => {
  assertEquals(encodeHex(new Uint8Array([0, 0x7f, 0xff])), "007fff");
  assertEquals(encodeHex("hi"), "6869");
  assertEquals(decodeHex("007FfF"), new Uint8Array([0, 0x7f, 0xff]));
  assertThrows(() => decodeHex("0"), RangeError);
  assertThrows(() => decodeHex("0 "), TypeError);
});
