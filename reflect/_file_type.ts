import { FILE_SCHEMA } from "./_file_schema.ts";
import type { FieldDescriptor, MessageDescriptor } from "./descriptors.ts";
import { dynamicType } from "./dynamic_type.ts";
import type { FileDescriptorProto } from "./gen/google/protobuf/descriptor_pb.ts";
import type { MessageType } from "./message_type.ts";
import { jsonName } from "./names.ts";
import { SCALARS } from "./scalars.ts";

/**
 * The type that descriptors of generated code are decoded with: a dynamic one, with the messages of
 * the type generated from `descriptor.proto`. Of its descriptor there is what dynamic types look at.
 */
export function fileType(): MessageType<FileDescriptorProto> {
  return messageType("FileDescriptorProto") as MessageType<FileDescriptorProto>;
}

/** What the schema says of each message and enum: a line for each field, one line of numbers. */
let schema: ReadonlyMap<string, readonly string[]> | undefined;

function linesOf(name: string): readonly string[] {
  schema ??= new Map(
    FILE_SCHEMA.trim().split(/\n(?! )/).map((declaration) => {
      const [name, ...lines] = declaration.split("\n  ");
      return [name!, lines];
    }),
  );
  return schema.get(name)!;
}

const types = /* @__PURE__ */ new Map<string, MessageType>();

function messageType(name: string): MessageType {
  let type = types.get(name);
  if (type === undefined) {
    const descriptor = { fullName: name, fields: linesOf(name).map(fieldOf) };
    types.set(
      name,
      type = dynamicType(descriptor as Partial<MessageDescriptor> as MessageDescriptor),
    );
  }
  return type;
}

/** Makes a field of its line: `3 dependency string*`. */
function fieldOf(line: string): FieldDescriptor {
  const [number, name, type, mark] = line.split(/ |\b(?=[*!])/);
  const field = {
    kind: "field",
    number: Number(number),
    localName: jsonName(name!),
    cardinality: mark === "*" ? "repeated" : "singular",
    presence: mark === "*" ? "implicit" : mark === "!" ? "required" : "explicit",
    jsType: "bigint",
    verifyUtf8: false,
    delimited: false,
  };
  if (type! in SCALARS) return { ...field, type } as FieldDescriptor;
  const [line1 = ""] = linesOf(type!);
  const what = /^[\d ]+$/.test(line1)
    ? {
      type: "enum",
      enum: { open: false, values: line1.split(" ").map((number) => ({ number: Number(number) })) },
    }
    : {
      type: "message",
      message: {
        get type() {
          return messageType(type!);
        },
      },
    };
  return { ...field, ...what } as unknown as FieldDescriptor;
}
