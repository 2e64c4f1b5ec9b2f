import { assertEquals } from "@std/assert";
import { createRegistry, encode } from "../reflect/mod.ts";
import { test } from "./testdata/subject.ts";

const TYPE = "google.protobuf.Any";
const NODE = "type.googleapis.com/seria.text.test.Node";

test("Any is read and written with what it holds", (subject) => {
  const text = `[${NODE}] { name: "a" children { name: "b" } }`;
  const message = subject.read(TYPE, text);
  assertEquals(message.typeUrl, NODE);
  const node = subject.read("Node", 'name: "a" children { name: "b" }');
  assertEquals(message.value, encode(subject.type("Node"), node));
  assertEquals(subject.write(TYPE, message), text);
  const table: [text: string, written: string][] = [
    [`any: < [${NODE}]: < > >`, `any { [${NODE}] {} }`],
    [`any { [${NODE}] {}, }`, `any { [${NODE}] {} }`],
    [`anys: [{ [${NODE}] {} }, {}]`, `anys { [${NODE}] {} } anys {}`],
    [
      `by_name { key: "a" value { [${NODE}] { name: "n" } } }`,
      `by_name { key: "a" value { [${NODE}] { name: "n" } } }`,
    ],
    [
      "any { [a/google.protobuf.Duration] { seconds: 5 } }",
      "any { [a/google.protobuf.Duration] { seconds: 5 } }",
    ],
    [
      `any { [a/google.protobuf.Any] { [${NODE}] {} } }`,
      `any { [a/google.protobuf.Any] { [${NODE}] {} } }`,
    ],
    [
      "any { [a/seria.text.test2.Legacy] { [seria.text.test2.big]: 1 } }",
      'any { [a/seria.text.test2.Legacy] { id: "" count: 0 [seria.text.test2.big]: 1 } }',
    ],
  ];
  for (const [text, written] of table) {
    assertEquals(subject.roundTrip("Anys", text), written, text);
  }
});

test("Any is read as URL and bytes, too", (subject) => {
  const text = String.raw`type_url: "${NODE}" value: "\n\001a"`;
  assertEquals(subject.roundTrip(TYPE, text), `[${NODE}] { name: "a" }`);
  assertEquals(subject.roundTrip(TYPE, `type_url: "${NODE}"`), `[${NODE}] {}`);
  assertEquals(subject.roundTrip(TYPE, ""), "");
});

test("Any takes any URL that brackets can hold", (subject) => {
  const prefixes = [
    "a",
    "non.default.domain",
    "a/b",
    "a//b",
    "-.~!$&()*+,;=",
    "%2F/%aB",
    "1",
    "a/~/",
  ];
  for (const prefix of prefixes) {
    const text = `[${prefix}/seria.text.test.Node] {}`;
    assertEquals(subject.read(TYPE, text).typeUrl, `${prefix}/seria.text.test.Node`);
    assertEquals(subject.roundTrip(TYPE, text), text);
  }
  const table = [
    `[ type . googleapis.com / seria.text.test.Node ] {}`,
    "[ ty pe.go\nogleap\tis.com/ # a comment\n seria.te\nxt.test.No de]\n{}",
  ];
  for (const text of table) assertEquals(subject.read(TYPE, text).typeUrl, NODE, text);
});

test("fromText() rejects an Any whose URL is malformed", (subject) => {
  const urls = [
    "",
    "/",
    "a/",
    "/seria.text.test.Node",
    "seria.text.test.Node",
    "//seria.text.test.Node",
    "a%/seria.text.test.Node",
    "a%2/seria.text.test.Node",
    "%ZZ/seria.text.test.Node",
    "a/.seria.text.test.Node",
    "a/seria.text.test.Node.",
    "a/seria..text.test.Node",
    "a/seria.text.test.%4eode",
  ];
  for (const url of urls) subject.rejects(TYPE, `[${url}] {}`, "type", "not the URL of a type");
  for (
    const url of ["é/seria.text.test.Node", "a:b/seria.text.test.Node", '"a"', "a@b/c", "a?b/c"]
  ) {
    subject.rejects(TYPE, `[${url}] {}`, "syntax");
  }
});

