import { assertEquals } from "@std/assert";
import { test } from "./testdata/subject.ts";

test("fromJsonString() takes null for every field, and leaves it unset", (subject) => {
  for (const name of ["Scalars", "Optionals", "Node", "Names", "Lists", "Maps", "Legacy"]) {
    const type = subject.type(name);
    for (const field of type.descriptor.fields) {
      for (const key of [field.jsonName, field.name]) {
        assertEquals(subject.read(name, `{"${key}": null}`), type.create(), `${name}.${key}`);
        assertEquals(subject.readValue(name, { [key]: null }), type.create());
      }
    }
  }
});

test("null is unset for well-known types other than Value and NullValue", (subject) => {
  const type = subject.type("WellKnown");
  for (const field of type.descriptor.fields) {
    if (["value", "null", "optional_null"].includes(field.name)) continue;
    assertEquals(subject.read("WellKnown", `{"${field.jsonName}": null}`), type.create());
  }
});

test("null is a value for Value and NullValue", (subject) => {
  const table: [text: string, written: string][] = [
    ['{"value":null}', '{"value":null}'],
    ['{"null":null}', "{}"],
    ['{"optionalNull":null}', '{"optionalNull":null}'],
    ['{"optionalNull":"NULL_VALUE"}', '{"optionalNull":null}'],
    ['{"optionalNull":0}', '{"optionalNull":null}'],
    ['{"values":[null,1]}', '{"values":[null,1]}'],
    ['{"nulls":[null,"NULL_VALUE",0]}', '{"nulls":[null,null,null]}'],
  ];
  for (const [text, written] of table) assertEquals(subject.roundTrip("WellKnown", text), written);
  const maps = '{"values":{"a":null},"nulls":{"a":null}}';
  assertEquals(subject.roundTrip("Maps", maps), maps);
  assertEquals(subject.roundTrip("Choice", '{"nothing":null}'), '{"nothing":null}');
  assertEquals(subject.roundTrip("Choice", '{"value":null}'), '{"value":null}');
});

test("null in a list is an error", (subject) => {
  for (const field of ["int32s", "int64s", "strings", "bytes", "colors", "nodes", "floats"]) {
    const error = subject.rejects("Lists", `{"${field}": [null]}`, "value", "cannot hold null");
    assertEquals(error.path, `${field}[0]`);
  }
  subject.rejects("WellKnown", '{"anys": [null]}', "value", "cannot hold null");
  subject.rejects("WellKnown", '{"int32Wrappers": [null]}', "value", "cannot hold null");
});

test("null in a map is an error", (subject) => {
  for (const field of ["int32s", "uint32s", "int64s", "uint64s"]) {
    const error = subject.rejects("Maps", `{"${field}": {"1": null}}`, "value", "cannot hold null");
    assertEquals(error.path, `${field}["1"]`);
  }
  for (const field of ["colors", "nodes", "strings"]) {
    subject.rejects("Maps", `{"${field}": {"a": null}}`, "value", "cannot hold null");
  }
});

test("null for a member of a oneof leaves the others alone", (subject) => {
  for (const text of ['{"number":null,"text":"a"}', '{"text":"a","number":null}']) {
    assertEquals(subject.roundTrip("Choice", text), '{"text":"a"}');
  }
});
