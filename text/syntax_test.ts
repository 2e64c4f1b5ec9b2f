import { assertEquals } from "@std/assert";
import { test } from "./testdata/subject.ts";

test("fromText() takes white space and comments between tokens", (subject) => {
  const table = [
    'name:"a"child{name:"b"}children{}children{}',
    '\tname\v:\f"a"\r\nchild { name : "b" } children{ }  children { }\n',
    '# first\nname # the name\n:#:\n"a"#"\nchild#{\n{#}\nname:"b"#\n}children{}children{}# end',
    '#\n#\r#\nname: "a" child { name: "b" } children [ { } , { } ] #',
  ];
  const expected = 'name: "a" child { name: "b" } children {} children {}';
  for (const text of table) assertEquals(subject.roundTrip("Node", text), expected, text);
  for (const text of ["", " \n", "# only a comment", "#\n#"]) {
    assertEquals(subject.roundTrip("Node", text), "", text);
  }
});

test("fromText() takes braces and angle brackets, with a colon or without", (subject) => {
  const table = [
    'child { name: "a" }',
    'child: { name: "a" }',
    'child < name: "a" >',
    'child:<name:"a">',
    'child : < name : "a" >',
  ];
  for (const text of table) {
    assertEquals(subject.roundTrip("Node", text), 'child { name: "a" }', text);
  }
  assertEquals(subject.roundTrip("Node", "child<child{child<>}>"), "child { child { child {} } }");
});

test("fromText() takes a comma or a semicolon after each field", (subject) => {
  const table = [
    'name: "a", child { name: "b", child {}; },',
    'name: "a"; child { name: "b"; child {}, };',
    'name: "a" , child { name: "b" child {} }',
  ];
  for (const text of table) {
    const expected = 'name: "a" child { name: "b" child {} }';
    assertEquals(subject.roundTrip("Node", text), expected, text);
  }
  assertEquals(subject.roundTrip("Lists", "int32s: [1],int32s: [2];"), "int32s: 1 int32s: 2");
  for (const text of [",", ";", 'name: "a",,', 'name: "a";;', 'name: "a",;', "child { , }"]) {
    subject.rejects("Node", text, "syntax", "the name of a field");
  }
});

test("fromText() takes lists, in brackets and one by one", (subject) => {
  const table: [text: string, written: string][] = [
    ["int32s: []", ""],
    ["int32s: [ 1 ]", "int32s: 1"],
    ["int32s: [1, -2,0x3]", "int32s: 1 int32s: -2 int32s: 3"],
    ["int32s: 1 int32s: [2, 3] int32s: [] int32s: 4", "int32s: 1 int32s: 2 int32s: 3 int32s: 4"],
    ["int64s: [1, 2]", "int64s: 1 int64s: 2"],
    ['strings: ["a" "b", \'c\']', 'strings: "ab" strings: "c"'],
    ['bytes: ["a", "\\377"]', 'bytes: "a" bytes: "\\377"'],
    ["colors: [COLOR_RED, 2]", "colors: COLOR_RED colors: COLOR_GREEN"],
    ["floats: [1, inf, -nan, .5f]", "floats: 1 floats: inf floats: nan floats: 0.5"],
    ["nodes: [{}, <name: 'a'>]", 'nodes {} nodes { name: "a" }'],
    ["nodes [{}, {}] nodes {} nodes []", "nodes {} nodes {} nodes {}"],
  ];
  for (const [text, written] of table) {
    assertEquals(subject.roundTrip("Lists", text), written, text);
  }
});

test("fromText() rejects malformed lists", (subject) => {
  const table = [
    "int32s: [",
    "int32s: [1",
    "int32s: [1,",
    "int32s: [1,]",
    "int32s: [,1]",
    "int32s: [1,,2]",
    "int32s: [1; 2]",
    "int32s: [1 2]",
    "int32s: [[1]]",
    "int32s: [1}",
    "int32s [1]",
    "nodes: [{},]",
    "nodes: [{} {}]",
    "nodes: [1]",
    "nodes: [[{}]]",
    "floats: [-]",
  ];
  for (const text of table) subject.rejects("Lists", text, "syntax");
  for (const text of ["int32_value: [1]", "int32_value: []", "color: [COLOR_RED]"]) {
    subject.rejects("Scalars", text, "syntax");
  }
  subject.rejects("Node", "child: [{}]", "syntax");
  subject.rejects("Node", "child []", "syntax");
});

