import { assertEquals } from "@std/assert";
import { Pieces } from "./_pieces.ts";

Deno.test("Pieces gives the pieces of short and of long texts, in any order", () => {
  for (const unit of ["abcdefghij", "谷歌 \u{1f600}xyz"]) {
    for (const times of [0, 3, 2000, 20_000]) {
      const text = unit.repeat(times);
      const pieces = new Pieces(text);
      const check = (start: number, length: number) => {
        const end = Math.min(start + length, text.length);
        if (start <= end) assertEquals(pieces.get(start, end), text.slice(start, end));
      };
      for (const length of [0, 1, 12, 13, 40, 1000, 1024, 1025, 5000]) {
        for (let start = 0; start < text.length; start += 997) check(start, length);
        for (let start = text.length; start >= 0; start -= 3001) check(start, length);
      }
      check(0, text.length);
    }
  }
});
