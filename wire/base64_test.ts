import { assertEquals, assertThrows } from "@std/assert";
import { plainFromBase64, plainToBase64 } from "./_plain_base64.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";

/** Runs a test with the host's base64, and with the one for hosts that have none. */
function test(name: string, fn: () => void): void {
  Deno.test(name, fn);
  Deno.test(`${name}, without the host's`, () => {
    const { fromBase64 } = Uint8Array;
    const { toBase64 } = Uint8Array.prototype;
    try {
      Object.assign(Uint8Array, { fromBase64: undefined });
      Object.assign(Uint8Array.prototype, { toBase64: undefined });
      fn();
    } finally {
      Object.assign(Uint8Array, { fromBase64 });
      Object.assign(Uint8Array.prototype, { toBase64 });
    }
  });
}

const DECODED: [text: string, bytes: number[]][] = [
  ["", []],
  ["AA", [0]],
  ["AA==", [0]],
  ["AQI", [1, 2]],
  ["AQI=", [1, 2]],
  ["AQID", [1, 2, 3]],
  ["+/8=", [251, 255]],
  ["-_8=", [251, 255]],
  ["-_8", [251, 255]],
  ["AB==", [0]], // bits that are left over do not matter
  ["AQJ", [1, 2]],
];

const REFUSED = [
  ..."A = == ==== A= A== A=== AA= AA=== AQI== AQID= AQID== AQID==== =AQI A=A= AA==AA== +_8 -/8"
    .split(
      " ",
    ),
  ..." AQI,AQI ,AQ I,AQI\n,\t,\f,\r,AQI\v,AQI\u00a0,AQI\u2028,AQI=\n,A\nQI=".split(","),
  ..."AQI! A*I= ÀQI= AQI\u0141 💥 %41 A.QI AQI\0".split(" "),
];

test("decodeBase64() takes either alphabet, padded or not", () => {
  for (const [text, bytes] of DECODED) {
    assertEquals(decodeBase64(text), new Uint8Array(bytes), JSON.stringify(text));
  }
});

test("decodeBase64() refuses what is not base64, white space too", () => {
  for (const text of REFUSED) {
    assertThrows(() => decodeBase64(text), SyntaxError, "Cannot decode", JSON.stringify(text));
  }
});

test("encodeBase64() has the options of toBase64()", () => {
  const bytes = new Uint8Array([251, 255, 190, 1]);
  assertEquals(encodeBase64(bytes), "+/++AQ==");
  assertEquals(encodeBase64(bytes, { omitPadding: true }), "+/++AQ");
  assertEquals(encodeBase64(bytes, { alphabet: "base64url" }), "-_--AQ==");
  assertEquals(encodeBase64(bytes, { alphabet: "base64url", omitPadding: true }), "-_--AQ");
  assertEquals(encodeBase64(new Uint8Array()), "");
});

test("encodeBase64() takes a part of a buffer, and bytes of any number", () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, i) => i * 7);
  assertEquals(decodeBase64(encodeBase64(bytes)), bytes);
  assertEquals(encodeBase64(bytes.subarray(1, 4)), "Bw4V");
});

Deno.test("base64 without the host's is the host's, for all short texts of telling characters", () => {
  const characters = ["A", "Q", "/", "+", "-", "_", "=", "é", "*"];
  function compare(text: string): void {
    for (const url of [false, true]) {
      const host = attempt(() =>
        Uint8Array.fromBase64(text, { alphabet: url ? "base64url" : "base64" })
      );
      assertEquals(attempt(() => plainFromBase64(text, url)), host, `${text}, url: ${url}`);
    }
    if (text.length < 5) { for (const character of characters) compare(text + character); }
  }
  compare("");
});

Deno.test("base64 without the host's is the host's, for random bytes", () => {
  for (let length = 0; length < 300; length++) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    for (const alphabet of ["base64", "base64url"] as const) {
      for (const omitPadding of [false, true]) {
        const text = bytes.toBase64({ alphabet, omitPadding });
        assertEquals(plainToBase64(bytes, { alphabet, omitPadding }), text);
        assertEquals(plainFromBase64(text, alphabet === "base64url"), bytes);
      }
    }
  }
});

function attempt(decode: () => Uint8Array): string | undefined {
  try {
    return decode().join();
  } catch {
    return undefined;
  }
}
