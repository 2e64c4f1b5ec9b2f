import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import {
  isValidTimestamp,
  type Timestamp,
  timestampFromDate,
  timestampFromInstant,
  timestampFromMs,
  timestampNow,
  timestampToDate,
  timestampToInstant,
  timestampToMs,
} from "./mod.ts";

const FIRST: Timestamp = { seconds: -62_135_596_800n, nanos: 0 };
const LAST: Timestamp = { seconds: 253_402_300_799n, nanos: 999_999_999 };

/** Timestamps, with their milliseconds and their text. */
const ROWS: [timestamp: Timestamp, ms: number, text: string][] = [
  [{ seconds: 0n, nanos: 0 }, 0, "1970-01-01T00:00:00Z"],
  [{ seconds: 1n, nanos: 500_000_000 }, 1500, "1970-01-01T00:00:01.5Z"],
  [{ seconds: -1n, nanos: 999_000_000 }, -1, "1969-12-31T23:59:59.999Z"],
  [{ seconds: -2n, nanos: 0 }, -2000, "1969-12-31T23:59:58Z"],
  [{ seconds: 1_700_000_000n, nanos: 123_000_000 }, 1_700_000_000_123, "2023-11-14T22:13:20.123Z"],
  [FIRST, -62_135_596_800_000, "0001-01-01T00:00:00Z"],
  [{ ...LAST, nanos: 999_000_000 }, 253_402_300_799_999, "9999-12-31T23:59:59.999Z"],
];

/** Parts that make no timestamp. */
const INVALID: [seconds: unknown, nanos: unknown][] = [
  [FIRST.seconds - 1n, 999_999_999],
  [LAST.seconds + 1n, 0],
  [2n ** 63n - 1n, 0],
  [-(2n ** 63n), 0],
  [0n, -1],
  [0n, 1_000_000_000],
  [0n, 0.5],
  [0n, NaN],
  [0n, 0n],
  [0, 0],
  ["0", 0],
  [undefined, undefined],
];

Deno.test("timestamps go to and from Date, milliseconds and Temporal.Instant", () => {
  for (const [timestamp, ms, text] of ROWS) {
    assertEquals(timestampFromMs(ms), timestamp, text);
    assertEquals(timestampToMs(timestamp), ms, text);
    assertEquals(timestampFromDate(new Date(ms)), timestamp, text);
    assertEquals(timestampToDate(timestamp).getTime(), ms, text);
    assertEquals(timestampFromInstant(Temporal.Instant.from(text)), timestamp);
    assertEquals(timestampToInstant(timestamp).toString(), text);
    assert(isValidTimestamp(timestamp), text);
  }
});

Deno.test("timestampToMs() and timestampToDate() round down, before 1970 as well", () => {
  const rows: [timestamp: Timestamp, ms: number][] = [
    [{ seconds: 0n, nanos: 999_999 }, 0],
    [{ seconds: 1n, nanos: 500_999_999 }, 1500],
    [{ seconds: -1n, nanos: 999_999_999 }, -1],
    [{ seconds: -1n, nanos: 1 }, -1000],
    [LAST, 253_402_300_799_999],
  ];
  for (const [timestamp, ms] of rows) {
    assertEquals(timestampToMs(timestamp), ms);
    assertEquals(timestampToDate(timestamp).getTime(), ms);
  }
});

Deno.test("timestampFromMs() keeps fractions, to the nearest nanosecond", () => {
  const rows: [ms: number, timestamp: Timestamp][] = [
    [0.25, { seconds: 0n, nanos: 250_000 }],
    [0.29, { seconds: 0n, nanos: 290_000 }],
    [1.000001, { seconds: 0n, nanos: 1_000_001 }],
    [-0.000001, { seconds: -1n, nanos: 999_999_999 }],
    [999.9999999, { seconds: 1n, nanos: 0 }],
    [-1e-12, { seconds: 0n, nanos: 0 }],
    [-0, { seconds: 0n, nanos: 0 }],
  ];
  for (const [ms, timestamp] of rows) assertEquals(timestampFromMs(ms), timestamp, String(ms));
});

Deno.test("timestampToInstant() and timestampFromInstant() keep nanoseconds", () => {
  const rows = [FIRST, LAST, { seconds: -1n, nanos: 1 }, { seconds: 0n, nanos: 1 }];
  for (const timestamp of rows) {
    assertEquals(timestampFromInstant(timestampToInstant(timestamp)), timestamp);
  }
});

Deno.test("timestampNow() is the clock's time", () => {
  const before = Date.now();
  const now = timestampToMs(timestampNow());
  assert(before <= now && now <= Date.now());
});

Deno.test("isValidTimestamp() knows the years 1 to 9999, and nanoseconds that count forward", () => {
  assert(isValidTimestamp(FIRST));
  assert(isValidTimestamp(LAST));
  for (const [seconds, nanos] of INVALID) {
    assertFalse(isValidTimestamp({ seconds, nanos } as Timestamp), `${seconds} ${nanos}`);
  }
});

Deno.test("timestamps that are not valid are not converted", () => {
  for (const [seconds, nanos] of INVALID) {
    const timestamp = { seconds, nanos } as Timestamp;
    for (const convert of [timestampToMs, timestampToDate, timestampToInstant]) {
      assertThrows(() => convert(timestamp), RangeError, `${seconds} s and ${nanos} ns`);
    }
  }
});

Deno.test("no timestamps are made of times out of range, or no times at all", () => {
  const [min, max] = [-62_135_596_800_000, 253_402_300_799_999];
  for (const ms of [min - 1, max + 1, 8.64e15, -8.64e15, 1e300, -1e300]) {
    assertThrows(() => timestampFromMs(ms), RangeError, "years go from 1 to 9999");
  }
  for (const ms of [NaN, Infinity, -Infinity]) {
    assertThrows(() => timestampFromMs(ms), RangeError, `${ms} ms`);
  }
  assertThrows(() => timestampFromDate(new Date("no date")), RangeError, "NaN ms");
  assertThrows(() => timestampFromDate(new Date(8.64e15)), RangeError);
  const instant = Temporal.Instant.from("-000001-01-01T00:00:00Z");
  assertThrows(() => timestampFromInstant(instant), RangeError, "years go from 1 to 9999");
});
