import { assertEquals, assertThrows } from "@std/assert";
import { decodeHex, encodeHex } from "@std/encoding/hex";
import { Reader, WireError, Writer } from "./mod.ts";

/** How each scalar type is read and written. */
const TYPES = {
  int32: [(r) => r.int32(), (w, v) => w.int32(v as number)],
  enum: [(r) => r.int32(), (w, v) => w.enum(v as number)],
  uint32: [(r) => r.uint32(), (w, v) => w.uint32(v as number)],
  sint32: [(r) => r.sint32(), (w, v) => w.sint32(v as number)],
  int64: [(r) => r.int64(), (w, v) => w.int64(v as bigint)],
  uint64: [(r) => r.uint64(), (w, v) => w.uint64(v as bigint)],
  sint64: [(r) => r.sint64(), (w, v) => w.sint64(v as bigint)],
  bool: [(r) => r.bool(), (w, v) => w.bool(v as boolean)],
  fixed32: [(r) => r.fixed32(), (w, v) => w.fixed32(v as number)],
  sfixed32: [(r) => r.sfixed32(), (w, v) => w.sfixed32(v as number)],
  fixed64: [(r) => r.fixed64(), (w, v) => w.fixed64(v as bigint)],
  sfixed64: [(r) => r.sfixed64(), (w, v) => w.sfixed64(v as bigint)],
  float: [(r) => r.float(), (w, v) => w.float(v as number)],
  double: [(r) => r.double(), (w, v) => w.double(v as number)],
  string: [(r) => r.string(), (w, v) => w.string(v as string)],
  losslessString: [(r) => r.losslessString(), (w, v) => w.losslessString(v as string)],
  bytes: [(r) => r.bytesValue(), (w, v) => w.bytesValue(v as Uint8Array)],
} satisfies Record<
  string,
  [read: (r: Reader) => unknown, write: (w: Writer, v: unknown) => Writer]
>;

type Type = keyof typeof TYPES;

