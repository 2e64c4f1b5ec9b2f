import { assertEquals, assertThrows } from "@std/assert";
import { ConnectionFault } from "./fault.ts";
import { HpackDecoder } from "./hpack_decoder.ts";
import { HpackEncoder } from "./hpack_encoder.ts";
import { decodeBlock, encodeBlock } from "./testdata/frames.ts";

type Fields = [string, string][];

const REQUESTS: Fields[] = [
  [[":method", "GET"], [":scheme", "http"], [":path", "/"], [":authority", "www.example.com"]],
  [
    [":method", "GET"],
    [":scheme", "http"],
    [":path", "/"],
    [":authority", "www.example.com"],
    ["cache-control", "no-cache"],
  ],
  [
    [":method", "GET"],
    [":scheme", "https"],
    [":path", "/index.html"],
    [":authority", "www.example.com"],
    ["custom-key", "custom-value"],
  ],
];
const RESPONSE: Fields = [
  [":status", "302"],
  ["cache-control", "private"],
  ["date", "Mon, 21 Oct 2013 20:13:21 GMT"],
  ["location", "https://www.example.com"],
];
const RESPONSES: Fields[] = [
  RESPONSE,
  [[":status", "307"], ...RESPONSE.slice(1)],
  [
    [":status", "200"],
    ["cache-control", "private"],
    ["date", "Mon, 21 Oct 2013 20:13:22 GMT"],
    ["location", "https://www.example.com"],
    ["content-encoding", "gzip"],
    ["set-cookie", "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"],
  ],
];

/** RFC 7541 appendix C: what blocks, one after the other, say. */
const EXAMPLES: [name: string, blocks: string[], fields: Fields[], sizes: number[]][] = [
  ["C.2.1", ["400a637573746f6d2d6b65790d637573746f6d2d686561646572"], [[[
    "custom-key",
    "custom-header",
  ]]], [55]],
  ["C.2.2", ["040c2f73616d706c652f70617468"], [[[":path", "/sample/path"]]], [0]],
  ["C.2.3", ["100870617373776f726406736563726574"], [[["password", "secret"]]], [0]],
  ["C.2.4", ["82"], [[[":method", "GET"]]], [0]],
  [
    "C.3",
    [
      "828684410f7777772e6578616d706c652e636f6d",
      "828684be58086e6f2d6361636865",
      "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565",
    ],
    REQUESTS,
    [57, 110, 164],
  ],
  [
    "C.4",
    [
      "828684418cf1e3c2e5f23a6ba0ab90f4ff",
      "828684be5886a8eb10649cbf",
      "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf",
    ],
    REQUESTS,
    [57, 110, 164],
  ],
  [
    "C.5",
    [
      "3fe101" +
      "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a3231" +
      "20474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
      "4803333037c1c0bf",
      "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a697077" +
      "38666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d" +
      "333630303b2076657273696f6e3d31",
    ],
    RESPONSES,
    [222, 222, 215],
  ],
  [
    "C.6",
    [
      "3fe101" +
      "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad17" +
      "1863c78f0b97c8e9ae82ae43d3",
      "4883640effc1c0bf",
      "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6" +
      "c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007",
    ],
    RESPONSES,
    [222, 222, 215],
  ],
];

Deno.test("decode() reads the examples of RFC 7541, with the table sizes they give", () => {
  for (const [name, blocks, fields, sizes] of EXAMPLES) {
    const decoder = new HpackDecoder();
    blocks.forEach((hex, i) => {
      assertEquals(decodeBlock(decoder, Uint8Array.fromHex(hex)), fields[i], name);
      assertEquals(decoder.tableSize, sizes[i], name);
    });
  }
});

Deno.test("field() writes the requests of RFC 7541 as it does", () => {
  const encoder = new HpackEncoder();
  const [, hex] = EXAMPLES.find(([name]) => name === "C.4")!;
  REQUESTS.forEach((fields, i) => assertEquals(encodeBlock(encoder, fields).toHex(), hex[i]));
});

const INVALID: [what: string, hex: string][] = [
  ["index 0", "80"],
  ["an index above the tables", "be"],
  ["a name index above the tables", "7e00"],
  ["an index that ends early", "ff"],
  ["an integer that is too long", "ffffffffffffff0f"],
  ["a name that ends early", "4003"],
  ["a literal without a value", "4000"],
  ["a value that ends early", "400161"],
  ["a value longer than the block", "4001617f80808001"],
  ["a table size above the limit", "3fe21f"],
  ["a table size after a field", "8220"],
];

