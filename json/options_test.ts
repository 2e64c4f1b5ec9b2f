import { assertEquals, assertThrows } from "@std/assert";
import { test } from "./testdata/subject.ts";
import { toJsonString } from "./to_json.ts";

test("alwaysEmitImplicit writes defaults, empty lists and maps, but nothing unset", (subject) => {
  const emit = { alwaysEmitImplicit: true };
  const table: [type: string, text: string][] = [
    [
      "Scalars",
      '{"doubleValue":0,"floatValue":0,"int32Value":0,"int64Value":"0","uint32Value":0,' +
      '"uint64Value":"0","sint32Value":0,"sint64Value":"0","fixed32Value":0,' +
      '"fixed64Value":"0","sfixed32Value":0,"sfixed64Value":"0","boolValue":false,' +
      '"stringValue":"","bytesValue":"","color":"COLOR_NONE","stringInt64":"0",' +
      '"numberUint64":"0"}',
    ],
    ["Optionals", "{}"],
    ["Node", '{"name":"","children":[],"named":{}}'],
    ["Choice", "{}"],
  ];
  for (const [type, text] of table) {
    assertEquals(subject.write(type, subject.type(type).create(), emit), text);
  }
  const known = JSON.parse(subject.write("WellKnown", subject.type("WellKnown").create(), emit));
  assertEquals(known, { null: null, values: [], nulls: [], anys: [], int32Wrappers: [] });
});

test("indent breaks lines, but not in empty lists and objects", (subject) => {
  const message = subject.read("Node", '{"child":{},"children":[{"name":"a"},{}]}');
  const text = `{
  "child": {},
  "children": [
    {
      "name": "a"
    },
    {}
  ]
}`;
  const type = subject.type("Node");
  for (const indent of [2, "  "]) assertEquals(toJsonString(type, message, { indent }), text);
  assertEquals(
    toJsonString(type, message, { indent: "\t" }),
    text.replaceAll("  ", "\t"),
  );
  assertEquals(toJsonString(type, message, { indent: 0 }), JSON.stringify(JSON.parse(text)));
  for (const indent of ["--", "\u00a0", -1]) {
    assertThrows(() => toJsonString(type, message, { indent }), RangeError);
  }
});
