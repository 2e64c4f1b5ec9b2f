import { assertEquals, assertNotStrictEquals } from "@std/assert";
import { allocate } from "./_slab.ts";

Deno.test("allocate() gives no bytes twice", () => {
  const given: Uint8Array[] = [];
  for (let i = 0; i < 200; i++) given.push(allocate(i * 7).fill(i));
  for (const [i, bytes] of given.entries()) assertEquals(bytes, new Uint8Array(i * 7).fill(i));
});

Deno.test("allocate() gives long arrays a buffer of their own", () => {
  assertEquals(allocate(1025).buffer.byteLength, 1025);
  assertNotStrictEquals(allocate(1024).buffer.byteLength, 1024);
});
