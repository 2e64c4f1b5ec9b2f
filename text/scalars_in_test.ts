import { assertEquals } from "@std/assert";
import { test } from "./testdata/subject.ts";

test("fromText() reads integers in decimal, octal and hexadecimal", (subject) => {
  const table: [field: string, literal: string, value: unknown][] = [
    ["int32Value", "0", 0],
    ["int32Value", "-0", 0],
    ["int32Value", "2147483647", 2147483647],
    ["int32Value", "-2147483648", -2147483648],
    ["int32Value", "0x7fffffff", 2147483647],
    ["int32Value", "-0X80000000", -2147483648],
    ["int32Value", "017777777777", 2147483647],
    ["int32Value", "-020000000000", -2147483648],
    ["int32Value", "00", 0],
    ["int32Value", "0x000000000000000000000000000001", 1],
    ["int32Value", "- # a comment\n 5", -5],
    ["sint32Value", "-5", -5],
    ["sfixed32Value", "-5", -5],
    ["uint32Value", "4294967295", 4294967295],
    ["uint32Value", "0xffffFFFF", 4294967295],
    ["uint32Value", "037777777777", 4294967295],
    ["fixed32Value", "4294967295", 4294967295],
    ["int64Value", "9223372036854775807", 2n ** 63n - 1n],
    ["int64Value", "-9223372036854775808", -(2n ** 63n)],
    ["int64Value", "0x7fffffffffffffff", 2n ** 63n - 1n],
    ["int64Value", "-0x8000000000000000", -(2n ** 63n)],
    ["int64Value", "0777777777777777777777", 2n ** 63n - 1n],
    ["int64Value", "-01000000000000000000000", -(2n ** 63n)],
    ["int64Value", "9007199254740993", 9007199254740993n],
    ["int64Value", "0x20000000000001", 9007199254740993n],
    ["int64Value", "0400000000000000001", 9007199254740993n],
    ["int64Value", "-0", 0n],
    ["sint64Value", "-5", -5n],
    ["sfixed64Value", "-5", -5n],
    ["uint64Value", "18446744073709551615", 2n ** 64n - 1n],
    ["uint64Value", "0xffffffffffffffff", 2n ** 64n - 1n],
    ["uint64Value", "01777777777777777777777", 2n ** 64n - 1n],
    ["fixed64Value", "18446744073709551615", 2n ** 64n - 1n],
    ["stringInt64", "-9223372036854775808", "-9223372036854775808"],
    ["numberUint64", "9007199254740991", 9007199254740991],
  ];
  for (const [field, literal, value] of table) {
    const name = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    assertEquals(subject.read("Scalars", `${name}: ${literal}`)[field], value, literal);
  }
});

test("fromText() rejects integers out of range", (subject) => {
  const table: [field: string, ...literals: string[]][] = [
    ["int32_value", "2147483648", "-2147483649", "0x80000000", "-0x80000001", "020000000000"],
    ["sint32_value", "2147483648", "-020000000001", "18446744073709551616"],
    ["sfixed32_value", "2147483648", `1${"0".repeat(400)}`, `0x1${"0".repeat(400)}`],
    ["uint32_value", "4294967296", "0x100000000", "040000000000"],
    ["fixed32_value", "4294967296"],
    ["int64_value", "9223372036854775808", "-9223372036854775809", "0x8000000000000000"],
    ["sint64_value", "-0x8000000000000001", "01000000000000000000000"],
    ["sfixed64_value", "9223372036854775808", "-01000000000000000000001"],
    ["uint64_value", "18446744073709551616", "0x10000000000000000", "02000000000000000000000"],
    ["fixed64_value", `1${"0".repeat(400)}`, `01${"0".repeat(400)}`],
    ["number_uint64", "9007199254740992"],
  ];
  for (const [field, ...literals] of table) {
    for (const literal of literals) subject.rejects("Scalars", `${field}: ${literal}`, "value");
  }
});

test("fromText() rejects what is no integer", (subject) => {
  for (const field of ["int32_value", "uint32_value", "int64_value", "uint64_value"]) {
    for (const literal of ["1.0", "1e2", "1f", ".5", "inf", "true", '"1"', "+1", "", "{}", "[1]"]) {
      subject.rejects("Scalars", `${field}: ${literal}`, "syntax");
    }
  }
  for (const field of ["uint32_value", "fixed32_value", "uint64_value", "fixed64_value"]) {
    for (const literal of ["-0", "-1"]) {
      subject.rejects("Scalars", `${field}: ${literal}`, "syntax", "an unsigned integer");
    }
  }
  for (const literal of ["-", "--1", '-"1"', "-x"]) {
    subject.rejects("Scalars", `int32_value: ${literal}`, "syntax");
  }
});

