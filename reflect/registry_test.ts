import { assert, assertEquals, assertThrows } from "@std/assert";
import { file_proto2, text } from "../codegen/testdata/gen/proto2_pb.ts";
import { Methods } from "../codegen/testdata/gen/names_pb.ts";
import { Tree } from "../codegen/testdata/gen/recursive_pb.ts";
import {
  create,
  createRegistry,
  DescriptorError,
  type FileDescriptorProto,
  FileDescriptorSet,
  type MessageInit,
} from "./mod.ts";

type FileInit = MessageInit<FileDescriptorProto>;

const set = (...file: FileInit[]) => create(FileDescriptorSet, { file });
const a: FileInit = { name: "a.proto", package: "a", messageType: [{ name: "A" }] };

Deno.test("createRegistry() finds what its inputs declare, by name", () => {
  const registry = createRegistry(Tree, Methods, text);
  assertEquals(registry.message("seria.test.recursive.Tree"), Tree);
  assertEquals(
    registry.message("seria.test.recursive.Pong")?.typeName,
    "seria.test.recursive.Pong",
  );
  assertEquals(registry.service("seria.test.names.Methods")?.methods.default?.name, "Default");
  assertEquals(registry.enum("seria.test.proto2.Closed")?.values.length, 3);
  assertEquals(registry.extension("seria.test.proto2.text")?.descriptor, text.descriptor);
  assertEquals(registry.extensionFor("seria.test.proto2.Proto2", 110)?.typeName, text.typeName);
  assertEquals(registry.extensionsOf("seria.test.proto2.Proto2").length, 5);
  assertEquals(registry.file("proto2.proto"), file_proto2.descriptor);
  assert(registry.file("google/protobuf/descriptor.proto"));
  assertEquals(registry.message("seria.test.recursive.Nope"), undefined);
  assertEquals(registry.message("__proto__"), undefined);
});

Deno.test("fileContaining() finds the file of any symbol, as gRPC reflection asks", () => {
  const registry = createRegistry(Tree, Methods, text);
  const symbols = [
    ["seria.test.recursive.Tree", "recursive.proto"],
    ["seria.test.recursive.Tree.left", "recursive.proto"],
    ["seria.test.recursive.Tree.choice", "recursive.proto"],
    ["seria.test.names.Methods.Default", "names.proto"],
    ["seria.test.proto2.CLOSED_ONE", "proto2.proto"],
    ["seria.test.proto2.Extensions.nested_leaf", "proto2.proto"],
    ["seria.test.proto2.Closed", "proto2.proto"],
  ];
  for (const [symbol, file] of symbols) {
    assertEquals(registry.fileContaining(symbol!)?.name, file, symbol);
  }
  assertEquals(registry.fileContaining("seria.test.recursive"), undefined);
});

Deno.test("createRegistry() takes other registries, and inputs twice", () => {
  const registry = createRegistry(createRegistry(Tree), Tree, file_proto2, file_proto2.descriptor);
  assertEquals(registry.message(Tree.typeName), Tree);
  // Another release of a file that is there already: the first counts.
  const other = set({ name: "recursive.proto", messageType: [{ name: "Other" }] });
  assertEquals(createRegistry(Tree, other).file("recursive.proto"), Tree.descriptor.file);
  assertEquals(createRegistry(other, Tree).message(Tree.typeName), undefined);
});

Deno.test("createRegistry() takes the files of a set in any order", () => {
  const b: FileInit = { name: "b.proto", dependency: ["a.proto"] };
  assertEquals(createRegistry(set(b, a)).files.map((file) => file.name), ["a.proto", "b.proto"]);
});