/** Encodings as a writer makes them. */
const CANONICAL: Record<Type, [hex: string, value: unknown][]> = {
  int32: [
    ["00", 0],
    ["01", 1],
    ["7f", 127],
    ["80 01", 128],
    ["ff 7f", 16383],
    ["80 80 01", 16384],
    ["ff ff 7f", 2 ** 21 - 1],
    ["80 80 80 01", 2 ** 21],
    ["ff ff ff 7f", 2 ** 28 - 1],
    ["80 80 80 80 01", 2 ** 28],
    ["ff ff ff ff 07", 2 ** 31 - 1],
    ["ff ff ff ff ff ff ff ff ff 01", -1],
    ["80 80 80 80 f8 ff ff ff ff 01", -(2 ** 31)],
  ],
  enum: [
    ["00", 0],
    ["ff ff ff ff 07", 2 ** 31 - 1],
    ["ff ff ff ff ff ff ff ff ff 01", -1],
    ["80 80 80 80 f8 ff ff ff ff 01", -(2 ** 31)],
  ],
  uint32: [["00", 0], ["ac 02", 300], ["80 80 80 80 08", 2 ** 31], ["ff ff ff ff 0f", 2 ** 32 - 1]],
  sint32: [
    ["00", 0],
    ["01", -1],
    ["02", 1],
    ["03", -2],
    ["fe ff ff ff 0f", 2 ** 31 - 1],
    ["ff ff ff ff 0f", -(2 ** 31)],
  ],
  int64: [
    ["00", 0n],
    ["ff ff ff ff 07", 2n ** 31n - 1n],
    ["80 80 80 80 08", 2n ** 31n],
    ["ff ff ff ff 0f", 2n ** 32n - 1n],
    ["80 80 80 80 10", 2n ** 32n],
    ["ff ff ff ff ff ff ff ff 7f", 2n ** 63n - 1n],
    ["ff ff ff ff ff ff ff ff ff 01", -1n],
    ["80 80 80 80 80 80 80 80 80 01", -(2n ** 63n)],
  ],
  uint64: [
    ["00", 0n],
    ["80 80 80 80 08", 2n ** 31n],
    ["80 80 80 80 10", 2n ** 32n],
    ["80 80 80 80 80 80 80 80 80 01", 2n ** 63n],
    ["ff ff ff ff ff ff ff ff ff 01", 2n ** 64n - 1n],
  ],
  sint64: [
    ["00", 0n],
    ["01", -1n],
    ["02", 1n],
    ["ff ff ff ff 0f", -(2n ** 31n)],
    ["80 80 80 80 10", 2n ** 31n],
    ["ff ff ff ff 1f", -(2n ** 32n)],
    ["fe ff ff ff ff ff ff ff ff 01", 2n ** 63n - 1n],
    ["ff ff ff ff ff ff ff ff ff 01", -(2n ** 63n)],
  ],
  bool: [["00", false], ["01", true]],
  fixed32: [["00 00 00 00", 0], ["01 02 03 04", 0x04030201], ["ff ff ff ff", 2 ** 32 - 1]],
  sfixed32: [["ff ff ff 7f", 2 ** 31 - 1], ["ff ff ff ff", -1], ["00 00 00 80", -(2 ** 31)]],
  fixed64: [
    ["00 00 00 00 00 00 00 00", 0n],
    ["01 02 03 04 05 06 07 08", 0x0807060504030201n],
    ["ff ff ff ff ff ff ff ff", 2n ** 64n - 1n],
  ],
  sfixed64: [
    ["ff ff ff ff ff ff ff 7f", 2n ** 63n - 1n],
    ["ff ff ff ff ff ff ff ff", -1n],
    ["00 00 00 00 00 00 00 80", -(2n ** 63n)],
  ],
  float: [
    ["00 00 00 00", 0],
    ["00 00 00 80", -0],
    ["00 00 80 3f", 1],
    ["00 00 80 7f", Infinity],
    ["00 00 80 ff", -Infinity],
    ["00 00 c0 7f", NaN],
    ["ff ff 7f 7f", 3.4028234663852886e38],
    ["01 00 00 00", 1.401298464324817e-45],
  ],
  double: [
    ["00 00 00 00 00 00 00 00", 0],
    ["00 00 00 00 00 00 00 80", -0],
    ["00 00 00 00 00 00 f0 3f", 1],
    ["00 00 00 00 00 00 f0 7f", Infinity],
    ["00 00 00 00 00 00 f0 ff", -Infinity],
    ["00 00 00 00 00 00 f8 7f", NaN],
    ["ff ff ff ff ff ff ef 7f", Number.MAX_VALUE],
    ["01 00 00 00 00 00 00 00", Number.MIN_VALUE],
  ],
  string: [
    ["00", ""],
    ["01 61", "a"],
    ["02 c3 a9", "é"],
    ["04 f0 9f 98 80", "😀"],
    ["29" + "61".repeat(41), "a".repeat(41)],
    ["80 01" + "61".repeat(128), "a".repeat(128)],
  ],
  losslessString: [["00", ""], ["02 c3 a9", "é"], ["03 61 ff 62", "a\udcff" + "b"]],
  bytes: [["00", new Uint8Array()], ["03 00 80 ff", new Uint8Array([0, 0x80, 0xff])]],
};

/** Encodings that no writer makes, and how they are read all the same. */
const LENIENT: [type: Type, hex: string, value: unknown][] = [
  // Overlong, up to ten bytes.
  ["int32", "80 00", 0],
  ["uint32", "81 80 80 80 80 80 80 80 80 00", 1],
  ["int64", "81 80 80 80 80 80 80 80 80 00", 1n],
  ["uint64", "80 80 80 80 80 80 80 80 80 00", 0n],
  ["sint64", "83 00", -2n],
  ["bool", "81 00", true],
  ["bool", "80 00", false],
  ["string", "81 80 80 80 80 80 80 80 80 00 61", "a"],
  ["bytes", "82 00 01 02", new Uint8Array([1, 2])],
  // Wider than the type: truncated to 32 bits.
  ["int32", "ff ff ff ff 0f", -1],
  ["int32", "81 80 80 80 10", 1],
  ["int32", "ff ff ff ff ff ff ff ff 7f", -1],
  ["uint32", "ff ff ff ff ff ff ff ff ff 01", 2 ** 32 - 1],
  ["uint32", "85 80 80 80 f0 01", 5],
  ["enum", "82 80 80 80 70", 2],
  ["sint32", "81 80 80 80 10", -1],
  ["sint32", "ff ff ff ff ff ff ff ff ff 01", -(2 ** 31)],
  // Any bit makes true, those above 32 as well.
  ["bool", "02", true],
  ["bool", "80 80 80 80 10", true],
  ["bool", "80 80 80 80 80 80 80 80 80 01", true],
];

