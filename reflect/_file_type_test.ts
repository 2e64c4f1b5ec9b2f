import { assertEquals } from "@std/assert";
import { FILE_SCHEMA } from "./_file_schema.ts";
import { fileType } from "./_file_type.ts";
import { decode, encode } from "./binary.ts";
import type { EnumDescriptor, FieldDescriptor, MessageDescriptor } from "./descriptors.ts";
import { FileDescriptorProto } from "./gen/google/protobuf/descriptor_pb.ts";
import { mutate, Random, randomMessage } from "./testdata/random_message.ts";

const SEED = Number(Deno.env.get("SEED") ?? Date.now() % 1_000_000);

/** A message and all that are in it, as the schema has them. */
function declare(type: MessageDescriptor | EnumDescriptor, into: Map<string, string>): void {
  const name = shortName(type);
  if (into.has(name)) return;
  into.set(name, "");
  if (type.kind === "enum") {
    into.set(name, `  ${type.values.map(({ number }) => number).join(" ")}\n`);
    return;
  }
  into.set(name, type.fields.map((field) => `  ${fieldLine(field)}\n`).join(""));
  for (const { message, enum: enumeration } of type.fields) {
    if (message !== undefined) declare(message, into);
    if (enumeration !== undefined) declare(enumeration, into);
  }
}

function fieldLine(field: FieldDescriptor): string {
  const { number, name, type, message, enum: enumeration } = field;
  const mark = field.cardinality === "repeated" ? "*" : field.presence === "required" ? "!" : "";
  return `${number} ${name} ${shortName(message ?? enumeration) || type}${mark}`;
}

function shortName(type: MessageDescriptor | EnumDescriptor | undefined): string {
  return type?.fullName.replace("google.protobuf.", "").replaceAll(".", "_") ?? "";
}

Deno.test("the schema that descriptors are decoded with is descriptor.proto's", () => {
  const expected = new Map<string, string>();
  declare(FileDescriptorProto.descriptor, expected);
  const actual = new Map(
    FILE_SCHEMA.trim().split(/\n(?! )/).map((type) => {
      const end = type.indexOf("\n") + 1;
      return [type.slice(0, end - 1), `${type.slice(end)}\n`];
    }),
  );
  assertEquals(actual, expected);
});

Deno.test(`descriptors are decoded as the generated type decodes them (seed ${SEED})`, () => {
  const random = new Random(SEED);
  for (let round = 0; round < 500; round++) {
    const message = randomMessage(random, FileDescriptorProto.descriptor);
    const valid = encode(FileDescriptorProto, message);
    for (const bytes of [valid, mutate(random, valid)]) {
      const results = [FileDescriptorProto, fileType()].map((type) => {
        try {
          const decoded = decode(type, bytes);
          return [decoded, Object.keys(decoded), Object.keys(decoded.messageType[0] ?? {})];
        } catch (error) {
          return String(error);
        }
      });
      assertEquals(results[1], results[0], `round ${round}`);
    }
  }
});
