import { assertEquals } from "@std/assert";
import { test } from "./testdata/subject.ts";

test("fromJsonString() reads lists of numbers with white space, fractions and exponents", (subject) => {
  const table: [json: string, list: number[]][] = [
    ["[]", []],
    ["[ 1 ,\n-2\t]", [1, -2]],
    ["[-2147483648,2147483647]", [-2147483648, 2147483647]],
    ["[1.0,2e2,-0,0e5]", [1, 200, 0, 0]],
    ['[1,"2","3.0"]', [1, 2, 3]],
  ];
  for (const [json, list] of table) {
    assertEquals(subject.read("Lists", `{"int32s":${json}}`).int32s, list, json);
  }
  const { floats } = subject.read("Lists", '{"floats":[0.1,-0,1e2,"NaN","-Infinity",16777217]}');
  assertEquals(floats, [Math.fround(0.1), -0, 100, NaN, -Infinity, 16777216]);
  assertEquals(subject.read("Lists", '{"floats":[0.1,-0]}').floats, [Math.fround(0.1), -0]);
});

test("fromJsonString() tells which number of a list is none of its type", (subject) => {
  const table: [field: string, json: string, path: string][] = [
    ["int32s", "[1,2147483648]", "int32s[1]"],
    ["int32s", "[1,-2147483649]", "int32s[1]"],
    ["int32s", "[1,2,0.5]", "int32s[2]"],
    ["int32s", "[1.00000000000000000001]", "int32s[0]"],
    ["int32s", "[1,null]", "int32s[1]"],
    ["int32s", "[1,true]", "int32s[1]"],
    ["int32s", '[1,"]"]', "int32s[1]"],
    ["floats", "[1,3.5e38]", "floats[1]"],
    ["floats", "[1,-1e400]", "floats[1]"],
    ["floats", "[[1]]", "floats[0]"],
  ];
  for (const [field, json, path] of table) {
    assertEquals(subject.rejects("Lists", `{"${field}":${json}}`, "value").path, path, json);
  }
});

test("fromJsonString() rejects malformed lists of numbers", (subject) => {
  for (
    const json of ["[1,]", "[,1]", "[1 2]", "[01]", "[1.]", "[.5]", "[+1]", "[0x1]", "[1", "["]
  ) {
    for (const field of ["int32s", "floats"]) {
      subject.rejects("Lists", `{"${field}":${json}}`, "syntax");
    }
  }
});

test("toJson() tells which number of a list is none of its type", (subject) => {
  const lists = subject.type("Lists").create();
  const table: [fields: object, path: string][] = [
    [{ int32s: [1, 2147483648] }, "int32s[1]"],
    [{ int32s: [1, 0.5] }, "int32s[1]"],
    [{ int32s: [1, undefined] }, "int32s[1]"],
    [{ int32s: [1, "2"] }, "int32s[1]"],
    [{ floats: [1, "2"] }, "floats[1]"],
    [{ floats: [1, null] }, "floats[1]"],
  ];
  for (const [fields, path] of table) {
    assertEquals(subject.cannotWrite("Lists", { ...lists, ...fields }, "value").path, path);
  }
});

test("toJsonString() writes lists of numbers", (subject) => {
  const lists = subject.type("Lists").create();
  const write = (fields: object) => subject.write("Lists", { ...lists, ...fields });
  assertEquals(write({ int32s: [1, -0, -2147483648] }), '{"int32s":[1,0,-2147483648]}');
  assertEquals(write({ floats: [0.1, 1e30, -0] }), '{"floats":[0.1,1e+30,-0]}');
  assertEquals(write({ floats: [0.1, 1e300] }), '{"floats":[0.1,"Infinity"]}');
  assertEquals(write({ floats: [16777216, 1e-45] }), '{"floats":[16777216,1e-45]}');
});
