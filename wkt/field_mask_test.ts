import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { file_json_test } from "../json/testdata/gen/json_test_pb.ts";
import { file_json_test_proto2 } from "../json/testdata/gen/json_test_proto2_pb.ts";
import { createRegistry } from "../reflect/mod.ts";
import { Random } from "../reflect/testdata/random_message.ts";
import {
  type FieldMask,
  fieldMaskFor,
  fieldMaskIncludes,
  fieldMaskIntersect,
  fieldMaskNormalize,
  fieldMaskSubtract,
  fieldMaskUnion,
  isValidFieldMask,
} from "./mod.ts";

const generated = createRegistry(file_json_test, file_json_test_proto2);
const registries = [generated, createRegistry({ file: generated.files.map(({ proto }) => proto) })];

const mask = (...paths: string[]): FieldMask => ({ paths });

Deno.test("a path leads through singular messages to any field", () => {
  const rows: [type: string, path: string][] = [
    ["seria.json.test.Node", "name"],
    ["seria.json.test.Node", "child"],
    ["seria.json.test.Node", "child.child.child.name"],
    ["seria.json.test.Node", "child.children"],
    ["seria.json.test.Node", "children"],
    ["seria.json.test.Node", "named"],
    ["seria.json.test.Choice", "text"],
    ["seria.json.test.Choice", "node.child.name"],
    ["seria.json.test.Names", "__proto__"],
    ["seria.json.test.Names", "constructor"],
    ["seria.json.test.Names", "hasOwnProperty"],
    ["seria.json.test.WellKnown", "timestamp.nanos"],
    ["seria.json.test2.Legacy", "detail.note"],
  ];
  for (const registry of registries) {
    for (const [name, path] of rows) {
      const type = registry.message(name)!;
      assert(isValidFieldMask(type, mask(path)), path);
      assertEquals(fieldMaskFor(type, [path]), mask(path));
    }
  }
});

Deno.test("fieldMaskFor() names the path that leads nowhere, and why", () => {
  const rows: [type: string, path: string, reason: string][] = [
    ["Node", "", 'seria.json.test.Node has no field ""'],
    ["Node", "nmae", 'has no field "nmae"'],
    ["Node", "Name", 'has no field "Name"'],
    ["Node", ".", 'has no field ""'],
    ["Node", "name.", "name is of type string, where a path must end"],
    ["Node", ".name", 'has no field ""'],
    ["Node", "child..name", 'has no field ""'],
    ["Node", "child.nmae", 'has no field "nmae"'],
    ["Node", "name.length", "name is of type string"],
    ["Node", "children.name", "children is repeated"],
    ["Node", "child.children.0", "children is repeated"],
    ["Node", "named.key", "named is a map"],
    ["Node", "named.a.name", "named is a map"],
    ["Node", "*", 'has no field "*"'],
    ["Node", "name,child", 'has no field "name,child"'],
    ["Node", " name", 'has no field " name"'],
    ["Node", "toString", 'has no field "toString"'],
    ["Choice", "choice", 'has no field "choice"'],
    ["Choice", "color.red", "color is of type enum"],
    ["Names", "firstName", 'has no field "firstName", but "first_name"'],
    ["Names", "zwei", 'has no field "zwei", but "second"'],
  ];
  for (const registry of registries) {
    for (const [name, path, reason] of rows) {
      const type = registry.message(`seria.json.test.${name}`)!;
      assertFalse(isValidFieldMask(type, mask(path)), path);
      const { message } = assertThrows(() => fieldMaskFor(type, [path]), RangeError, reason);
      assert(message.includes(`${JSON.stringify(path)} for ${type.typeName}`), message);
    }
  }
});

Deno.test("a mask is valid if all of its paths are", () => {
  const type = generated.message("seria.json.test.Node")!;
  assert(isValidFieldMask(type, mask()));
  assert(isValidFieldMask(type, mask("name", "child.name", "name")));
  assertFalse(isValidFieldMask(type, mask("name", "no")));
  assertThrows(() => fieldMaskFor(type, ["name", "no"]), RangeError, '"no"');
});

Deno.test("fieldMaskFor() keeps order, and takes any iterable", () => {
  const type = generated.message("seria.json.test.Node")!;
  assertEquals(fieldMaskFor(type, new Set(["named", "child", "child.name"])).paths, [
    "named",
    "child",
    "child.name",
  ]);
});

Deno.test("long paths are followed without recursion, and cut in errors", () => {
  const type = generated.message("seria.json.test.Node")!;
  const long = "child.".repeat(100_000);
  assert(isValidFieldMask(type, mask(`${long}name`)));
  const { message } = assertThrows(() => fieldMaskFor(type, [`${long}no`]), RangeError);
  assert(message.length < 300);
});

Deno.test("fieldMaskIncludes() tells what a mask covers", () => {
  const rows: [paths: string[], path: string, included: boolean][] = [
    [["a"], "a", true],
    [["a"], "a.b.c", true],
    [["a"], "ab", false],
    [["a.b"], "a", false],
    [["a.b"], "a.b", true],
    [["a.b"], "a.bc", false],
    [["x", "a.b"], "a.b.c", true],
    [[], "a", false],
  ];
  for (const [paths, path, included] of rows) {
    assertEquals(fieldMaskIncludes(mask(...paths), path), included, `${paths}: ${path}`);
  }
});

