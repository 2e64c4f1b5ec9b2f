import type { Features } from "../editions/mod.ts";
import { MAX_FIELD_NUMBER } from "../wire/mod.ts";
import type { BuildContext, Mutable } from "./_build_context.ts";
import { parseDefaultValue } from "./_default_value.ts";
import {
  fieldFeatures,
  isMapKey,
  isMapValue,
  isRepeated,
  isRequired,
  jsTypeOf,
  presenceOf,
  typeOf,
} from "./_field_facts.ts";
import type {
  ExtensionDescriptor,
  FieldDescriptor,
  MessageDescriptor,
  OneofDescriptor,
} from "./descriptors.ts";
import type { FieldDescriptorProto } from "./gen/google/protobuf/descriptor_pb.ts";
import { MAX_TYPE_ID } from "./message_set.ts";
import { jsonName, type LocalNames } from "./names.ts";

/** Builds the descriptor of a field; what it refers to is put in later. */
export function buildField(
  context: BuildContext,
  proto: FieldDescriptorProto,
  parent: MessageDescriptor,
  oneofs: readonly OneofDescriptor[],
  names: LocalNames,
  path: readonly number[],
): FieldDescriptor {
  const index = proto.oneofIndex;
  const oneof = index === undefined ? undefined : oneofs[index];
  if (index !== undefined && oneof === undefined) {
    context.fail(`${parent.fullName}.${proto.name}: no oneof ${index}`);
  }
  if (oneof !== undefined && (isRepeated(proto) || isRequired(proto))) {
    context.fail(
      `${parent.fullName}.${proto.name}: a member of a oneof is neither repeated nor required`,
    );
  }
  const features = oneof?.features ?? parent.features;
  const real = proto.proto3Optional ? undefined : oneof;
  const common = fieldBase(context, proto, parent.fullName, features, path, parent.mapEntry);
  const field: Mutable<FieldDescriptor> = {
    kind: "field",
    ...common,
    presence: real !== undefined ? "explicit" : common.presence,
    parent,
    localName: names.claim(jsonName(common.name), common.number),
    oneof: real,
  };
  checkNumber(context, field, MAX_FIELD_NUMBER);
  if (real !== undefined) (real.fields as FieldDescriptor[]).push(field);
  context.later.push(() => link(context, field, parent.mapEntry));
  return field;
}

/** Builds the descriptor of an extension; what it refers to is put in later. */
export function buildExtension(
  context: BuildContext,
  proto: FieldDescriptorProto,
  scope: string,
  parent: MessageDescriptor | undefined,
  path: readonly number[],
): ExtensionDescriptor {
  const features = parent?.features ?? context.file.features;
  const base = fieldBase(context, proto, scope, features, path, false);
  const extension: Mutable<ExtensionDescriptor> = {
    kind: "extension",
    ...base,
    presence: base.presence === "implicit" && base.cardinality === "singular"
      ? "explicit"
      : base.presence,
    jsonName: `[${base.fullName}]`,
    parent,
    extendee: undefined as unknown as MessageDescriptor,
  };
  context.later.push(() => {
    const extendee = extension.extendee = context.messageOf(proto.extendee, extension.fullName);
    checkNumber(context, extension, extendee.messageSet ? MAX_TYPE_ID : MAX_FIELD_NUMBER);
    link(context, extension, false);
  });
  return extension;
}

/** What fields and extensions have in common, before their types are known. */
function fieldBase(
  context: BuildContext,
  proto: FieldDescriptorProto,
  scope: string,
  parentFeatures: Features,
  path: readonly number[],
  inMapEntry: boolean,
): Omit<FieldDescriptor, "kind" | "parent" | "localName" | "oneof"> {
  const base = context.declare(proto.name, scope, path);
  const number = proto.number ?? 0;
  const type = typeOf(proto);
  if (type === undefined) context.fail(`${base.fullName}: type ${proto.type ?? 0} is not known`);
  const features = context.resolve(
    parentFeatures,
    fieldFeatures(proto, context.proto.syntax ?? ""),
  );
  const repeated = isRepeated(proto);
  const packable = repeated && type !== "message" && type !== "string" && type !== "bytes";
  return {
    ...base,
    features,
    number,
    jsonName: proto.jsonName ?? jsonName(base.name),
    type,
    cardinality: repeated ? "repeated" : "singular",
    presence: repeated ? "implicit" : presenceOf(type, features),
    packed: packable && features.repeatedFieldEncoding === "packed",
    delimited: type === "message" && !inMapEntry && features.messageEncoding === "delimited",
    verifyUtf8: features.utf8Validation === "verify",
    jsType: jsTypeOf(proto),
    message: undefined,
    enum: undefined,
    mapKey: undefined,
    mapValue: undefined,
    defaultValue: undefined,
    proto,
  };
}

/** Checks the number of a field; extensions of a MessageSet have a wider range. */
function checkNumber(
  context: BuildContext,
  { fullName, number }: FieldDescriptor | ExtensionDescriptor,
  maximum: number,
): void {
  if (number < 1 || number > maximum) {
    context.fail(`${fullName}: field number ${number} is not from 1 to ${maximum}`);
  }
}

/** Puts in what a field refers to. */
function link(
  context: BuildContext,
  field: Mutable<FieldDescriptor | ExtensionDescriptor>,
  inMapEntry: boolean,
): void {
  const proto = field.proto;
  if (field.type === "message") {
    const message = field.message = context.messageOf(proto.typeName, field.fullName);
    if (message.mapEntry && !inMapEntry) {
      field.mapKey = message.fieldByNumber(1);
      field.mapValue = message.fieldByNumber(2);
      if (
        field.cardinality !== "repeated" || !isMapKey(field.mapKey) || !isMapValue(field.mapValue)
      ) {
        context.fail(`${field.fullName}: ${message.fullName} is not the entry of a map`);
      }
      field.cardinality = "map";
      field.delimited = false;
    }
  } else if (field.type === "enum") {
    const target = context.lookUp(proto.typeName, field.fullName);
    if (target.kind !== "enum") context.fail(`${field.fullName}: ${target.fullName} is no enum`);
    field.enum = target;
  }
  if (proto.defaultValue !== undefined) {
    field.defaultValue = parseDefaultValue(proto.defaultValue, field);
  }
}
