import { assertEquals } from "@std/assert";
import { test } from "./testdata/subject.ts";
import { shortestFloat } from "../wire/mod.ts";

test("toJsonString() writes 64-bit integers as strings, the others as numbers", (subject) => {
  const text = '{"int32Value":-1,"int64Value":"-9223372036854775808","uint32Value":4294967295,' +
    '"uint64Value":"18446744073709551615","sint32Value":1,"sint64Value":"1","fixed32Value":1,' +
    '"fixed64Value":"1","sfixed32Value":-1,"sfixed64Value":"-1","stringInt64":"5",' +
    '"numberUint64":"6"}';
  assertEquals(subject.roundTrip("Scalars", text), text);
});

test("toJsonString() writes floats with the fewest digits that mean them", (subject) => {
  const table: [value: number, text: string][] = [
    [0.1, "0.1"],
    [1 / 3, "0.33333334"],
    [16777216, "16777216"],
    [3.4028234663852886e38, "3.4028235e+38"],
    [1.1754943508222875e-38, "1.1754944e-38"],
    [1.401298464324817e-45, "1e-45"],
    [-2.5, "-2.5"],
    [1e10, "10000000000"],
    [-0, "-0"],
  ];
  for (const [value, text] of table) {
    const message = { ...subject.type("Scalars").create(), floatValue: Math.fround(value) };
    assertEquals(subject.write("Scalars", message), `{"floatValue":${text}}`);
    assertEquals(subject.read("Scalars", `{"floatValue":${text}}`), message);
  }
});

Deno.test("shortestFloat() gives back the same float for random bits", () => {
  const view = new DataView(new ArrayBuffer(4));
  let bits = 1;
  for (let i = 0; i < 20_000; i++) {
    bits = Math.imul(bits, 0x5851_f42d) + 0x1405_7b7f | 0;
    view.setInt32(0, bits);
    const float = view.getFloat32(0);
    if (!Number.isFinite(float)) continue;
    const short = shortestFloat(float);
    assertEquals(Math.fround(short), float);
    assertEquals(`${short}`.replace(/e.*|[-.]/g, "").length <= 39, true);
  }
});

test("toJsonString() writes -0, which is not the default", (subject) => {
  const message = { ...subject.type("Scalars").create(), doubleValue: -0, floatValue: -0 };
  assertEquals(subject.write("Scalars", message), '{"doubleValue":-0,"floatValue":-0}');
});

test("toJsonString() writes NaN and the infinities as strings", (subject) => {
  const text = '{"doubleValue":"NaN","floatValue":"-Infinity"}';
  assertEquals(subject.roundTrip("Scalars", text), text);
  const message = { ...subject.type("Scalars").create(), floatValue: 1e300 };
  assertEquals(subject.write("Scalars", message), '{"floatValue":"Infinity"}');
});

test("toJsonString() writes bytes as standard base64 with padding", (subject) => {
  assertEquals(
    subject.roundTrip("Scalars", '{"bytesValue":"-_-_-w"}'),
    '{"bytesValue":"+/+/+w=="}',
  );
});

test("toJsonString() escapes strings as JSON wants it", (subject) => {
  const message = { ...subject.type("Scalars").create(), stringValue: '"\\/\b\f\n\r\t\0\u2028é😀' };
  assertEquals(
    subject.write("Scalars", message),
    '{"stringValue":"\\"\\\\/\\b\\f\\n\\r\\t\\u0000\u2028é😀"}',
  );
});

test("toJson() leaves out implicit defaults, and writes explicit ones", (subject) => {
  assertEquals(subject.write("Scalars", subject.type("Scalars").create()), "{}");
  assertEquals(subject.write("Optionals", subject.type("Optionals").create()), "{}");
  const text = '{"doubleValue":0,"int32Value":0,"int64Value":"0","stringValue":"",' +
    '"bytesValue":"","boolValue":false,"color":"COLOR_NONE"}';
  assertEquals(subject.roundTrip("Optionals", text), text);
});

test("toJson() rejects values that are not of the field's type", (subject) => {
  const table: [field: string, values: unknown[]][] = [
    ["doubleValue", [1n, "1", true, null, {}]],
    ["floatValue", [1n, "1", true, null, {}]],
    ["int32Value", [1.5, 2 ** 31, -(2 ** 31) - 1, NaN, 1n, "1", true, null]],
    ["uint32Value", [-1, 2 ** 32, 0.5, "1"]],
    ["int64Value", [2n ** 63n, 0.5, 2 ** 53, "x", "", true, null]],
    ["uint64Value", [-1n, 2n ** 64n, "-1"]],
    ["boolValue", [1, "true", null]],
    ["stringValue", [1, null, {}, "\ud800", "a\udfffb"]],
    ["bytesValue", [[1], "AQ==", null, new ArrayBuffer(1)]],
    ["color", [1.5, "COLOR_RED", null, 2 ** 31]],
  ];
  for (const [field, values] of table) {
    for (const value of values) {
      const message = { ...subject.type("Scalars").create(), [field]: value };
      assertEquals(subject.cannotWrite("Scalars", message, "value").path, field);
    }
  }
});

test("toJsonString() escapes strings of any length, wherever they are", (subject) => {
  for (let length = 1; length < 300; length += length < 40 ? 1 : 51) {
    const plain = "x".repeat(length);
    for (const special of ["", "é", "😀", "\n", '"', "\\", "\0", "\u2028", "\x7f"]) {
      const value = plain + special + plain;
      const json = JSON.stringify(value);
      const scalars = { stringValue: value };
      assertEquals(subject.write("Scalars", scalars), `{"stringValue":${json}}`);
      assertEquals(
        subject.write("Lists", { strings: [value, value] }),
        `{"strings":[${json},${json}]}`,
      );
      const map = { strings: new Map([[value, value]]) };
      assertEquals(subject.write("Maps", map), `{"strings":{${json}:${json}}}`);
      assertEquals(subject.write("google.protobuf.StringValue", { value }), json);
    }
    for (const lone of ["\ud800", "\udfff"]) {
      const value = plain + lone + plain;
      assertEquals(
        subject.cannotWrite("Scalars", { stringValue: value }, "value").path,
        "stringValue",
      );
    }
  }
});
