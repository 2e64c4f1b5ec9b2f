import { assert, assertEquals, assertFalse } from "@std/assert";
import { Editions } from "../codegen/testdata/gen/editions_pb.ts";
import { Tree } from "../codegen/testdata/gen/recursive_pb.ts";
import {
  clearField,
  clone,
  create,
  equals,
  getField,
  hasField,
  merge,
  type MessageInit,
  setField,
} from "./mod.ts";

const editions = (init: MessageInit<Editions>) => create(Editions, init);

Deno.test("equals() compares fields by their bits, and unknown fields by their bytes", () => {
  const pairs: [MessageInit<Editions>, MessageInit<Editions>, boolean][] = [
    [{}, {}, true],
    [{ double: NaN }, { double: NaN }, true],
    [{ double: 0 }, { double: -0 }, false],
    [{ explicit: 0 }, {}, false],
    [{ openChoice: 0 }, {}, false],
    [{ bytesChoice: new Uint8Array([1]) }, { bytesChoice: new Uint8Array([1]) }, true],
    [{ bytesChoice: new Uint8Array([1]) }, { bytesChoice: new Uint8Array([2]) }, false],
    [{ opens: [0, 1] }, { opens: [1, 0] }, false],
    [{ map: new Map([["a", {}], ["b", {}]]) }, { map: new Map([["b", {}], ["a", {}]]) }, true],
    [{ map: new Map([["a", {}]]) }, { map: new Map([["b", {}]]) }, false],
    [{ map: new Map([["a", {}]]) }, { map: new Map([["a", { implicit: 1 }]]) }, false],
    [{ $unknown: new Uint8Array([8]) }, { $unknown: new Uint8Array([8]) }, true],
    [{ $unknown: new Uint8Array([8]) }, {}, false],
  ];
  for (const [a, b, expected] of pairs) {
    assertEquals(equals(Editions, editions(a), editions(b)), expected);
    assertEquals(equals(Editions, editions(b), editions(a)), expected);
  }
});

Deno.test("clone() shares nothing, bytes and unknown fields included", () => {
  const original = editions({
    bytesChoice: new Uint8Array([1]),
    map: new Map([["a", { implicit: 1 }]]),
    $unknown: new Uint8Array([0xa0, 6, 1]),
  });
  const copy = clone(Editions, original);
  assertEquals(copy, original);
  (copy.choice.value as Uint8Array)[0] = 9;
  copy.map.get("a")!.implicit = 9;
  copy.$unknown![2] = 9;
  assertEquals((original.choice.value as Uint8Array)[0], 1);
  assertEquals(original.map.get("a")!.implicit, 1);
  assertEquals(original.$unknown![2], 1);
});

Deno.test("merge() does what decoding both would do", () => {
  const target = create(Tree, { left: { ping: {} }, children: [{}], tree: { children: [{}] } });
  const source = create(Tree, {
    left: { children: [{}] },
    children: [{}],
    named: new Map([["a", {}]]),
    tree: { children: [{}] },
  });
  merge(Tree, target, source);
  assertEquals(
    target,
    create(Tree, {
      left: { ping: {}, children: [{}] },
      children: [{}, {}],
      named: new Map([["a", {}]]),
      tree: { children: [{}, {}] },
    }),
  );
  assert(source.left !== target.left);
});

Deno.test("merge() of messages that share a list or a map ends", () => {
  const target = create(Tree, { children: [{}], named: new Map([["a", {}]]) });
  merge(Tree, target, { ...target });
  assertEquals([target.children.length, target.named.size], [2, 1]);
});

Deno.test("fields by their descriptors: get, set, has, clear, in and out of a oneof", () => {
  const message = create(Editions);
  const field = (name: string) => Editions.descriptor.fieldByName(name)!;
  for (
    const [name, value, empty] of [
      ["implicit", 5, 0],
      ["explicit", 0, undefined],
      ["open_choice", 1, undefined],
      ["opens", [1], []],
    ] as const
  ) {
    assertFalse(hasField(message, field(name)), name);
    setField(message, field(name), value);
    assert(hasField(message, field(name)), name);
    assertEquals(getField(message, field(name)), value);
    clearField(message, field(name));
    assertFalse(hasField(message, field(name)), name);
    assertEquals(getField(message, field(name)), empty);
  }
  setField(message, field("open_choice"), 1);
  clearField(message, field("bytes_choice"));
  assert(hasField(message, field("open_choice")));
});