Deno.test("fieldMaskNormalize() sorts, and drops what is covered", () => {
  const rows: [paths: string[], normal: string[]][] = [
    [[], []],
    [["b", "a"], ["a", "b"]],
    [["a", "a"], ["a"]],
    [["a.b", "a"], ["a"]],
    [["a.b.c", "a.b", "a.c"], ["a.b", "a.c"]],
    [["a0", "a.b", "a"], ["a", "a0"]],
    [["a-b", "a.b", "a", "a_b"], ["a", "a-b", "a_b"]],
    [["a_b.c", "a.c", "a_b"], ["a.c", "a_b"]],
    [["ab.c", "a.b.c", "a.b"], ["a.b", "ab.c"]],
  ];
  for (const [paths, normal] of rows) {
    const input = mask(...paths);
    assertEquals(fieldMaskNormalize(input).paths, normal);
    assertEquals(input.paths, paths);
  }
});

Deno.test("fieldMaskUnion() covers what any mask covers", () => {
  assertEquals(fieldMaskUnion(), mask());
  assertEquals(fieldMaskUnion(mask("b", "a.b")), mask("a.b", "b"));
  assertEquals(fieldMaskUnion(mask("b"), mask("a.b", "c"), mask("a")), mask("a", "b", "c"));
});

Deno.test("fieldMaskIntersect() covers what all masks cover", () => {
  const rows: [masks: [string[], ...string[][]], both: string[]][] = [
    [[["b", "a", "a.c"]], ["a", "b"]],
    [[["a"], []], []],
    [[["a"], ["b"]], []],
    [[["a"], ["a"]], ["a"]],
    [[["a"], ["a.b", "a.c"]], ["a.b", "a.c"]],
    [[["a.b", "a.c"], ["a"]], ["a.b", "a.c"]],
    [[["a", "b.c", "d"], ["a.x", "b", "e"]], ["a.x", "b.c"]],
    [[["a", "a0"], ["a0.b", "a.b"]], ["a.b", "a0.b"]],
    [[["ab"], ["a.b"]], []],
    [[["a"], ["a.b"], ["a.b.c", "x"]], ["a.b.c"]],
    [[["a.b.c", "a.b.d", "a.e"], ["a.b", "a.e.f"]], ["a.b.c", "a.b.d", "a.e.f"]],
  ];
  for (const [[first, ...rest], both] of rows) {
    const result = fieldMaskIntersect(mask(...first), ...rest.map((paths) => mask(...paths)));
    assertEquals(result.paths, both);
  }
});

Deno.test("fieldMaskSubtract() takes messages apart where it must", () => {
  const rows: [paths: string[], without: string[], left: string[]][] = [
    [[], [], []],
    [["name"], [], ["name"]],
    [["name", "child"], ["name"], ["child"]],
    [["child.name"], ["child"], []],
    [["child"], ["child"], []],
    [["child"], ["child.name"], ["child.child", "child.children", "child.named"]],
    [
      ["child", "named"],
      ["child.child.name", "child.named"],
      [
        "child.child.child",
        "child.child.children",
        "child.child.named",
        "child.children",
        "child.name",
        "named",
      ],
    ],
    [["child.name"], ["child.child"], ["child.name"]],
    [["child"], ["child.name", "child.child", "child.children", "child.named"], []],
  ];
  for (const registry of registries) {
    const type = registry.message("seria.json.test.Node")!;
    for (const [paths, without, left] of rows) {
      assertEquals(fieldMaskSubtract(type, mask(...paths), mask(...without)).paths, left);
    }
    assertThrows(() => fieldMaskSubtract(type, mask("no"), mask()), RangeError, '"no"');
    assertThrows(() => fieldMaskSubtract(type, mask(), mask("no")), RangeError, '"no"');
  }
});

Deno.test("random masks: the set operations agree with what masks cover", () => {
  const random = new Random(1);
  const type = generated.message("seria.json.test.Node")!;
  const names = ["name", "child", "children", "named"];
  const paths = names.flatMap((a) => a === "child" ? [a, ...names.map((b) => `${a}.${b}`)] : [a])
    .flatMap((path) =>
      path === "child.child" ? [path, ...names.map((name) => `${path}.${name}`)] : [path]
    );
  const some = () => mask(...paths.filter(() => random.once(3)));
  for (let round = 0; round < 300; round++) {
    const [a, b] = [some(), some()];
    const [union, both] = [fieldMaskUnion(a, b), fieldMaskIntersect(a, b)];
    const left = fieldMaskSubtract(type, a, b);
    for (const path of paths) {
      const [inA, inB] = [fieldMaskIncludes(a, path), fieldMaskIncludes(b, path)];
      assertEquals(fieldMaskIncludes(fieldMaskNormalize(a), path), inA);
      assertEquals(fieldMaskIncludes(union, path), inA || inB);
      assertEquals(fieldMaskIncludes(both, path), inA && inB);
      const touched = b.paths.some((other) => fieldMaskIncludes(mask(path), other));
      assertEquals(
        fieldMaskIncludes(left, path),
        inA && !inB && !touched,
        `${a.paths} - ${b.paths}`,
      );
    }
  }
});
