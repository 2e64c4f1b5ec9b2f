import { assertEquals, assertThrows } from "@std/assert";
import { test } from "./testdata/subject.ts";
import { JsonError } from "./error.ts";
import { fromJson } from "./from_json.ts";

const MAX = {
  int32Value: 0x7fff_ffff,
  sint32Value: 0x7fff_ffff,
  sfixed32Value: 0x7fff_ffff,
  uint32Value: 0xffff_ffff,
  fixed32Value: 0xffff_ffff,
  int64Value: 0x7fff_ffff_ffff_ffffn,
  sint64Value: 0x7fff_ffff_ffff_ffffn,
  sfixed64Value: 0x7fff_ffff_ffff_ffffn,
  uint64Value: 0xffff_ffff_ffff_ffffn,
  fixed64Value: 0xffff_ffff_ffff_ffffn,
} as const;
const MIN: Record<keyof typeof MAX, number | bigint> = {
  int32Value: -0x8000_0000,
  sint32Value: -0x8000_0000,
  sfixed32Value: -0x8000_0000,
  uint32Value: 0,
  fixed32Value: 0,
  int64Value: -0x8000_0000_0000_0000n,
  sint64Value: -0x8000_0000_0000_0000n,
  sfixed64Value: -0x8000_0000_0000_0000n,
  uint64Value: 0n,
  fixed64Value: 0n,
};
const INTEGERS = Object.keys(MAX) as (keyof typeof MAX)[];

test("fromJsonString() reads the ends of integer ranges exactly, quoted or not", (subject) => {
  for (const field of INTEGERS) {
    for (const value of [MAX[field], MIN[field]]) {
      assertEquals(subject.readField("Scalars", field, `${value}`), value);
      assertEquals(subject.readField("Scalars", field, `"${value}"`), value);
    }
  }
});

test("fromJsonString() rejects integers out of range, quoted or not", (subject) => {
  for (const field of INTEGERS) {
    for (const value of [BigInt(MAX[field]) + 1n, BigInt(MIN[field]) - 1n, 10n ** 40n]) {
      subject.rejects("Scalars", `{"${field}": ${value}}`, "value", "expected an integer from");
      subject.rejects("Scalars", `{"${field}": "${value}"}`, "value", "expected an integer from");
    }
  }
});

test("fromJsonString() keeps unquoted integers above 2^53 exact", (subject) => {
  for (const text of ["9007199254740993", "-9007199254740993", "9223372036854775807"]) {
    assertEquals(subject.readField("Scalars", "int64Value", text), BigInt(text));
  }
  assertEquals(
    subject.readField("Scalars", "uint64Value", "18446744073709551615"),
    0xffff_ffff_ffff_ffffn,
  );
  assertEquals(
    subject.readField("Scalars", "int64Value", "9.007199254740993e15"),
    9007199254740993n,
  );
});

test("fromJsonString() reads integers with fraction and exponent if they are whole", (subject) => {
  const table: [text: string, value: number][] = [
    ["0", 0],
    ["-0", 0],
    ["-0.0", 0],
    ["1.0", 1],
    ["1e2", 100],
    ["1E+2", 100],
    ["-1.50e1", -15],
    ["100e-2", 1],
    ["0e999999999999", 0],
    ["0.000e-5", 0],
    ["2.147483647e9", 2147483647],
    ["2147483647.000000000000000000000000000", 2147483647],
  ];
  for (const [text, value] of table) {
    for (const literal of [text, `"${text}"`]) {
      assertEquals(subject.readField("Scalars", "int32Value", literal), value, literal);
      assertEquals(subject.readField("Scalars", "int64Value", literal), BigInt(value), literal);
    }
  }
});

test("fromJsonString() rejects integers that are not whole, however little", (subject) => {
  for (const text of ["0.5", "1e-1", "1.0000000000000000000000000001", "1e-999999999999"]) {
    for (const field of INTEGERS) {
      subject.rejects("Scalars", `{"${field}": ${text}}`, "value");
      subject.rejects("Scalars", `{"${field}": "${text}"}`, "value");
    }
  }
  subject.rejects("Scalars", '{"uint64Value": "1e536870000"}', "value");
  subject.rejects("Scalars", `{"int32Value": 1e${"9".repeat(1000)}}`, "value");
});

test("fromJsonString() rejects quoted numbers that JSON would not allow unquoted", (subject) => {
  const table = [
    ...["", " ", " 1", "1 ", "+5", "1.", ".5", "0x1", "01", "-01", "--1", "1e", "1e+", "1_000"],
    ...["1,000", "12abc", "abc", "true", "null", "-", "١", "1n", "1.0.0", "1\n", "Inf", "nan"],
    ...["-NaN", "+Infinity", "infinity", "INFINITY", "inf", "nan", "1f"],
  ];
  for (const text of table) {
    for (const field of [...INTEGERS, "doubleValue", "floatValue"]) {
      subject.rejects("Scalars", `{"${field}": ${JSON.stringify(text)}}`, "value");
    }
  }
});

