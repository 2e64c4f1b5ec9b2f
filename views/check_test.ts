import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { Editions } from "../codegen/testdata/gen/editions_pb.ts";
import { Proto2 } from "../codegen/testdata/gen/proto2_pb.ts";
import { Tree } from "../codegen/testdata/gen/recursive_pb.ts";
import {
  create,
  decode,
  encode,
  equals,
  type MessageInit,
  type MessageType,
} from "../reflect/mod.ts";
import { toJson } from "../json/mod.ts";
import { type DecodeOptions, WireError } from "../wire/mod.ts";
import { view } from "./mod.ts";
import { Chain, Profile } from "./testdata/gen/views_test_pb.ts";

const hex = (text: string) => Uint8Array.fromHex(text.replaceAll(" ", ""));

/** Views an input and decodes it: to the same message, or with the same error. */
function assertAgree(type: MessageType, bytes: Uint8Array, options?: DecodeOptions): boolean {
  const about = bytes.length < 200 ? bytes.toHex() : `${bytes.length} bytes`;
  try {
    const message = decode(type, bytes, options);
    assert(equals(type, view(type, bytes, options), message), about);
    return true;
  } catch (error) {
    if (!(error instanceof WireError || error instanceof RangeError)) throw error;
    const refusal = assertThrows(() => view(type, bytes, options), Error, undefined, about);
    assertEquals(refusal.message, error.message);
    assertEquals((refusal as WireError).code, (error as WireError).code);
    return false;
  }
}

const profile = Profile as MessageType;

/** A field of bytes: its tag, and a length of up to five bytes. */
function field(tag: number[], content: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let rest = content.length; length.length === 0 || rest > 0; rest >>>= 7) {
    length.push(rest & 0x7f | (rest > 0x7f ? 0x80 : 0));
  }
  return new Uint8Array([...tag, ...length, ...content]);
}

Deno.test("strings are refused unless they are UTF-8, wherever the bad byte is", () => {
  const sound = ["", "a", "é", "日本語", "🙂", "\ufeff", "\u0000", "\ud7ff\ue000", "\u{10ffff}"];
  const bad = [
    ...["80", "bf", "c0 80", "c1 bf", "c2", "c2 41", "e0 80 80", "e0 9f bf", "e1 80", "e1 80 41"],
    ...["ed a0 80", "ed bf bf", "ef bf", "f0 80 80 80", "f0 8f bf bf", "f0 9f 99", "f4 90 80 80"],
    ...["f5 80 80 80", "f8 88 80 80 80", "ff", "fe", "f0 9f 99 41", "e2 28 a1"],
  ].map(hex);
  const good = sound.map((text) => new TextEncoder().encode(text));
  for (const pad of [0, 1, 2, 3, 7, 50, 300]) {
    for (const [expected, samples] of [[true, good], [false, bad]] as const) {
      for (const sample of samples) {
        const text = new Uint8Array(pad + sample.length + 2).fill(0x61);
        text.set(sample, pad);
        assertEquals(assertAgree(profile, field([0x0a], text)), expected, sample.toHex());
        // At the end of the string, with more text and other bytes after it.
        const cut = field([0x0a], text.subarray(0, -2));
        const more = new Uint8Array([...hex("18ffffffff7f"), ...cut, ...hex("32 03 c3a9 61")]);
        assertEquals(assertAgree(profile, more), expected, sample.toHex());
      }
    }
  }
});

Deno.test("a field with utf8_validation = NONE takes any bytes", () => {
  assert(assertAgree(Editions as MessageType, hex("4a 03 61ff62")));
});

Deno.test("packed varints are checked whatever their lengths", () => {
  const varints = [1, 2, 5, 8, 9, 10].map((length) => {
    const bytes = new Uint8Array(length).fill(0x81);
    bytes[length - 1] = 1;
    return bytes;
  });
  const bad = [hex("8181818181818181818101"), hex("81818181818181818102")];
  for (let before = 0; before < 20; before++) {
    for (const [expected, samples] of [[true, varints], [false, bad]] as const) {
      for (const sample of samples) {
        for (const after of [0, 1, 9, 20]) {
          const run = [...new Uint8Array(before), ...sample, ...new Uint8Array(after)];
          assertEquals(assertAgree(profile, field([0x6a], Uint8Array.from(run))), expected);
          assertEquals(assertAgree(profile, field([0x72], Uint8Array.from(run))), expected);
        }
      }
    }
  }
  assert(!assertAgree(profile, hex("6a 02 01 80")));
  assert(!assertAgree(profile, hex("7a 09 0000000000000000 00")));
  assert(!assertAgree(profile, hex("8201 05 00000000 00")));
});

Deno.test("tags and lengths take as many bytes as decoding allows", () => {
  for (
    const [input, expected] of [
      ["8a8080 00 01 61", true],
      ["8a80808000 01 61", true],
      ["8a8080808000 01 61", false],
      ["8a80808010 01 61", false],
      ["0a 81808080808080808000 61", true],
      ["0a 8180808080808080808000 61", false],
      ["0a 81808080808080808001 61", false],
      ["0a ffffffff0f 61", false],
      ["0a 02 61", false],
      ["00 00", false],
      ["0e 00", false],
      ["0c", false],
      ["f801 ffffffffffffffffff01", true],
      ["f801 ffffffffffffffffff02", false],
      ["f301 f301 f401 f401", true],
      ["f301 f301 f401", false],
      ["f301 eb01 f401 ec01", false],
      ["18", false],
      ["18 80", false],
      ["79 00", false],
    ] as const
  ) assertEquals(assertAgree(profile, hex(input)), expected, input);
});