Deno.test("createRegistry() refuses sets that do not make sense", () => {
  const field = (init: object): FileInit => ({
    ...a,
    messageType: [{
      name: "A",
      field: [{ name: "f", number: 1, type: 5, label: 1, ...init } as object],
    }],
  });
  const inOneof = (init: object): FileInit => ({
    ...a,
    messageType: [{
      name: "A",
      oneofDecl: [{ name: "o" }],
      field: [{ name: "f", number: 1, type: 5, oneofIndex: 0, ...init } as object],
    }],
  });
  const mapOf = (key: object, value: object): FileInit => ({
    ...a,
    messageType: [{
      name: "A",
      nestedType: [{
        name: "E",
        options: { mapEntry: true },
        field: [{ name: "k", number: 1, ...key }, { name: "v", number: 2, ...value }],
      }],
      field: [{ name: "f", number: 1, type: 11, label: 3, typeName: ".a.A.E" }],
    }],
  });
  const bad: [FileInit[], string][] = [
    [[a, a], 'Cannot add "a.proto": it is there twice'],
    [[a, { ...a, name: "b.proto" }], "a.A is declared in another file"],
    [
      [a, { name: "b.proto", package: "a", service: [{ name: "A" }] }],
      "a.A is declared in another file",
    ],
    [[{ ...a, dependency: ["x.proto"] }], 'imports "x.proto", which is missing'],
    [[{ ...a, dependency: ["a.proto"] }], "which imports it"],
    [
      [{ ...a, dependency: ["b.proto"] }, { name: "b.proto", dependency: ["a.proto"] }],
      "which imports it",
    ],
    [[{ ...a, syntax: "proto4" }], 'Cannot use syntax "proto4"'],
    [[{ ...a, syntax: "editions", edition: 9999 as never }], "Cannot use edition 9999"],
    [[{ ...a, messageType: [{ name: "A" }, { name: "A" }] }], "a.A is declared twice"],
    [[{ ...a, messageType: [{ name: "A b" }] }], "is not a name"],
    [[{ ...a, messageType: [{}] }], "is not a name"],
    [[{ ...a, package: 'a";b' }], 'package "a";b" is not a name'],
    [[{ ...a, package: "a." }], 'package "a." is not a name'],
    [[field({ number: 0 })], "field number 0"],
    [[field({ number: 2 ** 29 })], "field number 536870912"],
    [[field({ type: 99 })], "type 99 is not known"],
    [[field({ type: 11, typeName: ".a.B" })], "a.B is not declared"],
    [[field({ type: 11, typeName: "A" })], "is not a full name"],
    [[field({ type: 14, typeName: ".a.A" })], "a.A is no enum"],
    [[field({ oneofIndex: 3 })], "no oneof 3"],
    [[inOneof({ label: 3 })], "neither repeated nor required"],
    [[mapOf({ number: 1, label: 1, type: 1 }, { label: 1, type: 5 })], "is not the entry of a map"],
    [[mapOf({ label: 1, type: 12 }, { label: 1, type: 5 })], "is not the entry of a map"],
    [[mapOf({ label: 3, type: 5 }, { label: 1, type: 5 })], "is not the entry of a map"],
    [[mapOf({ label: 1, type: 5 }, { label: 3, type: 5 })], "is not the entry of a map"],
    [[mapOf({ label: 1, type: 5 }, { number: 3, label: 1, type: 5 })], "is not the entry of a map"],
    [[field({ defaultValue: "five" })], "not an integer"],
    [[field({ defaultValue: "2147483648" })], "out of range for int32"],
    [[field({ type: 13, defaultValue: "-1" })], "out of range for uint32"],
    [[field({ type: 6, defaultValue: "18446744073709551616" })], "out of range for fixed64"],
    [
      [field({ type: 3, defaultValue: "9007199254740992", options: { jstype: 2 } })],
      "a number does not hold it exactly",
    ],
    [[field({ type: 8, defaultValue: "1" })], "not true or false"],
    [[{ ...a, enumType: [{ name: "E" }] }], "an enum without values"],
  ];
  for (const [files, message] of bad) {
    assertThrows(() => createRegistry(set(...files)), DescriptorError, message);
  }
});

Deno.test("createRegistry() takes long defaults", () => {
  const defaultValue = "x".repeat(300_000);
  const field = { name: "f", number: 1, label: 1, type: 12, defaultValue } as const;
  const type = createRegistry(set({ ...a, messageType: [{ name: "A", field: [field] }] }))
    .message("a.A")!;
  const value = type.descriptor.fieldByName("f")?.defaultValue as Uint8Array;
  assertEquals(value.length, defaultValue.length);
});

Deno.test("createRegistry() takes long chains of imports", () => {
  const files = Array.from({ length: 20_000 }, (_, i): FileInit => ({
    name: `${i}.proto`,
    dependency: i === 19_999 ? [] : [`${i + 1}.proto`],
  }));
  assertEquals(createRegistry(set(...files)).files.length, 20_000);
});

Deno.test("a reference reaches no further than the imports", () => {
  const user: FileInit = {
    name: "c.proto",
    messageType: [{
      name: "C",
      field: [{ name: "f", number: 1, label: 1, type: 11, typeName: ".a.A" }],
    }],
  };
  const through = (publicDependency: number[]): FileInit => ({
    name: "b.proto",
    dependency: ["a.proto"],
    publicDependency,
  });
  createRegistry(set(a, through([0]), { ...user, dependency: ["b.proto"] }));
  assertThrows(
    () => createRegistry(set(a, through([]), { ...user, dependency: ["b.proto"] })),
    DescriptorError,
    "a.A is not declared in this file or its imports",
  );
});
