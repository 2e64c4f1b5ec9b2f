import { assert, assertEquals, assertThrows } from "@std/assert";
import { decode, encode } from "../reflect/mod.ts";
import { test } from "./testdata/subject.ts";

function nested(depth: number, open: string, close: string, inner: string): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}

test("fromText() bounds the depth of messages, as the binary format does", (subject) => {
  const node = (depth: number) =>
    nested(depth, "child { ", " }", 'name: ""').replace('name: ""', "");
  const type = subject.type("Node");
  const message = subject.read("Node", node(100));
  assertEquals(decode(type, encode(type, message)), message);
  assertEquals(subject.read("Node", subject.write("Node", message)), message);
  subject.rejects("Node", node(101), "limit", "raise recursionLimit");
  subject.rejects("Node", node(3), "limit", "", { recursionLimit: 2 });
  subject.read("Node", node(2), { recursionLimit: 2 });
  subject.rejects("Node", "child{".repeat(200_000), "limit", "raise recursionLimit");
  subject.rejects("Node", "child<".repeat(200_000), "limit", "raise recursionLimit");
});

test("lists and map entries are no levels, the messages in them are", (subject) => {
  const lists = (depth: number) => nested(depth, "children: [{", "}]", "");
  const maps = (depth: number) => nested(depth, "named { value {", "}}", "");
  for (const text of [lists, maps]) {
    const message = subject.read("Node", text(100));
    const type = subject.type("Node");
    assertEquals(decode(type, encode(type, message)), message);
    assertEquals(subject.read("Node", subject.write("Node", message)), message);
    subject.rejects("Node", text(101), "limit");
  }
});

test("fromText() bounds the depth of what it passes over", (subject) => {
  const ignore = { ignoreUnknownFields: true };
  for (const [open, close] of [["a {", "}"], ["a: [{", "}]"], ["[b/c.d] <", ">"]] as const) {
    const levels = open.includes("[{") ? 50 : 100;
    const text = (depth: number) => nested(depth, open, close, "");
    subject.read("Names", `gone { ${text(levels - 1)} }`);
    subject.rejects("Names", `gone { ${text(levels)} }`, "limit");
    subject.read("Node", `no { ${text(levels - 1)} }`, ignore);
    subject.rejects("Node", `no { ${text(levels)} }`, "limit", "", ignore);
    subject.rejects("Node", `no { ${open.repeat(1_000_000)}`, "limit", "", ignore);
  }
});

test("fromText() bounds the depth of Anys in Anys, and of extensions in extensions", (subject) => {
  const any = (depth: number) => nested(depth, "[a/google.protobuf.Any] {", "}", "");
  const message = subject.read("google.protobuf.Any", any(100));
  assertEquals(subject.write("google.protobuf.Any", message).split("{").length - 1, 100);
  subject.rejects("google.protobuf.Any", any(101), "limit");
  const inside = (depth: number) => nested(depth, "[seria.text.test2.inside] {", "}", "");
  const inner = subject.read("Inner", inside(100));
  assertEquals(subject.write("Inner", inner).split("{").length - 1, 100);
  subject.rejects("Inner", inside(101), "limit");
});

test("toText() bounds depth, and so survives messages in a circle", (subject) => {
  const node = subject.type("Node").create();
  node.child = node;
  subject.cannotWrite("Node", node, "limit", "in a circle");
  const message = subject.read("Node", "child { child {} }");
  subject.cannotWrite("Node", message, "limit", "recursionLimit", { recursionLimit: 1 });
  subject.write("Node", message, { recursionLimit: 2 });
});

test("toText() hands its limit down to extensions and to what an Any holds", (subject) => {
  const text = "[seria.text.test2.Inner.nested] { child { child {} } }";
  const legacy = subject.read("Legacy", text);
  const error = subject.cannotWrite("Legacy", legacy, "limit", "", { recursionLimit: 2 });
  assertEquals(error.path.startsWith("[seria.text.test2.Inner.nested]"), true);
  subject.write("Legacy", legacy, { recursionLimit: 3 });
  const any = subject.read(
    "google.protobuf.Any",
    "[a/seria.text.test.Node] { child { child {} } }",
  );
  const written = "[a/seria.text.test.Node] { child { child {} } }";
  assertEquals(subject.write("google.protobuf.Any", any, { recursionLimit: 3 }), written);
  for (const recursionLimit of [0, 1, 2]) {
    const raw = subject.write("google.protobuf.Any", any, { recursionLimit });
    assert(raw.startsWith('type_url: "a/seria.text.test.Node" value: '), raw);
  }
});

