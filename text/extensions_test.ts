import { assertEquals } from "@std/assert";
import { createRegistry, getExtension, setExtension } from "../reflect/mod.ts";
import { test } from "./testdata/subject.ts";

const REQUIRED = 'id: "" count: 0';

test("extensions are read and written under their full name, sorted by number", (subject) => {
  const text =
    "[seria.text.test2.tints]: [SHADE_DARK, SHADE_LIGHT] [seria.text.test2.packed]: [3, 4]" +
    '[seria.text.test2.inners] { text: "x" } [seria.text.test2.tint]: SHADE_LIGHT' +
    "[seria.text.test2.labels]: 'a', [seria.text.test2.labels]: 'b'; count: 5" +
    '[seria.text.test2.Inner.nested]: < child { text: "n" } > [seria.text.test2.big]: 9007199254740993';
  const message = subject.read("Legacy", text);
  const written = 'id: "" count: 5 [seria.text.test2.big]: 9007199254740993 ' +
    '[seria.text.test2.labels]: "a" [seria.text.test2.labels]: "b" ' +
    '[seria.text.test2.Inner.nested] { child { text: "n" } } [seria.text.test2.tint]: SHADE_LIGHT ' +
    '[seria.text.test2.inners] { text: "x" } [seria.text.test2.packed]: 3 [seria.text.test2.packed]: 4 ' +
    "[seria.text.test2.tints]: SHADE_DARK [seria.text.test2.tints]: SHADE_LIGHT";
  assertEquals(subject.write("Legacy", message), written);
  assertEquals(subject.roundTrip("Legacy", written), written);
  const big = subject.registry.extension("seria.text.test2.big")!;
  assertEquals(getExtension(subject.type("Legacy"), message, big), 9007199254740993n);
});

test("extensions in extensions are read and written", (subject) => {
  const text = `${REQUIRED} [seria.text.test2.Inner.nested] ` +
    '{ [seria.text.test2.inside] { text: "a" [seria.text.test2.inside] {} } }';
  assertEquals(subject.roundTrip("Legacy", text), text);
});

test("white space and comments may be anywhere in the name of an extension", (subject) => {
  const table = [
    "[ seria.text.test2.big ]: 1",
    "[seria . text\t.\ntest2.big]: 1",
    "[seria.text.te # a comment ]\n st2.big] : 1",
    "[ser ia.text.test2.b ig]: 1",
  ];
  for (const text of table) {
    assertEquals(subject.roundTrip("Legacy", text), `${REQUIRED} [seria.text.test2.big]: 1`, text);
  }
});

test("extensions need a registry that has them", (subject) => {
  const text = "[seria.text.test2.big]: 1";
  const registry = createRegistry();
  const error = subject.rejects("Legacy", text, "unknown", "no such extension", { registry });
  assertEquals(error.path, "[seria.text.test2.big]");
  const message = subject.read("Legacy", text);
  assertEquals(subject.write("Legacy", message, { registry }), REQUIRED);
});

test("fromText() rejects extensions that the message does not have", (subject) => {
  const names = [
    "seria.text.test2.elsewhere",
    "seria.text.test2.no",
    "big",
    "seria.text.test2.Item",
  ];
  for (const name of names) {
    subject.rejects("Legacy", `[${name}]: 1`, "unknown");
    const ignored = subject.read("Legacy", `[${name}]: 1`, { ignoreUnknownFields: true });
    assertEquals(ignored.$unknown, undefined);
  }
  subject.rejects("Scalars", "[seria.text.test2.big]: 1", "unknown");
});

test("fromText() rejects malformed names of extensions", (subject) => {
  const names = ["", ".", ".a", "a.", "a..b", "1a", "a.1", "a,b", "a/b", "a-b", "a%41", "/a"];
  for (const name of names) {
    subject.rejects("Legacy", `[${name}]: 1`, "syntax", "not a full name");
    subject.rejects("Legacy", `[${name}]: 1`, "syntax", "", { ignoreUnknownFields: true });
  }
  for (const text of ["[", "[a", "[a #]", '["a"]: 1', "[a{}]: 1", "[a:b]: 1", "[é]: 1", "]"]) {
    subject.rejects("Legacy", text, "syntax");
  }
});

test("extensions follow the rules of fields", (subject) => {
  const big = "[seria.text.test2.big]";
  subject.rejects("Legacy", `${big} 1`, "syntax");
  subject.rejects("Legacy", `${big}: [1]`, "syntax");
  subject.rejects("Legacy", `${big}: "a"`, "syntax");
  subject.rejects("Legacy", `${big}: 9223372036854775808`, "value");
  const error = subject.rejects("Legacy", "[seria.text.test2.inners]: [{}, { no: 1 }]", "unknown");
  assertEquals(error.path, "[seria.text.test2.inners][1].no");
  assertEquals(subject.read("Legacy", "[seria.text.test2.labels]: []").$unknown, undefined);
  const zero = `${REQUIRED} ${big}: 0`;
  assertEquals(subject.roundTrip("Legacy", zero), zero);
});

test("many values of an extension take time in proportion", (subject) => {
  const text = "[seria.text.test2.labels]: 'a'\n".repeat(20_000);
  const message = subject.read("Legacy", text);
  const labels = subject.registry.extension("seria.text.test2.labels")!;
  const value = getExtension(subject.type("Legacy"), message, labels) as string[];
  assertEquals(value.length, 20_000);
});

test("toText() reports an extension whose bytes are malformed", (subject) => {
  const table: [bytes: number[], path: string][] = [
    [[0xb2, 0x06, 2, 0x0a, 5], "[seria.text.test2.Inner.nested]"], // 102, cut short
    [[0xa0, 0x06, 0x80], ""], // 100, cut short: the fields end inside it
  ];
  for (const [bytes, path] of table) {
    const message = { ...subject.read("Legacy", ""), $unknown: new Uint8Array(bytes) };
    assertEquals(subject.cannotWrite("Legacy", message, "value").path, path);
  }
});

test("toText() leaves out an extension whose enum value is not known", (subject) => {
  const message = subject.read("Legacy", "");
  message.$unknown = new Uint8Array([0xb8, 0x06, 9]); // tint (103): 9
  assertEquals(subject.write("Legacy", message), REQUIRED);
});

test("extensions of a MessageSet go by the name of their type, and are read by their own too", (subject) => {
  const written = '[seria.text.test2.Item] { text: "a" } ' +
    "[seria.text.test2.Item.other_item] { number: 1 }";
  const table = [
    written,
    '[seria.text.test2.Item.other_item] { number: 1 } [seria.text.test2.Item.item]: { text: "a" }',
  ];
  for (const text of table) assertEquals(subject.roundTrip("Set", text), written, text);
  const message = subject.read("Set", written);
  const item = subject.registry.extension("seria.text.test2.Item.item")!;
  assertEquals(getExtension(subject.type("Set"), message, item), { text: "a" });
  subject.rejects("Set", "[seria.text.test2.Item] {} [seria.text.test2.Item.item] {}", "duplicate");
  for (const name of ["Other", "Set", "Item.text", "Legacy"]) {
    subject.rejects("Set", `[seria.text.test2.${name}] {}`, "unknown");
  }
});

test("what is set by setExtension() is written", (subject) => {
  const type = subject.type("Legacy");
  const message = type.create();
  setExtension(type, message, subject.registry.extension("seria.text.test2.packed")!, [1, 2]);
  const written = `${REQUIRED} [seria.text.test2.packed]: 1 [seria.text.test2.packed]: 2`;
  assertEquals(subject.write("Legacy", message), written);
});
