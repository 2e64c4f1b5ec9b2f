import { assertEquals } from "@std/assert";
import { encodeUtf8 } from "../wire/mod.ts";
import { test } from "./testdata/subject.ts";

/** Literals for both strings and bytes, and what they are as a string. */
const LITERALS: [literal: string, value: string][] = [
  ['""', ""],
  ["''", ""],
  ['"a"', "a"],
  ["'a'", "a"],
  [`"it's"`, "it's"],
  [`'"'`, '"'],
  ['"# no comment"', "# no comment"],
  ['"tab\tand\rreturn\u0001"', "tab\tand\rreturn\u0001"],
  ['"é日本🙂\u2028"', "é日本🙂\u2028"],
  [String.raw`"\a\b\f\n\r\t\v\?\\\'\""`, "\x07\b\f\n\r\t\v?\\'\""],
  [String.raw`'\'\"'`, "'\""],
  [String.raw`"\\"`, "\\"],
  [String.raw`"\\\\n"`, "\\\\n"],
  [String.raw`"\0\00\000"`, "\0\0\0"],
  [String.raw`"\1a\12b\123c\1234"`, "\x01a\nbScS4"],
  [String.raw`"\18"`, "\x018"],
  [String.raw`"\x1\x41\x414\x7hello"`, "\x01AA4\x07hello"],
  [String.raw`"\303\251"`, "é"],
  [String.raw`"\xc3\xa9"`, "é"],
  [String.raw`"\xC3\251"`, "é"],
  [String.raw`"\u00e9\u12345"`, "é\u12345"],
  [String.raw`"\U0001f642\U0010ffff\U000000e9"`, "🙂\u{10ffff}é"],
  [String.raw`"a" "b"`, "ab"],
  [String.raw`"a"'b'"c"`, "abc"],
  [`"a"\n# between\n 'b'`, "ab"],
  [String.raw`"\1" "2"`, "\x012"],
  [String.raw`"\xc3" "\xa9"`, "é"],
  [String.raw`"a" "\n" "b" "\\"`, "a\nb\\"],
  ['"" "" ""', ""],
];

test("fromText() reads strings and bytes", (subject) => {
  for (const [literal, value] of LITERALS) {
    const message = subject.read("Scalars", `string_value: ${literal} bytes_value: ${literal}`);
    assertEquals(message.stringValue, value, literal);
    assertEquals(message.bytesValue, encodeUtf8(value), literal);
  }
});

test("fromText() reads bytes that are not UTF-8 into bytes only", (subject) => {
  const table: [literal: string, hex: string][] = [
    [String.raw`"\377"`, "ff"],
    [String.raw`"\xff\x0"`, "ff00"],
    [String.raw`"\300\200"`, "c080"],
    [String.raw`"é\200"`, "c3a980"],
    [String.raw`"\355\240\200"`, "eda080"],
  ];
  for (const [literal, hex] of table) {
    const { bytesValue } = subject.read("Scalars", `bytes_value: ${literal}`);
    assertEquals((bytesValue as Uint8Array).toHex(), hex, literal);
    subject.rejects("Scalars", `string_value: ${literal}`, "value", "do not make UTF-8");
  }
});

test("fromText() keeps stray bytes in strings with utf8_validation NONE", (subject) => {
  const legacy = subject.read("Legacy", String.raw`raw: "a\377\303\251" raws: "\200"`);
  assertEquals(legacy.raw, "a\udcffé");
  assertEquals(legacy.raws, ["\udc80"]);
  const features = subject.read("Features", String.raw`unverified: "\377"`);
  assertEquals(features.unverified, "\udcff");
  subject.rejects("Features", String.raw`verified: "\377"`, "value");
});

test("fromText() rejects malformed strings", (subject) => {
  const table: [literal: string, message: string][] = [
    ['"', "string without an end"],
    ["'a", "string without an end"],
    ['"a\\"', "string without an end"],
    ['"\\', "string without an end"],
    [`"a'`, "string without an end"],
    ['"a\nb"', "line feeds"],
    ['"a\\\nb"', "line feeds"],
    ['"a\0b"', "NULs"],
    ['"\ud800"', "lone surrogate"],
    ['"a\udc00b"', "lone surrogate"],
    [String.raw`"\q"`, "malformed escape"],
    [String.raw`"\8"`, "malformed escape"],
    [String.raw`"\x"`, "malformed escape"],
    [String.raw`"\xg"`, "malformed escape"],
    [String.raw`"\X41"`, "malformed escape"],
    [String.raw`"\u123"`, "malformed escape"],
    [String.raw`"\u12g4"`, "malformed escape"],
    [String.raw`"\U0010fff"`, "malformed escape"],
    ['"\\é"', "malformed escape"],
    [String.raw`"\400"`, "above 255"],
    [String.raw`"\777"`, "above 255"],
    [String.raw`"\U00110000"`, "not of a Unicode character"],
    [String.raw`"\Uffffffff"`, "not of a Unicode character"],
    [String.raw`"\ud800"`, "not of a Unicode character"],
    [String.raw`"\udc00"`, "not of a Unicode character"],
    [String.raw`"\ud83d\ude42"`, "not of a Unicode character"],
    [String.raw`"\U0000d83d\U0000de42"`, "not of a Unicode character"],
    ["a", "expected a string"],
    ["1", "expected a string"],
    ["{}", "expected a string"],
    ['["a"]', "expected a string"],
    ["`a`", "expected a string"],
  ];
  for (const [literal, message] of table) {
    for (const field of ["string_value", "bytes_value"]) {
      subject.rejects("Scalars", `${field}: ${literal}`, "syntax", message);
    }
  }
});

test("fromText() points at the escape that is wrong", (subject) => {
  const text = 'string_value:\n  "ok" "ab\\n\\q"';
  const error = subject.rejects("Scalars", text, "syntax", "malformed escape");
  assertEquals([error.line, error.column], [2, 13]);
  assertEquals(error.path, "string_value");
});

test("strings of large texts are whole", (subject) => {
  const long = "0123456789abcdef".repeat(2000);
  const text =
    `strings: "${long}" strings: "a longer string ${"\\n"}" strings: "no escapes in here"`;
  assertEquals(subject.read("Lists", text).strings, [
    long,
    "a longer string \n",
    "no escapes in here",
  ]);
});
