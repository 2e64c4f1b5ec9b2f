import { assertEquals } from "@std/assert";
import { test } from "../testdata/subject.ts";

const TYPE = "google.protobuf.Timestamp";

test("fromJsonString() reads timestamps", (subject) => {
  const table: [text: string, seconds: bigint, nanos: number][] = [
    ["1970-01-01T00:00:00Z", 0n, 0],
    ["0001-01-01T00:00:00Z", -62135596800n, 0],
    ["9999-12-31T23:59:59.999999999Z", 253402300799n, 999999999],
    ["1969-12-31T23:59:59.999999999Z", -1n, 999999999],
    ["1969-12-31T23:59:49.500Z", -11n, 500000000],
    ["1970-01-01T00:00:00.1Z", 0n, 100000000],
    ["1970-01-01T00:00:00.000000001Z", 0n, 1],
    ["1970-01-01T08:00:01+08:00", 1n, 0],
    ["1969-12-31T16:00:01-08:00", 1n, 0],
    ["1970-01-01T00:00:00-00:00", 0n, 0],
    ["1970-01-01T00:00:00-11:30", 41400n, 0],
    ["1970-01-02T01:00:00+02:00", 82800n, 0],
    ["0001-01-01T00:00:00-00:01", -62135596740n, 0],
    ["9999-12-31T23:59:59+00:01", 253402300739n, 0],
    ["0000-12-31T23:59:00-00:01", -62135596800n, 0],
    ["2000-02-29T00:00:00Z", 951782400n, 0],
    ["0099-03-01T00:00:00Z", -59037897600n, 0],
    ["1993-02-10T23:59:59+23:59", 729302400n + 86399n - 86340n, 0],
  ];
  for (const [text, seconds, nanos] of table) {
    assertEquals<unknown>(subject.read(TYPE, `"${text}"`), { seconds, nanos }, text);
  }
});

test("fromJsonString() rejects malformed timestamps", (subject) => {
  const table = [
    ...["", "0001-01-01T00:00:00", "0001-01-01 00:00:00Z", "0001-01-01t00:00:00Z"],
    ...["0001-01-01T00:00:00z", "1970-01-01T00:00:00+0800", "1970-01-01T00:00:00+08"],
    ...["1970-13-01T00:00:00Z", "1970-00-01T00:00:00Z", "1970-01-32T00:00:00Z"],
    ...["1970-01-00T00:00:00Z", "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z"],
    ...["1970-01-01T00:00:60Z", "2016-12-31T23:59:60Z", "1970-01-01T00:00:00+24:00"],
    ...["1970-01-01T00:00:00+00:60", "1970-01-01T00:00:00.1234567890Z", "1970-01-01T00:00:00.Z"],
    ...["1970-01-01T00:00:00.123aZ", "1970-01-01T00:00:00,5Z", "999-01-01T00:00:00Z"],
    ...["00001-01-01T00:00:00Z", "+1970-01-01T00:00:00Z", "1970-1-01T00:00:00Z"],
    ...["1970-01-1T00:00:00Z", "2001-02-29T00:00:00Z", "1900-02-29T00:00:00Z"],
    ...["1970-04-31T00:00:00Z", "1970-01-01T+1:00:00Z", "1970-01-01T00:00:00Z ", "1970-01-01"],
    ...["1970-01-01T00:00Z", "1970-01-01T00:00:00ZZ", "1970-01-01T00:00:00Z+01:00", "now", "١970"],
  ];
  for (const text of table) subject.rejects(TYPE, `"${text}"`, "value", "expected a time like");
  for (const json of ["0", "{}", "[]", "true", '{"seconds": 1}']) {
    subject.rejects(TYPE, json, "value", "expected a timestamp");
  }
});

test("fromJsonString() checks a timestamp's year after its offset is applied", (subject) => {
  for (
    const text of [
      "0000-01-01T00:00:00Z",
      "0001-01-01T00:00:00+00:01",
      "9999-12-31T23:59:59-00:01",
    ]
  ) {
    subject.rejects(TYPE, `"${text}"`, "value", "not from 1 to 9999");
  }
});

test("toJsonString() writes timestamps with 0, 3, 6 or 9 digits, in UTC", (subject) => {
  const table: [seconds: bigint, nanos: number, text: string][] = [
    [0n, 0, "1970-01-01T00:00:00Z"],
    [0n, 10_000_000, "1970-01-01T00:00:00.010Z"],
    [0n, 10_000, "1970-01-01T00:00:00.000010Z"],
    [0n, 10, "1970-01-01T00:00:00.000000010Z"],
    [-1n, 999_999_999, "1969-12-31T23:59:59.999999999Z"],
    [-62135596800n, 0, "0001-01-01T00:00:00Z"],
    [253402300799n, 999_999_999, "9999-12-31T23:59:59.999999999Z"],
  ];
  for (const [seconds, nanos, text] of table) {
    assertEquals(subject.write(TYPE, { seconds, nanos }), `"${text}"`);
  }
});

test("toJson() rejects timestamps out of range", (subject) => {
  const table: [seconds: unknown, nanos: unknown][] = [
    [-62135596801n, 0],
    [253402300800n, 0],
    [2n ** 63n - 1n, 0],
    [5000n, -1],
    [5000n, 1_000_000_000],
    [5000n, 0.5],
    [5000n, NaN],
    [5000, 0],
    [undefined, undefined],
  ];
  for (const [seconds, nanos] of table) subject.cannotWrite(TYPE, { seconds, nanos }, "value");
});
