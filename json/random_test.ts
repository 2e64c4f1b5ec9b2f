import { assert, assertEquals } from "@std/assert";
import { decode, encode } from "../reflect/mod.ts";
import { JsonError } from "./error.ts";
import { fromJson } from "./from_json.ts";
import { Random, randomMessage } from "./testdata/random.ts";
import { test } from "./testdata/subject.ts";
import { toJson } from "./to_json.ts";

test("fromJsonString() reads what toJsonString() writes", (subject) => {
  const random = new Random(1);
  const names = [
    "Scalars",
    "Optionals",
    "Node",
    "Names",
    "Lists",
    "Maps",
    "Choice",
    "Wide",
    "Legacy",
  ];
  for (const name of names) {
    const type = subject.type(name);
    for (let i = 0; i < 100; i++) {
      const message = randomMessage(type, random);
      const text = subject.write(name, message, { alwaysEmitImplicit: i % 2 === 0 });
      assertEquals(subject.read(name, text), message, text);
      assertEquals(fromJson(type, toJson(type, message)), message, text);
      assertEquals(decode(type, encode(type, subject.read(name, text))), message, text);
    }
  }
});

const SEEDS = [
  '{"a":[1,-2.5e+3,0.1E-2,"x\\u00e9\\n\\"",true,false,null,{}],"b":{"c":[[],{"d":""}]}}',
  " [ 0 , -0 , 123456789012345678901234567890 , 1e400 ] ",
  '"\\ud83d\\ude01 \\/\\b\\f\\r\\t\\\\"',
  "[1,2,3]",
  "-12.50E+10",
  "nulltruefalse",
];
const PIECES = ['"', "\\", "{", "}", "[", "]", ",", ":", "0", "1", "-", "+", ".", "e", "\\u", "d8"];
const MORE = ["true", "null", " ", "\n", "\t", "\0", "\u00a0", "\ud800", "/", "a", "é", "\ufeff"];

test("fromJsonString() accepts just the texts that JSON.parse() does", (subject) => {
  const random = new Random(2);
  let accepted = 0;
  for (let i = 0; i < 20_000; i++) {
    let text = random.pick(SEEDS);
    for (let edits = random.below(4); edits > 0; edits--) {
      const at = random.below(text.length + 1);
      const removed = random.below(3);
      const added = random.below(2) === 0 ? "" : random.pick([...PIECES, ...MORE]);
      text = text.slice(0, at) + added + text.slice(at + removed);
    }
    const expected = parsed(text);
    try {
      const value = subject.read("google.protobuf.Value", text);
      assert(expected !== undefined, text);
      assertEquals(toJson(subject.type("google.protobuf.Value"), value), expected.value, text);
      accepted++;
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      // These are the rules that JSON.parse() does not have.
      const ours = error.code === "duplicate" ||
        /lone surrogate|range of double/.test(error.message);
      assert(expected === undefined || ours, `${text}: ${error.message}`);
    }
  }
  assert(accepted > 4000, `${accepted}`);
});

function parsed(text: string): { value: never } | undefined {
  try {
    return { value: JSON.parse(text) as never };
  } catch {
    return undefined;
  }
}