Deno.test("decode() rejects what is no header block", () => {
  for (const [what, hex] of INVALID) {
    const decoder = new HpackDecoder();
    const bytes = Uint8Array.fromHex(hex);
    const error = assertThrows(() => decodeBlock(decoder, bytes), ConnectionFault, "", what);
    assertEquals(error.h2Code, 9);
  }
});

Deno.test("a literal for the table may refer to a name that it drives out", () => {
  const decoder = new HpackDecoder();
  const encoder = new HpackEncoder();
  for (const c of "abcdef") {
    const fields: Fields = [["x-name", c.repeat(900)], ["x-other", c]];
    assertEquals(decodeBlock(decoder, encodeBlock(encoder, fields)), fields);
  }
  // The oldest entry has index 62 + 7; its name with a value that needs the whole table.
  const value = "y".repeat(4096 - 32 - 6);
  const length = value.length - 127;
  const bytes = new Uint8Array([
    ...[0x7f, 62 + 7 - 63, 0x7f, length & 127 | 128, length >> 7],
    ...new TextEncoder().encode(value),
  ]);
  const [[name]] = decodeBlock(decoder, bytes) as [[string, string]];
  assertEquals(name, "x-name");
  assertEquals(decoder.tableSize, 4096);
});

Deno.test("a field that is larger than the table empties it", () => {
  const decoder = new HpackDecoder();
  decodeBlock(decoder, Uint8Array.fromHex("40016101624001630164"));
  assertEquals(decoder.tableSize, 68);
  const value = "z".repeat(4096);
  const bytes = new Uint8Array([0x40, 1, 97, 0x7f, 0x81, 0x1f, ...new TextEncoder().encode(value)]);
  assertEquals(decodeBlock(decoder, bytes), [["a", value]]);
  assertEquals(decoder.tableSize, 0);
});

Deno.test("resize() is told by the next block, the smallest size first", () => {
  const encoder = new HpackEncoder();
  const decoder = new HpackDecoder();
  const fields: Fields = [["a", "b"], ["c", "d"]];
  decodeBlock(decoder, encodeBlock(encoder, fields));
  encoder.resize(0);
  encoder.resize(40);
  const bytes = encodeBlock(encoder, fields);
  assertEquals([...bytes.subarray(0, 3)], [0x20, 0x3f, 9]);
  assertEquals(decodeBlock(decoder, bytes), fields);
  assertEquals(decoder.tableSize, 34);
  assertEquals(decodeBlock(decoder, encodeBlock(encoder, fields)), fields);
  // More than the default is not used, and the same again is not told.
  encoder.resize(1_000_000);
  assertEquals([...encodeBlock(encoder, []).subarray(0, 3)], [0x3f, 0xe1, 0x1f]);
  encoder.resize(4096);
  assertEquals(encodeBlock(encoder, []).length, 0);
});

Deno.test("secrets are never indexed, and what hardly comes twice is not kept", () => {
  const encoder = new HpackEncoder();
  const first = (fields: Fields) => encodeBlock(encoder, fields)[0]!;
  for (const name of ["authorization", "cookie", "set-cookie", "proxy-authorization"]) {
    assertEquals(first([[name, "x"]]) & 0xf0, 0x10, name);
  }
  assertEquals(first([["content-length", "12"]]) & 0xf0, 0);
  // A name that has no index gets one with its first value.
  assertEquals(first([["grpc-timeout", "1S"]]), 0x40);
  assertEquals(encodeBlock(encoder, [["grpc-timeout", "2S"]]).toHex(), "0f2f" + "023253");
  assertEquals(first([[":path", "/a?b"]]) & 0xf0, 0);
  assertEquals(first([[":path", "/a"]]) & 0xc0, 0x40);
  assertEquals(first([[":path", "/a"]]) & 0x80, 0x80);
});

Deno.test("random fields come back, whatever the sizes of the table", () => {
  const seed = Number(Deno.env.get("SEED") ?? Date.now() % 1e9);
  let state = seed;
  const random = (n: number) => {
    state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return (state >>> 8) % n;
  };
  const encoder = new HpackEncoder();
  const decoder = new HpackDecoder();
  for (let i = 0; i < 3000; i++) {
    if (random(20) === 0) encoder.resize(random(5000));
    const fields: Fields = Array.from({ length: random(12) }, () => {
      const length = random(30) === 0 ? random(2000) : random(20);
      const value = Array.from({ length }, () => String.fromCharCode(33 + random(90))).join("");
      return [`name-${random(40)}`, random(3) === 0 ? value : `v${random(5)}`];
    });
    assertEquals(decodeBlock(decoder, encodeBlock(encoder, fields)), fields, `SEED=${seed}`);
  }
});
