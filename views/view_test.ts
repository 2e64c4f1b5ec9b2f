import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { Editions } from "../codegen/testdata/gen/editions_pb.ts";
import { toJson } from "../json/mod.ts";
import {
  clone,
  create,
  createRegistry,
  decode,
  encode,
  equals,
  type Message,
  type MessageInit,
  type MessageType,
} from "../reflect/mod.ts";
import { toText } from "../text/mod.ts";
import { WireError } from "../wire/mod.ts";
import { isView, owned, view } from "./mod.ts";
import {
  Address,
  Ids,
  Mesh,
  Point,
  Profile,
  type ProfileView,
  Triangle,
  Wide,
} from "./testdata/gen/views_test_pb.ts";

const hex = (text: string) => Uint8Array.fromHex(text.replaceAll(" ", ""));

const ADA = {
  name: "Ada",
  photo: new Uint8Array([1, 2, 3]),
  id: -5n,
  age: 0,
  address: { street: "Main", city: "London" },
  tags: ["a", "é", "x".repeat(300)],
  addresses: [{ city: "Rome" }, {}, { street: "Via" }],
  scores: new Map([["go", 1], ["chess", -2], ["", 3]]),
  places: new Map([[1n, { city: "Oslo" }], [-1n, {}]]),
  email: "ada@example.com",
  numbers: [1, -1, 300, 0x7fffffff],
  longs: [1n, -1n, 1n << 62n, -(1n << 63n)],
  doubles: [1.5, -0, NaN, Infinity],
  floats: [0.5, -2],
  ids: [0n, (1n << 64n) - 1n],
  deltas: [-1, 1, -0x80000000],
  flags: [true, false],
  far: "far",
  farther: { city: "away" },
} satisfies MessageInit<Profile>;

function bytesOf(init: MessageInit<Profile>): Uint8Array<ArrayBuffer> {
  return encode(Profile, create(Profile, init));
}

/** A generated type and its dynamic twin. */
function twins<T extends Message>(type: MessageType<T>): MessageType<T>[] {
  const files = createRegistry(type).files.map((file) => file.proto);
  return [type, createRegistry({ file: files }).message(type.typeName) as MessageType<T>];
}

Deno.test("view() shows what decode() gives, in every property", () => {
  for (const type of twins(Profile)) {
    for (const init of [ADA, {}, { anonymous: false }, { postal: { city: "Bern" } }]) {
      const bytes = bytesOf(init);
      const message = decode(type, bytes);
      const seen = view(type, bytes);
      for (const name of Object.keys(message) as (keyof Profile)[]) {
        if (message[name] === undefined || isPlain(message[name])) {
          assertEquals(seen[name] as unknown, message[name], name);
        }
      }
      assert(equals(type, seen, message));
      assertEquals(toJson(type, seen), toJson(type, message));
      assertEquals(toText(type, seen), toText(type, message));
      assertEquals(clone(type, seen), message);
      assertEquals(owned(type, seen), message);
    }
  }
});

