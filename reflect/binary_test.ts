import { assert, assertEquals, assertThrows } from "@std/assert";
import { Editions } from "../codegen/testdata/gen/editions_pb.ts";
import {
  Closed,
  Endless,
  Proto2,
  Proto2_GroupChoice,
  Proto2_Single,
} from "../codegen/testdata/gen/proto2_pb.ts";
import { Tree } from "../codegen/testdata/gen/recursive_pb.ts";
import { WellKnown } from "../json/testdata/gen/json_test_pb.ts";
import { view } from "../views/mod.ts";
import { WireError, type WireErrorCode } from "../wire/mod.ts";
import {
  BoolValue,
  BytesValue,
  DoubleValue,
  Int32Value,
  Int64Value,
  StringValue,
} from "../wkt/mod.ts";
import {
  create,
  createRegistry,
  decode,
  encode,
  equals,
  mergeFrom,
  type Message,
  type MessageInit,
  type MessageType,
} from "./mod.ts";

const hex = (text: string) => Uint8Array.fromHex(text.replaceAll(" ", ""));

/** A generated type and its dynamic twin: what holds for one holds for the other. */
function twins<T extends Message>(type: MessageType<T>): MessageType<T>[] {
  const files = createRegistry(type).files.map((file) => file.proto);
  return [type, createRegistry({ file: files }).message(type.typeName) as MessageType<T>];
}

/** Decodes without the required fields that every Proto2 is written with. */
const REQUIRED = encode(Proto2, create(Proto2)).toHex();

function assertDecodes<T extends Message>(
  type: MessageType<T>,
  bytes: string,
  expected: MessageInit<T>,
): void {
  const message = create(type, expected);
  for (const twin of twins(type)) {
    assertEquals(decode(twin, hex(bytes)), message);
    const seen = view(twin as MessageType, hex(bytes));
    assert(equals(twin as MessageType, seen, message), "a view shows something else");
  }
}

function assertRoundTrip<T extends Message>(
  type: MessageType<T>,
  bytes: string,
  init: MessageInit<T>,
): void {
  assertDecodes(type, bytes, init);
  for (const twin of twins(type)) assertEquals(encode(twin, create(type, init)), hex(bytes));
}

function assertFails<T extends Message>(
  type: MessageType<T>,
  bytes: string,
  code: WireErrorCode,
): void {
  for (const twin of twins(type)) {
    assertEquals(assertThrows(() => decode(twin, hex(bytes)), WireError).code, code);
    assertEquals(assertThrows(() => view(twin, hex(bytes)), WireError).code, code);
  }
}

Deno.test("decode() keeps a known field of the wrong wire type as an unknown field", () => {
  // Field 1 of Editions is an int32: here as fixed32, as bytes, as a group.
  assertDecodes(Editions, "0d 01000000", { $unknown: hex("0d 01000000") });
  assertDecodes(Editions, "0a 02 08 2a", { $unknown: hex("0a 02 08 2a") });
  assertDecodes(Editions, "0b 08 2a 0c", { $unknown: hex("0b 08 2a 0c") });
  // A length-delimited message field as a varint; a delimited one with a length.
  assertDecodes(Editions, "58 01", { $unknown: hex("58 01") });
  assertDecodes(Editions, "3a 00", { $unknown: hex("3a 00") });
});

Deno.test("decode() takes packed and unpacked values of one field, mixed", () => {
  assertDecodes(Proto2, "a801 05 aa01 02 06 07 a801 08", { unpacked: [5, 6, 7, 8] });
  assertDecodes(Proto2, "b001 05 b201 02 06 07 b001 08", { packed: [5, 6, 7, 8] });
});

Deno.test("decode() rejects a value that reaches past its message", () => {
  // Field 11 of Editions is a message with an int32: its varint goes on past the message's end.
  assertFails(Editions, "5a 02 08 ff 01", "truncated");
  assertFails(Editions, "5a 03 08 01", "truncated");
  assertFails(Editions, "5a 02 0a 05", "truncated");
  // A packed run of sint64 whose last varint is not whole; one whose fixed64 is not aligned.
  assertFails(Proto2, "ba01 02 02 80 02", "truncated");
  assertFails(Proto2, "d201 09 0000000000000000 00", "truncated");
});

