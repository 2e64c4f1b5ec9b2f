import { assertEquals, assertThrows } from "@std/assert";
import { type Subject, test } from "./testdata/subject.ts";
import { JsonError } from "./error.ts";
import { mergeFromJson, mergeFromJsonString } from "./from_json.ts";

function merged(subject: Subject, name: string, before: string, json: string): string {
  const options = { registry: subject.registry };
  const [fromText, fromValue] = [subject.read(name, before), subject.read(name, before)];
  mergeFromJsonString(subject.type(name), fromText, json, options);
  mergeFromJson(subject.type(name), fromValue, JSON.parse(json), options);
  assertEquals(fromText, fromValue);
  return subject.write(name, fromText);
}

test("mergeFromJson() replaces scalars, merges messages, adds to lists and maps", (subject) => {
  const table: [type: string, before: string, json: string, after: string][] = [
    ["Scalars", '{"int32Value":1,"boolValue":true}', '{"int32Value":0}', '{"boolValue":true}'],
    ["Optionals", '{"int32Value":1}', '{"int32Value":0}', '{"int32Value":0}'],
    [
      "Node",
      '{"child":{"name":"a"}}',
      '{"child":{"child":{}}}',
      '{"child":{"name":"a","child":{}}}',
    ],
    ["Lists", '{"int32s":[1]}', '{"int32s":[2]}', '{"int32s":[1,2]}'],
    ["Lists", '{"int32s":[1]}', '{"int32s":[]}', '{"int32s":[1]}'],
    [
      "Maps",
      '{"strings":{"a":"1","b":"1"}}',
      '{"strings":{"b":"2","c":"2"}}',
      '{"strings":{"a":"1","b":"2","c":"2"}}',
    ],
    ["Maps", '{"nodes":{"a":{"name":"a"}}}', '{"nodes":{"a":{}}}', '{"nodes":{"a":{}}}'],
    [
      "Choice",
      '{"node":{"name":"a"}}',
      '{"node":{"child":{}}}',
      '{"node":{"name":"a","child":{}}}',
    ],
    ["Choice", '{"node":{"name":"a"}}', '{"text":"b"}', '{"text":"b"}'],
    ["WellKnown", '{"duration":"1.500s"}', '{"duration":"2s"}', '{"duration":"2s"}'],
    ["WellKnown", '{"mask":"a,b"}', '{"mask":"c"}', '{"mask":"c"}'],
    ["WellKnown", '{"struct":{"a":1,"b":1}}', '{"struct":{"b":[]}}', '{"struct":{"a":1,"b":[]}}'],
    ["WellKnown", '{"value":{"a":1}}', '{"value":{"b":1}}', '{"value":{"b":1}}'],
    ["WellKnown", '{"list":[1]}', '{"list":[2]}', '{"list":[1,2]}'],
    ["WellKnown", '{"int32Wrapper":1}', '{"int32Wrapper":0}', '{"int32Wrapper":0}'],
    ["WellKnown", '{"any":{"@type":"a/seria.json.test.Node"}}', '{"any":{}}', '{"any":{}}'],
  ];
  for (const [type, before, json, after] of table) {
    assertEquals(merged(subject, type, before, json), after, json);
  }
});

test("mergeFromJson() puts fields that are null back to their default", (subject) => {
  const table: [type: string, before: string, json: string, after: string][] = [
    [
      "Scalars",
      '{"int32Value":1,"bytesValue":"AQ=="}',
      '{"int32Value":null,"bytesValue":null}',
      "{}",
    ],
    ["Optionals", '{"int32Value":1}', '{"int32Value":null}', "{}"],
    [
      "Node",
      '{"child":{},"children":[{}],"named":{"a":{}}}',
      '{"child":null,"children":null,"named":null}',
      "{}",
    ],
    ["Choice", '{"text":"a"}', '{"text":null}', "{}"],
    ["Choice", '{"text":"a"}', '{"number":null}', '{"text":"a"}'],
    [
      "WellKnown",
      '{"duration":"1s","value":1}',
      '{"duration":null,"value":null}',
      '{"value":null}',
    ],
    [
      "Legacy",
      '{"id":"a","count":5,"detail":{}}',
      '{"count":null,"detail":null}',
      '{"id":"a","count":0}',
    ],
  ];
  for (const [type, before, json, after] of table) {
    assertEquals(merged(subject, type, before, json), after, json);
  }
});

test("mergeFromJson() merges extensions", (subject) => {
  const ext = "[seria.json.test2.labels]";
  const nested = "[seria.json.test2.Inner.nested]";
  const before = `{"id":"","count":0,"${ext}":["a"],"${nested}":{"text":"a"}}`;
  assertEquals(
    JSON.parse(merged(subject, "Legacy", before, `{"${ext}":["b"],"${nested}":{"child":{}}}`)),
    { id: "", count: 0, [ext]: ["a", "b"], [nested]: { text: "a", child: {} } },
  );
  assertEquals(
    merged(subject, "Legacy", before, `{"${ext}":null,"${nested}":null}`),
    '{"id":"","count":0}',
  );
});

test("mergeFromJson() rejects duplicate map keys, but not those of the target", (subject) => {
  const target = subject.read("Maps", '{"strings":{"a":"1"}}');
  const type = subject.type("Maps");
  mergeFromJsonString(type, target, '{"strings":{"a":"2"}}');
  assertThrows(
    () => mergeFromJsonString(type, target, '{"strings":{"b":"1","b":"2"}}'),
    JsonError,
    "twice",
  );
});

test("a member that cannot be read does not clear a oneof", (subject) => {
  const target = subject.read("Choice", '{"text":"a"}');
  assertThrows(() => mergeFromJson(subject.type("Choice"), target, { number: "x" }), JsonError);
  assertEquals(subject.write("Choice", target), '{"text":"a"}');
});