/** Whether nothing in it is a view. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return true;
  return Array.isArray(value) && value.every(isPlain);
}

Deno.test("a view's properties can be listed", () => {
  const names: string[] = [];
  for (const name in view(Profile, bytesOf(ADA))) if (name !== "$unknown") names.push(name);
  assertEquals(names, Object.keys(create(Profile)));
});

Deno.test("what a view read once, it gives again", () => {
  const seen = view(Profile, bytesOf(ADA));
  for (const name of ["address", "photo", "tags", "addresses", "scores", "contact", "longs"]) {
    const key = name as keyof ProfileView;
    assertStrictEquals(seen[key], seen[key], name);
  }
  assertStrictEquals(seen.places.get(1n), seen.places.get(1n));
  const empty = view(Profile, new Uint8Array());
  assertStrictEquals(empty.photo, empty.photo);
  assertStrictEquals(empty.tags, empty.tags);
  assertStrictEquals(empty.scores, empty.scores);
});

Deno.test("bytes are parts of the input, and owned() shares nothing with it", () => {
  const bytes = bytesOf({ photo: new Uint8Array([1, 2, 3]) });
  const seen = view(Profile, bytes);
  const message = owned(Profile, seen);
  assertStrictEquals(seen.photo.buffer, bytes.buffer);
  bytes[2] = 9;
  assertEquals(seen.photo, new Uint8Array([9, 2, 3]));
  assertEquals(message.photo, new Uint8Array([1, 2, 3]));
});

Deno.test("nothing is decoded before it is asked for", () => {
  // Written over after it was checked, a string changes as long as none near it was read.
  const bytes = bytesOf({ name: "Ada", photo: new Uint8Array(2000), far: "far" });
  const seen = view(Profile, bytes);
  assertEquals(seen.name, "Ada");
  bytes.set(new TextEncoder().encode("Bob"), 2);
  bytes.set(new TextEncoder().encode("new"), bytes.length - 3);
  assertEquals([seen.name, seen.far], ["Ada", "new"]);
});

Deno.test("a view cannot be changed", () => {
  const seen = view(Profile, bytesOf(ADA));
  // deno-lint-ignore no-explicit-any -- what the types forbid
  const open = seen as any;
  assertThrows(() => open.name = "Bob", TypeError);
  assertThrows(() => open.$unknown = new Uint8Array(1), TypeError);
  assertThrows(() => open.scores.set("a", 1), TypeError, "Cannot change the map of a view");
  assertThrows(() => open.scores.delete("go"), TypeError);
  assertThrows(() => open.scores.clear(), TypeError);
  assertEquals(seen.scores.size, 3);
});

Deno.test("isView() tells views from other messages", () => {
  const seen = view(Profile, bytesOf(ADA));
  assert(isView(seen) && isView(seen.address) && isView(seen.addresses[0]));
  for (const other of [decode(Profile, bytesOf(ADA)), undefined, null, 1, "x", {}]) {
    assert(!isView(other));
  }
});

Deno.test("a message that a view's own properties were copied to is no view", () => {
  const seen = view(Profile, bytesOf(ADA));
  for (const message of [Object.assign(create(Profile), seen), { ...create(Profile), ...seen }]) {
    message.name = "Grace";
    assert(!isView(message));
    assertEquals(owned(Profile, message), create(Profile, { name: "Grace" }));
    assertEquals(encode(Profile, message), bytesOf({ name: "Grace" }));
  }
});

Deno.test("owned() of a message that is no view copies it", () => {
  const message = create(Profile, ADA);
  const copy = owned(Profile, message);
  assertEquals(copy, message);
  assert(copy.address !== message.address);
});

Deno.test("encode() copies a view's bytes as they are", () => {
  // Fields out of order, an overlong varint, an explicit zero, an unknown field.
  const input = hex("fa07 01 61 18 8500 0a 00 2a 06 1201 62 0a01 61");
  for (const type of twins(Profile)) {
    const seen = view(type, input);
    assertEquals(encode(type, seen), input);
    assert(encode(type, seen).buffer !== input.buffer);
    assertEquals(encode(Address, seen.address!), hex("1201 62 0a01 61"));
  }
  // As part of another message, it is written as any.
  const outer = create(Profile, { name: "x" });
  const { address } = view(Profile, input);
  assertEquals(encode(Profile, { ...outer, address }), hex("0a01 78 2a06 0a01 61 1201 62"));
});

Deno.test("encode() writes a view with another type of its shape", () => {
  const bytes = bytesOf(ADA);
  const [generated, dynamic] = twins(Profile);
  assertEquals(encode(dynamic!, view(generated!, bytes)), bytes);
  assertEquals(encode(generated!, view(dynamic!, bytes)), bytes);
});

Deno.test("create() takes views", () => {
  const seen = view(Profile, bytesOf(ADA));
  assertEquals(create(Profile, seen as MessageInit<Profile>), create(Profile, ADA));
});

Deno.test("messages in several pieces are merged", () => {
  const pieces = [
    // Twice in a row; apart; a oneof's member; in an entry of a map; with unknown fields in them.
    ["2a 03 0a01 61 2a 03 1201 62", { address: { street: "a", city: "b" } }],
    ["2a 03 0a01 61 0a 00 2a 03 1201 62", { address: { street: "a", city: "b" } }],
    ["5a 03 0a01 61 5a 03 1201 62", { postal: { street: "a", city: "b" } }],
    ["5a 03 0a01 61 52 00 5a 03 1201 62", { postal: { city: "b" } }],
    ["4a 0c 0801 12030a0161 12031201 62", {
      places: new Map([[1n, { street: "a", city: "b" }]]),
    }],
  ] as const;
  for (const type of twins(Profile)) {
    for (const [input, init] of pieces) {
      const seen = view(type, hex(input));
      assert(equals(type, seen, create(Profile, init as MessageInit<Profile>)), input);
      assertEquals(encode(type, seen), hex(input));
      assertEquals(owned(type, seen), decode(type, hex(input)));
    }
    const { address } = view(type, hex("2a 02 78 01 2a 02 78 02"));
    assertEquals(address!.$unknown, hex("78 01 78 02"));
  }
});

Deno.test("more message fields than bits are told apart, and merged if they come twice", () => {
  const init: Record<string, MessageInit<Address>> = {};
  for (let i = 1; i <= 40; i++) init[`f${i}`] = { city: `${i}` };
  const bytes = encode(Wide, create(Wide, init));
  assertEquals(toJson(Wide, view(Wide, bytes)), toJson(Wide, decode(Wide, bytes)));
  for (const number of [3, 31, 32, 33, 40]) {
    const more = encode(Wide, create(Wide, { [`f${number}`]: { street: "x" } }));
    const twice = new Uint8Array([...bytes, ...more]);
    const seen = view(Wide, twice) as unknown as Record<string, Address>;
    assertEquals(owned(Address, seen[`f${number}`]!), { street: "x", city: `${number}` });
    assert(equals(Wide, seen as unknown as Wide, decode(Wide, twice)));
  }
});

Deno.test("the last one of several scalars and members wins", () => {
  const seen = view(Profile, hex("0a0161 0a0162 1805 1806 520163 6001"));
  assertEquals([seen.name, seen.id], ["b", 6n]);
  assertEquals(seen.contact, { case: "anonymous", value: true });
});

Deno.test("an input may be part of a buffer, at any offset", () => {
  const bytes = bytesOf(ADA);
  for (let offset = 0; offset < 9; offset++) {
    const buffer = new Uint8Array(bytes.length + 20).fill(0xff);
    buffer.set(bytes, offset);
    const part = buffer.subarray(offset, offset + bytes.length);
    assert(equals(Profile, view(Profile, part), create(Profile, ADA)), `offset ${offset}`);
  }
});

Deno.test("a Node Buffer is viewed, too", async () => {
  const { Buffer } = await import("node:buffer");
  assertEquals(view(Profile, Buffer.from(bytesOf({ name: "Ada" }))).name, "Ada");
});

Deno.test("view() takes nothing but bytes", () => {
  for (const bytes of [undefined, null, "ab", [1], new Uint16Array(1)]) {
    assertThrows(() => view(Profile, bytes as unknown as Uint8Array), TypeError);
  }
});

Deno.test("messages of a fixed layout are viewed with and without all their fields", () => {
  const point = { x: 1, y: -2, z: 0.5 };
  const full = { a: point, b: point, c: point };
  const init = { triangles: [full, { a: point }, {}, full, { a: { x: 1 } }], first: full };
  const bytes = encode(Mesh, create(Mesh, init));
  for (const type of twins(Mesh)) {
    assert(equals(type, view(type, bytes), create(Mesh, init)));
    assertEquals(owned(type, view(type, bytes)), decode(type, bytes));
    // Any byte of it changed, it is taken or refused as decoding does.
    for (let i = 0; i < bytes.length; i++) {
      for (const value of [0, 0x0f, 0x80, 0xff]) {
        const other = bytes.with(i, value);
        assertSameOutcome(type as MessageType, other);
      }
    }
  }
});

Deno.test("integers in messages of a fixed layout are each message's own", () => {
  const ids = [{ high: 1n, low: "-2" }, { high: 3n, low: "4" }, {}];
  const bytes = encode(Ids, create(Ids, { ids }));
  for (const type of twins(Ids)) {
    for (let round = 0; round < 2; round++) {
      const seen = view(type, bytes).ids.map(({ high, low }) => [high, low]);
      assertEquals(seen, [[1n, "-2"], [3n, "4"], [0n, "0"]]);
    }
  }
});

Deno.test("a message of a few numbers is decoded as a whole, and is a view all the same", () => {
  // The second triangle's fields come in another order, and there is an unknown one among them.
  const triangle = "8201 05 0d 0000803f" + "0a 0a 1500000040 0d00008040" + "1807";
  const bytes = hex(`0a 00 0a 16 ${triangle} 12 02 1807`);
  for (const type of twins(Mesh)) {
    const seen = view(type, bytes);
    const [empty, second] = seen.triangles;
    assert(isView(empty) && isView(second) && isView(seen.first));
    assertStrictEquals(second!.a, second!.a);
    assertEquals([second!.a!.x, second!.a!.y, second!.c!.x], [4, 2, 1]);
    assertEquals([empty!.a, second!.b], [undefined, undefined]);
    assertEquals(second!.$unknown, hex("1807"));
    assertEquals(encode(Triangle, second!), hex(triangle));
    assertEquals(owned(Triangle, second!), decode(Triangle, hex(triangle)));
    assertThrows(() => Object.assign(second!, { a: undefined }), TypeError);
    assertEquals(view(type, bytes, { keepUnknownFields: false }).first!.$unknown, undefined);
  }
  const point = view(Point, hex("15 00000040"));
  assertEquals([point.x, point.y, point.z], [0, 2, 0]);
});

function assertSameOutcome(type: MessageType, bytes: Uint8Array): void {
  let message: Message;
  try {
    message = decode(type, bytes);
  } catch (error) {
    assertInstanceOf(error, WireError);
    const { code, offset } = assertThrows(() => view(type, bytes), WireError);
    assertEquals([code, offset], [error.code, error.offset]);
    return;
  }
  assert(equals(type, view(type, bytes), message), bytes.toHex());
}

Deno.test("owned() takes groups that hold messages and groups", () => {
  const input = hex(
    "1a00 28a9e7bf99fdffffffff01 2801 6b 1a00 43 1a00 32020000 5a03088001 61000000000000f0ff " +
      "8001ffffffffffffffffff01 44 7a065fd59683bd2e 6c 8001ced6ca9da2f09cff1f",
  );
  for (const type of twins(Editions)) {
    const message = decode(type, input);
    assertEquals(decode(type, input, { recursionLimit: Infinity }), message);
    assertEquals(owned(type, view(type, input)), message);
  }
});

Deno.test("console.log() shows the message, not what a view is made of", () => {
  const init = { name: "Ada", address: { city: "London" }, scores: new Map([["a", 1]]) };
  const message = create(Profile, init);
  const seen = view(Profile, encode(Profile, message));
  const options = { depth: 9 };
  assertEquals(Deno.inspect(seen, options), Deno.inspect(message, options));
});
