import { assertEquals } from "@std/assert";
import { test } from "./testdata/subject.ts";

const ignore = { ignoreUnknownFields: true };

test("enums are read by name, alias and number", (subject) => {
  const table: [literal: string, value: number, written: string][] = [
    ["COLOR_RED", 1, "COLOR_RED"],
    ["COLOR_CRIMSON", 1, "COLOR_RED"],
    ["COLOR_NEGATIVE", -1, "COLOR_NEGATIVE"],
    ["inf", 3, "inf"],
    ["true", 4, "true"],
    ["2", 2, "COLOR_GREEN"],
    ["0x2", 2, "COLOR_GREEN"],
    ["02", 2, "COLOR_GREEN"],
    ["-1", -1, "COLOR_NEGATIVE"],
    ["- 1", -1, "COLOR_NEGATIVE"],
    ["99", 99, "99"],
    ["2147483647", 2147483647, "2147483647"],
    ["-2147483648", -2147483648, "-2147483648"],
  ];
  for (const [literal, value, written] of table) {
    const message = subject.read("Scalars", `color: ${literal}`);
    assertEquals(message.color, value, literal);
    assertEquals(subject.write("Scalars", message), `color: ${written}`);
  }
  assertEquals(subject.roundTrip("Optionals", "color: COLOR_NONE"), "color: COLOR_NONE");
});

test("fromText() rejects names and numbers that enums cannot have", (subject) => {
  for (const literal of ["NO", "red", "COLOR_RED_", "nan"]) {
    subject.rejects("Scalars", `color: ${literal}`, "unknown", `has no value "${literal}"`);
  }
  for (const literal of ["2147483648", "-2147483649"]) {
    subject.rejects("Scalars", `color: ${literal}`, "value");
  }
  for (const literal of ['"COLOR_RED"', "1.0", "1f", "-COLOR_RED", "{}", "[1]", ""]) {
    subject.rejects("Scalars", `color: ${literal}`, "syntax");
  }
});

test("closed enums hold only the numbers that they define", (subject) => {
  assertEquals(subject.readField("Legacy", "shade", "2"), 2);
  assertEquals(subject.readField("Features", "closed", "CLOSED_B"), 1);
  for (const [type, field] of [["Legacy", "shade"], ["Legacy", "picked"], ["Features", "closed"]]) {
    subject.rejects(type!, `${field}: 9`, "unknown", "has no value 9");
    subject.rejects(type!, `${field}: -1`, "unknown", "has no value -1");
  }
  const map = 'tone_by_name { key: "a" value: 2 }';
  subject.rejects("Legacy", map, "unknown", "Tone has no value 2");
  subject.rejects("Legacy", "[seria.text.test2.tint]: 7", "unknown");
});

test("ignoreUnknownFields leaves out unknown enum values", (subject) => {
  const table: [type: string, text: string, written: string][] = [
    ["Scalars", "color: NO", ""],
    ["Scalars", "color: 99", "color: 99"],
    [
      "Lists",
      "colors: [COLOR_RED, NO, COLOR_GREEN] colors: NO",
      "colors: COLOR_RED colors: COLOR_GREEN",
    ],
    [
      "Maps",
      'colors { key: "a" value: NO } colors { value: COLOR_RED key: "b" }',
      'colors { key: "b" value: COLOR_RED }',
    ],
    ["Choice", "color: NO", ""],
    ["Features", "closed: 9 many_closed: [0, 9, 1]", "many_closed: CLOSED_A many_closed: CLOSED_B"],
    [
      "Features",
      "closed_by_number { key: 1 value: 9 } closed_by_number { key: 2 }",
      "closed_by_number { key: 2 value: CLOSED_A }",
    ],
    ["Set", "", ""],
  ];
  for (const [type, text, written] of table) {
    assertEquals(subject.write(type, subject.read(type, text, ignore)), written, text);
  }
  const legacy = subject.read(
    "Legacy",
    "[seria.text.test2.tint]: 7 [seria.text.test2.tints]: [1, 7]",
    ignore,
  );
  assertEquals(
    subject.write("Legacy", legacy),
    'id: "" count: 0 [seria.text.test2.tints]: SHADE_DARK',
  );
});