Deno.test("a closed enum's unknown value goes to the unknown fields, untouched", () => {
  const { ONE, TWO } = Closed;
  assertDecodes(Proto2, "10 07", { $unknown: hex("10 07") });
  assertDecodes(Proto2, "60 07", { $unknown: hex("60 07") });
  assertDecodes(Proto2, "60 ffffffff10", { $unknown: hex("60 ffffffff10") });
  // Repeated: the known ones stay. Packed: a record for each unknown one.
  assertDecodes(Proto2, "68 01 68 07 68 02", { closed: [ONE, TWO], $unknown: hex("68 07") });
  assertDecodes(Proto2, "72 05 01 07 02 8701", {
    closedPacked: [ONE, TWO],
    $unknown: hex("70 07 70 8701"),
  });
  // In a oneof: the oneof is untouched.
  assertDecodes(Proto2, "8a01 01 61 8001 07", {
    textChoice: "a",
    $unknown: hex("8001 07"),
  });
  // In a map: the whole entry, judged by the last value in it.
  assertDecodes(Proto2, "7a 05 0a 01 61 10 07", { $unknown: hex("7a 05 0a 01 61 10 07") });
  assertDecodes(Proto2, "7a 07 0a 01 61 10 07 10 01", { closedMap: new Map([["a", ONE]]) });
  assertDecodes(Proto2, "7a 07 0a 01 61 10 01 10 07", {
    $unknown: hex("7a 07 0a 01 61 10 01 10 07"),
  });
});

Deno.test("an open enum holds any number", () => {
  assertRoundTrip(Editions, "1a00 20 07", { open: 7 });
  assertRoundTrip(Editions, "1a00 20 ffffffffffffffffff01", { open: -1 });
});

Deno.test("map entries: defaults, repeats, order and duplicate keys", () => {
  assertDecodes(Editions, "52 00", { map: new Map([["", {}]]) });
  assertDecodes(Editions, "52 03 0a 01 61", { map: new Map([["a", {}]]) });
  // The last key wins; values of a message type merge.
  assertDecodes(Editions, "52 0e 0a0161 1202 0801 1202 1002 0a0162", {
    map: new Map([["b", { implicit: 1, explicit: 2 }]]),
  });
  // Value before key, and a field that entries do not have.
  assertDecodes(Editions, "52 09 1202 0801 1805 0a0161", {
    map: new Map([["a", { implicit: 1 }]]),
  });
  assertDecodes(Editions, "52 07 0a0161 1202 0801 52 07 0a0161 1202 1002", {
    map: new Map([["a", { explicit: 2 }]]),
  });
});

Deno.test("singular messages merge, members of a oneof replace one another", () => {
  assertDecodes(Tree, "0a 02 1a00 0a 02 0a00", { left: { left: {}, named: new Map([["", {}]]) } });
  const twice = hex("0a 04 1202 0a00 0a 02 1200");
  for (const type of twins(Tree)) {
    assertEquals(decode(type, twice).left?.children.length, 2);
  }
  // The same member merges; another replaces.
  assertDecodes(Tree, "22 02 1200 22 02 1200", { tree: { children: [{}, {}] } });
  assertDecodes(Tree, "22 02 1200 2a 00", { ping: {} });
});

Deno.test("a replacement in a oneof that fails to decode leaves the old value", () => {
  for (const type of twins(Tree)) {
    const tree = create(Tree, { ping: { pong: {} } });
    assertThrows(() => mergeFrom(type, tree, hex("22 02 08 80")), WireError);
    assertEquals(tree.choice, { case: "ping", value: { pong: { ping: undefined } } });
  }
});

Deno.test("implicit presence compares bits: -0 is written, 0 is not", () => {
  assertRoundTrip(Editions, "1a00 61 0000000000000080", { double: -0 });
  assertRoundTrip(Editions, "1a00", { double: 0 });
});

Deno.test("explicit presence writes zero, and nothing when unset", () => {
  assertRoundTrip(Editions, "10 00 1a00", { explicit: 0 });
});

