import { assertEquals } from "@std/assert";
import { Struct } from "../wkt/mod.ts";
import { fromJsonString, toJson } from "./mod.ts";
import { parse } from "./_parse.ts";

Deno.test("parse() is JSON.parse() for values of each kind, with escapes and without", () => {
  const texts = [
    "null",
    "-0",
    '"\\u00e9\\n"',
    '{"a":[1.5e3,true,false,null,{}],"b":{"c":[[]]},"\\"":"\\ud83d\\ude42"}',
    '{"2":1,"1":2,"__proto__":{"a":"\\\\"}}',
  ];
  for (const text of texts) assertEquals(parse(text), JSON.parse(text), text);
});

Deno.test("toJson() keeps keys apart that differ in what is escaped", () => {
  for (const key of ["k\\", "k\n", 'k"', "k\u0001", "k\\n"]) {
    const struct = fromJsonString(Struct, JSON.stringify({ a: 1, [key]: 1 }));
    assertEquals(Object.keys(toJson(Struct, struct) as object), ["a", key]);
  }
});
