import { assert, assertEquals, assertThrows } from "@std/assert";
import { decodeHex } from "@std/encoding/hex";
import {
  type DecodeOptions,
  ELEMENT_BYTES_FACTOR,
  type EncodeOptions,
  limitOf,
  MIN_ELEMENT_BYTES,
  Reader,
  WHOLE_INPUT,
  WireError,
  Writer,
} from "./mod.ts";
import { Tree } from "./testdata/tree.ts";

function decode(bytes: Uint8Array, options?: DecodeOptions): Tree {
  const reader = new Reader(bytes, options);
  return Tree.read(reader, undefined, WHOLE_INPUT);
}

function encode(tree: Tree, options?: EncodeOptions): Uint8Array {
  const writer = new Writer(options);
  Tree.write(tree, writer);
  return writer.finish();
}

function limitError(fn: () => unknown, option: string): WireError {
  const error = assertThrows(fn, WireError, `raise ${option}`);
  assertEquals(error.code, "limit");
  return error;
}

/** Repeats bytes. */
function times(hex: string, count: number): Uint8Array {
  return decodeHex(hex.repeat(count));
}

type Wrap = (bytes: Uint8Array) => Uint8Array;

/** Makes a message of some bytes by putting a field around them. */
function field(tag: number): Wrap {
  return (bytes) => {
    const writer = new Writer();
    writer.bytesValue(bytes, tag);
    return writer.finish();
  };
}

const group = (fieldNumber: number): Wrap => (bytes) =>
  new Uint8Array([fieldNumber << 3 | 3, ...bytes, fieldNumber << 3 | 4]);

const NESTINGS: Record<string, Wrap> = {
  "a message": field(2 << 3 | 2),
  "a list element": field(4 << 3 | 2),
  "a group": group(3),
  "an unknown group": group(15),
  // The entry is no level of its own.
  "a map value": (bytes) => field(5 << 3 | 2)(field(2 << 3 | 2)(bytes)),
};

function nested(wrap: Wrap, count: number, innermost: Uint8Array): Uint8Array {
  return Array.from({ length: count }).reduce<Uint8Array>((bytes) => wrap(bytes), innermost);
}

Deno.test("nesting is bounded exactly, 100 by default", () => {
  const value = decodeHex("0805");
  for (const wrap of Object.values(NESTINGS)) {
    decode(nested(wrap, 100, value));
    limitError(() => decode(nested(wrap, 101, value)), "recursionLimit");
    for (const recursionLimit of [0, 1, 2, 120]) {
      decode(nested(wrap, recursionLimit, value), { recursionLimit });
      limitError(
        () => decode(nested(wrap, recursionLimit + 1, value), { recursionLimit }),
        "recursionLimit",
      );
    }
  }
});

Deno.test("all kinds of nesting share one limit", () => {
  const mixed = (bytes: Uint8Array) =>
    Object.values(NESTINGS).reduceRight((inner, wrap) => wrap(inner), bytes);
  // The unknown group is skipped, what is in it counts for its groups only.
  const levels = 4;
  decode(mixed(new Uint8Array()), { recursionLimit: levels });
  limitError(
    () => decode(mixed(new Uint8Array()), { recursionLimit: levels - 1 }),
    "recursionLimit",
  );
});

Deno.test("what is no message does not nest", () => {
  const leaves = ["3203020406", "3a020001", "4203010203", "4a020102", "520401000000", "5a0161"];
  for (const leaf of [...leaves, "7a03010203"]) {
    decode(nested(NESTINGS["a message"]!, 100, decodeHex(leaf)));
  }
});

Deno.test("nesting is given back: siblings may be as deep", () => {
  for (const wrap of Object.values(NESTINGS)) {
    const deep = nested(wrap, 100, new Uint8Array());
    decode(new Uint8Array([...deep, ...deep, ...deep]));
  }
});

Deno.test("encoding bounds nesting, and finds circles", () => {
  const wraps: ((inner: Tree) => Partial<Tree>)[] = [
    (inner) => ({ child: inner }),
    (inner) => ({ group: inner }),
    (inner) => ({ children: [inner] }),
    (inner) => ({ entries: new Map([[1, inner]]) }),
  ];
  for (const wrap of wraps) {
    const chain = (count: number) =>
      Array.from({ length: count }).reduce<Tree>(
        (inner) => ({ ...Tree.create(), ...wrap(inner) }),
        Tree.create(),
      );
    encode(chain(100));
    limitError(() => encode(chain(101)), "recursionLimit");
    encode(chain(3), { recursionLimit: 3 });
    limitError(() => encode(chain(4), { recursionLimit: 3 }), "recursionLimit");
    // It is given back: siblings may be as deep.
    const siblings = [chain(2), chain(2), chain(2)];
    encode({ ...Tree.create(), children: siblings, ...wrap(chain(2)) }, { recursionLimit: 3 });
    const circle = Tree.create();
    Object.assign(circle, wrap(circle));
    limitError(() => encode(circle), "recursionLimit");
  }
});

Deno.test("an input longer than maxMessageBytes is refused before it is read", () => {
  const bytes = decodeHex("0801");
  decode(bytes, { maxMessageBytes: 2 });
  limitError(() => new Reader(bytes, { maxMessageBytes: 1 }), "maxMessageBytes");
});

/** Inputs that make many times their own size, in one byte of tag and one of length. */
const AMPLIFIERS: Record<string, string> = {
  "empty list elements": "2200",
  "empty map entries": "2a00",
  "empty bytes": "4200",
  "unknown values of a closed enum": "3a0102",
  "unknown fields, each by itself": "78000800",
};