Deno.test("required fields are always written, and never missed when decoding", () => {
  assertEquals(REQUIRED, "0a001002"); // but for the message: nothing is there to write
  assertDecodes(Proto2, "", {});
  for (const type of twins(Proto2)) assertEquals(encode(type, create(type)).toHex(), REQUIRED);
});

Deno.test("a message that requires itself is written as far as it goes", () => {
  for (const type of twins(Endless)) {
    assertEquals(encode(type, decode(type, hex(""))).toHex(), "");
    assertEquals(encode(type, decode(type, hex("0a 00"))).toHex(), "0a00");
  }
});

Deno.test("groups: nested, in a oneof, and merged", () => {
  assertRoundTrip(Proto2, `${REQUIRED} 9b01 0801 9c01`, {
    choice: { case: "groupchoice", value: create(Proto2_GroupChoice, { a: 1 }) },
  });
  assertRoundTrip(Proto2, `${REQUIRED} a301 0801 13 0a0162 14 a401`, {
    single: create(Proto2_Single, { a: 1, inner: [{ b: "b" }] }),
  });
  assertDecodes(Proto2, "a301 0801 a401 a301 13 14 a401", { single: { a: 1, inner: [{}] } });
});

Deno.test("groups: no end, a foreign end, an end of their own inside a message", () => {
  assertFails(Editions, "3b 0801", "group");
  assertFails(Editions, "3b 0801 44", "group");
  assertFails(Editions, "3c", "group");
  // The end tag is the nested message's last byte: it must not end the group outside.
  assertFails(Editions, "3b 52 05 12 03 0801 3c 3c", "group");
  assertFails(Tree, "0a 01 0c", "group");
});

Deno.test("delimited encoding of editions is a group on the wire", () => {
  assertRoundTrip(Editions, "1a00 3b 0801 1a00 3c", { delimited: { implicit: 1 } });
  assertRoundTrip(Editions, "1a00 43 1a00 44 43 1a00 44", { delimitedList: [{}, {}] });
  assertRoundTrip(Editions, "1a00 6b 1a00 6c", { delimitedChoice: {} });
});

Deno.test("jstype: strings and numbers in place of bigints", () => {
  assertRoundTrip(Editions, "1a00 8001 ffffffffffffffff7f", { jsString: "9223372036854775807" });
  assertRoundTrip(Editions, "1a00 8801 ffffffffffffff0f", { jsNumber: 2 ** 53 - 1 });
  assertFails(Editions, "8801 808080808080808001", "value");
  assertThrows(() => encode(Editions, create(Editions, { jsNumber: 0.5 })), TypeError);
  assertThrows(() => encode(Editions, create(Editions, { jsString: "x" })), TypeError);
});

Deno.test("encode() refuses a value of the wrong kind, and does not take it for a zero", () => {
  const wrong: [type: MessageType, value: unknown][] = [
    [BytesValue as MessageType, new ArrayBuffer(2)],
    [BytesValue as MessageType, null],
    [BoolValue as MessageType, 0],
    [BoolValue as MessageType, undefined],
    [StringValue as MessageType, null],
    [Int32Value as MessageType, 0n],
    [Int32Value as MessageType, false],
    [Int64Value as MessageType, 0],
    [DoubleValue as MessageType, 0n],
  ];
  for (const [type, value] of wrong) {
    for (const twin of twins(type)) {
      const problem = `${type.typeName}: ${typeof value}`;
      assertThrows(() => encode(twin, { value } as Message), TypeError, undefined, problem);
    }
  }
});

Deno.test("encode() writes nothing of earlier messages for what is no list, or no unknown fields", () => {
  encode(Tree, { ...create(Tree), $unknown: new Uint8Array(100).fill(7) });
  for (const twin of twins(Proto2)) {
    for (const $unknown of [1, "ab", [8, 1], { length: 2 }, null]) {
      const message = { ...create(twin), $unknown } as unknown as Proto2;
      assertThrows(() => encode(twin, message), TypeError);
    }
    const message = { ...create(twin), packed: 1 } as unknown as Proto2;
    assertEquals(encode(twin, message).toHex(), REQUIRED);
  }
});

