import { assertEquals } from "@std/assert";
import { test } from "./testdata/subject.ts";

test("maps are read and written, sorted by their keys", (subject) => {
  const table: [text: string, written: string][] = [
    ["int32s { key: 1 value: 2 }", "int32s { key: 1 value: 2 }"],
    ["int32s { value: 2, key: 1; }", "int32s { key: 1 value: 2 }"],
    ["int32s: < key: 1 value: 2 >", "int32s { key: 1 value: 2 }"],
    [
      "int32s: [{ key: 2 }, < key: -1 >] int32s [{ key: 10 }]",
      "int32s { key: -1 value: 0 } int32s { key: 2 value: 0 } int32s { key: 10 value: 0 }",
    ],
    ["int32s []", ""],
    [
      'uint32s { key: 4294967295 value: "b" } uint32s { key: 7 value: "a" }',
      'uint32s { key: 7 value: "a" } uint32s { key: 4294967295 value: "b" }',
    ],
    [
      'int64s { key: 10 value: "b" } int64s { key: -9 value: "a" } int64s { key: 9 value: "" }',
      'int64s { key: -9 value: "a" } int64s { key: 9 value: "" } int64s { key: 10 value: "b" }',
    ],
    ["uint64s { key: 18446744073709551615 }", 'uint64s { key: 18446744073709551615 value: "" }'],
    [
      'bools { key: true value: "t" } bools { key: f value: "f" }',
      'bools { key: false value: "f" } bools { key: true value: "t" }',
    ],
    [
      'strings { key: "b" } strings { key: "a" } strings { key: "" } strings { key: "__proto__" }',
      'strings { key: "" value: "" } strings { key: "__proto__" value: "" } ' +
      'strings { key: "a" value: "" } strings { key: "b" value: "" }',
    ],
    ['nodes { key: "a" value { name: "n" } }', 'nodes { key: "a" value { name: "n" } }'],
    ['nodes { value: <name: "n"> }', 'nodes { key: "" value { name: "n" } }'],
  ];
  for (const [text, written] of table) {
    assertEquals(subject.roundTrip("Maps", text), written, text);
  }
});

test("what a map entry does not say has its default", (subject) => {
  const text = "int32s {} uint32s {} int64s {} uint64s {} bools {} colors {} nodes {} strings {} " +
    "bytes {} doubles {} flags {}";
  const maps = subject.read("Maps", text);
  const node = subject.type("Node").create();
  const expected: Record<string, [key: unknown, value: unknown]> = {
    int32s: [0, 0],
    uint32s: [0, ""],
    int64s: [0n, ""],
    uint64s: [0n, ""],
    bools: [false, ""],
    colors: ["", 0],
    nodes: ["", node],
    strings: ["", ""],
    bytes: ["", new Uint8Array(0)],
    doubles: ["", 0],
    flags: [0, false],
  };
  for (const [field, entry] of Object.entries(expected)) {
    assertEquals([...maps[field] as Map<unknown, unknown>], [entry], field);
  }
  const legacy = subject.read("Legacy", "tone_by_name {}");
  assertEquals([...legacy.toneByName as Map<unknown, unknown>], [["", 0]]);
});

test("the last entry of a key is kept, whole", (subject) => {
  const text =
    'nodes { key: "a" value { name: "1" child {} } } nodes { key: "a" value { name: "2" } }';
  assertEquals(subject.roundTrip("Maps", text), 'nodes { key: "a" value { name: "2" } }');
  assertEquals(
    subject.roundTrip("Maps", "flags { key: 1 value: t } flags { key: 1 }"),
    "flags { key: 1 value: false }",
  );
});

test("fromText() rejects malformed map entries", (subject) => {
  const table: [text: string, code: "syntax" | "duplicate" | "unknown" | "value"][] = [
    ["int32s: 1", "syntax"],
    ["int32s { 1: 2 }", "syntax"],
    ['int32s { key: "a" }', "syntax"],
    ["int32s { key: 1 key: 1 }", "duplicate"],
    ["int32s { value: 1 value: 1 }", "duplicate"],
    ["int32s { Key: 1 }", "unknown"],
    ["int32s { key: 1 more: 2 }", "unknown"],
    ["int32s { key: 2147483648 }", "value"],
    ["nodes { value: 1 }", "syntax"],
    ["Int32sEntry { key: 1 }", "unknown"],
  ];
  for (const [text, code] of table) subject.rejects("Maps", text, code);
});

test("map entries may have unknown fields if those are ignored", (subject) => {
  const maps = subject.read("Maps", "int32s { key: 1 more { a: 2 } value: 2 3: 4 }", {
    ignoreUnknownFields: true,
  });
  assertEquals(subject.write("Maps", maps), "int32s { key: 1 value: 2 }");
});
