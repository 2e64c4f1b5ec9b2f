import { assertEquals, assertThrows } from "@std/assert";
import { test } from "./testdata/subject.ts";

/** The ways to order a list. */
function* permutations<T>(items: readonly T[]): Iterable<T[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    const rest = items.toSpliced(index, 1);
    for (const tail of permutations(rest)) yield [item, ...tail];
  }
}

test("fromJsonString() takes keys in any order, whatever came the last time", (subject) => {
  const members = ['"int32Value":1', '"string_value":"a"', ' "boolValue" :true', '"doubleValue":2'];
  const expected = subject.read("Scalars", `{${members.join()}}`);
  assertEquals([expected.int32Value, expected.stringValue], [1, "a"]);
  assertEquals([expected.boolValue, expected.doubleValue], [true, 2]);
  for (const order of permutations(members)) {
    assertEquals(subject.read("Scalars", `{${order.join()}}`), expected);
    assertEquals(subject.read("Scalars", `{ ${order.slice(1).join(" ,\n")} }`), {
      ...subject.read("Scalars", `{${order.slice(1).join()}}`),
    });
  }
});

test("fromJsonString() finds what is wrong where the key is one that it expects", (subject) => {
  const fine = '{"int32Value":1,"boolValue":true}';
  const table: [text: string, code: string, path: string, column: number][] = [
    ['{"int32Value":1,"boolValue":1}', "value", "boolValue", 29],
    ['{"int32Value":1,"boolValue"true}', "syntax", "int32Value", 28],
    ['{"int32Value":1"boolValue":true}', "syntax", "int32Value", 16],
    ['{"int32Value":1,,"boolValue":true}', "syntax", "int32Value", 17],
    ['{,"int32Value":1}', "syntax", "", 2],
    ['{"int32Value":1,"int32Value":1}', "duplicate", "int32Value", 17],
    ['{"int32Value":1,"boolValue":true,"int32_value":1}', "duplicate", "int32_value", 34],
    ['{"int32Value":1,"boolValue', "syntax", "int32Value", 17],
    ['{"int32Value":1,"boolValue":', "syntax", "boolValue", 29],
    ['{"int32Value":1,"boolValues":true}', "unknown", "boolValues", 17],
  ];
  for (const [text, code, path, column] of table) {
    subject.read("Scalars", fine);
    const error = subject.rejects("Scalars", text, code as "value");
    assertEquals([error.path, error.column], [path, column], text);
  }
});

test("toJsonString() takes messages with properties in any order, or from getters", (subject) => {
  const members = { int32Value: 1, stringValue: "a", boolValue: true, doubleValue: 2 };
  const expected = '{"doubleValue":2,"int32Value":1,"boolValue":true,"stringValue":"a"}';
  for (const order of permutations(Object.entries(members))) {
    assertEquals(subject.write("Scalars", Object.fromEntries(order)), expected);
    const all = { ...Object.fromEntries(order), ...subject.type("Scalars").create(), ...members };
    assertEquals(subject.write("Scalars", all), expected);
  }
  class View {
    get int32Value() {
      return 1;
    }
    get stringValue() {
      return "a";
    }
    get boolValue() {
      return true;
    }
    get doubleValue() {
      return 2;
    }
  }
  assertEquals(subject.write("Scalars", new View()), expected);
});

test("toJsonString() passes on what a getter throws", (subject) => {
  const message = {
    get child(): never {
      throw new RangeError("gone");
    },
  };
  assertThrows(() => subject.write("Node", message), RangeError, "gone");
  assertThrows(() => subject.write("Node", { child: message }), RangeError, "gone");
});
