import { assert, assertEquals } from "@std/assert";
import { shortestFloat } from "../wire/mod.ts";
import { type Subject, test } from "./testdata/subject.ts";

function text(subject: Subject, type: string, field: string, value: unknown): string {
  const written = subject.write(type, { ...subject.type(type).create(), [field]: value });
  return written.slice(written.indexOf(":") + 2);
}

test("toText() writes numbers and bools", (subject) => {
  const table: [field: string, value: unknown, text: string][] = [
    ["int32Value", -2147483648, "-2147483648"],
    ["uint32Value", 4294967295, "4294967295"],
    ["sint32Value", -1, "-1"],
    ["fixed32Value", 1, "1"],
    ["sfixed32Value", -1, "-1"],
    ["int64Value", -(2n ** 63n), "-9223372036854775808"],
    ["uint64Value", 2n ** 64n - 1n, "18446744073709551615"],
    ["sint64Value", -1n, "-1"],
    ["fixed64Value", 1n, "1"],
    ["sfixed64Value", -1n, "-1"],
    ["int64Value", 5, "5"],
    ["int64Value", "-5", "-5"],
    ["stringInt64", "-9223372036854775808", "-9223372036854775808"],
    ["numberUint64", 9007199254740991, "9007199254740991"],
    ["boolValue", true, "true"],
    ["color", 2, "COLOR_GREEN"],
    ["color", -7, "-7"],
    ["doubleValue", 0.1, "0.1"],
    ["doubleValue", -0, "-0"],
    ["doubleValue", 1e21, "1e+21"],
    ["doubleValue", 123456789012345680000, "123456789012345680000"],
    ["doubleValue", 5e-324, "5e-324"],
    ["doubleValue", Number.MAX_VALUE, "1.7976931348623157e+308"],
    ["doubleValue", NaN, "nan"],
    ["doubleValue", Infinity, "inf"],
    ["doubleValue", -Infinity, "-inf"],
    ["floatValue", Math.fround(0.1), "0.1"],
    ["floatValue", 0.1, "0.1"],
    ["floatValue", -0, "-0"],
    ["floatValue", 16777216, "16777216"],
    ["floatValue", 3.4028234663852886e38, "3.4028235e+38"],
    ["floatValue", 1e39, "inf"],
    ["floatValue", NaN, "nan"],
    ["floatValue", -Infinity, "-inf"],
    ["floatValue", 2 ** -149, "1e-45"],
    ["floatValue", 2 ** -126, "1.1754944e-38"],
  ];
  for (const [field, value, expected] of table) {
    assertEquals(text(subject, "Scalars", field, value), expected, `${field} ${String(value)}`);
  }
});

test("toText() writes strings in UTF-8, and escapes what would not show", (subject) => {
  const table: [value: string, text: string][] = [
    ["", '""'],
    ["it's", `"it's"`],
    ['a"b\\c', String.raw`"a\"b\\c"`],
    ["\t\n\r", String.raw`"\t\n\r"`],
    ["\0\x01\x07\b\v\f\x1f\x7f", String.raw`"\000\001\007\010\013\014\037\177"`],
    ["\x001", String.raw`"\0001"`],
    ["é日本🙂 ~", '"é日本🙂 ~"'],
    ["\x80\x9f\xa0", '"\\u0080\\u009f\xa0"'],
    ["\u2028\u2029\u202e\u2066\ufeff", String.raw`"\u2028\u2029\u202e\u2066\ufeff"`],
    ["👨‍👩‍👧", '"👨‍👩‍👧"'],
    ["\\n", String.raw`"\\n"`],
  ];
  for (const [value, expected] of table) {
    assertEquals(text(subject, "Optionals", "stringValue", value), expected);
    assertEquals(subject.readField("Optionals", "string_value", expected) ?? value, value);
    assertEquals(subject.read("Optionals", `string_value: ${expected}`).stringValue, value);
  }
});

