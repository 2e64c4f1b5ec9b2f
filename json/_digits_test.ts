import { assertEquals } from "@std/assert";
import { floatPlaces, shortestFloat } from "../wire/mod.ts";
import { putBigint, putFloat, putInteger, putSigned } from "./_digits.ts";

const bytes = new Uint8Array(64);
const view = new DataView(bytes.buffer);

/** What is written from `pos` 3 on. */
function written(put: (view: DataView, pos: number) => number): string {
  bytes.fill(0x2a);
  return String.fromCharCode(...bytes.subarray(3, put(view, 3)));
}

Deno.test("putInteger() and putSigned() write integers of any length", () => {
  for (let digits = 1; digits <= 15; digits++) {
    for (const value of [10 ** (digits - 1), 10 ** digits - 1, Math.floor(10 ** digits / 7)]) {
      assertEquals(written((view, pos) => putInteger(view, pos, value)), String(value));
      assertEquals(written((view, pos) => putSigned(view, pos, -value)), String(-value));
    }
  }
  for (const value of [0, Number.MAX_SAFE_INTEGER, 2 ** 53, 2 ** 32 - 1, -(2 ** 31)]) {
    assertEquals(written((view, pos) => putSigned(view, pos, value)), String(value));
  }
});

Deno.test("putBigint() writes 64-bit integers, signed or not", () => {
  const edges = [0n, 1n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n, 10n ** 18n, 2n ** 63n - 1n];
  const random = Array.from(crypto.getRandomValues(new BigUint64Array(1000)));
  const shorter = random.map((value, i) => value >> BigInt(i % 64));
  for (const value of [...edges, ...shorter]) {
    assertEquals(written((view, pos) => putBigint(view, pos, value, false)), `"${value}"`);
    const signed = BigInt.asIntN(64, -value);
    assertEquals(written((view, pos) => putBigint(view, pos, signed, true)), `"${signed}"`);
  }
});

Deno.test("putFloat() writes what shortestFloat() means", () => {
  const random = Array.from(crypto.getRandomValues(new Uint32Array(5000)), (bits, i) => {
    const size = 10 ** (i % 10 - 4) * (1 + 9 * bits / 2 ** 32);
    return Math.fround(i % 2 === 0 ? size : -size);
  });
  const edges = [1e-4, 0.1, 0.5, 1, 0.99999994, 100, 999999.94, 123456, 0.00010001, 16777.215];
  for (const float of [...edges.map(Math.fround), ...random]) {
    const places = floatPlaces(float);
    if (places === undefined) continue;
    const text = written((view, pos) => putFloat(view, pos, float, places));
    assertEquals(text, String(shortestFloat(float)));
  }
});