test("fromJsonString() rejects other kinds of values for numbers", (subject) => {
  for (const literal of ["true", "false", "{}", "[]", "[1]"]) {
    for (const field of [...INTEGERS, "doubleValue", "floatValue"]) {
      subject.rejects("Scalars", `{"${field}": ${literal}}`, "value", "expected a");
    }
  }
});

test("fromJsonString() reads 64-bit integers as jstype says", (subject) => {
  assertEquals(
    subject.readField("Scalars", "stringInt64", "9223372036854775807"),
    "9223372036854775807",
  );
  assertEquals(subject.readField("Scalars", "stringInt64", '"-1.0"'), "-1");
  assertEquals(subject.readField("Scalars", "numberUint64", '"9007199254740991"'), 2 ** 53 - 1);
  subject.rejects("Scalars", '{"numberUint64": "9007199254740992"}', "value", "JS_NUMBER");
});

test("fromJsonString() reads doubles, quoted or not", (subject) => {
  const table = [
    "0",
    "1",
    "-1.5",
    "1e5",
    "1.79769e+308",
    "2.22507e-308",
    "5e-324",
    "1e-400",
    "0.1",
  ];
  for (const text of [...table, "123456789012345678901234567890", "1234567890.1234567890"]) {
    assertEquals(subject.readField("Scalars", "doubleValue", text), Number(text));
    assertEquals(subject.readField("Scalars", "doubleValue", `"${text}"`), Number(text));
  }
  assertEquals(subject.readField("Scalars", "doubleValue", "-0"), -0);
  assertEquals(subject.readField("Scalars", "doubleValue", "-0.0"), -0);
  assertEquals(subject.readField("Scalars", "doubleValue", '"-0"'), -0);
});

test("fromJsonString() rejects doubles that overflow, quoted or not", (subject) => {
  for (const text of ["1.89769e+308", "-1.89769e+308", "1e999999999"]) {
    subject.rejects("Scalars", `{"doubleValue": ${text}}`, "value", "out of the range");
    subject.rejects("Scalars", `{"doubleValue": "${text}"}`, "value", "out of the range");
  }
});

test("fromJsonString() rounds floats, and rejects those that overflow", (subject) => {
  const max = 3.4028234663852886e38;
  assertEquals(subject.readField("Scalars", "floatValue", "0.1"), Math.fround(0.1));
  assertEquals(subject.readField("Scalars", "floatValue", '"0.1"'), Math.fround(0.1));
  assertEquals(subject.readField("Scalars", "floatValue", "3.4028235e38"), max);
  assertEquals(subject.readField("Scalars", "floatValue", "-3.4028235e38"), -max);
  assertEquals(subject.readField("Scalars", "floatValue", "1e-60"), 0);
  for (const text of ["3.502823e+38", "-3.502823e+38", "3.4028236e38", "1e39", "1e400"]) {
    subject.rejects("Scalars", `{"floatValue": ${text}}`, "value", "out of the range of float");
    subject.rejects("Scalars", `{"floatValue": "${text}"}`, "value", "out of the range of float");
  }
});

test("fromJsonString() reads NaN and the infinities as strings only", (subject) => {
  for (const field of ["doubleValue", "floatValue"]) {
    for (const text of ["NaN", "Infinity", "-Infinity"]) {
      assertEquals(subject.readField("Scalars", field, `"${text}"`), Number(text));
      subject.rejects("Scalars", `{"${field}": ${text}}`, "syntax");
    }
  }
});

test("fromJsonString() reads booleans as true and false only", (subject) => {
  assertEquals(subject.readField("Scalars", "boolValue", "true"), true);
  assertEquals(subject.readField("Scalars", "boolValue", "false"), false);
  for (const literal of ["0", "1", '"true"', '"false"', '""', "{}", "[]"]) {
    subject.rejects("Scalars", `{"boolValue": ${literal}}`, "value", "expected true or false");
  }
});

test("fromJsonString() reads strings only from strings", (subject) => {
  assertEquals(subject.readField("Scalars", "stringValue", '"谷歌"'), "谷歌");
  for (const literal of ["1", "true", "{}", '["a"]']) {
    subject.rejects("Scalars", `{"stringValue": ${literal}}`, "value", "expected a string");
  }
});

test("fromJsonString() reads base64 of both alphabets, padded or not", (subject) => {
  const table: [text: string, bytes: number[]][] = [
    ["", []],
    ["AQI=", [1, 2]],
    ["AQI", [1, 2]],
    ["AQ==", [1]],
    ["AQ", [1]],
    ["AAEC", [0, 1, 2]],
    ["+/+/", [0xfb, 0xff, 0xbf]],
    ["-_-_", [0xfb, 0xff, 0xbf]],
    ["-_", [0xfb]],
    ["-w==", [0xfb]],
  ];
  for (const [text, bytes] of table) {
    const value = subject.readField("Scalars", "bytesValue", `"${text}"`);
    assertEquals(value, new Uint8Array(bytes), text);
  }
});

