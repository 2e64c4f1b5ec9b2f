import { assert, assertEquals } from "@std/assert";
import { Proto2 } from "../codegen/testdata/gen/proto2_pb.ts";
import {
  create,
  createRegistry,
  decode,
  encode,
  FileDescriptorProto,
  FileOptions,
  getExtension,
  hasExtension,
  type MessageType,
  setExtension,
} from "../reflect/mod.ts";
import { owned, view } from "./mod.ts";
import { Profile } from "./testdata/gen/views_test_pb.ts";

const hex = (text: string) => Uint8Array.fromHex(text.replaceAll(" ", ""));

Deno.test("unknown fields of a view are those of the decoded message", () => {
  const inputs = [
    [Profile, "f801 01 0a0161 f801 02 f301 0801 f401"],
    [Profile, "f801 01 f901 0000000000000000 fa01 01 61 fd01 00000000"],
    [Profile, "0801 0a0161"],
    [Proto2, "10 07 60 07 68 01 68 07 72 05 01 07 02 8701 8001 07 7a 05 0a 01 61 10 07"],
  ] as const;
  for (const [type, input] of inputs) {
    const expected = decode(type as MessageType, hex(input)).$unknown;
    assert(expected !== undefined);
    const seen = view(type as MessageType, hex(input));
    assertEquals(seen.$unknown, expected);
    assert(seen.$unknown === seen.$unknown);
  }
  assertEquals(view(Profile, hex("0a0161")).$unknown, undefined);
  assertEquals(view(Proto2, hex("68 01 72 01 01 7a 05 0a0161 1001")).$unknown, undefined);
});

Deno.test("keepUnknownFields: false hides them, in what is written as well", () => {
  const options = { keepUnknownFields: false };
  const bytes = hex("f801 01 0a0161 2a 06 0a0161 f80101");
  const seen = view(Profile, bytes, options);
  assertEquals([seen.$unknown, seen.address?.$unknown], [undefined, undefined]);
  assertEquals(encode(Profile, seen), hex("0a0161 2a 03 0a0161"));
  assertEquals(owned(Profile, seen), decode(Profile, bytes, options));
});

Deno.test("extensions are read from a view", () => {
  const note = createRegistry({
    file: [
      FileOptions.descriptor.file.proto,
      create(FileDescriptorProto, {
        name: "note.proto",
        dependency: ["google/protobuf/descriptor.proto"],
        extension: [{
          name: "note",
          number: 50_000,
          label: 1,
          type: 9,
          extendee: ".google.protobuf.FileOptions",
        }],
      }),
    ],
  }).extension("note")!;
  const options = create(FileOptions, { javaPackage: "a" });
  setExtension(FileOptions, options, note, "hello");
  const seen = view(FileOptions, encode(FileOptions, options));
  assert(hasExtension(FileOptions, seen, note));
  assertEquals(getExtension(FileOptions, seen, note), "hello");
  assert(!hasExtension(FileOptions, view(FileOptions, new Uint8Array()), note));
});
