import { assertEquals, assertThrows } from "@std/assert";
import { TextError } from "./error.ts";
import { mergeFromText } from "./from_text.ts";
import type { FromTextOptions } from "./options.ts";
import { type Subject, test } from "./testdata/subject.ts";

function merge(subject: Subject, name: string, before: string, text: string): string {
  const message = subject.read(name, before);
  const options: FromTextOptions = { registry: subject.registry };
  mergeFromText(subject.type(name), message, text, options);
  return subject.write(name, message);
}

test("mergeFromText() replaces scalars, merges messages, adds to lists and maps", (subject) => {
  const table: [type: string, before: string, text: string, after: string][] = [
    ["Scalars", "int32_value: 1 int64_value: 2", "int32_value: 3", "int32_value: 3 int64_value: 2"],
    ["Scalars", "int32_value: 1", "int32_value: 0", ""],
    ["Optionals", 'string_value: "a"', 'string_value: ""', 'string_value: ""'],
    ["Lists", "int32s: 1", "int32s: [2, 3]", "int32s: 1 int32s: 2 int32s: 3"],
    ["Lists", 'nodes { name: "a" }', "nodes {}", 'nodes { name: "a" } nodes {}'],
    [
      "Node",
      'name: "a" child { name: "b" child { name: "c" } }',
      'child { child { child {} } name: "B" }',
      'name: "a" child { name: "B" child { name: "c" child {} } }',
    ],
    [
      "Maps",
      'nodes { key: "a" value { name: "1" } } nodes { key: "b" }',
      'nodes { key: "a" value { child {} } } nodes { key: "c" }',
      'nodes { key: "a" value { child {} } } nodes { key: "b" value {} } nodes { key: "c" value {} }',
    ],
    ["Choice", "text: 'a'", "number: 1", "number: 1"],
    ["Choice", "node { name: 'a' }", "node { child {} }", 'node { name: "a" child {} }'],
    ["Choice", "text: 'a'", "node { child {} }", "node { child {} }"],
    [
      "Groups",
      'Detail { note: "a" }',
      "detail { DeepDetail {} }",
      'Detail { note: "a" DeepDetail {} }',
    ],
    [
      "Legacy",
      "[seria.text.test2.big]: 1 [seria.text.test2.Inner.nested] { text: 'a' } [seria.text.test2.labels]: 'a'",
      "[seria.text.test2.big]: 2 [seria.text.test2.Inner.nested] { child {} } [seria.text.test2.labels]: 'b'",
      'id: "" count: 0 [seria.text.test2.big]: 2 [seria.text.test2.labels]: "a" ' +
      '[seria.text.test2.labels]: "b" [seria.text.test2.Inner.nested] { child {} text: "a" }',
    ],
    [
      "Set",
      "[seria.text.test2.Item] { text: 'a' }",
      "[seria.text.test2.Item] {} [seria.text.test2.Item.other_item] {}",
      '[seria.text.test2.Item] { text: "a" } [seria.text.test2.Item.other_item] {}',
    ],
    [
      "Anys",
      "any { [a/seria.text.test.Node] { name: 'a' } }",
      "any { [a/seria.text.test.Node] { child {} } }",
      "any { [a/seria.text.test.Node] { child {} } }",
    ],
  ];
  for (const [type, before, text, after] of table) {
    assertEquals(merge(subject, type, before, text), after, `${before} and ${text}`);
  }
});

test("mergeFromText() keeps what is not known, and what is not named", (subject) => {
  const type = subject.type("Legacy");
  const message = subject.read("Legacy", "[seria.text.test2.big]: 1");
  const unknown = new Uint8Array([0xa8, 0x03, 7]);
  message.$unknown = new Uint8Array([...message.$unknown!, ...unknown]);
  mergeFromText(type, message, "[seria.text.test2.tint]: 1", { registry: subject.registry });
  assertEquals(
    subject.write("Legacy", message, { printUnknownFields: true }),
    'id: "" count: 0 [seria.text.test2.big]: 1 [seria.text.test2.tint]: SHADE_DARK 53: 7',
  );
});

test("mergeFromText() counts twice only what comes twice in the text", (subject) => {
  assertThrows(() => merge(subject, "Node", "", "child {} child {}"), TextError, "comes twice");
  assertThrows(() => merge(subject, "Node", "child {}", "child {} child {}"), TextError, "twice");
});

test("mergeFromText() reports a message whose extensions are malformed", (subject) => {
  const message = subject.read("Legacy", "");
  message.$unknown = new Uint8Array([0xa0, 0x06]);
  const error = assertThrows(
    () => {
      const text = "[seria.text.test2.big]: 1";
      mergeFromText(subject.type("Legacy"), message, text, { registry: subject.registry });
    },
    TextError,
    "ends before the value",
  );
  assertEquals([error.code, error.path], ["value", "[seria.text.test2.big]"]);
});