Deno.test("encode() names what is no 64-bit integer where jstype has another type", () => {
  const wrong: [value: unknown, named: string][] = [
    ["x", '"x"'],
    [NaN, "NaN"],
    [1n, "a value of type bigint"],
    [null, "a value of type null"],
  ];
  for (const twin of twins(Editions)) {
    for (const [value, named] of wrong) {
      const message = { ...create(Editions), jsNumber: value } as Editions;
      assertThrows(() => encode(twin, message), TypeError, `Cannot encode ${named} as`);
    }
  }
});

Deno.test("encode() refuses a message without a value that every message has", () => {
  for (const [type, name] of [[Proto2, "requiredString"], [Editions, "implicit"]] as const) {
    for (const twin of twins(type as MessageType)) {
      const message = create(twin) as Record<string, unknown>;
      assert(name in message);
      message[name] = undefined;
      assertThrows(() => encode(twin, message as Message), TypeError);
    }
  }
});

Deno.test("utf8_validation = NONE keeps bytes that are not UTF-8", () => {
  assertRoundTrip(Editions, "1a00 4a 03 61ff62", { unchecked: "a\udcffb" });
  assertFails(Editions, "1a 01 ff", "utf8");
});

Deno.test("unknown fields keep their bytes and order, around known ones", () => {
  const bytes = "a006 01 0801 b206 02 6869 a006 8002";
  assertDecodes(Editions, bytes, {
    implicit: 1,
    $unknown: hex("a006 01 b206 02 6869 a006 8002"),
  });
  for (const type of twins(Editions)) {
    const message = decode(type, hex(bytes), { keepUnknownFields: false });
    assertEquals(message.$unknown, undefined);
  }
});

Deno.test("messages nest 100 deep by default, and not one deeper", () => {
  const nested = (depth: number) => {
    let bytes = "";
    for (let i = 0; i < depth; i++) {
      const length = (bytes.length / 2).toString(16).padStart(2, "0");
      bytes = `0a${
        length.length > 2 || parseInt(length, 16) > 127 ? varint(bytes.length / 2) : length
      }${bytes}`;
    }
    return bytes;
  };
  const varint = (value: number) =>
    (value & 0x7f | 0x80).toString(16) + (value >> 7).toString(16).padStart(2, "0");
  for (const type of twins(Tree)) {
    const deepest = decode(type, hex(nested(100)));
    assertEquals(encode(type, deepest).toHex(), nested(100));
    assertThrows(() => decode(type, hex(nested(101))), WireError, "recursionLimit");
    const deeper = decode(type, hex(nested(101)), { recursionLimit: 101 });
    assertThrows(() => encode(type, deeper), WireError, "recursionLimit");
    assertEquals(encode(type, deeper, { recursionLimit: 101 }).toHex(), nested(101));
  }
});

Deno.test("encode() of a message that contains itself ends in an error", () => {
  const tree = create(Tree);
  tree.left = tree;
  for (const type of twins(Tree)) assertThrows(() => encode(type, tree), WireError, "circle");
});

Deno.test("empty sub-messages in bulk hit the memory limit", () => {
  const bytes = new Uint8Array(2 << 20);
  for (let i = 0; i < bytes.length; i += 2) bytes[i] = 0x12;
  for (const type of twins(Tree)) {
    assertThrows(() => decode(type, bytes), WireError, "maxElementBytes");
  }
});

Deno.test("the bytes of a field are charged once, whether they were there or not", () => {
  // A BytesValue: the message, and an array of bytes.
  const cost = 32 + 8 + 200;
  for (const type of twins(WellKnown)) {
    for (
      const [input, count] of [["6200", 1], ["62030a0100", 1], ["62060a01000a0100", 2]] as const
    ) {
      const maxElementBytes = cost + 200 * (count - 1);
      for (const read of [decode, view] as (typeof decode)[]) {
        read(type, hex(input), { maxElementBytes });
        assertThrows(
          () => read(type, hex(input), { maxElementBytes: maxElementBytes - 1 }),
          WireError,
          "maxElementBytes",
        );
      }
    }
  }
});

Deno.test("fields are written in the order of their numbers", () => {
  const editions = create(Editions, { jsString: "1", implicit: 2, unchecked: "x" });
  for (const type of twins(Editions)) {
    assertEquals(encode(type, editions), hex("08 02 1a 00 4a 01 78 8001 01"));
  }
});