test("fromText() rejects malformed numbers, and numbers that run into something", (subject) => {
  const literals = [
    "08",
    "019",
    "0x",
    "0xg",
    "1e",
    "1e+",
    "1.2.3",
    "1..2",
    "1.5e",
    "0x1.8",
    "01.5",
  ];
  const more = [
    "1_000",
    "10bar",
    "0x1fg",
    "1ff",
    "01f",
    "1.x",
    "1.5f5",
    "0b1",
    "1e5.5",
    "..5",
    ".",
  ];
  for (const literal of [...literals, ...more]) {
    for (const field of ["int32_value", "double_value"]) {
      subject.rejects("Scalars", `${field}: ${literal}`, "syntax");
    }
  }
  for (const text of ["int32_value:10,int64_value:5", "int32_value:10#\nint64_value:5"]) {
    assertEquals(subject.read("Scalars", text).int32Value, 10);
  }
});

test("fromText() reads floats", (subject) => {
  const table: [literal: string, value: number][] = [
    ["0", 0],
    ["-0", -0],
    ["- 0", -0],
    ["1", 1],
    ["1.", 1],
    ["1.5", 1.5],
    [".5", 0.5],
    ["-.5e1", -5],
    ["1.e2", 100],
    ["1E2", 100],
    ["1e+2", 100],
    ["1e-2", 0.01],
    ["1f", 1],
    ["1F", 1],
    ["1.5f", 1.5],
    [".5F", 0.5],
    ["1e2f", 100],
    ["0f", 0],
    ["18446744073709551616", 2 ** 64],
    ["1e9999", Infinity],
    ["-1e9999", -Infinity],
    ["1e18446744073709551616", Infinity],
    ["1e-18446744073709551616", 0],
    ["-1e-18446744073709551616", -0],
    ["inf", Infinity],
    ["-inf", -Infinity],
    ["- Inf", -Infinity],
    ["infinity", Infinity],
    ["-INFINITY", -Infinity],
    ["nan", NaN],
    ["NaN", NaN],
    ["-nan", NaN],
    ["5e-324", 5e-324],
    ["1.7976931348623157e308", Number.MAX_VALUE],
  ];
  for (const [literal, value] of table) {
    assertEquals(subject.read("Scalars", `double_value: ${literal}`).doubleValue, value, literal);
    const float = subject.read("Scalars", `float_value: ${literal}`).floatValue;
    assertEquals(float, Math.fround(value), literal);
  }
  const floats: [literal: string, value: number][] = [
    ["3.4028235e38", 3.4028234663852886e38],
    ["3.4028236e38", Infinity],
    ["-1e50", -Infinity],
    ["1e-50", 0],
    ["-1e-50", -0],
    ["0.1", Math.fround(0.1)],
  ];
  for (const [literal, value] of floats) {
    assertEquals(subject.read("Scalars", `float_value: ${literal}`).floatValue, value, literal);
  }
});

test("fromText() rejects floats in octal and hexadecimal, and other words", (subject) => {
  const table = [
    "0x1",
    "-0x1",
    "012",
    "-012",
    "00",
    '"1"',
    "true",
    "infinit",
    "inff",
    "nanf",
    "{}",
  ];
  for (const field of ["double_value", "float_value"]) {
    for (const literal of table) subject.rejects("Scalars", `${field}: ${literal}`, "syntax");
  }
});

test("fromText() reads bools", (subject) => {
  const table: [value: boolean, ...literals: string[]][] = [
    [true, "true", "True", "t", "1", "01", "0x1", "0X01"],
    [false, "false", "False", "f", "0", "00", "0x0"],
  ];
  for (const [value, ...literals] of table) {
    for (const literal of literals) {
      assertEquals(subject.read("Optionals", `bool_value: ${literal}`).boolValue, value, literal);
    }
  }
  for (const literal of ["TRUE", "T", "yes", "2", "0x2", "18446744073709551616"]) {
    subject.rejects("Scalars", `bool_value: ${literal}`, "value", "expected true or false");
  }
  for (const literal of ["-1", "-0", "1.0", '"true"', "{}"]) {
    subject.rejects("Scalars", `bool_value: ${literal}`, "syntax");
  }
});
