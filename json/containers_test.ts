import { assertEquals } from "@std/assert";
import { test } from "./testdata/subject.ts";

test("lists are read and written", (subject) => {
  const text = '{"int32s":[1,-2],"int64s":["1","-2"],"strings":["","a"],"bytes":["","AQ=="],' +
    '"colors":["COLOR_RED"],"nodes":[{},{"name":"a"}],"floats":[0,0.1,"NaN"]}';
  assertEquals(subject.roundTrip("Lists", text), text);
  assertEquals(subject.roundTrip("Lists", '{"int32s":[],"nodes":[]}'), "{}");
});

test("fromJsonString() rejects what is not a list, or an element of the wrong kind", (subject) => {
  for (const literal of ["1", '"a"', "{}", "true"]) {
    subject.rejects("Lists", `{"int32s": ${literal}}`, "value", "expected a list");
  }
  const table = ['"int32s": [1, false]', '"int32s": [1, "name"]', '"int32s": [1, {"a": 4}]'];
  const more = [
    '"strings": ["a", 2]',
    '"nodes": [{}, 2]',
    '"nodes": [{}, "2"]',
    '"int32s": [1, [2]]',
  ];
  for (const member of [...table, ...more]) {
    const error = subject.rejects("Lists", `{${member}}`, "value");
    assertEquals(error.path.endsWith("[1]"), true);
  }
});

test("maps are read and written", (subject) => {
  const text = '{"int32s":{"2147483647":2,"-2147483648":1},"uint32s":{"4294967295":"a"},' +
    '"int64s":{"-9223372036854775808":"a"},"uint64s":{"18446744073709551615":"a"},' +
    '"bools":{"true":"a","false":"b"},"colors":{"":"COLOR_RED"},"nodes":{"a":{"name":"b"}},' +
    '"strings":{"__proto__":"p","constructor":"c"},"values":{"__proto__":{"__proto__":1}}}';
  assertEquals(subject.roundTrip("Maps", text), text);
  assertEquals(subject.write("Maps", subject.readValue("Maps", JSON.parse(text))), text);
  assertEquals(subject.roundTrip("Maps", '{"int32s":{}}'), "{}");
});

test("toJsonString() writes integer keys in the order of the map", (subject) => {
  const text = '{"uint32s":{"10":"","9":""},"int32s":{}}';
  assertEquals(subject.roundTrip("Maps", text), '{"uint32s":{"10":"","9":""}}');
});

test("fromJsonString() reads escaped map keys", (subject) => {
  assertEquals(subject.roundTrip("Maps", '{"int32s":{"\\u0031":2}}'), '{"int32s":{"1":2}}');
  assertEquals(subject.roundTrip("Maps", '{"bools":{"tr\\u0075e":""}}'), '{"bools":{"true":""}}');
  assertEquals(subject.roundTrip("Maps", '{"int32s":{"-0":2}}'), '{"int32s":{"0":2}}');
  assertEquals(subject.roundTrip("Maps", '{"int64s":{"-0":""}}'), '{"int64s":{"0":""}}');
});

test("fromJsonString() rejects keys that are not of the map's key type", (subject) => {
  const bad = ["", " 1", "1 ", "+1", "01", "1.0", "1e2", "0x1", "a", "null", "true", "1n", "--1"];
  const table: [field: string, keys: string[]][] = [
    ["int32s", [...bad, "2147483648", "-2147483649", "4294967297", "9".repeat(1000)]],
    ["uint32s", [...bad, "4294967296", "-1"]],
    ["int64s", [...bad, "9223372036854775808", "-9223372036854775809", "9".repeat(1000)]],
    ["uint64s", [...bad, "18446744073709551616", "-1"]],
    ["bools", ["", "True", "TRUE", "1", "0", " true", "null"]],
  ];
  for (const [field, keys] of table) {
    for (const key of keys) {
      subject.rejects("Maps", `{"${field}": {"${key}": ""}}`, "value", "map key");
    }
  }
  subject.rejects("Maps", '{"int32s": {1: 2}}', "syntax");
  subject.rejects("Maps", '{"bools": {true: ""}}', "syntax");
  subject.rejects("Maps", '{"int32s": {null: 1}}', "syntax");
  subject.rejects("Maps", '{"int32s": []}', "value", "expected an object");
});

test("fromJsonString() rejects duplicate map keys, however they are spelled", (subject) => {
  const table: [field: string, entries: string][] = [
    ["strings", '"a": "", "a": ""'],
    ["strings", '"a": "", "\\u0061": ""'],
    ["strings", '"__proto__": "", "__proto__": ""'],
    ["int32s", '"1": 1, "1": 1'],
    ["int32s", '"0": 1, "-0": 1'],
    ["int64s", '"0": "", "-0": ""'],
    ["bools", '"true": "", "true": ""'],
    ["values", '"a": null, "a": null'],
  ];
  for (const [field, entries] of table) {
    subject.rejects("Maps", `{"${field}": {${entries}}}`, "duplicate", "twice");
  }
});

test("toJson() rejects lists, maps and messages of the wrong kind", (subject) => {
  const table: [type: string, field: string, value: unknown][] = [
    ["Lists", "int32s", 1],
    ["Lists", "int32s", null],
    ["Lists", "nodes", {}],
    ["Maps", "strings", {}],
    ["Maps", "strings", null],
    ["Maps", "strings", new Map([[1, ""]])],
    ["Maps", "strings", new Map([["\ud800", ""]])],
    ["Maps", "int32s", new Map([["1", 1]])],
    ["Maps", "int32s", new Map([[0.5, 1]])],
    ["Maps", "uint64s", new Map([[-1n, ""]])],
    ["Maps", "bools", new Map([["true", ""]])],
    ["Node", "child", 1],
    ["Node", "child", null],
  ];
  for (const [type, field, value] of table) {
    const message = { ...subject.type(type).create(), [field]: value };
    const error = subject.cannotWrite(type, message, "value");
    assertEquals(error.path.startsWith(field), true);
  }
});

test("JsonError tells the path when writing", (subject) => {
  const message = subject.read("Node", '{"children": [{}, {"named": {"a": {}}}]}');
  const list = message.children as { named: Map<string, { name: unknown }> }[];
  list[1]!.named.get("a")!.name = 5;
  const error = subject.cannotWrite("Node", message, "value", "expected a string, not 5");
  assertEquals(error.path, 'children[1].named["a"].name');
  assertEquals([error.line, error.column], [0, 0]);
});
