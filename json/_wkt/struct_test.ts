import { assertEquals } from "@std/assert";
import { test } from "../testdata/subject.ts";

test("Struct, Value and ListValue are read and written", (subject) => {
  const table: [type: string, text: string][] = [
    ["Value", "null"],
    ["Value", "true"],
    ["Value", "false"],
    ["Value", "0"],
    ["Value", "-0"],
    ["Value", "1.5e+300"],
    ["Value", '""'],
    ["Value", '"NaN"'],
    ["Value", "[]"],
    ["Value", "{}"],
    ["Value", '[[[]],{"":{"a":[null]}}]'],
    ["Struct", "{}"],
    ["Struct", '{"__proto__":{"constructor":"x","__proto__":null}}'],
    ["ListValue", "[]"],
    ["ListValue", '[1,"a",null,[],{}]'],
  ];
  for (const [type, text] of table) {
    assertEquals(subject.roundTrip(`google.protobuf.${type}`, text), text);
    const value = subject.readValue(`google.protobuf.${type}`, JSON.parse(text));
    assertEquals(subject.write(`google.protobuf.${type}`, value), text);
  }
});

test("fromJsonString() gives each kind of Value its member", (subject) => {
  const message = subject.read("google.protobuf.Value", '{"a":[null,1,"b",true]}');
  const value = (kind: string, value: unknown) => ({ kind: { case: kind, value } });
  assertEquals<unknown>(
    message,
    value("structValue", {
      fields: new Map([[
        "a",
        value("listValue", {
          values: [
            value("nullValue", 0),
            value("numberValue", 1),
            value("stringValue", "b"),
            value("boolValue", true),
          ],
        }),
      ]]),
    }),
  );
});

test("fromJsonString() rejects wrong kinds for Struct and ListValue", (subject) => {
  for (const json of ["1", '"a"', "true", "null", "[]"]) {
    subject.rejects("google.protobuf.Struct", json, "value", "expected an object");
  }
  for (const json of ["1", '"a"', "true", "null", "{}"]) {
    subject.rejects("google.protobuf.ListValue", json, "value", "expected a list");
  }
  subject.rejects("google.protobuf.Value", "1e400", "value", "out of the range");
  subject.rejects("google.protobuf.Struct", '{"a":1,"\\u0061":1}', "duplicate");
});

test("toJson() rejects a Value without a kind, and numbers that JSON does not have", (subject) => {
  const type = "google.protobuf.Value";
  subject.cannotWrite(type, subject.type(type).create(), "value", "no kind");
  subject.cannotWrite(type, {}, "value", "no kind");
  subject.cannotWrite(type, { kind: { case: "no", value: 1 } }, "value", "no kind");
  for (const value of [NaN, Infinity, -Infinity]) {
    subject.cannotWrite(type, { kind: { case: "numberValue", value } }, "value", `${value}`);
  }
  subject.cannotWrite(type, { kind: { case: "numberValue", value: "1" } }, "value");
  subject.cannotWrite(type, { kind: { case: "structValue", value: 1 } }, "value");
});

test("wrappers are what they wrap", (subject) => {
  const text = '{"boolWrapper":false,"bytesWrapper":"AQI=","doubleWrapper":"NaN",' +
    '"floatWrapper":0.1,"int32Wrapper":0,"int64Wrapper":"-1","stringWrapper":"",' +
    '"uint32Wrapper":1,"uint64Wrapper":"18446744073709551615","int32Wrappers":[0,1]}';
  assertEquals(subject.roundTrip("WellKnown", text), text);
  subject.rejects("WellKnown", '{"int32Wrapper": {"value": 1}}', "value");
  subject.rejects("WellKnown", '{"boolWrapper": "true"}', "value");
  subject.rejects("google.protobuf.Int32Value", "null", "value");
});

test("Empty is an object without members", (subject) => {
  assertEquals(subject.roundTrip("WellKnown", '{"empty":{}}'), '{"empty":{}}');
  subject.rejects("WellKnown", '{"empty":{"a":1}}', "unknown");
  subject.rejects("WellKnown", '{"empty":[]}', "value");
});
