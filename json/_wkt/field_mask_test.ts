import { assertEquals } from "@std/assert";
import { test } from "../testdata/subject.ts";

const TYPE = "google.protobuf.FieldMask";

test("field masks are read and written", (subject) => {
  const table: [text: string, paths: string[]][] = [
    ["", []],
    ["foo", ["foo"]],
    ["foo,barBaz", ["foo", "bar_baz"]],
    ["fooBar.bazQux.a1", ["foo_bar.baz_qux.a1"]],
    ["FooBar", ["_foo_bar"]],
    ["aBC", ["a_b_c"]],
    ["*", ["*"]],
  ];
  for (const [text, paths] of table) {
    assertEquals<unknown>(subject.read(TYPE, `"${text}"`), { paths });
    assertEquals(subject.write(TYPE, { paths }), `"${text}"`);
  }
});

test("fromJsonString() rejects field masks that would not come back", (subject) => {
  for (const text of ["foo_bar", "foo,bar_bar", "_", ",", "a,", ",a", "a,,b"]) {
    subject.rejects(TYPE, `"${text}"`, "value", "lowerCamelCase");
  }
  for (const json of ["1", "{}", '["a"]', '{"paths": ["a"]}']) subject.rejects(TYPE, json, "value");
});

test("toJson() rejects field masks that would not come back", (subject) => {
  const table = ["fooBar", "foo_3_bar", "foo__bar", "foo_", "_", "a,b", "", "a_B", "\ud800"];
  for (const path of table) subject.cannotWrite(TYPE, { paths: [path] }, "value");
  subject.cannotWrite(TYPE, { paths: ["a", ""] }, "value");
  subject.cannotWrite(TYPE, { paths: [5] }, "value");
  subject.cannotWrite(TYPE, { paths: 5 }, "value");
  subject.cannotWrite(TYPE, {}, "value");
});
