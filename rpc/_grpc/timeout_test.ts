import { assertEquals, assertThrows } from "@std/assert";
import { ConnectError } from "../error.ts";
import type { FieldPair } from "../http_client.ts";
import { addTimeout, parseTimeout } from "./timeout.ts";

Deno.test("parseTimeout() knows all units", () => {
  const cases: [string, number][] = [
    ["0n", 0],
    ["1500u", 1.5],
    ["99999999m", 99_999_999],
    ["2S", 2000],
    ["3M", 180_000],
    ["99999999H", 99_999_999 * 3_600_000],
  ];
  for (const [value, expected] of cases) {
    assertEquals(parseTimeout(new Headers({ "grpc-timeout": value })), expected);
  }
  assertEquals(parseTimeout(new Headers()), undefined);
});

Deno.test("parseTimeout() refuses what is not one to eight digits and a unit", () => {
  for (const value of ["", "1", "m", "100000000m", "-1m", "+1m", "1.5m", "1s", "1 m", "1m, 1m"]) {
    const headers = new Headers({ "grpc-timeout": value });
    assertEquals(
      assertThrows(() => parseTimeout(headers), ConnectError).code,
      "invalid_argument",
      value,
    );
  }
});

Deno.test("addTimeout() never writes more than eight digits", () => {
  const cases: [number, string | null][] = [
    [0, "0m"],
    [0.5, "1m"],
    [99_999_999, "99999999m"],
    [100_000_000, "100000S"],
    [1e12, "16666667M"],
    [1e14, "27777778H"],
    [1e30, null],
  ];
  for (const [timeoutMs, expected] of cases) {
    const headers: FieldPair[] = [];
    addTimeout(headers, timeoutMs);
    assertEquals(headers, expected === null ? [] : [["grpc-timeout", expected]]);
  }
});
