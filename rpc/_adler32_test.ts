import { assertEquals } from "@std/assert";
import { adler32 } from "./_adler32.ts";

Deno.test("adler32() knows its checksums", () => {
  assertEquals(adler32(new Uint8Array(0)), 1);
  assertEquals(adler32(new TextEncoder().encode("Wikipedia")), 0x11e60398);
});

Deno.test("adler32() agrees with the platform on what is long", async () => {
  const bytes = new Uint8Array(20_000).fill(0xff);
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  const compressed = await new Response(stream).bytes();
  const { buffer, byteOffset, length } = compressed;
  assertEquals(adler32(bytes), new DataView(buffer, byteOffset).getUint32(length - 4));
});
