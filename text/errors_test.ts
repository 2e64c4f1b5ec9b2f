import { assert, assertEquals, assertThrows } from "@std/assert";
import { TextError } from "./error.ts";
import { test } from "./testdata/subject.ts";

test("errors tell line, column and path", (subject) => {
  const table: [type: string, text: string, path: string, line: number, column: number][] = [
    ["Node", "no: 1", "no", 1, 1],
    ["Node", "\n\n  no: 1", "no", 3, 3],
    ["Node", "name: 1", "name", 1, 7],
    ["Node", '# é🙂\nname: "é🙂", no: 1', "no", 2, 14],
    ["Node", "\tname:\r\n\t\t1", "name", 2, 3],
    ["Node", "child { child { name: 1 } }", "child.child.name", 1, 23],
    ["Node", "children {} children { no: 1 }", "children[1].no", 1, 24],
    ["Node", "children [{}, { name: 1 }]", "children[1].name", 1, 23],
    ["Node", 'named { key: "a" value { name: 1 } }', 'named["a"].value.name', 1, 32],
    ["Node", "named { value { name: 1 } }", "named.value.name", 1, 23],
    ["Node", "named { key: 1 }", "named.key", 1, 14],
    ["Node", "child {", "child", 1, 8],
    ["Node", "child {\n", "child", 2, 1],
    ["Lists", "int32s: [1, 2, x]", "int32s[2]", 1, 16],
    ["Lists", "int32s: 1 int32s: x", "int32s[1]", 1, 19],
    ["Maps", "int32s { key: 1 value: x }", 'int32s["1"].value', 1, 24],
    ["Scalars", "int32_value: -\n99999999999", "int32_value", 1, 14],
    ["Scalars", "int32_value: 1 int32_value: 2", "int32_value", 1, 16],
    ["Scalars", "number_uint64: 9007199254740993", "number_uint64", 1, 16],
    ["Choice", 'text: "a" number: 1', "number", 1, 11],
    ["Groups", "Detail { note: 1 }", "Detail.note", 1, 16],
    ["Legacy", "[seria.text.test2.inners] { text: 1 }", "[seria.text.test2.inners][0].text", 1, 35],
    ["Anys", "any { [a/b.C] {} }", "any[a/b.C]", 1, 7],
    ["Names", "gone: 1 gone: [}", "gone", 1, 16],
    ["Node", "}", "", 1, 1],
    ["Node", '\n name: "a" ?', "", 2, 12],
  ];
  for (const [type, text, path, line, column] of table) {
    const error = assertThrows(() => subject.read(type, text), TextError);
    assertEquals([error.path, error.line, error.column], [path, line, column], text);
    assert(error instanceof SyntaxError);
    assertEquals(error.name, "TextError");
    const where = path === "" ? "" : `${path}: `;
    assert(error.message.startsWith(`Cannot read text: ${where}`), error.message);
    assert(error.message.endsWith(` at line ${line}, column ${column}`), error.message);
  }
});

test("errors of toText() tell the path, and have no line", (subject) => {
  const node = { ...subject.type("Node").create(), name: 5 };
  const table: [type: string, message: object, path: string][] = [
    ["Node", node, "name"],
    ["Node", { children: [{}, node] }, "children[1].name"],
    ["Node", { named: new Map([["a", node]]) }, 'named["a"].value.name'],
    ["Node", { named: new Map([[5, {}]]) }, 'named["5"].key'],
    ["Node", { child: 5 }, "child"],
    ["Node", { child: null }, "child"],
    ["Node", { children: 5 }, "children"],
    ["Node", { named: {} }, "named"],
    ["Choice", { choice: { case: "node", value: node } }, "node.name"],
    ["Groups", { detail: { note: 5 } }, "Detail.note"],
    ["Node", 5 as unknown as object, ""],
  ];
  for (const [type, message, path] of table) {
    const error = subject.cannotWrite(type, message, "value");
    assertEquals([error.path, error.line, error.column], [path, 0, 0]);
    assert(error.message.startsWith("Cannot write text: "), error.message);
  }
});

test("errors cut what they repeat", (subject) => {
  const long = "x".repeat(100_000);
  for (const text of [`${long}: 1`, `name: ${long}`, `child { ${long} }`, `[${long}]: 1`]) {
    const error = assertThrows(() => subject.read("Node", text), TextError);
    assert(error.message.length < 300, error.message);
  }
});

test("errors of what is nested deep stay short", (subject) => {
  const key = "k".repeat(1000);
  const depth = 500;
  const text = `named { key: "${key}" value { `.repeat(depth) + "no: 1";
  const error = subject.rejects("Node", text, "unknown", "", { recursionLimit: depth });
  assert(error.path.length < 800, error.path);
  assert(error.message.length < 1000, error.message);
  const entry = `named["${"k".repeat(64)}…"].value`;
  assert(error.path.startsWith(`${entry}.named["kk`), error.path);
  assert(error.path.includes(`…`), error.path);
  assert(error.path.endsWith(`${entry}.no`), error.path);
});

Deno.test("TextError has defaults", () => {
  const error = new TextError("value", "Cannot");
  assertEquals([error.path, error.line, error.column], ["", 0, 0]);
});