test("maxElementBytes bounds the memory that short text can take", (subject) => {
  const table: [type: string, text: string][] = [
    ["Lists", "nodes{}".repeat(1000)],
    ["Lists", "nodes{children{}}".repeat(100)],
    ["Lists", `nodes:[${"{},".repeat(999)}{}]`],
    ["Lists", `int64s:[${"1,".repeat(9999)}1]`],
    ["Lists", `bytes:[${'"",'.repeat(999)}""]`],
    ["Maps", Array.from({ length: 999 }, (_, i) => `int32s{key:${i}}`).join("")],
    ["Maps", Array.from({ length: 300 }, (_, i) => `nodes{key:"${i}"}`).join("")],
    ["Anys", "anys{[a/seria.text.test.Node]{}}".repeat(200)],
    ["Legacy", "[seria.text.test2.inners]{}".repeat(500)],
  ];
  for (const [type, text] of table) {
    subject.read(type, text);
    subject.rejects(type, text, "limit", "raise maxElementBytes", { maxElementBytes: 20_000 });
  }
});

test("maxElementBytes is 64 MiB by default for short text", (subject) => {
  subject.rejects("Lists", "nodes{}".repeat(500_000), "limit", "raise maxElementBytes");
});

test("maxTextLength bounds the text", (subject) => {
  subject.read("Node", "   ", { maxTextLength: 3 });
  subject.rejects("Node", "    ", "limit", "raise maxTextLength", { maxTextLength: 3 });
});

test("limits must be numbers from 0", (subject) => {
  for (const value of [-1, NaN]) {
    for (const option of ["recursionLimit", "maxElementBytes", "maxTextLength"]) {
      assertThrows(() => subject.read("Node", "", { [option]: value }), RangeError, option);
    }
    assertThrows(() => subject.write("Node", {}, { recursionLimit: value }), RangeError);
  }
});

test("fromText() takes time in proportion to the text", (subject) => {
  const length = 200_000;
  const table: [type: string, text: string][] = [
    ["Node", "#\n".repeat(length)],
    ["Node", `# ${"comment ".repeat(length)}`],
    ["Node", `name: ${'"a" '.repeat(length)}`],
    ["Node", `name: ${'"\\n" '.repeat(length)}`],
    ["Node", `name: "${"\\101".repeat(length)}"`],
    ["Node", `name: "${"é".repeat(length)}"`],
    ["Scalars", `double_value: 0.${"1".repeat(length)}`],
    ["Scalars", `double_value: ${"1".repeat(length)}`],
    ["Scalars", `int64_value: 0x${"0".repeat(length)}1`],
    ["Scalars", `uint64_value: 0${"0".repeat(length)}1777777777777777777777`],
    ["Scalars", `color: 0x${"0".repeat(length)}1`],
    ["Lists", "int32s: 1 ".repeat(length)],
    ["Legacy", `[seria.text.test2.${" ".repeat(length)}big]: 1`],
    ["Legacy", `[${"s e r i a . t e x t . t e s t 2 .".replaceAll(" ", "\n#\n")} big]: 1`],
  ];
  for (const [type, text] of table) subject.read(type, text);
  const rejected: [type: string, text: string][] = [
    ["Scalars", `int64_value: ${"1".repeat(length)}`],
    ["Scalars", `int64_value: 0x${"1".repeat(length)}`],
    ["Scalars", `int64_value: 0${"1".repeat(length)}`],
    ["Scalars", `bool_value: 0x${"0".repeat(length)}2`],
    ["google.protobuf.Any", `[${"a/".repeat(length)}] {}`],
    ["google.protobuf.Any", `[${"a.".repeat(length)}/a] {}`],
    ["google.protobuf.Any", `[a/${"a.".repeat(length)}] {}`],
    ["google.protobuf.Any", `[${"%41".repeat(length)}/a%] {}`],
  ];
  for (const [type, text] of rejected) {
    const error = assertThrows(() => subject.read(type, text), Error);
    assert(error.message.length < 500, `${error.message.length}`);
  }
});
