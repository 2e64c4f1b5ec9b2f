import { assert, assertEquals } from "@std/assert";
import { createRegistry, encode } from "../../reflect/mod.ts";
import { test } from "../testdata/subject.ts";

const TYPE = "google.protobuf.Any";
const NODE = "type.googleapis.com/seria.json.test.Node";
const wkt = (name: string) => `type.googleapis.com/google.protobuf.${name}`;

test("Any is read and written with the members of its message", (subject) => {
  const text = `{"@type":"${NODE}","name":"a","children":[{"name":"b"}]}`;
  const message = subject.read(TYPE, text);
  assertEquals(message.typeUrl, NODE);
  assertEquals(
    message.value,
    encode(subject.type("Node"), subject.read("Node", text.replace(/"@type":"[^"]*",/, ""))),
  );
  assertEquals(subject.write(TYPE, message), text);
  assertEquals(subject.write(TYPE, subject.readValue(TYPE, JSON.parse(text))), text);
});

test("@type can be anywhere in an Any", (subject) => {
  const table = [
    `{"name":"a","@type":"${NODE}"}`,
    `{"name":"a","\\u0040type":"${NODE}"}`,
    `{"@type":"${NODE}","name":"a"}`,
  ];
  for (const text of table) {
    assertEquals(subject.roundTrip(TYPE, text), `{"@type":"${NODE}","name":"a"}`);
  }
  const nested = `{"value":{"child":{"name":"b"},"@type":"${NODE}"},"@type":"${wkt("Any")}"}`;
  assertEquals(
    subject.roundTrip(TYPE, nested),
    `{"@type":"${wkt("Any")}","value":{"@type":"${NODE}","child":{"name":"b"}}}`,
  );
});

test("a list of Anys takes time in proportion to its length", (subject) => {
  const count = 50_000;
  const anys = `{"@type":"${wkt("Duration")}","value":"1s"},`.repeat(count).slice(0, -1);
  const start = performance.now();
  const { anys: read } = subject.read("WellKnown", `{"anys":[${anys}]}`);
  assertEquals((read as unknown[]).length, count);
  // It is some 200 ms; looking through the rest of the text for each of them would take 40 s.
  assert(performance.now() - start < 5000);
});

test("the well-known types in an Any are at its value", (subject) => {
  const table: [name: string, json: string][] = [
    ["Duration", '"1.500s"'],
    ["Timestamp", '"1970-01-01T00:00:00Z"'],
    ["FieldMask", '"foo,barBaz"'],
    ["Struct", '{"foo":1}'],
    ["Value", "null"],
    ["Value", '{"@type":1}'],
    ["ListValue", "[1]"],
    ["Int32Value", "0"],
    ["Int64Value", '"5"'],
    ["BytesValue", '"AQ=="'],
    ["Any", `{"@type":"${NODE}"}`],
    ["Any", "{}"],
  ];
  for (const [name, json] of table) {
    const text = `{"@type":"${wkt(name)}","value":${json}}`;
    assertEquals(subject.roundTrip(TYPE, text), text);
    assertEquals(
      subject.roundTrip(TYPE, `{"value":${json},"@type":"${wkt(name)}"}`),
      text,
    );
  }
  assertEquals(
    subject.roundTrip(TYPE, `{"@type":"${wkt("Empty")}"}`),
    `{"@type":"${wkt("Empty")}"}`,
  );
});

test("Empty in an Any may have an empty value, which Go writes", (subject) => {
  const text = `{"@type":"${wkt("Empty")}","value":{}}`;
  assertEquals(subject.roundTrip(TYPE, text), `{"@type":"${wkt("Empty")}"}`);
  subject.rejects(TYPE, `{"@type":"${wkt("Empty")}","value":{"a":1}}`, "unknown");
});

test("an empty Any is an empty object, and nothing else is", (subject) => {
  assertEquals(subject.roundTrip(TYPE, "{}"), "{}");
  assertEquals(
    subject.roundTrip("WellKnown", '{"any":{},"anys":[{},{}]}'),
    '{"any":{},"anys":[{},{}]}',
  );
  for (
    const text of ['{"a":1}', '{"value":""}', '{"typeUrl":"a/b"}', '{"type_url":"","value":""}']
  ) {
    subject.rejects(TYPE, text, "type", 'needs "@type"');
    subject.rejects(TYPE, text, "type", 'needs "@type"', { ignoreUnknownFields: true });
  }
  subject.cannotWrite(TYPE, { typeUrl: "", value: new Uint8Array(1) }, "type");
});

test("@type needs a slash and a name, and a type in the registry, which the error names", (subject) => {
  for (const url of ["", "not_a_url", "seria.json.test.Node", "/", "a/"]) {
    subject.rejects(TYPE, `{"@type":"${url}","value":""}`, "type", "is not the URL of a type");
    const message = { typeUrl: url, value: new Uint8Array(1) };
    subject.cannotWrite(TYPE, message, "type", "is not the URL of a type");
  }
  for (const url of ["a/no.Such", "no.Such/no.Such", "type.googleapis.com/no.Such"]) {
    subject.rejects(TYPE, `{"@type":"${url}"}`, "type", '"no.Such" is not in the registry');
    const message = { typeUrl: url, value: new Uint8Array(0) };
    subject.cannotWrite(TYPE, message, "type", '"no.Such" is not in the registry');
  }
  const none = { registry: createRegistry() };
  subject.rejects(TYPE, `{"@type":"${NODE}"}`, "type", "seria.json.test.Node", none);
  assertEquals(subject.roundTrip(TYPE, '{"@type":"/seria.json.test.Node"}').length > 0, true);
});

test("fromJsonString() rejects malformed Anys", (subject) => {
  subject.rejects(TYPE, '{"@type":1}', "value", 'expected "@type" to be a string');
  subject.rejects(TYPE, '{"@type":null}', "value", 'expected "@type" to be a string');
  subject.rejects(TYPE, `{"@type":"${NODE}","@type":"${NODE}"}`, "duplicate");
  subject.rejects(TYPE, `{"@type":"${NODE}","name":"a","name":"a"}`, "duplicate");
  subject.rejects(TYPE, `{"@type":"${NODE}","no":1}`, "unknown");
  subject.rejects(TYPE, `{"@type":"${wkt("Duration")}"}`, "value", 'needs "value"');
  subject.rejects(TYPE, `{"@type":"${wkt("Duration")}","value":"1s","value":"1s"}`, "duplicate");
  subject.rejects(
    TYPE,
    `{"@type":"${wkt("Duration")}","@type":"${NODE}","value":"1s"}`,
    "duplicate",
  );
  subject.rejects(TYPE, `{"@type":"${wkt("Duration")}","seconds":1}`, "unknown");
  subject.rejects(TYPE, `{"@type":"${wkt("Int32Value")}","value":null}`, "value");
  subject.rejects(TYPE, `{"@type":"${NODE}"`, "syntax");
  subject.rejects(TYPE, `{"name":"a" "@type":"${NODE}"}`, "syntax");
  for (const json of ["1", '"a"', "[]"]) subject.rejects(TYPE, json, "value", "expected an object");
});

test("errors inside an Any tell their path", (subject) => {
  const text = `{"any":{"@type":"${
    wkt("Any")
  }","value":{"@type":"${NODE}","children":[{"name":1}]}}}`;
  assertEquals(subject.rejects("WellKnown", text, "value").path, "any.value.children[0].name");
});

test("ignoreUnknownFields reaches into Anys", (subject) => {
  const ignore = { ignoreUnknownFields: true };
  const node = subject.read(TYPE, `{"@type":"${NODE}","no":{"a":1},"name":"a"}`, ignore);
  assertEquals(subject.write(TYPE, node), `{"@type":"${NODE}","name":"a"}`);
  const text = `{"@type":"${wkt("Duration")}","no":[],"value":"1s"}`;
  assertEquals(subject.read(TYPE, text, ignore).typeUrl, wkt("Duration"));
});

test("toJson() rejects an Any whose fields are of the wrong kind", (subject) => {
  subject.cannotWrite(TYPE, {}, "value", "expected the URL of a type");
  subject.cannotWrite(TYPE, { typeUrl: NODE, value: "" }, "value", "expected bytes");
});

test("toJson() rejects an Any whose bytes are malformed", (subject) => {
  const message = { typeUrl: NODE, value: new Uint8Array([0x0a, 5]) };
  subject.cannotWrite(TYPE, message, "value", "does not hold a seria.json.test.Node");
  const path = subject.cannotWrite(
    "WellKnown",
    {
      ...subject.type("WellKnown").create(),
      anys: [{
        typeUrl: wkt("Duration"),
        value: new Uint8Array([
          0x10,
          1,
          0x08,
          0xff,
          0xff,
          0xff,
          0xff,
          0xff,
          0xff,
          0xff,
          0xff,
          0xff,
          0x01,
        ]),
      }],
    },
    "value",
    "out of the range of a Duration: seconds -1, nanos 1",
  ).path;
  assertEquals(path, "anys[0].value");
});
