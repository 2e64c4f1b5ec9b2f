import { assert, assertEquals, assertFalse, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import {
  clearExtension,
  create,
  createRegistry,
  decode,
  encode,
  type Extension,
  FieldOptions,
  getExtension,
  hasExtension,
  isEnumValue,
  setExtension,
} from "../reflect/mod.ts";
import { type DecodeOptions, WireError } from "../wire/mod.ts";
import * as collisions from "./testdata/gen/collisions_pb.ts";
import { Edition2024, Edition2024_Inner } from "./testdata/gen/edition2024_pb.ts";
import { Editions, keys1$ } from "./testdata/gen/editions_pb.ts";
import { file_empty } from "./testdata/gen/empty_pb.ts";
import * as names from "./testdata/gen/names_pb.ts";
import * as proto2 from "./testdata/gen/proto2_pb.ts";
import { Tree } from "./testdata/gen/recursive_pb.ts";
import { Chain } from "./testdata/gen/same/chain_pb.ts";

const GEN = join(import.meta.dirname!, "testdata", "gen");

Deno.test("names: JavaScript's own are escaped, and still work", () => {
  const fields = create(names.Fields, {
    constructor$: "a",
    toString$: "b",
    toJson: "c",
    valueOf$: "d",
    then$: "e",
    Proto: "f",
    hasOwnProperty$: "g",
    default: "h",
    case: "i",
    prototype: { case: "isPrototypeOf$", value: "j" },
    get: new Map([["__proto__", {}]]),
    set: new Map([[-1n, names.Kind.__proto__$]]),
  });
  assertEquals(decode(names.Fields, encode(names.Fields, fields)), fields);
  assertEquals(String(fields), "[object Object]");
});

Deno.test("names: messages named like globals do not get in the generated code's way", () => {
  const object = create(names.Object, {
    map: { bytes: new Uint8Array([1]) },
    maps: new Map([["a", { list: [new Uint8Array([2])] }]]),
    zero: -0,
  });
  const back = decode(names.Object, encode(names.Object, object));
  assertEquals(back, object);
  assert(back.maps instanceof Map);
});

Deno.test("names: the prefix of enum values goes, unless what is left is no name", () => {
  assertEquals(
    names.Kind,
    {
      UNSPECIFIED: 0,
      constructor: 1,
      __proto__$: 2,
      toString: 3,
      default: 4,
    } as unknown as typeof names.Kind,
  );
  assertEquals(names.Digits.DIGITS_1, 1);
  assertEquals([names.Aliases.ONE, names.Aliases.UNO, names.Aliases.NEGATIVE], [1, 1, -1]);
  assert(isEnumValue(names.Kind, 4));
  assertFalse(isEnumValue(names.Kind, 5));
});

Deno.test("names: methods that would make a client odd are escaped", () => {
  assertEquals(Object.keys(names.Methods.methods), [
    "constructor$",
    "toString$",
    "then$",
    "default",
    "thenAgain",
  ]);
  assertEquals(names.Methods.methods.then$.kind, "client_streaming");
  assertEquals(names.Empty.methods, {});
});

Deno.test("collisions: fields, oneofs and nested types each get a name", () => {
  const fields = create(collisions.Fields, {
    fooBar: "a",
    fooBar$2: "b",
    fooBar$3: 3,
    fooBar$0: { case: "member", value: "c" },
  });
  assertEquals(decode(collisions.Fields, encode(collisions.Fields, fields)), fields);
  const outer = create(collisions.Outer, { choice: { case: "inner", value: { a: 1 } } });
  assertEquals(encode(collisions.Outer, outer).toHex(), "12020801");
  assertEquals(collisions.Outer_Inner.typeName, "seria.test.collisions.Outer_Inner");
  assertEquals(collisions.Outer_Inner$2.typeName, "seria.test.collisions.Outer.Inner");
  assertEquals(collisions.seria.typeName, "seria.test.collisions.seria");
});

Deno.test("collisions: what is added to a taken name is not taken either", () => {
  const numbered = create(collisions.Numbered, {
    fooBar: 1,
    fooBar$1: 2,
    fooBar$2: { case: "b", value: 3 },
  });
  assertEquals(encode(collisions.Numbered, numbered).toHex(), "080210012003");
  assertEquals(decode(collisions.Numbered, encode(collisions.Numbered, numbered)), numbered);
});

Deno.test("collisions: generated code has no names of its own that messages may have", () => {
  const numbers = create(collisions.Kind_numbers, { kind: collisions.Kind.ONE });
  assertEquals(decode(collisions.Kind_numbers, encode(collisions.Kind_numbers, numbers)), numbers);
  const keys = create(keys1$, { map: new Map([["a", 1]]), next: { map: new Map([["b", 2]]) } });
  assertEquals(decode(keys1$, encode(keys1$, keys)), keys);
});

Deno.test("collisions: a name that begins with a digit once camel-cased gets a _", () => {
  const leading = create(collisions.Leading, {
    _1: 1,
    _2: new Map([["a", 2]]),
    _3: { case: "_4", value: "b" },
    $: 5,
  });
  setExtension(collisions.Leading, leading, collisions._1st, 6);
  setExtension(collisions.Leading, leading, collisions._, 7);
  const back = decode(collisions.Leading, encode(collisions.Leading, leading));
  assertEquals(back, leading);
  assertEquals(getExtension(collisions.Leading, back, collisions._1st), 6);
  assertEquals(collisions.Leading.descriptor.fieldByNumber(1)?.jsonName, "1");
  assertEquals(Object.keys(collisions.Digits.methods), ["_1"]);
});

Deno.test("two files of one base name, reached by public imports, go together", () => {
  const chain = create(Chain, { a: { a: 1 }, b: { other: { a: 2 } } });
  assertEquals(decode(Chain, encode(Chain, chain)), chain);
});

Deno.test("a file with nothing in it still is a file", () => {
  assertEquals(file_empty.descriptor.name, "empty.proto");
  assertEquals(createRegistry(file_empty).files.length, 1);
});

Deno.test("recursive messages load, and have descriptors", () => {
  assertEquals(Tree.descriptor.fieldByName("left")?.message?.type, Tree);
});

Deno.test("defaults are a constant, and in the descriptor", () => {
  const { Proto2_defaults: defaults, Proto2 } = proto2;
  assertEquals(defaults, {
    requiredClosed: proto2.Closed.TWO,
    withDefault: -41,
    longDefault: -(2n ** 63n),
    ulongDefault: "18446744073709551615",
    floatDefault: -Infinity,
    doubleDefault: NaN,
    boolDefault: true,
    stringDefault: 'a "b" \\ \n é */',
    bytesDefault: new Uint8Array([0, 255, 92, 120]),
    closedDefault: proto2.Closed.MINUS,
  });
  for (const [name, value] of Object.entries(defaults)) {
    const field = Proto2.descriptor.fields.find((each) => each.localName === name);
    assertEquals(field?.defaultValue, value, name);
  }
  assertEquals(create(Proto2).withDefault, undefined);
  assertEquals(create(Proto2).requiredClosed, proto2.Closed.TWO);
});

Deno.test("json_name and deprecation are in the descriptor", () => {
  const { descriptor } = proto2.Proto2;
  assertEquals(descriptor.fieldByName("renamed")?.jsonName, "otherName");
  assertEquals(descriptor.fieldByName("renamed")?.localName, "renamed");
  assertEquals(descriptor.fieldByName("old")?.proto.options?.deprecated, true);
});

Deno.test("extensions: set, get, has, clear", () => {
  const { Proto2 } = proto2;
  const message = create(Proto2);
  assertEquals(getExtension(Proto2, message, proto2.text), undefined);
  assertEquals(getExtension(Proto2, message, proto2.Extensions_nestedNumbers), []);
  setExtension(Proto2, message, proto2.text, "a");
  setExtension(Proto2, message, proto2.text, "b");
  setExtension(Proto2, message, proto2.Extensions_nestedNumbers, [1, 300]);
  setExtension(Proto2, message, proto2.Extensions_nestedLeaf, { n: 5 });
  setExtension(Proto2, message, proto2.groupextension, { a: 6 });
  const back = decode(Proto2, encode(Proto2, message));
  assert(hasExtension(Proto2, back, proto2.text));
  assertEquals(getExtension(Proto2, back, proto2.text), "b");
  assertEquals(getExtension(Proto2, back, proto2.Extensions_nestedNumbers), [1, 300]);
  assertEquals(getExtension(Proto2, back, proto2.Extensions_nestedLeaf), { n: 5 });
  assertEquals(getExtension(Proto2, back, proto2.groupextension), { a: 6 });
  clearExtension(Proto2, back, proto2.text);
  assertFalse(hasExtension(Proto2, back, proto2.text));
  assert(hasExtension(Proto2, back, proto2.groupextension));
});

Deno.test("extensions: what reading one may cost is what the options say", () => {
  const { Proto2 } = proto2;
  const message = create(Proto2);
  setExtension(Proto2, message, proto2.Extensions_nestedLeaf, { n: 5 });
  const read = (options: DecodeOptions) =>
    getExtension(Proto2, message, proto2.Extensions_nestedLeaf, options);
  for (const options of [{ recursionLimit: 0 }, { maxElementBytes: 1 }, { maxMessageBytes: 1 }]) {
    assertThrows(() => read(options), WireError, Object.keys(options)[0]);
  }
  assertEquals(read({ recursionLimit: 1 }), { n: 5 });
});

Deno.test("an extension of another message is a TypeError", () => {
  const options = create(FieldOptions);
  const wrong = proto2.text as unknown as Extension<FieldOptions, string>;
  assertThrows(() => getExtension(FieldOptions, options, wrong), TypeError, "proto2.text");
  assertThrows(() => hasExtension(FieldOptions, options, wrong), TypeError);
  assertThrows(() => clearExtension(FieldOptions, options, wrong), TypeError);
  assertThrows(() => setExtension(FieldOptions, options, wrong, "a"), TypeError);
});

Deno.test("custom options are extensions of the options", () => {
  const options = proto2.Annotated.descriptor.fieldByName("a")!.proto.options!;
  assertEquals(getExtension(FieldOptions, options, proto2.note), "custom");
});

Deno.test("editions: local enums and features at every level", () => {
  const message = create(Edition2024, { inner: [Edition2024_Inner.ONE] });
  assertEquals(encode(Edition2024, message).toHex(), "120101");
  const features = (name: string) => Editions.descriptor.fieldByName(name)!;
  assertEquals(features("implicit").presence, "implicit");
  assertEquals(features("explicit").presence, "explicit");
  assertEquals(features("required").presence, "required");
  assertEquals(features("opens").packed, false);
  assertEquals(features("closed").packed, true);
  assertEquals(features("delimited").delimited, true);
  assertEquals(features("unchecked").verifyUtf8, false);
  assertEquals(features("open").enum?.open, true);
  assertEquals(features("closed").enum?.open, false);
});

Deno.test("comments become docs, and nothing in them runs or ends the comment", async () => {
  const text = await Deno.readTextFile(join(GEN, "comments_pb.ts"));
  assertStringIncludes(text, " * Ends *\\/ here. // And goes on.");
  assertStringIncludes(text, " * ```ts ignore");
  assertStringIncludes(text, " * ```text ignore");
  assertStringIncludes(text, " * \\@example is not a tag here.");
  assertStringIncludes(text, " * \\@example is not a tag here either.");
  assertStringIncludes(text, " * - ```ts ignore");
  assertStringIncludes(text, " * ```\n *\n * @module\n */");
  assertStringIncludes(text, " * @deprecated");
});

Deno.test("generated code is formatted, and without lint, as it is", async () => {
  const copy = await Deno.makeTempDir();
  try {
    await copyWithoutDirectives(GEN, copy);
    const wkt = join(import.meta.dirname!, "..", "wkt", "gen", "google", "protobuf");
    await copyWithoutDirectives(wkt, join(copy, "wkt"));
    await Deno.writeTextFile(join(copy, "deno.json"), '{ "fmt": { "lineWidth": 100 } }\n');
    for (const args of [["fmt", "--check"], ["lint"]]) {
      const { success, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: copy })
        .output();
      assert(success, new TextDecoder().decode(stderr));
    }
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
});

/** Copies modules without the lines that keep the formatter and the linter away. */
async function copyWithoutDirectives(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const entry of Deno.readDir(from)) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory) await copyWithoutDirectives(source, target);
    else {
      const text = await Deno.readTextFile(source);
      await Deno.writeTextFile(target, text.replace(/^\/\/ deno-(fmt|lint)-ignore-file\n/gm, ""));
    }
  }
}
