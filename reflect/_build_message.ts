import type { BuildContext, Mutable } from "./_build_context.ts";
import { buildEnum } from "./_build_enum.ts";
import { buildExtension, buildField } from "./_build_field.ts";
import type { FieldDescriptor, MessageDescriptor, OneofDescriptor } from "./descriptors.ts";
import { dynamicType } from "./dynamic_type.ts";
import type { DescriptorProto, OneofDescriptorProto } from "./gen/google/protobuf/descriptor_pb.ts";
import type { MessageType } from "./message_type.ts";
import { jsonName, LocalNames } from "./names.ts";
import { linkedType } from "./_type_link.ts";

/** `SourceCodeInfo` path elements: the fields' numbers in `DescriptorProto`. */
const MESSAGE_FIELD = 2;
const MESSAGE_NESTED = 3;
const MESSAGE_ENUM = 4;
const MESSAGE_EXTENSION = 6;
const MESSAGE_ONEOF = 8;

/** Builds the descriptors of a message and of all that is declared in it. */
export function buildMessage(
  context: BuildContext,
  proto: DescriptorProto,
  scope: string,
  parent: MessageDescriptor | undefined,
  path: readonly number[],
): MessageDescriptor {
  const base = context.declare(proto.name, scope, path);
  const byNumber = new Map<number, FieldDescriptor>();
  const byName = new Map<string, FieldDescriptor>();
  let dynamic: MessageType | undefined;
  const message: Mutable<MessageDescriptor> = {
    kind: "message",
    ...base,
    features: context.resolve(parent?.features ?? context.file.features, proto.options?.features),
    parent,
    fields: [],
    oneofs: [],
    messages: [],
    enums: [],
    extensions: [],
    mapEntry: proto.options?.mapEntry ?? false,
    messageSet: proto.options?.messageSetWireFormat ?? false,
    proto,
    get type(): MessageType {
      return linkedType(message) ?? (dynamic ??= dynamicType(message));
    },
    fieldByNumber: (number) => byNumber.get(number),
    fieldByName: (name) => byName.get(name),
  };
  context.symbols.set(base.fullName, message);
  message.messages = proto.nestedType.map((m, i) =>
    buildMessage(context, m, base.fullName, message, [...path, MESSAGE_NESTED, i])
  );
  message.enums = proto.enumType.map((e, i) =>
    buildEnum(context, e, base.fullName, message, [...path, MESSAGE_ENUM, i])
  );
  const oneofs = buildOneofs(context, proto, message, path);
  const names = new LocalNames();
  message.fields = proto.field.map((f, i) => {
    const field = buildField(context, f, message, oneofs, names, [...path, MESSAGE_FIELD, i]);
    if (byNumber.has(field.number)) context.fail(`${field.fullName}: number ${field.number} again`);
    byNumber.set(field.number, field);
    byName.set(field.name, field);
    return field;
  });
  // Fields have the first choice of names.
  for (const oneof of oneofs) {
    if (oneof.fields.length === 0) continue;
    oneof.localName = names.claim(jsonName(oneof.name), oneof.path.at(-1)!);
    (message.oneofs as OneofDescriptor[]).push(oneof);
  }
  message.extensions = proto.extension.map((f, i) =>
    buildExtension(context, f, base.fullName, message, [...path, MESSAGE_EXTENSION, i])
  );
  return message;
}

function buildOneofs(
  context: BuildContext,
  proto: DescriptorProto,
  parent: MessageDescriptor,
  path: readonly number[],
): Mutable<OneofDescriptor>[] {
  return proto.oneofDecl.map((oneof: OneofDescriptorProto, i) => ({
    kind: "oneof",
    ...context.declare(oneof.name, parent.fullName, [...path, MESSAGE_ONEOF, i]),
    features: context.resolve(parent.features, oneof.options?.features),
    parent,
    localName: "",
    fields: [],
    proto: oneof,
  }));
}