test("toText() writes stray bytes of strings with utf8_validation NONE", (subject) => {
  const table: [value: string, text: string][] = [
    ["a\udcffé", String.raw`"a\377é"`],
    ["\udc80\udcff1", String.raw`"\200\3771"`],
  ];
  for (const [value, expected] of table) {
    assertEquals(text(subject, "Features", "unverified", value), expected);
    assertEquals(subject.read("Features", `unverified: ${expected}`).unverified, value);
  }
  for (const stray of ["\ud800", "\udc00", "a\udd00", "\udc7f"]) {
    subject.cannotWrite("Features", { unverified: stray }, "value", "lone surrogate");
  }
  for (const stray of ["\ud800", "\udcff"]) {
    subject.cannotWrite("Features", { verified: stray }, "value", "lone surrogate");
  }
});

test("toText() writes bytes in ASCII, and escapes the rest", (subject) => {
  const table: [value: number[], text: string][] = [
    [[], '""'],
    [[0x61, 0x22, 0x5c, 0x27, 0x7e], String.raw`"a\"\\'~"`],
    [[9, 10, 13, 0, 1, 0x7f, 0x80, 0xff, 0x31], String.raw`"\t\n\r\000\001\177\200\3771"`],
    [[0xc3, 0xa9], String.raw`"\303\251"`],
  ];
  for (const [value, expected] of table) {
    const bytes = new Uint8Array(value);
    assertEquals(text(subject, "Optionals", "bytesValue", bytes), expected);
    assertEquals(subject.read("Optionals", `bytes_value: ${expected}`).bytesValue, bytes);
  }
});

test("toText() rejects values of the wrong kind, and out of range", (subject) => {
  const table: [field: string, ...values: unknown[]][] = [
    ["int32Value", "1", 1n, 1.5, NaN, 2147483648, -2147483649, null, {}, true],
    ["uint32Value", -1, 4294967296, 0.5, "1"],
    ["int64Value", 2n ** 63n, -(2n ** 63n) - 1n, 1.5, 2 ** 53, "a", "", "1.0", null, {}],
    ["uint64Value", -1n, 2n ** 64n, -1, "-1"],
    ["doubleValue", "1", 1n, null],
    ["floatValue", "1", 1n, null],
    ["boolValue", 1, "true", null],
    ["stringValue", 1, null, new Uint8Array(0), "\ud800", () => ""],
    ["bytesValue", "a", [1], null, 5],
    ["color", "COLOR_RED", 1n, 1.5, null, 2147483648],
  ];
  for (const [field, ...values] of table) {
    for (const value of values) {
      const message = { ...subject.type("Scalars").create(), [field]: value };
      subject.cannotWrite("Scalars", message, "value");
    }
  }
});

test("fields of implicit presence are left out if they are zero, others if they are unset", (subject) => {
  assertEquals(subject.write("Scalars", subject.type("Scalars").create()), "");
  assertEquals(subject.write("Optionals", subject.type("Optionals").create()), "");
  const text = 'double_value: 0 int32_value: 0 int64_value: 0 string_value: "" bytes_value: "" ' +
    "bool_value: false color: COLOR_NONE";
  assertEquals(subject.roundTrip("Optionals", text), text);
  assertEquals(subject.roundTrip("Features", "implicit: 0 explicit: 0"), "explicit: 0");
  assertEquals(
    subject.write("Scalars", { string_int64: "0", stringInt64: "0", numberUint64: 0 }),
    "",
  );
  assertEquals(subject.write("Scalars", {}), "");
});

Deno.test("floats are written with the fewest digits that mean them", () => {
  const view = new DataView(new ArrayBuffer(4));
  let bits = 1;
  for (let round = 0; round < 20_000; round++) {
    bits = Math.imul(bits, 1664525) + 1013904223 >>> 0;
    view.setUint32(0, bits);
    const float = view.getFloat32(0);
    if (!Number.isFinite(float)) continue;
    const short = shortestFloat(float);
    assertEquals(Math.fround(short), float);
    const digits = short.toExponential().replace(/e.*|[.-]/g, "").length;
    assert(digits <= 9 && (digits === 1 || fewer(float, digits)), `${float} ${short}`);
  }
});

/** Whether one digit less would be another float. */
function fewer(float: number, digits: number): boolean {
  return Math.fround(Number(float.toPrecision(digits - 1))) !== float;
}
