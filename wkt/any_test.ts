import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { createRegistry, encode } from "../reflect/mod.ts";
import { WireError } from "../wire/mod.ts";
import {
  Any,
  anyIs,
  anyPack,
  anyTypeName,
  anyUnpack,
  anyUnpackWith,
  Duration,
  ListValue,
  listValueFromJson,
  Timestamp,
} from "./mod.ts";

const DURATION: Duration = { seconds: 42n, nanos: 0 };
const NAME = "google.protobuf.Duration";
const dynamic = createRegistry({ file: [Duration.descriptor.file.proto] });

function anyOf(typeUrl: string, ...value: number[]): Any {
  return { typeUrl, value: new Uint8Array(value) };
}

/** URLs, and the type's name in them. */
const URLS: [url: string, typeName: string | undefined][] = [
  [`type.googleapis.com/${NAME}`, NAME],
  [`/${NAME}`, NAME],
  [`https://example.com/a/b/${NAME}`, NAME],
  ["a/B", "B"],
  ["a/_b1.C_2", "_b1.C_2"],
  ["", undefined],
  [NAME, undefined],
  ["/", undefined],
  [`type.googleapis.com/${NAME}/`, undefined],
  [`a/.${NAME}`, undefined],
  [`a/${NAME}.`, undefined],
  ["a/a..b", undefined],
  ["a/1a", undefined],
  ["a/a.1b", undefined],
  ["a/a b", undefined],
  ["a/a-b", undefined],
  [`a/${NAME}\n`, undefined],
  [`a/${NAME}?x`, undefined],
  ["a/ünïcode", undefined],
  ["a/%67oogle", undefined],
];

Deno.test("anyTypeName() takes a full name after the last slash, and nothing else", () => {
  for (const [url, typeName] of URLS) assertEquals(anyTypeName(anyOf(url)), typeName, url);
});

Deno.test("anyIs() and anyUnpack() go by the name in the URL", () => {
  for (const [url, typeName] of URLS) {
    const any = anyOf(url, 8, 42);
    assertEquals(anyIs(any, Duration), typeName === NAME, url);
    assertEquals(anyUnpack(any, Duration), typeName === NAME ? DURATION : undefined, url);
    assertEquals(anyUnpackWith(any, dynamic) !== undefined, typeName === NAME, url);
    assertFalse(anyIs(any, Timestamp));
  }
});

Deno.test("anyPack() writes the URL with the prefix that is asked for", () => {
  const rows: [prefix: string | undefined, url: string][] = [
    [undefined, `type.googleapis.com/${NAME}`],
    ["example.com/types", `example.com/types/${NAME}`],
    ["example.com/types/", `example.com/types/${NAME}`],
    ["", `/${NAME}`],
  ];
  for (const [typeUrlPrefix, url] of rows) {
    const any = anyPack(Duration, DURATION, typeUrlPrefix === undefined ? {} : { typeUrlPrefix });
    assertEquals(any, anyOf(url, 8, 42));
    assertEquals(anyUnpack(any, Duration), DURATION);
  }
});

Deno.test("anyPack() and anyUnpack() take dynamic types, and Anys in Anys", () => {
  const type = dynamic.message(NAME)!;
  const any = anyPack(Any, anyPack(type, DURATION));
  const inner = anyUnpack(any, Any)!;
  assertEquals<unknown>(anyUnpack(inner, type), DURATION);
  assertEquals(anyUnpack(inner, Duration), DURATION);
});

Deno.test("anyUnpackWith() gives the type of the registry", () => {
  const generated = anyUnpackWith(anyPack(Duration, DURATION), createRegistry(Duration));
  assert(generated?.type === Duration);
  assertEquals<unknown>(generated.message, DURATION);
  const made = anyUnpackWith(anyPack(Duration, DURATION), dynamic);
  assertEquals<unknown>(made, { type: dynamic.message(NAME), message: DURATION });
  for (const name of ["toString", "__proto__", "google.protobuf.Timestamp"]) {
    assertEquals(anyUnpackWith(anyOf(`a/${name}`), dynamic), undefined);
  }
});

Deno.test("an empty Any holds nothing", () => {
  const any = Any.create();
  assertEquals(anyTypeName(any), undefined);
  assertEquals(anyUnpack(any, Duration), undefined);
  assertEquals(anyUnpackWith(any, dynamic), undefined);
});

Deno.test("bytes that are not of the type in the URL are an error", () => {
  const any = anyOf(`a/${NAME}`, 8);
  assertThrows(() => anyUnpack(any, Duration), WireError);
  assertThrows(() => anyUnpackWith(any, dynamic), WireError);
  assertEquals(anyUnpack(any, Timestamp), undefined);
});

Deno.test("the limits of the caller hold for what an Any holds", () => {
  const list = listValueFromJson([[[]]]);
  const any = anyPack(ListValue, list);
  const registry = createRegistry(ListValue);
  assertEquals(anyUnpack(any, ListValue, { recursionLimit: 4 }), list);
  for (const options of [{ recursionLimit: 3 }, { maxMessageBytes: 5 }, { maxElementBytes: 8 }]) {
    const attempts = [
      () => anyUnpack(any, ListValue, options),
      () => anyUnpackWith(any, registry, options),
    ];
    for (const attempt of attempts) {
      assertEquals(assertThrows(attempt, WireError).code, "limit");
    }
  }
  assertThrows(() => anyPack(ListValue, list, { recursionLimit: 3 }), WireError);
});

Deno.test("anyUnpack() keeps unknown fields unless told not to", () => {
  const bytes = [8, 42, 24, 1];
  const any = anyOf(`a/${NAME}`, ...bytes);
  assertEquals(encode(Duration, anyUnpack(any, Duration)!), new Uint8Array(bytes));
  assertEquals(anyUnpack(any, Duration, { keepUnknownFields: false }), DURATION);
});
