import { assertEquals, assertThrows } from "@std/assert";
import { decodeBinaryHeader, encodeBinaryHeader } from "./binary_header.ts";

Deno.test("encodeBinaryHeader() writes base64 without padding", () => {
  assertEquals(encodeBinaryHeader(new Uint8Array([0xfb, 0xff])), "+/8");
  assertEquals(encodeBinaryHeader(new Uint8Array(0)), "");
});

Deno.test("decodeBinaryHeader() reads base64 with and without padding, in both alphabets", () => {
  for (const value of ["+/8", "+/8=", "-_8", "-_8="]) {
    assertEquals(decodeBinaryHeader(value), new Uint8Array([0xfb, 0xff]), value);
  }
  assertEquals(decodeBinaryHeader(""), new Uint8Array(0));
});

Deno.test("decodeBinaryHeader() refuses what is not base64", () => {
  for (const value of ["A", "A Q", "AQ, Ag", "AQ=", "AQI==", "é", "+_8"]) {
    assertThrows(() => decodeBinaryHeader(value), SyntaxError, undefined, value);
  }
});
