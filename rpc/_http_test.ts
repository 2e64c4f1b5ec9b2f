import { assertEquals } from "@std/assert";
import { pathOf } from "./_http.ts";

Deno.test("pathOf() finds what new URL() does", () => {
  for (
    const url of [
      "http://localhost/a.B/C",
      "https://user@example.com:8080/a/b?c=/d#e/f",
      "http://localhost/a#b?c",
      "http://localhost/?a=/b",
      "http://[::1]:80/a//b/",
      "http://localhost/%61",
    ]
  ) assertEquals(pathOf(url), new URL(url).pathname, url);
  assertEquals(pathOf("http://localhost"), "/");
});