test("fromText() rejects an Any whose type is not in the registry", (subject) => {
  const text = "[type.googleapis.com/no.such.Type] {}";
  subject.rejects(TYPE, text, "type", '"no.such.Type" is not in the registry');
  subject.rejects(TYPE, text, "type", "", { ignoreUnknownFields: true });
  subject.rejects(TYPE, `[${NODE}] {}`, "type", "not in the registry", {
    registry: createRegistry(),
  });
});

test("fromText() rejects an Any that is malformed, or has two values", (subject) => {
  const url = `type_url: "${NODE}"`;
  const table = [
    `[${NODE}] {} [${NODE}] {}`,
    `[${NODE}] {} ${url}`,
    `${url} [${NODE}] {}`,
    `[${NODE}] {} value: ""`,
    `value: "" [${NODE}] {}`,
  ];
  for (const text of table) subject.rejects(TYPE, text, "duplicate");
  for (
    const text of [`[${NODE}]`, `[${NODE}]: 1`, `[${NODE}]: [{}]`, `[${NODE}] {`, `[${NODE}] { >`]
  ) {
    subject.rejects(TYPE, text, "syntax");
  }
  subject.rejects(TYPE, `[${NODE}] { no: 1 }`, "unknown");
});

test("errors inside an Any tell their path", (subject) => {
  const text = `anys {} anys { [${NODE}] { children {} children { name: 1 } } }`;
  const error = subject.rejects("Anys", text, "syntax");
  assertEquals(error.path, `anys[1][${NODE}].children[1].name`);
});

test("toText() writes URL and bytes if it cannot write what the Any holds", (subject) => {
  const bytes = new Uint8Array([0x0a, 1, 0x61]);
  const table: [typeUrl: string, value: Uint8Array, written: string][] = [
    [NODE, new Uint8Array([0x0a, 5]), String.raw`type_url: "${NODE}" value: "\n\005"`],
    [NODE, new Uint8Array([0x0a, 1, 0xff]), String.raw`type_url: "${NODE}" value: "\n\001\377"`],
    ["a/no.such.Type", bytes, String.raw`type_url: "a/no.such.Type" value: "\n\001a"`],
    ["seria.text.test.Node", bytes, String.raw`type_url: "seria.text.test.Node" value: "\n\001a"`],
    [
      "/seria.text.test.Node",
      bytes,
      String.raw`type_url: "/seria.text.test.Node" value: "\n\001a"`,
    ],
    [
      "a b/seria.text.test.Node",
      bytes,
      String.raw`type_url: "a b/seria.text.test.Node" value: "\n\001a"`,
    ],
    ["", bytes, String.raw`value: "\n\001a"`],
    // An extension that is only looked at when it is written: labels (101), not UTF-8.
    [
      "a/seria.text.test2.Inner",
      new Uint8Array([0xa2, 0x06, 2, 0x12, 5]),
      String.raw`type_url: "a/seria.text.test2.Inner" value: "\242\006\002\022\005"`,
    ],
  ];
  for (const [typeUrl, value, written] of table) {
    assertEquals(subject.write(TYPE, { typeUrl, value }), written);
  }
  const any = subject.read(TYPE, `[${NODE}] { name: "a" }`);
  const raw = String.raw`type_url: "${NODE}" value: "\n\001a"`;
  assertEquals(subject.write(TYPE, any, { registry: createRegistry() }), raw);
});

test("toText() goes on after an Any that it could not write", (subject) => {
  const message = subject.read("Anys", `any { type_url: "${NODE}" value: "\\n\\005" } anys {}`);
  assertEquals(
    subject.write("Anys", message, { indent: 1 }),
    `any {\n type_url: "${NODE}"\n value: "\\n\\005"\n}\nanys {}\n`,
  );
});

test("toText() rejects an Any whose fields are of the wrong kind", (subject) => {
  subject.cannotWrite(TYPE, { typeUrl: 5, value: new Uint8Array(0) }, "value", "expected a string");
  subject.cannotWrite(TYPE, { typeUrl: NODE, value: "" }, "value", "expected bytes");
});
