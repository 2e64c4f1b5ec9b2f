import { assertEquals } from "@std/assert";
import { Code, isCode } from "./code.ts";

Deno.test("Code has the numbers of gRPC, 1 to 16", () => {
  assertEquals(Object.values(Code), Array.from({ length: 16 }, (_, i) => i + 1));
  assertEquals(Code.invalid_argument, 3);
  assertEquals(Code.unauthenticated, 16);
});

Deno.test("isCode() knows no names but the sixteen", () => {
  assertEquals(Object.keys(Code).every(isCode), true);
  for (const value of ["ok", "NotFound", "NOT_FOUND", "toString", "", 5, null, undefined]) {
    assertEquals(isCode(value), false, String(value));
  }
});