const bytesOf = (hex: string) => decodeHex(hex.replaceAll(" ", ""));

function read(type: Type, bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const value = TYPES[type][0](reader);
  reader.finish();
  return value;
}

function write(type: Type, value: unknown): Uint8Array {
  const writer = new Writer();
  TYPES[type][1](writer, value);
  return writer.finish();
}

const CANONICAL_ROWS = (Object.keys(CANONICAL) as Type[])
  .flatMap((type) => CANONICAL[type].map(([hex, value]) => ({ type, hex, value })));

Deno.test("every scalar type reads what it writes, at its extremes", () => {
  for (const { type, hex, value } of CANONICAL_ROWS) {
    const bytes = bytesOf(hex);
    assertEquals(read(type, bytes), value, `${type} ${hex}`);
    assertEquals(encodeHex(write(type, value)), encodeHex(bytes), `${type} ${value}`);
  }
});

Deno.test("float and double keep the sign of zero", () => {
  assertEquals(Object.is(read("float", write("float", -0)), -0), true);
  assertEquals(Object.is(read("double", write("double", -0)), -0), true);
});

Deno.test("float rounds to what 32 bits hold", () => {
  assertEquals(read("float", write("float", 0.1)), Math.fround(0.1));
  assertEquals(read("float", write("float", 1e300)), Infinity);
});

Deno.test("varints may be overlong and wider than their type", () => {
  for (const [type, hex, value] of LENIENT) {
    assertEquals(read(type, bytesOf(hex)), value, `${type} ${hex}`);
  }
});

const VARINT_TYPES: readonly Type[] = [
  "int32",
  "enum",
  "uint32",
  "sint32",
  "int64",
  "uint64",
  "sint64",
  "bool",
  "string",
  "bytes",
];

Deno.test("varints above 64 bits or ten bytes are refused", () => {
  for (const type of VARINT_TYPES) {
    for (const last of ["02", "7f", "80 00", "81 01", "ff 01"]) {
      const bytes = bytesOf("ff".repeat(9) + last);
      const error = assertThrows(() => read(type, bytes), WireError, "varint above 64 bits");
      assertEquals([error.code, error.offset], ["varint", 0], `${type} ${last}`);
    }
  }
});

Deno.test("every value is refused when it is cut off anywhere", () => {
  for (const { type, hex } of CANONICAL_ROWS) {
    const bytes = bytesOf(hex);
    for (let length = 0; length < bytes.length; length++) {
      // The rest is there, but belongs to somebody else.
      for (const input of [bytes.slice(0, length), bytes.subarray(0, length)]) {
        const error = assertThrows(() => read(type, input), WireError);
        assertEquals(error.code, "truncated", `${type} ${hex} at ${length}`);
      }
    }
  }
});

Deno.test("every value is refused when it reaches past the end of its message", () => {
  for (const { type, hex } of CANONICAL_ROWS) {
    const bytes = bytesOf(hex);
    for (let length = 0; length < bytes.length; length++) {
      const input = new Uint8Array([length, ...bytes, 0, 0, 0, 0]);
      const error = assertThrows(() => {
        const reader = new Reader(input);
        const outer = reader.enter();
        TYPES[type][0](reader);
        reader.leave(outer);
      }, WireError);
      assertEquals(error.code, "truncated", `${type} ${hex} at ${length}`);
    }
  }
});

