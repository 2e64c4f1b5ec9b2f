import { assertEquals } from "@std/assert";
import { exactInteger, plainInteger } from "./_number.ts";

Deno.test("plainInteger() reads integers of up to 20 digits exactly", () => {
  const texts = ["0", "7", "10", "999999999", "1000000000", "999999999999999", "1000000000000000"];
  texts.push(
    "18446744073709551615",
    "99999999999999999999",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
  );
  texts.push("9999999999999999999", "1000000000000000001", "4294967296", "4294967295", "65536");
  for (let i = 0; i < 64; i++) texts.push(String(1n << BigInt(i)), String((1n << BigInt(i)) - 1n));
  for (const text of texts.filter(({ length }) => length <= 20)) {
    assertEquals(plainInteger(text), BigInt(text), text);
    assertEquals(plainInteger(`-${text}`), -BigInt(text), text);
    assertEquals(exactInteger(text), BigInt(text), text);
  }
});

Deno.test("plainInteger() leaves what is not plain to others", () => {
  const texts = ["", "-", "+1", "01", "-01", "00", "1.0", "1e2", " 1", "1 ", "0x1", "a", "--1"];
  texts.push("184467440737095516150", "1".repeat(100_000), "1_000", "１");
  for (const text of texts) assertEquals(plainInteger(text), undefined, text);
});
