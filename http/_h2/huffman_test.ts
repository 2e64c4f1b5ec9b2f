import { assertEquals, assertThrows } from "@std/assert";
import { ConnectionFault } from "./fault.ts";
import { huffmanDecode, huffmanEncode, huffmanLength } from "./huffman.ts";
import { Output } from "./output.ts";

function encode(text: string): Uint8Array {
  const out = new Output();
  out.reserve(huffmanLength(text));
  huffmanEncode(text, out);
  assertEquals(out.length, huffmanLength(text));
  return out.take().slice();
}

// RFC 7541 appendix C.4 and C.6.
const EXAMPLES: [string, string][] = [
  ["www.example.com", "f1e3c2e5f23a6ba0ab90f4ff"],
  ["no-cache", "a8eb10649cbf"],
  ["custom-key", "25a849e95ba97d7f"],
  ["custom-value", "25a849e95bb8e8b4bf"],
  ["302", "6402"],
  ["private", "aec3771a4b"],
  ["Mon, 21 Oct 2013 20:13:21 GMT", "d07abe941054d444a8200595040b8166e082a62d1bff"],
  ["https://www.example.com", "9d29ad171863c78f0b97c8e9ae82ae43d3"],
  ["307", "640eff"],
  ["gzip", "9bd9ab"],
];

Deno.test("huffman codes agree with the examples of RFC 7541, both ways", () => {
  for (const [text, hex] of EXAMPLES) {
    assertEquals(encode(text).toHex(), hex);
    const bytes = Uint8Array.fromHex(hex);
    assertEquals(huffmanDecode(bytes, 0, bytes.length), text);
  }
});

Deno.test("huffman codes of every byte, and of every pair, come back", () => {
  for (let a = 0; a < 256; a++) {
    let all = String.fromCharCode(a);
    for (let b = 0; b < 256; b++) {
      const pair = String.fromCharCode(b, a, b);
      const bytes = encode(pair);
      assertEquals(huffmanDecode(bytes, 0, bytes.length), pair);
      all += pair;
    }
    const bytes = encode(all);
    assertEquals(huffmanDecode(bytes, 0, bytes.length), all);
  }
});

Deno.test("huffmanDecode() takes an empty string, and a long one", () => {
  assertEquals(huffmanDecode(new Uint8Array(0), 0, 0), "");
  const long = "0".repeat(100_000);
  const bytes = encode(long);
  assertEquals(huffmanDecode(bytes, 0, bytes.length), long);
});

const INVALID: [what: string, hex: string][] = [
  ["EOS", "ffffffff"],
  ["EOS after a character", "1fffffffff"],
  ["a byte of padding", "f1e3c2e5f23a6ba0ab90f4ffff"],
  ["nothing but padding", "ff"],
  ["padding with a 0", "1e"],
  ["padding of 0", "18"],
  ["a code that is cut", "fffffe"],
];

Deno.test("huffmanDecode() rejects what is not the code", () => {
  for (const [what, hex] of INVALID) {
    const bytes = Uint8Array.fromHex(hex);
    const error = assertThrows(
      () => huffmanDecode(bytes, 0, bytes.length),
      ConnectionFault,
      "",
      what,
    );
    assertEquals(error.h2Code, 9);
  }
});
