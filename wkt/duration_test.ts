import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import {
  type Duration,
  durationFromMs,
  durationFromTemporal,
  durationToMs,
  durationToTemporal,
  isValidDuration,
} from "./mod.ts";

const MAX = 315_576_000_000n;

/** Durations, with their milliseconds and their text. */
const ROWS: [duration: Duration, ms: number, text: string][] = [
  [{ seconds: 0n, nanos: 0 }, 0, "PT0S"],
  [{ seconds: 1n, nanos: 500_000_000 }, 1500, "PT1.5S"],
  [{ seconds: -1n, nanos: -500_000_000 }, -1500, "-PT1.5S"],
  [{ seconds: 0n, nanos: -250_000 }, -0.25, "-PT0.00025S"],
  [{ seconds: 0n, nanos: 1 }, 0.000001, "PT0.000000001S"],
  [{ seconds: 0n, nanos: 123_456_789 }, 123.456789, "PT0.123456789S"],
  [{ seconds: 0n, nanos: -123_456_789 }, -123.456789, "-PT0.123456789S"],
  [{ seconds: 90n, nanos: 0 }, 90_000, "PT90S"],
  [{ seconds: MAX, nanos: 0 }, 315_576_000_000_000, "PT315576000000S"],
  [{ seconds: -MAX, nanos: 0 }, -315_576_000_000_000, "-PT315576000000S"],
];

/** Parts that make no duration. */
const INVALID: [seconds: unknown, nanos: unknown][] = [
  [MAX + 1n, 0],
  [-MAX - 1n, 0],
  [2n ** 63n - 1n, 0],
  [1n, -1],
  [-1n, 1],
  [0n, 1_000_000_000],
  [0n, -1_000_000_000],
  [0n, 0.5],
  [0n, NaN],
  [0n, 0n],
  [0, 0],
  [undefined, undefined],
];

Deno.test("durations go to and from milliseconds and Temporal.Duration", () => {
  for (const [duration, ms, text] of ROWS) {
    assertEquals(durationFromMs(ms), duration, text);
    assertEquals(durationToMs(duration), ms, text);
    assertEquals(durationFromTemporal(Temporal.Duration.from(text)), duration, text);
    assertEquals(durationToTemporal(duration).toString(), text);
    assert(isValidDuration(duration), text);
  }
});

Deno.test("durationFromMs() takes the nearest nanosecond", () => {
  assertEquals(durationFromMs(0.29), { seconds: 0n, nanos: 290_000 });
  assertEquals(durationFromMs(999.9999999), { seconds: 1n, nanos: 0 });
  assertEquals(durationFromMs(-999.9999999), { seconds: -1n, nanos: 0 });
  assertEquals(durationFromMs(-1e-12), { seconds: 0n, nanos: 0 });
});

Deno.test("durationFromTemporal() adds up all units of fixed length, exactly", () => {
  const rows: [parts: Temporal.DurationLike, duration: Duration][] = [
    [{ days: 1, hours: 2, minutes: 3, seconds: 4 }, { seconds: 93_784n, nanos: 0 }],
    [{ milliseconds: 1, microseconds: 2, nanoseconds: 3 }, { seconds: 0n, nanos: 1_002_003 }],
    [{ milliseconds: 86_400_000 }, { seconds: 86_400n, nanos: 0 }],
    [{ seconds: 1, nanoseconds: 2_500_000_000 }, { seconds: 3n, nanos: 500_000_000 }],
    [{ hours: -1, nanoseconds: -1 }, { seconds: -3600n, nanos: -1 }],
    [{ seconds: Number(MAX), nanoseconds: 999_999_999 }, { seconds: MAX, nanos: 999_999_999 }],
  ];
  for (const [parts, duration] of rows) {
    assertEquals(durationFromTemporal(Temporal.Duration.from(parts)), duration);
  }
});

Deno.test("durationFromTemporal() refuses units that depend on the calendar", () => {
  for (const text of ["P1Y", "P1M", "P1W", "-P1W", "P1Y1D"]) {
    assertThrows(() => durationFromTemporal(Temporal.Duration.from(text)), RangeError, text);
  }
});

Deno.test("isValidDuration() knows the range, and that signs agree", () => {
  assert(isValidDuration({ seconds: MAX, nanos: 999_999_999 }));
  assert(isValidDuration({ seconds: -MAX, nanos: -999_999_999 }));
  assert(isValidDuration({ seconds: 0n, nanos: -1 }));
  for (const [seconds, nanos] of INVALID) {
    assertFalse(isValidDuration({ seconds, nanos } as Duration), `${seconds} ${nanos}`);
  }
});

Deno.test("durations that are not valid are not converted", () => {
  for (const [seconds, nanos] of INVALID) {
    const duration = { seconds, nanos } as Duration;
    for (const convert of [durationToMs, durationToTemporal]) {
      assertThrows(() => convert(duration), RangeError, `${seconds} s and ${nanos} ns`);
    }
  }
});

Deno.test("no durations are made of what is out of range, or no number", () => {
  for (const ms of [315_576_000_001_000, -315_576_000_001_000, 1e300, -1e300]) {
    assertThrows(() => durationFromMs(ms), RangeError, "at most 315576000000 s");
  }
  for (const ms of [NaN, Infinity, -Infinity]) {
    assertThrows(() => durationFromMs(ms), RangeError, `${ms} ms`);
  }
  const long = Temporal.Duration.from({ seconds: Number(MAX) + 1 });
  assertThrows(() => durationFromTemporal(long), RangeError, "at most");
});
