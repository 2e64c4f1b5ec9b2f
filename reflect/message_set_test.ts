import { assertEquals, assertThrows } from "@std/assert";
import { Item_inSet, Last, Last_inSet, Sets } from "./testdata/gen/message_set_pb.ts";
import { WireError } from "../wire/mod.ts";
import {
  clearExtension,
  create,
  decode,
  encode,
  getExtension,
  hasExtension,
  setExtension,
} from "./mod.ts";

const hex = (text: string) => Uint8Array.fromHex(text.replaceAll(" ", ""));
const decodeSet = (text: string) => decode(Sets, hex(text));
const ITEM = "0b 10 8827 1a 03 0a0161 0c";

Deno.test("a MessageSet extension is written as an item, and read from one", () => {
  const set = create(Sets);
  setExtension(Sets, set, Item_inSet, { text: "a", number: undefined });
  assertEquals(encode(Sets, set), hex(ITEM));
  assertEquals(getExtension(Sets, decodeSet(ITEM), Item_inSet)?.text, "a");
});

Deno.test("an extension of a MessageSet can have a number that no tag has room for", () => {
  const set = create(Sets);
  setExtension(Sets, set, Last_inSet, create(Last, { text: "a" }));
  assertEquals(encode(Sets, set), hex("0b 10 feffffff07 1a 03 0a0161 0c"));
  assertEquals(getExtension(Sets, set, Last_inSet)?.text, "a");
  // What a tag would make of the number, shifted as tags are.
  const plain = decodeSet("f2ffffff0f 03 0a0161");
  assertEquals(hasExtension(Sets, plain, Last_inSet), false);
  assertEquals(getExtension(Sets, plain, Last_inSet), undefined);
  clearExtension(Sets, set, Last_inSet);
  assertEquals(set, create(Sets));
});

Deno.test("an item's id and payload come in either order, payloads in pieces", () => {
  for (const item of ["0b 1a 03 0a0161 10 8827 0c", "0b 1a 01 0a 10 8827 1a 02 0161 0c"]) {
    assertEquals(getExtension(Sets, decodeSet(item), Item_inSet)?.text, "a", item);
  }
});

Deno.test("items of one id merge, with the plain form of the field as well", () => {
  const set = decodeSet(`c2b802 02 1007 ${ITEM} 0b 10 8827 1a 02 1008 0c`);
  assertEquals(getExtension(Sets, set, Item_inSet), { text: "a", number: 8 });
});

Deno.test("an item's id must be from 1 to 2^31 - 1", () => {
  for (const id of ["00", "8080808008", "ffffffff0f"]) {
    const set = decodeSet(`0b 10 ${id} 1a 00 0c`);
    assertThrows(() => getExtension(Sets, set, Item_inSet), WireError, "MessageSet");
  }
});

Deno.test("an item without an end is refused", () => {
  const set = { ...create(Sets), $unknown: hex("0b 10 8827 1a 00") };
  assertThrows(() => getExtension(Sets, set, Item_inSet), WireError, "it has no end");
});

Deno.test("what an extension may cost is what the options say", () => {
  const set = decodeSet(ITEM);
  for (
    const options of [{ recursionLimit: -1 }, { maxElementBytes: 100 }, { maxMessageBytes: 7 }]
  ) {
    assertThrows(
      () => getExtension(Sets, set, Item_inSet, options),
      Error,
      Object.keys(options)[0],
    );
  }
  const nested = decodeSet("0b 10 8827 1a 04 1b 1b 1c 1c 0c");
  assertThrows(
    () => getExtension(Sets, nested, Item_inSet, { recursionLimit: 1 }),
    WireError,
    "deep",
  );
  assertEquals(getExtension(Sets, nested, Item_inSet, { recursionLimit: 2 })?.$unknown?.length, 4);
});

Deno.test("items of other ids, and stray fields in items, are kept", () => {
  const other = "0b 10 09 1a 00 0c";
  const stray = "0b 20 01 10 8827 1a 00 0c";
  const set = decodeSet(`${other} ${stray}`);
  assertEquals(encode(Sets, set), hex(`${other} ${stray}`));
  assertEquals(hasExtension(Sets, set, Item_inSet), true);
  clearExtension(Sets, set, Item_inSet);
  assertEquals(hasExtension(Sets, set, Item_inSet), false);
  assertEquals(encode(Sets, set), hex(other));
});

Deno.test("a message in many pieces takes time by its length, not by its square", () => {
  const item = new Uint8Array([0x0b, 0x10, 0x88, 0x27, ...piecesOf(20_000), 0x0c]);
  const start = performance.now();
  assertEquals(getExtension(Sets, decode(Sets, item), Item_inSet)?.number, 1);
  assertEquals(performance.now() - start < 1000, true);
});

/** The field `number = 1`, over and over, each in a payload of its own. */
function piecesOf(count: number): number[] {
  return Array.from({ length: count }, () => [0x1a, 2, 0x10, 1]).flat();
}
