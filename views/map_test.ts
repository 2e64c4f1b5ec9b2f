import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { Closed, Proto2 } from "../codegen/testdata/gen/proto2_pb.ts";
import { create, encode, equals } from "../reflect/mod.ts";
import { view } from "./mod.ts";
import { Numbered, Profile } from "./testdata/gen/views_test_pb.ts";

const hex = (text: string) => Uint8Array.fromHex(text.replaceAll(" ", ""));

const SCORES = new Map([["a", 1], ["é", 2], ["", 3], ["long".repeat(50), 4]]);

function scores(): ReadonlyMap<string, number> {
  return view(Profile, encode(Profile, create(Profile, { scores: SCORES }))).scores;
}

Deno.test("a view's map finds keys before and after all entries were read", () => {
  const keys = [...SCORES.keys(), "b", "e", "\ud800", "A", "a\u0000"];
  for (const key of keys) assertEquals(scores().get(key), SCORES.get(key), key);
  const map = scores();
  for (const key of [...keys, ...keys]) {
    assertEquals(map.get(key), SCORES.get(key), key);
    assertEquals(map.has(key), SCORES.has(key));
  }
});

Deno.test("a view's map is a Map in every way to read it", () => {
  const expected = [...SCORES];
  assert(scores() instanceof Map);
  assertEquals(scores().size, 4);
  assertEquals([...scores()], expected);
  assertEquals([...scores().entries()], expected);
  assertEquals([...scores().keys()], [...SCORES.keys()]);
  assertEquals([...scores().values()], [...SCORES.values()]);
  const seen: [string, number][] = [];
  scores().forEach((value, key) => seen.push([key, value]));
  assertEquals(seen, expected);
  assertEquals(new Map(scores()), SCORES);
  assertEquals(view(Profile, new Uint8Array()).scores.size, 0);
  assertEquals(view(Profile, new Uint8Array()).scores.get("a"), undefined);
});

Deno.test("the last of several entries with a key wins, in the place of the first", () => {
  // a: 1, b: 2, a: 3, and an entry whose key comes twice.
  const bytes = hex("4205 0a0161 1001 4205 0a0162 1002 4205 0a0161 1003 4208 0a0161 1004 0a0163");
  assertEquals(view(Profile, bytes).scores.get("a"), 3);
  assertEquals([...view(Profile, bytes).scores], [["a", 3], ["b", 2], ["c", 4]]);
});

Deno.test("a view reads maps whatever the numbers of their fields", () => {
  const entries = new Map([[1, 2], [300, -1]]);
  const init = Object.fromEntries(
    Numbered.descriptor.fields.map(({ localName }) => [localName, entries]),
  );
  const message = create(Numbered, init);
  const seen = view(Numbered, encode(Numbered, message));
  assertEquals([...seen.f16], [...entries]);
  assert(equals(Numbered, seen, message));
});

Deno.test("keys and values that are missing are the defaults", () => {
  assertEquals([...view(Profile, hex("42 00")).scores], [["", 0]]);
  assertEquals(view(Profile, hex("42 00")).scores.get(""), 0);
  const { places } = view(Profile, hex("4a 00 4a 02 0801"));
  assertEquals([...places.keys()], [0n, 1n]);
  assertEquals(places.get(1n)?.city, "");
});

Deno.test("a map of a closed enum leaves out what the enum lacks", () => {
  const bytes = hex("7a 05 0a0161 1001 7a 05 0a0161 1007 7a 05 0a0162 1007 7a 03 0a0163");
  const { closedMap, $unknown } = view(Proto2, bytes);
  assertEquals(closedMap.get("a"), Closed.ONE);
  assertEquals(closedMap.get("b"), undefined);
  assertEquals([...closedMap], [["a", Closed.ONE], ["c", Closed.ONE]]);
  assertEquals($unknown, hex("7a 05 0a0161 1007 7a 05 0a0162 1007"));
});

Deno.test("a map's messages are views, the same each time", () => {
  const places = new Map([[1n, { city: "Oslo" }], [2n, { city: "Rome" }]]);
  const seen = view(Profile, encode(Profile, create(Profile, { places }))).places;
  assertEquals(seen.get(2n)?.city, "Rome");
  assertStrictEquals([...seen.values()][1], seen.get(2n));
});
