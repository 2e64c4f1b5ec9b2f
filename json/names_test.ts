import { assertEquals } from "@std/assert";
import { test } from "./testdata/subject.ts";

test("fromJsonString() takes JSON names and names of the .proto file", (subject) => {
  for (const key of ["firstName", "first_name", "first\\u004eame"]) {
    assertEquals(subject.read("Names", `{"${key}": "Ada"}`).firstName, "Ada");
  }
  for (const key of ["zwei", "second"]) {
    assertEquals(subject.read("Names", `{"${key}": "2"}`).second, "2");
  }
});

test("fromJsonString() rejects keys that are no names", (subject) => {
  const keys = ["", "FirstName", "firstname", "first-name", "2", "[x]", "[", "]", "[]", "$unknown"];
  for (const key of [...keys, "valueOf", "toJSON", "__defineGetter__", "then", "$typeName"]) {
    const error = subject.rejects("Names", `{"${key}": "x"}`, "unknown", "has no such field");
    assertEquals(error.line, 1);
  }
});

test("names that are traps are read and written", (subject) => {
  const text = '{"__proto__":"p","constructor":"c","toString":"t","hasOwnProperty":"h"}';
  assertEquals(subject.roundTrip("Names", text), text);
  assertEquals(subject.write("Names", subject.readValue("Names", JSON.parse(text))), text);
});

test("fromJsonString() rejects duplicate keys", (subject) => {
  const table: [type: string, text: string][] = [
    ["Names", '{"firstName": "a", "firstName": "a"}'],
    ["Names", '{"firstName": "a", "first_name": "a"}'],
    ["Names", '{"first_name": "a", "firstName": "a"}'],
    ["Names", '{"zwei": "a", "second": "a"}'],
    ["Names", '{"zwei": "a", "zw\\u0065i": "a"}'],
    ["Names", '{"zwei": null, "zwei": "a"}'],
    ["Node", '{"child": {"name": "a"}, "child": {}}'],
    ["Node", '{"child": {"name": "a", "name": "b"}}'],
    ["Lists", '{"int32s": [1], "int32s": [2]}'],
    ["Maps", '{"int32s": {"1": 1}, "int32s": {"2": 2}}'],
    ["Wide", '{"f1": 1, "f33": 1, "f1": 1}'],
    ["Wide", '{"f33": 1, "f1": 1, "f33": 1}'],
    ["Wide", '{"f34": 1, "f2": 1, "f34": 1}'],
  ];
  for (const [type, text] of table) subject.rejects(type, text, "duplicate", "twice");
});

test("fromJson() rejects a name of the .proto file with its JSON name", (subject) => {
  const twice = '{"first_name": "a", "firstName": "a"}';
  subject.rejects("Names", twice, "duplicate");
});

test("fromJsonString() reads messages with more fields than an integer has bits", (subject) => {
  const members = Array.from({ length: 35 }, (_, i) => `"f${i + 1}":${i + 1}`);
  const text = `{${members.join()}}`;
  assertEquals(subject.roundTrip("Wide", text), text);
});

test("ignoreUnknownFields passes over unknown keys of any value", (subject) => {
  for (const literal of ["1", '"a"', "true", "false", "null", '{"a": 1}', '[{"a": [1]}]']) {
    for (
      const text of [`{"no": ${literal}, "zwei": "2"}`, `{"zwei": "2", "[no.ext]": ${literal}}`]
    ) {
      const message = subject.read("Names", text, { ignoreUnknownFields: true });
      assertEquals(subject.write("Names", message), '{"zwei":"2"}');
      subject.rejects("Names", text, "unknown");
    }
  }
  const value = subject.readValue("Names", { no: { a: 1 }, zwei: "2" }, {
    ignoreUnknownFields: true,
  });
  assertEquals(value.second, "2");
});

test("ignoreUnknownFields keeps other rules", (subject) => {
  const ignore = { ignoreUnknownFields: true };
  subject.rejects("Names", '{"zwei": "a", "second": "a"}', "duplicate", "", ignore);
  subject.rejects("Names", '{"zwei": 1}', "value", "", ignore);
});

test("fromJsonString() rejects other kinds of values for messages", (subject) => {
  for (const literal of ["1", '"a"', "true", "[]", "[{}]"]) {
    subject.rejects("Node", literal, "value", "expected an object");
    subject.rejects("Node", `{"child": ${literal}}`, "value", "expected an object");
  }
  subject.rejects("Node", "null", "value", "expected an object, not null");
});

test("useProtoFieldNames writes the names of the .proto file", (subject) => {
  const message = subject.read("Names", '{"firstName": "a", "zwei": "b"}');
  assertEquals(
    subject.write("Names", message, { useProtoFieldNames: true }),
    '{"first_name":"a","second":"b"}',
  );
});
