import { assertEquals } from "@std/assert";
import { test } from "./testdata/subject.ts";

const ignore = { ignoreUnknownFields: true };

test("fromJsonString() reads enums by name, alias and number", (subject) => {
  const table: [literal: string, value: number][] = [
    ['"COLOR_NONE"', 0],
    ['"COLOR_RED"', 1],
    ['"COLOR_CRIMSON"', 1],
    ['"COLOR_NEGATIVE"', -1],
    ["2", 2],
    ["-1", -1],
    ["1.0", 1],
    ["2e0", 2],
    ["2147483647", 0x7fff_ffff],
    ["-2147483648", -0x8000_0000],
  ];
  for (const [literal, value] of table) {
    assertEquals(subject.readField("Scalars", "color", literal), value, literal);
  }
});

test("fromJsonString() rejects other forms of enums", (subject) => {
  for (const literal of ["true", "false", '["COLOR_RED"]', "[2]", "{}", "0.5", "2147483648"]) {
    subject.rejects("Scalars", `{"color": ${literal}}`, "value");
  }
  for (const name of ["", "RED", "color_red", "COLOR_RED ", "1", "seria.json.test.COLOR_RED"]) {
    subject.rejects("Scalars", `{"color": "${name}"}`, "unknown", "has no value");
  }
  subject.rejects("Scalars", '{"color": COLOR_RED}', "syntax");
});

test("an unknown enum name is an error, or ignored with the unknown fields", (subject) => {
  const table: [type: string, text: string, written: string][] = [
    ["Scalars", '{"color": "NO", "boolValue": true}', '{"boolValue":true}'],
    ["Optionals", '{"color": "NO"}', "{}"],
    ["Lists", '{"colors": ["COLOR_RED", "NO", 2]}', '{"colors":["COLOR_RED","COLOR_GREEN"]}'],
    ["Maps", '{"colors": {"a": "COLOR_RED", "b": "NO"}}', '{"colors":{"a":"COLOR_RED"}}'],
    ["Choice", '{"color": "NO"}', "{}"],
    ["Legacy", '{"id": "", "count": 0, "[seria.json.test2.tint]": "NO"}', '{"id":"","count":0}'],
  ];
  for (const [type, text, written] of table) {
    const error = subject.rejects(type, text, "unknown", 'has no value "NO"');
    assertEquals(error.path !== "", true);
    assertEquals(subject.write(type, subject.read(type, text, ignore)), written);
  }
});

test("open enums keep unknown numbers", (subject) => {
  const text = '{"color":123}';
  assertEquals(subject.roundTrip("Scalars", text), text);
  const list = '{"colors":[123,"COLOR_RED",-5]}';
  assertEquals(subject.roundTrip("Lists", list), list);
});

test("closed enums treat unknown numbers like unknown names", (subject) => {
  const table: [text: string, written: string][] = [
    ['{"shade": 3}', "{}"],
    ['{"shade": 0}', "{}"],
    ['{"shades": [1, 3, "SHADE_LIGHT"]}', '{"shades":["SHADE_DARK","SHADE_LIGHT"]}'],
    ['{"shadeByName": {"a": 3, "b": 2}}', '{"shadeByName":{"b":"SHADE_LIGHT"}}'],
    ['{"picked": 3}', "{}"],
  ];
  const required = '{"id":"","count":0';
  for (const [text, written] of table) {
    subject.rejects("Legacy", text, "unknown", "Shade has no value");
    assertEquals(
      subject.write("Legacy", subject.read("Legacy", text, ignore)),
      written === "{}" ? `${required}}` : `${required},${written.slice(1)}`,
    );
  }
  assertEquals(subject.readField("Legacy", "shade", "2"), 2);
});

test("toJsonString() writes the first name of an alias, or the number", (subject) => {
  assertEquals(subject.roundTrip("Scalars", '{"color":"COLOR_CRIMSON"}'), '{"color":"COLOR_RED"}');
  const message = subject.read("Lists", '{"colors": ["COLOR_RED", -1, 9]}');
  assertEquals(subject.write("Lists", message, { enumsAsNumbers: true }), '{"colors":[1,-1,9]}');
  const nothing = subject.read("WellKnown", '{"nulls": [null]}');
  assertEquals(subject.write("WellKnown", nothing, { enumsAsNumbers: true }), '{"nulls":[null]}');
});