Deno.test("few bytes cannot make many: maxElementBytes bounds what is created", () => {
  for (const [name, hex] of Object.entries(AMPLIFIERS)) {
    decode(times(hex, 10), { maxElementBytes: 6000 });
    const error = limitError(
      () => decode(times(hex, 100), { maxElementBytes: 6000 }),
      "maxElementBytes",
    );
    assert(error.offset > 0, name);
    decode(times(hex, 100), { maxElementBytes: Infinity });
  }
});

/** What an array costs that grows. */
const GROWING = 128;

/** What one of each costs, in bytes. */
const COSTS: Record<string, [hex: string, cost: number]> = {
  "a message": ["1200", Tree.cost],
  "a group": ["1b1c", Tree.cost],
  "a list of a message": ["2200", GROWING + Tree.cost],
  "a list of messages with lists": ["2202300022023000", 3 * GROWING + 2 * Tree.cost],
  "a map entry without value": ["2a00", 96 + Tree.cost],
  "a map entry": ["2a021200", 96 + Tree.cost],
  "a list of bytes": ["4200", GROWING + 200],
  "a list of numbers": ["300030003000", GROWING],
  "lists of numbers and of messages, by turns": ["300022003000", 3 * GROWING + Tree.cost],
  "a packed list of two bigints": ["4a020000", GROWING + 2 * 32],
  "unknown fields, side by side": ["78007800", 400],
  "unknown fields in two places": ["780008007800", 600],
  "an unknown value of a packed closed enum": ["3a0102", GROWING + 200],
  "two of them": ["3a020203", GROWING + 400],
};

Deno.test("all that is created is charged", () => {
  for (const [name, [hex, cost]] of Object.entries(COSTS)) {
    decode(decodeHex(hex), { maxElementBytes: cost });
    limitError(() => decode(decodeHex(hex), { maxElementBytes: cost - 1 }), "maxElementBytes");
    assert(cost > 0, name);
  }
});

Deno.test("maxElementBytes is shared by the whole tree", () => {
  // A hundred messages of ten elements each, no one of which is much.
  const one = times("2200", 10);
  const all = new Uint8Array(Array.from({ length: 100 }, () => [...field(0x22)(one)]).flat());
  decode(one, { maxElementBytes: 100_000 });
  limitError(() => decode(all, { maxElementBytes: 100_000 }), "maxElementBytes");
});

Deno.test("64-bit integers in a packed run are charged", () => {
  const run = field(9 << 3 | 2)(new Uint8Array(1000));
  limitError(() => decode(run, { maxElementBytes: 10_000 }), "maxElementBytes");
  assertEquals(decode(run).longs.length, 1000);
});

Deno.test("merging into a message is not charged as creating one", () => {
  decode(times("1200", 1000), { maxElementBytes: 1000 });
  decode(times("1b1c", 1000), { maxElementBytes: 1000 });
});

Deno.test("by default, an input may take 64 MiB or 16 times its own size", () => {
  const perElement = Tree.cost;
  const count = Math.ceil((MIN_ELEMENT_BYTES - GROWING) / perElement);
  limitError(() => decode(times("2200", count)), "maxElementBytes");
  assertEquals(decode(times("2200", count - 1)).children.length, count - 1);
  // The same, with bytes beside it that raise the bound.
  const cost = 2 * GROWING + perElement * count + 200;
  const padding = new Uint8Array(Math.ceil(cost / ELEMENT_BYTES_FACTOR));
  const writer = new Writer();
  writer.raw(times("2200", count));
  writer.bytesValue(padding, 8 << 3 | 2);
  assertEquals(decode(writer.finish()).children.length, count);
});

Deno.test("a message in many pieces with unknown fields is not copied with each of them", () => {
  // Each piece has 22 bytes of them. Copying all of them each time would add up to 88 MB here, and
  // grow with the square.
  const piece = "1216" + "7a14" + "00".repeat(20);
  limitError(() => decode(times(piece, 4000)), "maxElementBytes");
  assertEquals(decode(times(piece, 1000)).child?.$unknown?.length, 22_000);
  assertEquals(decode(times(piece, 4000), { maxElementBytes: Infinity }).$unknown, undefined);
});

Deno.test("a short input may be merged into a message with many unknown fields", () => {
  const tree = { ...Tree.create(), $unknown: times("7800", 1000) };
  const reader = new Reader(decodeHex("7801"), { maxElementBytes: 1000 });
  Tree.read(reader, tree, WHOLE_INPUT);
  assertEquals(tree.$unknown.length, 2002);
});

Deno.test("maxUnknownBytes bounds unknown fields in the whole tree", () => {
  const bytes = decodeHex("7800" + "12027800" + "1b78001c" + "3a0105");
  assertEquals(decode(bytes, { maxUnknownBytes: 8 }).$unknown?.length, 4);
  limitError(() => decode(bytes, { maxUnknownBytes: 7 }), "maxUnknownBytes");
  limitError(() => decode(decodeHex("7800"), { maxUnknownBytes: 0 }), "maxUnknownBytes");
  decode(bytes, { maxUnknownBytes: 0, keepUnknownFields: false });
});

Deno.test("limits that are no limits are refused", () => {
  const options = ["recursionLimit", "maxMessageBytes", "maxElementBytes", "maxUnknownBytes"];
  for (const option of options) {
    for (const value of [-1, NaN, -Infinity]) {
      assertThrows(() => new Reader(new Uint8Array(), { [option]: value }), RangeError, option);
    }
  }
  assertThrows(() => new Writer({ recursionLimit: NaN }), RangeError, "recursionLimit");
  assertEquals(limitOf("x", undefined, 5), 5);
  assertEquals(limitOf("x", 0, 5), 0);
  assertEquals(limitOf("x", Infinity, 5), Infinity);
});
