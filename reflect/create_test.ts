import { assertEquals, assertThrows } from "@std/assert";
import { Editions } from "../codegen/testdata/gen/editions_pb.ts";
import { Tree } from "../codegen/testdata/gen/recursive_pb.ts";
import { create, createRegistry, decode, encode, type MessageInit, UNSET_ONEOF } from "./mod.ts";

const dynamicTree = createRegistry({ file: [Tree.descriptor.file.proto] }).message(Tree.typeName)!;

Deno.test("create() makes every field, in one order, whatever the init's order is", () => {
  const names = Object.keys(create(Tree));
  assertEquals(names, ["left", "children", "named", "choice"]);
  assertEquals(Object.keys(create(Tree, { named: new Map(), children: [{}] })), names);
  assertEquals(Object.keys(create(dynamicTree)), names);
});

Deno.test("create() takes nested messages, lists and maps as they are written", () => {
  const tree = create(Tree, {
    left: { children: [{}, { left: {} }] },
    named: new Map([["a", { ping: {} }]]),
  });
  assertEquals(tree.left?.children[1]?.left, create(Tree));
  assertEquals(tree.named.get("a")?.choice.case, "ping");
});

Deno.test("create() takes a oneof by its property, or by a member", () => {
  assertEquals(create(Editions, { openChoice: 1 }).choice, { case: "openChoice", value: 1 });
  assertEquals(create(Editions, { choice: { case: "openChoice", value: 1 } }).choice, {
    case: "openChoice",
    value: 1,
  });
  assertEquals(create(Editions, { openChoice: undefined }).choice, UNSET_ONEOF);
  assertEquals(create(Editions, { choice: { case: undefined } }).choice, UNSET_ONEOF);
});

Deno.test("create() takes properties in any order, and unknown fields", () => {
  const $unknown = new Uint8Array([0xa0, 6, 1]);
  const named = new Map([["a", {}]]);
  for (const type of [Tree, dynamicTree as typeof Tree]) {
    const expected = create(type, { children: [{}], named, ping: {}, $unknown });
    const tree = create(type, { $unknown, ping: {}, left: undefined, named, children: [{}] });
    assertEquals(tree, expected);
    assertEquals(tree.$unknown, $unknown);
    assertEquals(tree.choice.case, "ping");
    assertEquals(tree.children, [create(type)]);
    assertEquals(tree.named, new Map([["a", create(type)]]));
  }
});

Deno.test("create() takes the last of several members of a oneof", () => {
  const last = { openChoice: 2, choice: { case: "openChoice", value: 1 } } as const;
  assertEquals(create(Editions, last).choice, { case: "openChoice", value: 1 });
});

Deno.test("create() copies lists and maps, and shares none between messages", () => {
  const children = [create(Tree)];
  const tree = create(Tree, { children });
  children.push(create(Tree));
  assertEquals(tree.children.length, 1);
  create(Tree).children.push(create(Tree));
  assertEquals(create(Tree).children, []);
  assertEquals(create(dynamicTree), create(dynamicTree));
});

Deno.test("create() refuses what the type does not have, and values of the wrong shape", () => {
  const bad: [unknown, string][] = [
    [{ lefft: {} }, 'no field "lefft"'],
    [{ left: 5 }, "Tree.left: it takes an object"],
    [{ left: null }, "Tree.left: it takes an object"],
    [{ ping: null }, "Tree.ping: it takes an object"],
    [{ choice: null }, "Tree.choice: it takes an object"],
    [{ choice: { case: "ping" } }, "Tree.ping: it takes an object"],
    [{ children: [null] }, "Tree: it takes an object"],
    [{ named: new Map([["a", 1]]) }, "Tree: it takes an object"],
    [{ $unknown: null }, "Tree.$unknown: it takes a Uint8Array"],
    [{ $unknown: 1 }, "Tree.$unknown: it takes a Uint8Array"],
    [{ children: {} }, "Tree.children: it takes an array"],
    [{ named: { a: {} } }, "Tree.named: it takes a Map"],
    [{ choice: { case: "nope", value: 1 } }, 'no member "nope"'],
    [{ children: [{ lefft: {} }] }, 'no field "lefft"'],
  ];
  for (const type of [Tree, dynamicTree]) {
    for (const [init, message] of bad) {
      assertThrows(() => create(type, init as MessageInit<Tree>), TypeError, message);
    }
  }
});

Deno.test("create() makes no empty messages of dates, lists and the like", () => {
  const foreign = { Date: new Date(), Array: [], Map: new Map(), Uint8Array: new Uint8Array(0) };
  for (const type of [Tree, dynamicTree]) {
    for (const [kind, init] of Object.entries(foreign)) {
      const message =
        `Cannot create ${Tree.typeName}: it takes an object of its fields, not a ${kind}`;
      const inits = [init, { left: init }, { children: [init] }, { ping: init }];
      for (const each of inits) {
        assertThrows(() => create(type, each as MessageInit<Tree>), TypeError, kind);
      }
      assertThrows(() => create(type, { left: init } as MessageInit<Tree>), TypeError, message);
    }
    for (const empty of [{}, Object.create(null), { left: undefined }]) create(type, empty);
  }
});

Deno.test("types tell create() what it takes, and nothing of a dynamic type", () => {
  // @ts-expect-error: no field has that name
  assertThrows(() => create(Tree, { lefft: {} }), TypeError);
  // @ts-expect-error: no fields of a message without oneofs
  assertThrows(() => create(Editions, { leaf: new Date() }), TypeError);
  // @ts-expect-error: the same
  assertThrows(() => create(Editions, { leaf: "text" }), TypeError);
  create(createRegistry(Tree).message(Tree.typeName)!, { left: { children: [{}] } });
});

Deno.test("create() refuses null where a scalar has to be", () => {
  assertThrows(
    () => create(Editions, { implicit: null } as unknown as MessageInit<Editions>),
    TypeError,
    "it takes a value",
  );
});

Deno.test("messages are plain: they survive structuredClone", () => {
  const tree = create(Tree, { named: new Map([["a", { ping: {} }]]) });
  assertEquals(structuredClone(tree), tree);
  for (const plain of [tree, decode(Tree, encode(Tree, tree)), create(dynamicTree)]) {
    assertEquals(Object.getPrototypeOf(plain), Object.prototype);
    assertEquals(plain.constructor, Object);
  }
});
