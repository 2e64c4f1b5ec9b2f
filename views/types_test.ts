import { assertEquals, assertThrows } from "@std/assert";
import type { Foo, FooView } from "../codegen/testdata/gen/collisions_pb.ts";
import { Proto2, type Proto2View } from "../codegen/testdata/gen/proto2_pb.ts";
import { Tree, type TreeView } from "../codegen/testdata/gen/recursive_pb.ts";
import { create, encode, type View } from "../reflect/mod.ts";
import { type ListView, type MapView, view } from "./mod.ts";
import { Profile, type ProfileView } from "./testdata/gen/views_test_pb.ts";

const BYTES = encode(Profile, create(Profile, { name: "Ada", tags: ["a"], email: "a@b" }));

Deno.test("a view can be given to whatever takes a message to read", () => {
  const readonly = (profile: Readonly<Profile>) => profile.tags.map((tag) => tag.length);
  const plain = (profile: Profile) => profile.contact.case === "email" ? profile.contact.value : "";
  const strings = (list: string[]) => list.length;
  const map = (scores: Map<string, number>) => scores.size;
  const seen: ProfileView = view(Profile, BYTES);
  assertEquals(readonly(seen), [1]);
  assertEquals(readonly(create(Profile)), []);
  assertEquals(plain(seen), "a@b");
  assertEquals(strings(seen.tags) + map(seen.scores), 1);
  assertEquals(seen.addresses.map((address) => address.city), []);
});

Deno.test("a view's type narrows and nests as the message's does", () => {
  const seen: TreeView = view(Tree, new Uint8Array([0x22, 0x00]));
  if (seen.choice.case === "tree") assertEquals(seen.choice.value.left?.children, undefined);
  const list: ListView<TreeView> = seen.children;
  const named: MapView<string, TreeView> = seen.named;
  assertEquals([list.length, named.size], [0, 0]);
  const proto2: Proto2View = view(Proto2, new Uint8Array());
  assertEquals(proto2.withDefault, undefined);
});

Deno.test("a view's type forbids changes, at any depth", () => {
  const seen = view(Profile, BYTES);
  // @ts-expect-error: read-only
  assertThrows(() => seen.name = "Bob");
  // @ts-expect-error: the same
  assertThrows(() => seen.scores.set("a", 1));
  (() => {
    // @ts-expect-error: no such method
    seen.tags.push("b");
    // @ts-expect-error: read-only
    seen.tags[0] = "b";
    // @ts-expect-error: read-only
    seen.addresses[0].city = "Rome";
    // @ts-expect-error: no such method
    seen.addresses.sort();
    // @ts-expect-error: read-only
    seen.contact = { case: undefined };
  });
});

Deno.test("a message named FooView beside Foo keeps its name", () => {
  const foo: View<Foo> = {};
  const fooView: FooView = {};
  // @ts-expect-error: FooView is the message, not the view of Foo
  const _mixed: FooView = foo as View<Foo>;
  assertEquals(foo as object, fooView as object);
});
