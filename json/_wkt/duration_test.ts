import { assertEquals } from "@std/assert";
import { test } from "../testdata/subject.ts";

const TYPE = "google.protobuf.Duration";

test("fromJsonString() reads durations", (subject) => {
  const table: [text: string, seconds: bigint, nanos: number][] = [
    ["0s", 0n, 0],
    ["-0s", 0n, 0],
    ["-0.0s", 0n, 0],
    ["1.5s", 1n, 500_000_000],
    ["-1.5s", -1n, -500_000_000],
    ["-0.5s", 0n, -500_000_000],
    ["-5s", -5n, 0],
    ["0.000000001s", 0n, 1],
    ["315576000000.999999999s", 315576000000n, 999_999_999],
    ["-315576000000.999999999s", -315576000000n, -999_999_999],
  ];
  for (const [text, seconds, nanos] of table) {
    assertEquals<unknown>(subject.read(TYPE, `"${text}"`), { seconds, nanos }, text);
  }
});

test("fromJsonString() rejects malformed durations", (subject) => {
  const table = [
    ...["", "s", "1", "1S", "1ss", "--5s", "+5s", "- 5s", "-s", "1.s", ".5s", "-.5s", "1.5.5s"],
    ...["1e3s", "0x1s", " 1s", "1s ", "1 s", "1,5s", "1.0000000000s", "1.-5s", "١s", "Infinitys"],
    ...["NaNs", "1m", "9".repeat(1000) + "s"],
  ];
  for (const text of table) subject.rejects(TYPE, `"${text}"`, "value", "expected a duration like");
  for (const json of ["1", "{}", "[]", "true", '{"seconds": 1}']) {
    subject.rejects(TYPE, json, "value", "expected a duration");
  }
  for (const text of ["315576000001s", "-315576000001s", "999999999999.9s"]) {
    subject.rejects(TYPE, `"${text}"`, "value", "longer than");
  }
});

test("toJsonString() writes durations with 0, 3, 6 or 9 digits", (subject) => {
  const table: [seconds: bigint, nanos: number, text: string][] = [
    [0n, 0, "0s"],
    [1n, 10_000_000, "1.010s"],
    [1n, 10_000, "1.000010s"],
    [1n, 10, "1.000000010s"],
    [0n, -1, "-0.000000001s"],
    [-1n, 0, "-1s"],
    [-1n, -500_000_000, "-1.500s"],
    [-315576000000n, -999_999_999, "-315576000000.999999999s"],
  ];
  for (const [seconds, nanos, text] of table) {
    assertEquals(subject.write(TYPE, { seconds, nanos }), `"${text}"`);
  }
});

test("toJson() rejects durations out of range, or with two signs", (subject) => {
  const table: [seconds: unknown, nanos: unknown][] = [
    [315576000001n, 0],
    [-315576000001n, 0],
    [1n, -1],
    [-1n, 1],
    [1n, 1_000_000_000],
    [-1n, -1_000_000_000],
    [0n, 0.5],
    [1, 0],
    [undefined, undefined],
  ];
  for (const [seconds, nanos] of table) subject.cannotWrite(TYPE, { seconds, nanos }, "value");
});
