import { assert, assertEquals, assertThrows } from "@std/assert";
import { test } from "./testdata/subject.ts";
import { JsonError, type JsonErrorCode } from "./error.ts";

test("fromJsonString() accepts white space wherever JSON does", (subject) => {
  const message = subject.read(
    "Lists",
    ' \t\r\n{ "int32s" :\n[ 1 ,\t2\r, 3 ] , "strings" : [ ] } \n',
  );
  assertEquals(message.int32s, [1, 2, 3]);
  assertEquals(subject.read("Lists", "{}"), subject.type("Lists").create());
  assertEquals(subject.read("Lists", "{\n}"), subject.type("Lists").create());
});

test("fromJsonString() rejects what is not JSON", (subject) => {
  const table = [
    ...["", " ", "{", "}", "]", "{]", '{"int32s"', '{"int32s":', '{"int32s":}', '{"int32s":[1'],
    ...['{"int32s":[1,]}', '{"int32s":[1 ,]}', '{"int32s":[1,,2]}', '{"int32s":[,1]}'],
    ...['{"int32s":[1 2]}', '{"int32s":[1,2}', '{"int32s":[1],}', '{"int32s":[1] , }', "{,}"],
    ...['{"int32s":[1] "strings":[]}', "{int32s:[]}", "{'int32s':[]}", "{\"strings\":['a']}"],
    ...[
      '{"int32s":[1]}}',
      '{"int32s":[1]} x',
      "{}{}",
      "{} null",
      '{"int32s" [1]}',
      '{"int32s"=[]}',
    ],
    ...['// no\n{"int32s":[]}', '{/* no */"int32s":[]}', '{"int32s":[]} // no', "\ufeff{}"],
    ...["{null:1}", "{1:2}", "\u00a0{}", "\f{}", "{}\u2028", "NaN", "undefined", "True"],
    ...['{"int32s":nul}', '{"int32s":nulL}', '{"int32s":[+1]}', '{"int32s":[01]}'],
    ...['{"int32s":[-01]}', '{"int32s":[1.]}', '{"int32s":[.5]}', '{"int32s":[0x1]}'],
    ...['{"int32s":[1e]}', '{"int32s":[1e+]}', '{"int32s":[--1]}', '{"int32s":[-]}'],
    ...['{"int32s":[- 1]}', '{"int32s":[1.0.0]}', '{"int32s":[1_0]}', '{"int32s":[00]}'],
    ...['{"int32s":[١]}', '{"int32s":[1n]}', '{"floats":[Infinity]}', '{"floats":[-Infinity]}'],
  ];
  for (const text of table) subject.rejects("Lists", text, "syntax");
});

test("fromJsonString() reads every escape", (subject) => {
  const table: [literal: string, value: string][] = [
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'],
    ['"\\u8C37\\u6b4c"', "谷歌"],
    ['"\\uD83D\\uDE01"', "😁"],
    ['"\\ud83d\\ude01!"', "😁!"],
    ['"a\\u0000b"', "a\0b"],
    ['"\\u0031"', "1"],
    ['"x\\\\u0031"', "x\\u0031"],
    ['"\u2028\u2029\u007f"', "\u2028\u2029\u007f"],
    ['"😁 raw"', "😁 raw"],
  ];
  for (const [literal, value] of table) {
    assertEquals(subject.readField("Scalars", "stringValue", literal), value);
  }
});

test("fromJsonString() rejects malformed strings", (subject) => {
  const table = [
    ...['"abc', '"abc\\', '"abc\\"', '"\\U8C37"', '"\\uXXXX"', '"\\u8C3"', '"\\u"', '"\\x41"'],
    ...[
      '"\\a"',
      '"\\0"',
      '"\\\'"',
      '"\\u 123"',
      '"\\u+123"',
      '"a\nb"',
      '"a\tb"',
      '"\0"',
      '"\u001f"',
    ],
    ...['"\\u0041\n"'],
  ];
  for (const literal of table) {
    subject.rejects("Scalars", `{"stringValue": ${literal}}`, "syntax");
  }
});

test("fromJsonString() rejects lone surrogates, escaped or not", (subject) => {
  const table = ["\\uD800", "\\uDC00", "\\uDE01\\uD83D", "\\ud800a", "\ud800", "\udc00", "é\ud800"];
  for (const text of table) {
    subject.rejects("Scalars", `{"stringValue": "${text}"}`, "syntax", "lone surrogate");
    subject.rejects("Scalars", `{"${text}": 1}`, "syntax", "lone surrogate");
    subject.rejects("Maps", `{"strings": {"${text}": ""}}`, "syntax", "lone surrogate");
    subject.rejects("Scalars", `{"bytesValue": "${text}"}`, "syntax", "lone surrogate");
    subject.rejects("Scalars", `{"no": "${text}"}`, "syntax", "lone surrogate", {
      ignoreUnknownFields: true,
    });
  }
});

test("fromJsonString() does not keep a long text alive for the sake of a short string", (subject) => {
  // What can be seen of it: strings of long texts are right, whatever their length.
  const strings = ["", "a", "abcdefghijklm", "谷歌".repeat(20), "x".repeat(20_000), 'q"'.repeat(9)];
  const text = JSON.stringify({ strings });
  assertEquals(subject.read("Lists", text).strings, strings);
});