const OUT_OF_RANGE: [type: Type, ...values: unknown[]][] = [
  ["int32", 2 ** 31, -(2 ** 31) - 1, 0.5, NaN, Infinity, -Infinity, 2 ** 53],
  ["enum", 2 ** 31, -(2 ** 31) - 1, 1.5, NaN],
  ["uint32", 2 ** 32, -1, 0.5, NaN, Infinity],
  ["sint32", 2 ** 31, -(2 ** 31) - 1, 0.5],
  ["fixed32", 2 ** 32, -1, 0.5],
  ["sfixed32", 2 ** 31, -(2 ** 31) - 1, NaN],
  ["int64", 2n ** 63n, -(2n ** 63n) - 1n],
  ["uint64", 2n ** 64n, -1n],
  ["sint64", 2n ** 63n, -(2n ** 63n) - 1n],
  ["fixed64", 2n ** 64n, -1n],
  ["sfixed64", 2n ** 63n, -(2n ** 63n) - 1n],
];

Deno.test("a writer refuses numbers out of range", () => {
  for (const [type, ...values] of OUT_OF_RANGE) {
    for (const value of values) {
      const error = assertThrows(() => write(type, value), WireError, "out of range");
      assertEquals([error.code, error.offset], ["value", -1]);
    }
  }
});

Deno.test("a writer refuses values of the wrong kind", () => {
  const samples: Record<string, unknown> = {
    number: 1,
    bigint: 1n,
    boolean: true,
    string: "1",
    bytes: new Uint8Array([1]),
    list: [1],
    object: { valueOf: () => 1 },
    null: null,
    undefined: undefined,
  };
  const own: Partial<Record<Type, string>> = {
    bool: "boolean",
    string: "string",
    losslessString: "string",
    bytes: "bytes",
  };
  for (const type of Object.keys(TYPES) as Type[]) {
    const kind = own[type] ?? (type.endsWith("64") ? "bigint" : "number");
    for (const [name, sample] of Object.entries(samples)) {
      if (name === kind) write(type, sample);
      else assertThrows(() => write(type, sample), TypeError, undefined, `${name} as ${type}`);
    }
  }
});

Deno.test("-0 is an integer like 0", () => {
  for (const type of ["int32", "enum", "uint32", "sint32"] as const) {
    assertEquals(write(type, -0), new Uint8Array([0]));
  }
});

Deno.test("random scalars survive a round trip, in one buffer", () => {
  const random = generator(0x5e71a);
  for (let round = 0; round < 300; round++) {
    const values = Array.from({ length: 1 + random() % 40 }, () => {
      const types = Object.keys(TYPES) as Type[];
      const type = types[random() % types.length]!;
      return { type, value: randomValue(type, random) };
    });
    const writer = new Writer();
    for (const { type, value } of values.toReversed()) TYPES[type][1](writer, value);
    const reader = new Reader(writer.finish());
    for (const { type, value } of values) {
      assertEquals(TYPES[type][0](reader), value, `${type} in round ${round}`);
    }
    reader.finish();
  }
});

/** A small generator of 32-bit numbers (xorshift32), so that a failure can be had again. */
function generator(seed: number): () => number {
  return () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return seed >>> 0;
  };
}

function randomValue(type: Type, random: () => number): unknown {
  // Of every size, not only large.
  const word = random() >>> random() % 32;
  const long = (BigInt(random()) << 32n | BigInt(random())) >> BigInt(random() % 64);
  switch (type) {
    case "int32":
    case "enum":
    case "sint32":
    case "sfixed32":
      return random() % 2 === 0 ? word | 0 : ~word;
    case "uint32":
    case "fixed32":
      return word;
    case "int64":
    case "sint64":
    case "sfixed64":
      return BigInt.asIntN(64, random() % 2 === 0 ? long : ~long);
    case "uint64":
    case "fixed64":
      return long;
    case "bool":
      return random() % 2 === 0;
    case "float":
      return Math.fround(word / 3 - 1e6);
    case "double":
      return (word - 2 ** 31) / 7;
    case "string":
    case "losslessString":
      return Array.from({ length: random() % 60 }, () => {
        const code = random() >>> 11 + random() % 14;
        const valid = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
        return String.fromCodePoint(valid ? code : 0x61);
      }).join("");
    case "bytes":
      return Uint8Array.from({ length: random() % 300 }, () => random());
  }
}
