import { assertEquals } from "@std/assert";
import { createRegistry, decode, encode } from "../reflect/mod.ts";
import { test } from "./testdata/subject.ts";

const ignore = { ignoreUnknownFields: true };
const print = { printUnknownFields: true };

test("ignoreUnknownFields passes over fields that are not known", (subject) => {
  const values = [
    ": 1",
    ": -inf",
    ": \"a\" 'b'",
    ": NAME",
    ": [1, {}]",
    " {}",
    ": < a: 1 2: 3 >",
    " [{}]",
  ];
  for (const name of ["no", "Name", "5", "0x5", "[no.such.extension]"]) {
    for (const value of values) {
      const text = `${name}${value}, name: "a" ${name}${value}`;
      assertEquals(subject.write("Node", subject.read("Node", text, ignore)), 'name: "a"', text);
      subject.rejects("Node", text, /^\d/.test(name) ? "syntax" : "unknown");
    }
  }
  assertEquals(
    subject.read("Anys", "any { no: 1 }", ignore).any,
    subject.type("google.protobuf.Any").create(),
  );
});

test("ignoreUnknownFields does not pass over malformed text", (subject) => {
  for (
    const text of [
      "no",
      "no:",
      "no 1",
      "no: {",
      "no: [1,]",
      "no: 1,,",
      "no: '\\q'",
      "-5: 1",
      "1.5: 1",
    ]
  ) {
    subject.rejects("Node", text, "syntax", "", ignore);
  }
  subject.rejects("Node", "name: 1", "syntax", "", ignore);
});

test("toText() leaves out unknown fields unless they are wanted", (subject) => {
  const message = { $unknown: new Uint8Array([0x08, 1]) };
  assertEquals(subject.write("Unknowing", message), "");
  assertEquals(subject.write("Unknowing", message, print), "1: 1");
  assertEquals(subject.write("Unknowing", {}, print), "");
});

test("printUnknownFields writes unknown fields under their numbers", (subject) => {
  const table: [hex: string, text: string][] = [
    ["0800", "1: 0"],
    ["08ffffffffffffffffff01", "1: 18446744073709551615"],
    ["0d0100ff00", "1: 0x00ff0001"],
    ["09efcdab8967452301", "1: 0x0123456789abcdef"],
    ["0a00", '1: ""'],
    ["0a0568656c6c6f", '1: "hello"'],
    ["0a020801", "1 { 1: 1 }"],
    ["0a02ff01", '1: "\\377\\001"'],
    ["0a040a020801", "1 { 1 { 1: 1 } }"],
    ["0a0408010a05", '1: "\\010\\001\\n\\005"'],
    ["0b08010c", "1 { 1: 1 }"],
    ["0b0c", "1 {}"],
    ["0b130b0c140c", "1 { 2 { 1 {} } }"],
    ["0b0a0208010c", "1 { 1 { 1: 1 } }"],
    ["f8ffffff0f01", "536870911: 1"],
    ["080108021001", "1: 1 1: 2 2: 1"],
  ];
  for (const [hex, text] of table) {
    const message = decode(subject.type("Unknowing"), Uint8Array.fromHex(hex));
    assertEquals(subject.write("Unknowing", message, print), text, hex);
    assertEquals(subject.write("Unknowing", subject.read("Unknowing", text, ignore)), "", text);
  }
});

test("printUnknownFields guesses ten levels deep, no deeper", (subject) => {
  let bytes = new Uint8Array([0x08, 1]);
  for (let depth = 0; depth < 12; depth++) bytes = new Uint8Array([0x0a, bytes.length, ...bytes]);
  const text = subject.write("Unknowing", { $unknown: bytes }, print);
  assertEquals(text.split("{").length - 1, 10);
  assertEquals(text.includes(String.raw`1: "\n\002\010\001"`), true, text);
  const shallow = subject.write("Unknowing", { $unknown: bytes }, { ...print, recursionLimit: 2 });
  assertEquals(shallow.split("{").length - 1, 2);
});

test("printUnknownFields bounds the depth of groups", (subject) => {
  const groups = (depth: number) =>
    new Uint8Array([...new Array(depth).fill(0x0b), ...new Array(depth).fill(0x0c)]);
  const deepest = subject.write("Unknowing", { $unknown: groups(100) }, print);
  assertEquals(deepest.split("{").length - 1, 100);
  subject.cannotWrite("Unknowing", { $unknown: groups(101) }, "limit", "recursionLimit", print);
});

test("printUnknownFields writes what is not an extension of the registry", (subject) => {
  const text = 'id: "a" count: 1 [seria.text.test2.big]: 5 [seria.text.test2.labels]: "x"';
  const bytes = encode(subject.type("Legacy"), subject.read("Legacy", text));
  const message = decode(subject.type("Unknowing"), bytes);
  assertEquals(subject.write("Unknowing", message, print), '1: "a" 2: 1 100: 5 101: "x"');
  const registry = createRegistry();
  const legacy = decode(subject.type("Legacy"), new Uint8Array([...bytes, 0xa8, 0x03, 7])); // 53: 7
  assertEquals(subject.write("Legacy", legacy, print), `${text} 53: 7`);
  assertEquals(
    subject.write("Legacy", legacy, { ...print, registry }),
    'id: "a" count: 1 100: 5 101: "x" 53: 7',
  );
});

test("printUnknownFields writes a known field of the wrong wire type", (subject) => {
  const message = decode(subject.type("Node"), new Uint8Array([0x08, 5, 0x12, 2, 0x08, 1]));
  assertEquals(subject.write("Node", message, print), "child { 1: 1 } 1: 5");
});

test("printUnknownFields writes the items of a MessageSet that are not known", (subject) => {
  const set = subject.read("Set", '[seria.text.test2.Item] { text: "a" }');
  const registry = createRegistry();
  assertEquals(subject.write("Set", set, print), '[seria.text.test2.Item] { text: "a" }');
  assertEquals(subject.write("Set", set, { ...print, registry }), '1 { 2: 1000 3 { 1: "a" } }');
});

test("printUnknownFields reports malformed bytes", (subject) => {
  for (const hex of ["08", "0a05", "0b", "0c", "0b14", "0f", "00", "0d00"]) {
    const $unknown = Uint8Array.fromHex(hex);
    subject.cannotWrite("Unknowing", { $unknown }, "value", "Cannot", print);
  }
});

test("printUnknownFields takes time in proportion", (subject) => {
  const $unknown = new Uint8Array(2_000_000).fill(0x0a);
  for (let i = 1; i < $unknown.length; i += 2) $unknown[i] = 0;
  const text = subject.write("Unknowing", { $unknown }, print);
  assertEquals(text.length, 1_000_000 * 6 - 1);
});
