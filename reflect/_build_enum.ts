import type { BuildContext, Mutable } from "./_build_context.ts";
import type { EnumDescriptor, EnumValueDescriptor, MessageDescriptor } from "./descriptors.ts";
import type { EnumDescriptorProto } from "./gen/google/protobuf/descriptor_pb.ts";

/** `SourceCodeInfo` path element: the field's number in `EnumDescriptorProto`. */
const ENUM_VALUE = 2;

/** Builds the descriptors of an enum and its values. */
export function buildEnum(
  context: BuildContext,
  proto: EnumDescriptorProto,
  scope: string,
  parent: MessageDescriptor | undefined,
  path: readonly number[],
): EnumDescriptor {
  const base = context.declare(proto.name, scope, path);
  const features = context.resolve(
    parent?.features ?? context.file.features,
    proto.options?.features,
  );
  const byNumber = new Map<number, EnumValueDescriptor>();
  const byName = new Map<string, EnumValueDescriptor>();
  const enumeration: Mutable<EnumDescriptor> = {
    kind: "enum",
    ...base,
    features,
    parent,
    values: [],
    open: features.enumType === "open",
    proto,
    valueByNumber: (number) => byNumber.get(number),
    valueByName: (name) => byName.get(name),
  };
  // The scope of an enum's values is the enum's own scope.
  enumeration.values = proto.value.map((value, i) => {
    const descriptor: EnumValueDescriptor = {
      kind: "enum_value",
      ...context.declare(value.name, scope, [...path, ENUM_VALUE, i]),
      features: context.resolve(features, value.options?.features),
      parent: enumeration,
      number: value.number ?? 0,
      proto: value,
    };
    if (!byNumber.has(descriptor.number)) byNumber.set(descriptor.number, descriptor);
    byName.set(descriptor.name, descriptor);
    return descriptor;
  });
  if (enumeration.values.length === 0) context.fail(`${base.fullName}: an enum without values`);
  context.symbols.set(base.fullName, enumeration);
  return enumeration;
}