Deno.test("any cut of a valid message is taken or refused as decoding does", () => {
  const bytes = encode(
    Profile,
    create(Profile, {
      name: "Ada",
      photo: new Uint8Array(5),
      address: { street: "é" },
      scores: new Map([["a", 1]]),
      longs: [1n, -1n],
      farther: { city: "x" },
    }),
  );
  for (let end = 0; end <= bytes.length; end++) assertAgree(profile, bytes.subarray(0, end));
});

Deno.test("the limits of decoding hold for views: depth", () => {
  const nested = (depth: number) => {
    let bytes = new Uint8Array();
    for (let i = 0; i < depth; i++) bytes = Uint8Array.from(field([0x0a], bytes));
    return bytes;
  };
  const tree = Tree as MessageType;
  assert(assertAgree(tree, nested(100)));
  assert(!assertAgree(tree, nested(101)));
  for (const recursionLimit of [0, 1, 1.5, 2, 3]) {
    for (const depth of [0, 1, 2, 3, 4]) assertAgree(tree, nested(depth), { recursionLimit });
  }
  assert(assertAgree(tree, nested(300), { recursionLimit: 300 }));
  // Groups that are not known; messages of a fixed layout.
  assert(!assertAgree(tree, hex("f301 f301 f401 f401"), { recursionLimit: 1 }));
  assert(!assertAgree(Chain as MessageType, hex("12 05 0d 00000000"), { recursionLimit: 0 }));
});

Deno.test("the limits of decoding hold for views: memory, unknown fields, length", () => {
  const inputs = [
    [profile, "3a00 3a00 3a00 3a00"],
    [profile, "4200 4200 4a00"],
    [profile, "1201 00 1200"],
    [profile, "7206 010203040506"],
    // Lists that grow by turns, and packed runs that are added to them.
    [profile, "6801 980101 6a0101 6a0101 6801 3200 6801 3200 9a010100"],
    [profile, "6a0101 6a0101 9a010101 6a0101 7a08 0000000000000000"],
    [profile, "f801 01 1801 f801 02"],
    [Proto2 as MessageType, "10 07 60 07 72 05 01 07 02 8701 7a 05 0a 01 61 10 07"],
  ] as const;
  for (const [type, input] of inputs) {
    for (let limit = 0; limit < 900; limit += 7) {
      assertAgree(type, hex(input), { maxElementBytes: limit });
      assertAgree(type, hex(input), { maxUnknownBytes: limit / 7 });
      assertAgree(type, hex(input), { maxMessageBytes: limit / 7 });
    }
    assertAgree(type, hex(input), { keepUnknownFields: false });
  }
  const many = Uint8Array.from({ length: 4_000_000 }, (_, i) => i % 2 === 0 ? 0x3a : 0);
  assert(!assertAgree(profile, many));
});

Deno.test("long runs of bigints are counted before they are refused", () => {
  // 32 bytes for each byte of the run would be too much; for each of its numbers it is not.
  const run = Uint8Array.from({ length: 2_500_000 }, (_, i) => i % 10 === 9 ? 1 : 0xff);
  const bytes = field([0x72], run);
  const seen = view(Profile, bytes);
  assertEquals(seen.longs.length, 250_000);
  assertEquals(seen.longs[0], -1n);
});

Deno.test("options out of range are refused as decode() refuses them", () => {
  for (const name of ["recursionLimit", "maxElementBytes", "maxUnknownBytes", "maxMessageBytes"]) {
    for (const value of [-1, NaN]) {
      assertThrows(() => view(Profile, hex("0a0161"), { [name]: value }), RangeError, name);
    }
  }
});

Deno.test("bytes that change under a view never make it hang", () => {
  const bytes = encode(
    Profile,
    create(Profile, {
      name: "Ada",
      addresses: [{ city: "Rome" }, {}],
      scores: new Map([["a", 1], ["b", 2]]),
      numbers: [1, 2, 3],
      doubles: [1],
      email: "x",
      tags: ["a", "b"],
    }),
  );
  for (let at = 0; at < bytes.length; at++) {
    for (const value of [0x00, 0x7f, 0x80, 0xff]) {
      for (const early of [true, false]) {
        const input = Uint8Array.from(bytes);
        const seen = view(Profile, input) as unknown as Record<string, unknown>;
        if (early) assertEquals(seen.name, "Ada");
        input[at] = value;
        for (const field of Profile.descriptor.fields) {
          try {
            const read = seen[field.oneof?.localName ?? field.localName];
            if (read instanceof Map) [...read];
          } catch (error) {
            assertInstanceOf(error, Error);
          }
        }
      }
    }
  }
});

Deno.test("bytes that change under a view do not make it read more than there is", () => {
  const city = "a".repeat(200);
  const inits: MessageInit<Profile>[] = [
    { address: { city } },
    { addresses: [{ city }] },
    { tags: [city] },
    { longs: new Array<bigint>(200).fill(1n) },
    { numbers: new Array<number>(200).fill(1) },
    { scores: new Map([[city, 1]]) },
  ];
  for (const init of inits) {
    for (const length of ["ffffffff07", "8080808008", "ffffffff0f"]) {
      const bytes = encode(Profile, create(Profile, init));
      const seen = view(Profile, bytes);
      bytes.set(hex(length), 1);
      const start = performance.now();
      try {
        toJson(Profile, seen);
      } catch (error) {
        assertInstanceOf(error, Error);
      }
      assert(performance.now() - start < 1000, `${Object.keys(init)}, length ${length}`);
    }
  }
});
