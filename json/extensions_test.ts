import { assertEquals } from "@std/assert";
import { createRegistry, getExtension } from "../reflect/mod.ts";
import { test } from "./testdata/subject.ts";

const REQUIRED = '"id":"a","count":1';

test("extensions are read and written under their full name", (subject) => {
  const text = `{${REQUIRED},"[seria.json.test2.big]":"9007199254740993",` +
    '"[seria.json.test2.labels]":["a","b"],' +
    '"[seria.json.test2.Inner.nested]":{"child":{"text":"x"}},' +
    '"[seria.json.test2.tint]":"SHADE_LIGHT"}';
  const message = subject.read("Legacy", text);
  assertEquals(JSON.parse(subject.write("Legacy", message)), JSON.parse(text));
  const big = subject.registry.extension("seria.json.test2.big")!;
  assertEquals(getExtension(subject.type("Legacy"), message, big), 9007199254740993n);
});

test("extensions need a registry that has them", (subject) => {
  const text = `{${REQUIRED},"[seria.json.test2.big]":"1"}`;
  const registry = createRegistry();
  const error = subject.rejects("Legacy", text, "unknown", "has no such field", { registry });
  assertEquals(error.path, "[seria.json.test2.big]");
  const message = subject.read("Legacy", text);
  assertEquals(subject.write("Legacy", message, { registry }), `{${REQUIRED}}`);
});

test("an extension of another message is an unknown field", (subject) => {
  for (const name of ["seria.json.test2.elsewhere", "seria.json.test2.Item.item"]) {
    subject.rejects("Legacy", `{"[${name}]": 1}`, "unknown");
    const ignored = subject.read("Legacy", `{"[${name}]": 1}`, { ignoreUnknownFields: true });
    assertEquals(ignored.$unknown, undefined);
  }
  for (
    const key of [
      "seria.json.test2.big",
      "[big]",
      "[.seria.json.test2.big]",
      "[seria.json.test2.no]",
    ]
  ) {
    subject.rejects("Legacy", `{"${key}": 1}`, "unknown");
  }
});

test("extensions follow the rules of fields", (subject) => {
  const big = '"[seria.json.test2.big]"';
  subject.rejects("Legacy", `{${big}: 1, ${big}: 1}`, "duplicate");
  subject.rejects("Legacy", `{${big}: "x"}`, "value");
  subject.rejects("Legacy", '{"[seria.json.test2.labels]": [null]}', "value");
  subject.rejects("Legacy", '{"[seria.json.test2.tint]": 9}', "unknown");
  const unset = subject.read("Legacy", `{${big}: null, "[seria.json.test2.labels]": []}`);
  assertEquals(unset.$unknown, undefined);
});

test("toJson() reports an extension whose bytes are malformed", (subject) => {
  const message = subject.read("Legacy", `{${REQUIRED}}`);
  message.$unknown = new Uint8Array([0xb2, 0x06, 2, 0x0a, 5]); // nested (102), cut short
  const error = subject.cannotWrite("Legacy", message, "value", "5 bytes: only 0 left");
  assertEquals(error.path, "[seria.json.test2.Inner.nested]");
  message.$unknown = new Uint8Array([0xaa, 0x06, 1, 0xff]); // labels (101), not UTF-8
  assertEquals(
    subject.cannotWrite("Legacy", message, "value", "lone surrogate").path,
    "[seria.json.test2.labels][0]",
  );
});

test("extensions of a message set are read and written", (subject) => {
  const text = '{"[seria.json.test2.Item.item]":{"text":"a"}}';
  assertEquals(subject.roundTrip("Set", text), text);
});

test("groups go by the name of their field", (subject) => {
  const text = `{${REQUIRED},"detail":{"note":"n"}}`;
  assertEquals(subject.roundTrip("Legacy", text), text);
  subject.rejects("Legacy", '{"Detail":{}}', "unknown");
});

test("required fields are written, but not asked for", (subject) => {
  assertEquals(subject.roundTrip("Legacy", "{}"), '{"id":"","count":0}');
});

test("an extension whose number its closed enum does not know is left out", (subject) => {
  const message = subject.read("Legacy", `{${REQUIRED}}`);
  message.$unknown = new Uint8Array([0xb8, 0x06, 99]); // tint (103)
  assertEquals(subject.write("Legacy", message), `{${REQUIRED}}`);
});

test("an extension that nests deeper than can be encoded is a failure like any other", (subject) => {
  const deep = `${'{"child":'.repeat(110)}{}${"}".repeat(110)}`;
  const text = `{"[seria.json.test2.Inner.nested]":${deep}}`;
  subject.rejects("Legacy", text, "limit", "recursionLimit", { recursionLimit: 200 });
});