test("fromJsonString() checks the syntax of what it ignores", (subject) => {
  const ignore = { ignoreUnknownFields: true };
  const table = ["01", "[1,]", '{"a":}', "{a:1}", '"\\x"', "tru", "[1 2]", "{1:2}", "[", "{"];
  for (const literal of table) {
    subject.rejects("Scalars", `{"no": ${literal}}`, "syntax", "", ignore);
  }
  const message = subject.read(
    "Scalars",
    '{"no": [1, "a", true, null, {"b": [{}]}, []], "int32Value": 5}',
    ignore,
  );
  assertEquals(message.int32Value, 5);
});

test("JsonError tells line, column and path", (subject) => {
  const table: [
    code: JsonErrorCode,
    type: string,
    text: string,
    at: [path: string, line: number, column: number],
  ][] = [
    ["syntax", "Scalars", '{"int32Value": x}', ["int32Value", 1, 16]],
    ["value", "Scalars", '{\n  "int32Value": 1.5\n}', ["int32Value", 2, 17]],
    ["unknown", "Scalars", '{\r\n "nope":\n1}', ["nope", 2, 2]],
    ["value", "Node", '{"children":[{},\n{"child":{"name":1}}]}', [
      "children[1].child.name",
      2,
      18,
    ]],
    ["unknown", "Node", '{"named":{"a b":{"child":{"x":1}}}}', ['named["a b"].child.x', 1, 27]],
    ["value", "Maps", '{"int32s":{"1":1,"x":1}}', ['int32s["x"]', 1, 18]],
    ["syntax", "WellKnown", '{"struct":{"a":[0,{"b":tru}]}}', ['struct["a"][1]["b"]', 1, 24]],
    ["value", "Legacy", '{"[seria.json.test2.big]":"x"}', ["[seria.json.test2.big]", 1, 27]],
    ["value", "Legacy", '{"detail":{"note":1}}', ["detail.note", 1, 19]],
    ["value", "Scalars", "null", ["", 1, 1]],
    ["syntax", "Scalars", "", ["", 1, 1]],
    ["syntax", "Scalars", "{} x", ["", 1, 4]],
    ["syntax", "Scalars", '{"int32Value": "😀😀', ["int32Value", 1, 16]],
  ];
  for (const [code, type, text, [path, line, column]] of table) {
    const error = subject.rejects(type, text, code);
    assertEquals([error.path, error.line, error.column], [path, line, column], text);
    assertEquals(error.message.startsWith(`Cannot read JSON: ${path}`), true);
    assertEquals(error.message.endsWith(` at line ${line}, column ${column}`), true);
  }
});

test("fromJson() tells the path without line and column", (subject) => {
  const error = assertThrows(
    () => subject.readValue("Node", { children: [{}, { named: { "a b": { x: 1 } } }] }),
    JsonError,
    'Cannot read JSON: children[1].named["a b"].x: seria.json.test.Node has no such field',
  );
  assertEquals([error.path, error.line, error.column], ['children[1].named["a b"].x', 0, 0]);
});

test("JsonError does not repeat long input", (subject) => {
  const long = "x".repeat(100_000);
  for (
    const error of [
      subject.rejects("Scalars", `{"${long}": 1}`, "unknown"),
      subject.rejects("Scalars", `{"int32Value": "${long}"}`, "value"),
      subject.rejects("Maps", `{"int32s": {"${long}": 1}}`, "value"),
      subject.rejects("WellKnown", `{"any": {"@type": "a/${long}"}}`, "type"),
      subject.rejects("WellKnown", `{"timestamp": "${long}"}`, "value"),
    ]
  ) {
    assert(error.message.length < 400);
    assert(error.path.length < 100);
  }
});

test("JsonError stays short for what is nested deep", (subject) => {
  const depth = 500;
  const options = { recursionLimit: depth };
  const text = `{"named":{"${"k".repeat(1000)}":`.repeat(depth) + '{"no":1';
  const error = subject.rejects("Node", text, "unknown", "", options);
  const entry = `named["${"k".repeat(64)}…"]`;
  assert(error.path.startsWith(`${entry}.named["kk`), error.path);
  assert(error.path.endsWith(`${entry}.no`), error.path);
  assert(error.path.length < 800, error.path);
  assert(error.message.length < 1000, error.message);
  const node = subject.type("Node").create();
  node.named = new Map([["k".repeat(1000), node]]);
  const written = subject.cannotWrite("Node", node, "limit", "in a circle", options);
  assert(written.path.length < 800, written.path);
});

test("JsonError tells where a string with escapes goes wrong", (subject) => {
  const table: [literal: string, message: string, column: number][] = [
    ['"\\n\\x"', "malformed escape", 20],
    ['"\\u0041\\u004"', "malformed escape", 24],
    ['"\\\\\\"\t"', "control character", 22],
    ['"\\\\\\"', "string without an end", 17],
  ];
  for (const [literal, message, column] of table) {
    const error = subject.rejects("Scalars", `{"stringValue": ${literal}`, "syntax", message);
    assertEquals(error.column, column, literal);
  }
});
