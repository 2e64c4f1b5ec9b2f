import { assertEquals } from "@std/assert";
import { normalizeContentType } from "./_content_type.ts";

Deno.test("normalizeContentType() drops the charset that JSON has anyway", () => {
  const json = [
    "application/json",
    "Application/JSON",
    "application/json;charset=utf-8",
    "application/json; charset=UTF-8",
    'application/json ; Charset="utf-8"',
  ];
  for (const value of json) assertEquals(normalizeContentType(value), "application/json", value);
  assertEquals(
    normalizeContentType("application/connect+json; charset=utf-8"),
    "application/connect+json",
  );
});

Deno.test("normalizeContentType() keeps parameters that mean something", () => {
  for (
    const value of [
      "application/json; charset=latin1",
      "application/json; charset=utf-8; x=y",
      "application/proto; charset=utf-8",
      "text/plain;charset=utf-8",
    ]
  ) assertEquals(normalizeContentType(value), value);
});
