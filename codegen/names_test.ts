import { assert, assertEquals } from "@std/assert";
import { declarationsOf, type FileDescriptor } from "../reflect/mod.ts";
import { declaredNames, enumValueNames, type Exported, exportName, viewName } from "./names.ts";
import * as collisions from "./testdata/gen/collisions_pb.ts";
import * as names from "./testdata/gen/names_pb.ts";
import * as proto2 from "./testdata/gen/proto2_pb.ts";

const FILES: [Record<string, unknown>, FileDescriptor][] = [
  [collisions, collisions.Foo.descriptor.file],
  [names, names.Fields.descriptor.file],
  [proto2, proto2.Proto2.descriptor.file],
];

function declared(file: FileDescriptor): Exported[] {
  return [...declarationsOf(file)].filter((each) => each.kind !== "message" || !each.mapEntry);
}

Deno.test("exportName() gives the names that generated modules export", () => {
  for (const [module, file] of FILES) {
    for (const declaration of declared(file)) {
      const exported = module[exportName(declaration)];
      if (declaration.kind === "enum") {
        assertEquals(Object.keys(exported as object).sort(), enumValueNames(declaration).sort());
      } else if (declaration.kind === "message") {
        assertEquals((exported as typeof names.Fields).typeName, declaration.fullName);
      } else if (declaration.kind === "extension") {
        assertEquals((exported as typeof proto2.text).descriptor.fullName, declaration.fullName);
      } else {
        assertEquals((exported as typeof names.Methods).typeName, declaration.fullName);
      }
    }
  }
});

Deno.test("no two things of a module have the same name, views included", () => {
  for (const [, file] of FILES) {
    const all = declaredNames(file);
    assertEquals(new Set(all).size, all.length);
    assert(all.length > declared(file).length);
  }
  assertEquals(viewName(collisions.FooView.descriptor), "FooViewView");
  assertEquals(viewName(collisions.Foo.descriptor), "FooView$2");
});