test("fromText() rejects malformed messages", (subject) => {
  const table: [text: string, message: string][] = [
    ["name", 'expected ":", not the end of the text'],
    ["name:", "expected a string, not the end of the text"],
    ['name "a"', 'expected ":", not a string'],
    ["name { }", 'expected ":", not "{"'],
    ['name: "a" "b" c', "no such field"],
    ["child", 'expected "{" or "<", not the end of the text'],
    ["child: 1", 'expected "{" or "<", not "1"'],
    ['child: "a"', 'expected "{" or "<", not a string'],
    ["child {", 'expected the name of a field or "}", not the end of the text'],
    ["child <", 'expected the name of a field or ">", not the end of the text'],
    ["child { >", 'expected the name of a field or "}", not ">"'],
    ["child < }", 'expected the name of a field or ">", not "}"'],
    ["child { child < } >", 'not "}"'],
    ["child (", 'expected "{" or "<", not "("'],
    ["child :: {}", 'expected "{" or "<", not ":"'],
    ["}", 'expected the name of a field, not "}"'],
    ["child {}}", 'expected the name of a field, not "}"'],
    ["{ }", 'expected the name of a field, not "{"'],
    ['"name": "a"', "expected the name of a field, not a string"],
    ["1: 2", 'expected the name of a field, not "1"'],
    ["-", 'expected the name of a field, not "-"'],
    ["é: 1", 'unexpected character "é"'],
    ["\0", 'unexpected character "\\u0000"'],
    ["\x01", "unexpected character"],
    ["\x7f", "unexpected character"],
    ["\xa0", "unexpected character"],
    ["\ufeff", "unexpected character"],
    ["🙂", 'unexpected character "🙂"'],
    ["\ud800", "unexpected character"],
    ["// name", 'not "/"'],
    ["/* name */", 'not "/"'],
    ["name: a", "expected a string"],
  ];
  for (const [text, message] of table) {
    const code = message === "no such field" ? "unknown" : "syntax";
    subject.rejects("Node", text, code, message);
  }
});

test("fromText() takes field names as they are in the .proto file, and no others", (subject) => {
  const text =
    '__proto__: "a" constructor: "b" toString: "c" hasOwnProperty: "d" inf: "e" Upper: "f" e1: "g"';
  const message = subject.read("Names", text);
  assertEquals(subject.write("Names", message), text);
  assertEquals(Object.getPrototypeOf(message), Object.prototype);
  for (const name of ["valueOf", "upper", "UPPER", "Inf", "E1", "$constructor", "constructor$"]) {
    const code = name.includes("$") ? "syntax" : "unknown";
    subject.rejects("Names", `${name}: "a"`, code);
  }
  subject.rejects(
    "Scalars",
    "int32Value: 1",
    "unknown",
    "seria.text.test.Scalars has no such field",
  );
});

test("a field that is not repeated may come once", (subject) => {
  const table: [type: string, text: string][] = [
    ["Scalars", "int32_value: 1 int32_value: 1"],
    ["Scalars", "int32_value: 0 int32_value: 0"],
    ["Optionals", "int32_value: 1, string_value: '' int32_value: 2"],
    ["Node", "child {} child {}"],
    ["Node", "child { name: '' name: '' }"],
    ["Choice", "text: 'a' text: 'b'"],
    ["Wide", "f33: 1 f33: 1"],
    ["Wide", "f32: 1 f32: 1"],
    ["Wide", "f31: 1 f31: 1"],
    ["Legacy", "[seria.text.test2.big]: 1 [seria.text.test2.big]: 1"],
    ["Legacy", "[seria.text.test2.Inner.nested] {} [seria.text.test2.Inner.nested] {}"],
    ["Groups", "Detail {} detail {}"],
  ];
  for (const [type, text] of table) {
    subject.rejects(type, text, "duplicate", "the field comes twice");
  }
  const all = Array.from({ length: 34 }, (_, i) => `f${i + 1}: 1`).join(" ");
  assertEquals(subject.roundTrip("Wide", all), all);
});

test("of a oneof one member may come", (subject) => {
  const table = [
    "text: 'a' number: 1",
    "node {} text: 'a'",
    "number: 0 node {}",
    "color: 0 number: 1",
  ];
  for (const text of table) {
    subject.rejects("Choice", text, "duplicate", 'another member of oneof "choice" came before');
  }
  subject.rejects("Wide", "f34: 1 f35: 1", "duplicate", 'oneof "last"');
  for (const text of ['text: "" other_flag: false', "node {}", "color: COLOR_NONE", "number: 0"]) {
    assertEquals(subject.roundTrip("Choice", text), text);
  }
});

test("fromText() does not ask for required fields", (subject) => {
  assertEquals(subject.roundTrip("Legacy", ""), 'id: "" count: 0');
  assertEquals(subject.read("Legacy", "").body, undefined);
  assertEquals(subject.read("Legacy", "").withDefault, undefined);
});

test("names that a message reserves are passed over", (subject) => {
  const values = [
    ": true",
    ": -123",
    ": 0.5",
    ": -inf",
    ": ENUM_VALUE",
    ': "a" "b"',
    ": { a: 1, b { } [c.d]: 2 [e.f/g.h] <> }",
    " < a: [1, {}] >",
    " {}",
    ": [-123, 4.5, inf]",
    ": []",
    ": [{}, <>]",
    " [{}, {}]",
    " []",
  ];
  for (const value of values) {
    for (const end of ["", ",", ";"]) {
      const text = `gone${value}${end} Upper: "a" long_gone${value}`;
      assertEquals(subject.roundTrip("Names", text), 'Upper: "a"', text);
    }
  }
  assertEquals(subject.roundTrip("Features", "gone: 1 gone: 2"), "");
  const malformed = [
    "",
    ":",
    " 1",
    " [1]",
    ": -x",
    ": -",
    ': -"a"',
    ": [1,]",
    ": [1; 2]",
    ": [[1]]",
    ": {",
    ": { a }",
    ": { a: }",
    ": { 1: 2 }",
    ": { [1]: 2 }",
    ": { [a..b]: 2 }",
    ': "\\q"',
    ": 1,,",
  ];
  for (const value of malformed) subject.rejects("Names", `gone${value}`, "syntax");
  subject.rejects("Names", "gones: 1", "unknown");
});
