import { assertEquals, assertThrows } from "@std/assert";
import { Edition, editionOf, MAXIMUM_EDITION, MINIMUM_EDITION } from "./mod.ts";

Deno.test("Edition has the numbers of google.protobuf.Edition", () => {
  assertEquals({ ...Edition }, { Proto2: 998, Proto3: 999, Edition2023: 1000, Edition2024: 1001 });
  assertEquals([MINIMUM_EDITION, MAXIMUM_EDITION], [Edition.Proto2, Edition.Edition2024]);
});

Deno.test("editionOf() reads syntax and edition", () => {
  const rows: [syntax: string, edition: number, expected: Edition][] = [
    ["", 0, Edition.Proto2],
    ["proto2", 0, Edition.Proto2],
    ["proto3", 0, Edition.Proto3],
    ["editions", 1000, Edition.Edition2023],
    ["editions", 1001, Edition.Edition2024],
    // Only editions have an edition.
    ["proto3", 1001, Edition.Proto3],
  ];
  for (const [syntax, edition, expected] of rows) {
    assertEquals(editionOf(syntax, edition), expected);
  }
});

Deno.test("editionOf() refuses what Seria does not know", () => {
  // EDITION_LEGACY, proto2 and proto3 as editions, the test-only editions, EDITION_MAX.
  for (const edition of [0, 1, 2, 900, 998, 999, 1002, 99997, 0x7fffffff, 1000.5, NaN]) {
    assertThrows(() => editionOf("editions", edition), RangeError, `edition ${edition}`);
  }
  for (const syntax of ["proto1", "proto4", "edition", "Proto3", "__proto__", "constructor"]) {
    assertThrows(() => editionOf(syntax, 1000), RangeError, `syntax "${syntax}"`);
  }
});
