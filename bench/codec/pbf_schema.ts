import type {
  EnumDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
} from "@seria/seria/reflect";

/**
 * A file as `pbf/compile` takes it: what `protocol-buffers-schema` makes of a `.proto` file. pbf is
 * no plugin, and what we have are descriptors.
 *
 * @param file The file.
 */
export function pbfSchema(file: FileDescriptor): unknown {
  return {
    syntax: file.proto.syntax === "proto3" ? 3 : 2,
    package: null,
    enums: file.enums.map(enumSchema),
    messages: file.messages.map((message) => messageSchema(file, message)),
  };
}

function messageSchema(
  file: FileDescriptor,
  message: MessageDescriptor,
): unknown {
  return {
    name: message.name,
    fields: message.fields.map((field) => fieldSchema(file, field)),
    enums: message.enums.map(enumSchema),
    messages: message.messages.filter((nested) => !nested.mapEntry)
      .map((nested) => messageSchema(file, nested)),
  };
}

function fieldSchema(file: FileDescriptor, field: FieldDescriptor): unknown {
  const { cardinality } = field;
  const options: Record<string, string> = {};
  if (cardinality === "repeated" && field.message === undefined) {
    options.packed = String(field.packed);
  }
  return {
    name: field.name,
    type: cardinality === "map" ? "map" : typeName(file, field),
    tag: field.number,
    map: cardinality === "map"
      ? {
        from: typeName(file, field.mapKey!),
        to: typeName(file, field.mapValue!),
      }
      : null,
    oneof: field.oneof?.name ?? null,
    required: field.presence === "required",
    repeated: cardinality === "repeated",
    options,
  };
}

function typeName(file: FileDescriptor, field: FieldDescriptor): string {
  const target = field.message ?? field.enum;
  if (target === undefined) return field.type;
  const { package: scope } = file.proto;
  return scope ? target.fullName.slice(scope.length + 1) : target.fullName;
}

function enumSchema(enumeration: EnumDescriptor): unknown {
  const values = enumeration.values.map((
    { name, number },
  ) => [name, { value: number }]);
  return { name: enumeration.name, values: Object.fromEntries(values) };
}
