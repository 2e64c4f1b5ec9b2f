import type { FeatureOverrides, Features } from "../editions/mod.ts";
import type { FieldDescriptor, ScalarType } from "./descriptors.ts";
import type { FieldDescriptorProto } from "./gen/google/protobuf/descriptor_pb.ts";

/** The numbers of `FieldDescriptorProto.Type`. */
const SCALAR_TYPES: readonly (ScalarType | undefined)[] = [
  undefined,
  "double",
  "float",
  "int64",
  "uint64",
  "int32",
  "fixed64",
  "fixed32",
  "bool",
  "string",
  undefined, // group
  undefined, // message
  "bytes",
  "uint32",
  undefined, // enum
  "sfixed32",
  "sfixed64",
  "sint32",
  "sint64",
];
const TYPE_GROUP = 10;
const TYPE_MESSAGE = 11;
const TYPE_ENUM = 14;
const LABEL_REQUIRED = 2;
const LABEL_REPEATED = 3;
const JS_STRING = 1;
const JS_NUMBER = 2;

/** The type of a field; `undefined` if its number means nothing. */
export function typeOf(proto: FieldDescriptorProto): FieldDescriptor["type"] | undefined {
  if (proto.type === TYPE_GROUP || proto.type === TYPE_MESSAGE) return "message";
  return proto.type === TYPE_ENUM ? "enum" : SCALAR_TYPES[proto.type ?? 0];
}

/** What holds a field's 64-bit integers. */
export function jsTypeOf(proto: FieldDescriptorProto): FieldDescriptor["jsType"] {
  const jsType = proto.options?.jstype;
  return jsType === JS_STRING ? "string" : jsType === JS_NUMBER ? "number" : "bigint";
}

/** Whether a field is a list or a map. */
export function isRepeated(proto: FieldDescriptorProto): boolean {
  return proto.label === LABEL_REPEATED;
}

/** Whether a field of proto2 is required. */
export function isRequired(proto: FieldDescriptorProto): boolean {
  return proto.label === LABEL_REQUIRED;
}

/** The features that a field sets, in whichever words. */
export function fieldFeatures(proto: FieldDescriptorProto, syntax: string): FeatureOverrides {
  return { ...legacyFeatures(proto, syntax), ...setOf(proto.options?.features) };
}

/** What a field of proto2 or proto3 says in other words than features. */
function legacyFeatures(proto: FieldDescriptorProto, syntax: string): FeatureOverrides {
  if (syntax === "editions") return {};
  const packed = proto.options?.packed;
  return {
    fieldPresence: isRequired(proto) ? 3 : proto.proto3Optional ? 1 : undefined,
    messageEncoding: proto.type === TYPE_GROUP ? 2 : undefined,
    repeatedFieldEncoding: packed === undefined ? undefined : packed ? 1 : 2,
  };
}

/** A `FeatureSet`'s set features, without its unset ones. */
function setOf(features: FeatureOverrides | undefined): FeatureOverrides {
  if (features === undefined) return {};
  return Object.fromEntries(Object.entries(features).filter(([, value]) => value !== undefined));
}

/** How a singular field tells unset from zero. */
export function presenceOf(
  type: ScalarType | "enum" | "message",
  features: Features,
): FieldDescriptor["presence"] {
  if (features.fieldPresence === "legacy_required") return "required";
  return type === "message" || features.fieldPresence === "explicit" ? "explicit" : "implicit";
}

/** The types that a map's keys can have: all that compare well. */
const KEY_TYPES = /^(u?int|sint|s?fixed)(32|64)$|^bool$|^string$/;

/** Whether a field can be the key of a map. */
export function isMapKey(field: FieldDescriptor | undefined): boolean {
  return field !== undefined && field.cardinality === "singular" && !field.oneof &&
    KEY_TYPES.test(field.type);
}

/** Whether a field can be the value of a map. */
export function isMapValue(field: FieldDescriptor | undefined): boolean {
  return field !== undefined && field.cardinality === "singular" && !field.oneof &&
    !field.message?.mapEntry;
}
