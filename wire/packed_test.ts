import { assertEquals, assertThrows } from "@std/assert";
import * as wire from "./mod.ts";
import { Reader, WireError, Writer } from "./mod.ts";

interface Packed {
  read(reader: Reader, list: unknown[]): unknown[];
  write(writer: Writer, list: unknown[]): Writer;
}

const INTEGERS = [0, 1, 127, 128, 300, 16383, 16384, 2 ** 21, 2 ** 28, 2 ** 31 - 1];
const SIGNED = [...INTEGERS, -1, -128, -300, -(2 ** 31)];
const LONGS = [0n, 1n, 127n, 128n, 2n ** 31n, 2n ** 32n, 2n ** 35n, 2n ** 56n, 2n ** 63n - 1n];
const SIGNED_LONGS = [...LONGS, -1n, -300n, -(2n ** 32n), -(2n ** 63n)];

const TYPES: Record<string, unknown[]> = {
  Int32: SIGNED,
  Enum: SIGNED,
  Sint32: SIGNED,
  Sfixed32: SIGNED,
  Uint32: [...INTEGERS, 2 ** 32 - 1],
  Fixed32: [...INTEGERS, 2 ** 32 - 1],
  Int64: SIGNED_LONGS,
  Sint64: SIGNED_LONGS,
  Sfixed64: SIGNED_LONGS,
  Uint64: [...LONGS, 2n ** 64n - 1n],
  Fixed64: [...LONGS, 2n ** 64n - 1n],
  Bool: [true, false],
  Float: [0, -0, 1.5, Infinity, NaN],
  Double: [0, -0, 1.1, Number.MAX_VALUE, NaN],
};

function functionsOf(type: string): Packed {
  const all = wire as unknown as Record<string, Packed["read"] & Packed["write"]>;
  return { read: all[`readPacked${type}`]!, write: all[`writePacked${type}`]! };
}

for (const [type, values] of Object.entries(TYPES)) {
  const { read, write } = functionsOf(type);
  const encode = (list: unknown[]) => {
    const writer = new Writer();
    write(writer, list);
    return writer.finish();
  };

  Deno.test(`packed runs of ${type} survive, short and long, and add to what is there`, () => {
    for (const count of [0, 1, 20, 200]) {
      const list = Array.from({ length: count }, () => values).flat();
      // Runs that begin with a short value and such that begin with a long one.
      for (const order of [list, list.toReversed()]) {
        assertEquals(read(new Reader(encode(order)), []), order);
        assertEquals(read(new Reader(encode(order)), [values[0]]), [values[0], ...order]);
      }
    }
  });

  Deno.test(`a packed run of ${type} that is cut short fails`, () => {
    const bytes = encode([...values, ...values]);
    if (type === "Bool") bytes[bytes.length - 1] = 0x80;
    else bytes[0]!--;
    const error = assertThrows(() => read(new Reader(bytes), []), WireError);
    assertEquals(error.code, "truncated");
  });

  Deno.test(`a value of another kind is refused in a packed run of ${type}`, () => {
    for (const wrong of ["1", null, undefined]) {
      assertThrows(() => encode([values[0], wrong]), TypeError);
    }
  });
}

Deno.test("values out of range are refused in packed runs", () => {
  for (const wrong of [1.5, NaN, 2 ** 32, -1]) {
    assertThrows(() => wire.writePackedUint32(new Writer(), [wrong]), WireError);
  }
  for (const wrong of [1.5, NaN, 2 ** 31]) {
    assertThrows(() => wire.writePackedInt32(new Writer(), [wrong]), WireError);
  }
});