test("fromJsonString() rejects what is not base64", (subject) => {
  for (const text of ["A", "AQI==", "AQ=", "=", "A=Q=", "AQ==AQ==", "*", "+_", " AQI=", "AQ I="]) {
    subject.rejects("Scalars", `{"bytesValue": "${text}"}`, "value", "not base64");
  }
  subject.rejects("Scalars", '{"bytesValue": "AQI=\\n"}', "value", "not base64");
  subject.rejects("Scalars", '{"bytesValue": [1, 2]}', "value", "expected a base64 string");
});

test("fromJson() reads scalars as fromJsonString() does", (subject) => {
  const message = subject.readValue("Scalars", {
    doubleValue: -0,
    floatValue: "NaN",
    int32Value: -0,
    int64Value: 2 ** 53 - 1,
    uint32Value: 0xffff_ffff,
    uint64Value: "18446744073709551615",
    sint32Value: "1e2",
    boolValue: true,
    stringValue: "a",
    bytesValue: "AQ",
    color: 2,
  });
  assertEquals(message.doubleValue, -0);
  assertEquals(message.floatValue, NaN);
  assertEquals(message.int32Value, 0);
  assertEquals(message.int64Value, 9007199254740991n);
  assertEquals(message.uint32Value, 0xffff_ffff);
  assertEquals(message.uint64Value, 0xffff_ffff_ffff_ffffn);
  assertEquals(message.sint32Value, 100);
  assertEquals(message.boolValue, true);
  assertEquals(message.stringValue, "a");
  assertEquals(message.bytesValue, new Uint8Array([1]));
  assertEquals(message.color, 2);
});

test("fromJson() rejects 64-bit integers that may have lost digits as numbers", (subject) => {
  for (const field of ["int64Value", "uint64Value", "stringInt64", "numberUint64"]) {
    for (const value of [2 ** 53, 2 ** 63, 1e21, -(2 ** 53)]) {
      assertThrows(() => subject.readValue("Scalars", { [field]: value }), JsonError, "quotes");
    }
    assertThrows(() => subject.readValue("Scalars", { [field]: 0.5 }), JsonError);
  }
});

test("fromJson() rejects numbers that JSON does not have", (subject) => {
  for (const value of [NaN, Infinity, -Infinity]) {
    for (const field of [...INTEGERS, "doubleValue", "floatValue", "color"]) {
      assertThrows(() => subject.readValue("Scalars", { [field]: value }), JsonError);
    }
  }
});

test("fromJson() rejects values that JSON does not have", (subject) => {
  const type = subject.type("Scalars");
  for (const value of [undefined, 1n, Symbol("a"), () => 1]) {
    const error = assertThrows(
      () => fromJson(type, { stringValue: value } as never),
      JsonError,
      "is not a kind of JSON value",
    );
    assertEquals(error.path, "stringValue");
  }
  assertThrows(() => fromJson(type, { stringValue: "\ud800" }), JsonError, "lone surrogate");
});

test("fromJsonString() reads strings of any length", (subject) => {
  for (let length = 0; length < 300; length += length < 40 ? 1 : 51) {
    const plain = "x".repeat(length);
    for (const [json, value] of [["", ""], ["é", "é"], ["😀", "😀"], ["\\n", "\n"], ['\\"', '"']]) {
      for (const text of [plain + json, json + plain, plain + json + plain]) {
        const expected = text.replace(json!, value!);
        assertEquals(subject.readField("Scalars", "stringValue", `"${text}"`), expected);
      }
    }
    for (const wrong of ["\n", "\0", "\ud800", "\\x", "\\ud800"]) {
      subject.rejects("Scalars", `{"stringValue":"${plain}${wrong}${plain}"}`, "syntax");
    }
    subject.rejects("Scalars", `{"stringValue":"${plain}`, "syntax", "string without an end");
    subject.rejects("Scalars", `{"stringValue":"${plain}\\"`, "syntax", "string without an end");
  }
});

test("fromJsonString() reads 64-bit integers of any length in quotes", (subject) => {
  for (let i = 0; i < 500; i++) {
    const [random = 0n] = crypto.getRandomValues(new BigUint64Array(1));
    const value = random >> BigInt(i % 64);
    assertEquals(subject.readField("Scalars", "uint64Value", `"${value}"`), value);
    const signed = BigInt.asIntN(64, -value);
    assertEquals(subject.readField("Scalars", "int64Value", `"${signed}"`), signed);
  }
  for (const text of ["", "-", "01", "-01", "00000000000000001", "1x", "1234567890123456x", "-x"]) {
    subject.rejects("Scalars", `{"int64Value":"${text}"}`, "value");
  }
  for (const text of ["9223372036854775808", "-9223372036854775809", "99999999999999999999"]) {
    subject.rejects("Scalars", `{"int64Value":"${text}"}`, "value");
  }
});
