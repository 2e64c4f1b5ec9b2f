import { assertEquals, assertThrows } from "@std/assert";
import { toText } from "./to_text.ts";
import { test } from "./testdata/subject.ts";

const TEXT = 'name: "a" child { child {} children { name: "b" } } named { key: "c" value {} }';

test("toText() puts each field on its own line", (subject) => {
  const message = subject.read("Node", TEXT);
  const type = subject.type("Node");
  const written = `name: "a"
child {
  child {}
  children {
    name: "b"
  }
}
named {
  key: "c"
  value {}
}
`;
  assertEquals(toText(type, message), written);
  assertEquals(toText(type, message, { indent: 2 }), written);
  assertEquals(toText(type, message, { indent: "\t" }), written.replaceAll("  ", "\t"));
  assertEquals(toText(type, message, { indent: 1 }), written.replaceAll("  ", " "));
  assertEquals(subject.read("Node", written), message);
  assertEquals(toText(type, type.create()), "");
});

test("toText() puts everything in one line if indent is empty", (subject) => {
  const message = subject.read("Node", TEXT);
  const type = subject.type("Node");
  assertEquals(toText(type, message, { indent: 0 }), TEXT);
  assertEquals(toText(type, message, { indent: "" }), TEXT);
  assertEquals(toText(type, type.create(), { indent: 0 }), "");
});

test("toText() rejects an indent that is not white space", (subject) => {
  for (const indent of ["x", "\n", " #", -1, Infinity]) {
    assertThrows(() => toText(subject.type("Node"), {}, { indent }), RangeError);
  }
});

test("toText() writes fields in the order of the .proto file, maps in that of their keys", (subject) => {
  assertEquals(
    subject.roundTrip("Order", "first: 1 second: 2 third: 3"),
    "third: 3 first: 1 second: 2",
  );
  const doubles = subject.read(
    "Maps",
    'doubles { key: "b" } doubles { key: "a" } doubles { key: "B" }',
  );
  assertEquals([...(doubles.doubles as Map<string, number>).keys()], ["b", "a", "B"]);
  assertEquals(
    subject.write("Maps", doubles),
    'doubles { key: "B" value: 0 } doubles { key: "a" value: 0 } doubles { key: "b" value: 0 }',
  );
});

test("toText() takes any object of a message's shape", (subject) => {
  function* names() {
    yield "a";
    yield "b";
  }
  const entries = { entries: () => [["k", 1]].values() };
  assertEquals(subject.write("Lists", { strings: names() }), 'strings: "a" strings: "b"');
  assertEquals(subject.write("Maps", { doubles: entries }), 'doubles { key: "k" value: 1 }');
});
