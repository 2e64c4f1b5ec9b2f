import type { Edition, Features } from "../editions/mod.ts";
import type {
  DescriptorProto,
  EnumDescriptorProto,
  EnumValueDescriptorProto,
  FieldDescriptorProto,
  FileDescriptorProto,
  MethodDescriptorProto,
  OneofDescriptorProto,
  ServiceDescriptorProto,
} from "./gen/google/protobuf/descriptor_pb.ts";
import type { MessageType } from "./message_type.ts";
import type { Idempotency, MethodKind } from "./service_type.ts";

/** The scalar types of protobuf, by their names in `.proto` files. */
export type ScalarType =
  | "double"
  | "float"
  | "int32"
  | "int64"
  | "uint32"
  | "uint64"
  | "sint32"
  | "sint64"
  | "fixed32"
  | "fixed64"
  | "sfixed32"
  | "sfixed64"
  | "bool"
  | "string"
  | "bytes";

/** A scalar or enum value as messages hold it. */
export type ScalarValue = number | bigint | boolean | string | Uint8Array;

/** What every descriptor has. */
export interface DescriptorBase {
  /** The name in the `.proto` file, without its scope. */
  readonly name: string;
  /** The name with package and enclosing messages: `"example.v1.User.Address"`. */
  readonly fullName: string;
  /** The file it is in. */
  readonly file: FileDescriptor;
  /** The features that hold for it, resolved. */
  readonly features: Features;
  /**
   * Where it is in `FileDescriptorProto`: field numbers and indexes, as in
   * `SourceCodeInfo.Location.path`.
   */
  readonly path: readonly number[];
}

/** A `.proto` file. */
export interface FileDescriptor {
  /** Tells descriptors apart. */
  readonly kind: "file";
  /** The path it was compiled with: `"example/v1/user.proto"`. */
  readonly name: string;
  /** The package, or `""`. */
  readonly package: string;
  /** The edition; proto2 and proto3 count as editions. */
  readonly edition: Edition;
  /** The features that the file's options give, over the defaults of its edition. */
  readonly features: Features;
  /** The files it imports, in their order. */
  readonly dependencies: readonly FileDescriptor[];
  /** Top-level messages. */
  readonly messages: readonly MessageDescriptor[];
  /** Top-level enums. */
  readonly enums: readonly EnumDescriptor[];
  /** Top-level extensions. */
  readonly extensions: readonly ExtensionDescriptor[];
  /** Services. */
  readonly services: readonly ServiceDescriptor[];
  /** The file as the compiler gave it. */
  readonly proto: FileDescriptorProto;
}

/** A message. */
export interface MessageDescriptor extends DescriptorBase {
  /** Tells descriptors apart. */
  readonly kind: "message";
  /** The message it is nested in. */
  readonly parent: MessageDescriptor | undefined;
  /** The fields in the order of the `.proto` file, members of oneofs included. */
  readonly fields: readonly FieldDescriptor[];
  /** The oneofs; not those that proto3 `optional` makes up. */
  readonly oneofs: readonly OneofDescriptor[];
  /** Messages declared inside, map entries included. */
  readonly messages: readonly MessageDescriptor[];
  /** Enums declared inside. */
  readonly enums: readonly EnumDescriptor[];
  /** Extensions declared inside. */
  readonly extensions: readonly ExtensionDescriptor[];
  /** Whether it stands for the entries of a map field. */
  readonly mapEntry: boolean;
  /** Whether it has `message_set_wire_format`. */
  readonly messageSet: boolean;
  /**
   * What the functions of this package take: the generated type if one was loaded from a generated
   * file, else a dynamic one.
   */
  readonly type: MessageType;
  /** The message as the compiler gave it. */
  readonly proto: DescriptorProto;
  /** The field of a number, or `undefined`. */
  fieldByNumber(number: number): FieldDescriptor | undefined;
  /** The field of a name in the `.proto` file, or `undefined`. */
  fieldByName(name: string): FieldDescriptor | undefined;
}

/** What fields and extensions have in common. */
export interface FieldDescriptorBase extends DescriptorBase {
  /** The field number. */
  readonly number: number;
  /** The name in JSON. */
  readonly jsonName: string;
  /** The type of the field, or of its elements; `"message"` for groups and maps as well. */
  readonly type: ScalarType | "enum" | "message";
  /** Whether it holds one value, a list, or a `Map`. */
  readonly cardinality: "singular" | "repeated" | "map";
  /**
   * How a singular field tells unset from zero: `explicit` fields are `undefined` when unset,
   * `implicit` ones have their zero value, `required` ones their default, and are always written,
   * but for messages: those are like `explicit` ones.
   * Lists and maps are `implicit`.
   */
  readonly presence: "explicit" | "implicit" | "required";
  /** Whether a list is written packed. Either form is read. */
  readonly packed: boolean;
  /** Whether a message is written as a group. */
  readonly delimited: boolean;
  /** Whether a string must be UTF-8. */
  readonly verifyUtf8: boolean;
  /** What holds 64-bit integers: `jstype`. */
  readonly jsType: "bigint" | "string" | "number";
  /** The message type, if `type` is `"message"`; the entry for a map. */
  readonly message: MessageDescriptor | undefined;
  /** The enum, if `type` is `"enum"`. */
  readonly enum: EnumDescriptor | undefined;
  /** The key of a map. */
  readonly mapKey: FieldDescriptor | undefined;
  /** The value of a map. */
  readonly mapValue: FieldDescriptor | undefined;
  /** The default set in the `.proto` file, as a message would hold it. */
  readonly defaultValue: ScalarValue | undefined;
  /** The field as the compiler gave it. */
  readonly proto: FieldDescriptorProto;
}

/** A field of a message. */
export interface FieldDescriptor extends FieldDescriptorBase {
  /** Tells descriptors apart. */
  readonly kind: "field";
  /** The message it is in. */
  readonly parent: MessageDescriptor;
  /** The property that holds it in messages; inside a oneof, the `case`. */
  readonly localName: string;
  /** The oneof it is in; not for proto3 `optional`. */
  readonly oneof: OneofDescriptor | undefined;
}

/** An extension: a field declared outside its message. */
export interface ExtensionDescriptor extends FieldDescriptorBase {
  /** Tells descriptors apart. */
  readonly kind: "extension";
  /** The message it is declared in, if any. */
  readonly parent: MessageDescriptor | undefined;
  /** The message it extends. */
  readonly extendee: MessageDescriptor;
}

/** A oneof of a message. */
export interface OneofDescriptor extends DescriptorBase {
  /** Tells descriptors apart. */
  readonly kind: "oneof";
  /** The message it is in. */
  readonly parent: MessageDescriptor;
  /** The property that holds it in messages. */
  readonly localName: string;
  /** Its members. */
  readonly fields: readonly FieldDescriptor[];
  /** The oneof as the compiler gave it. */
  readonly proto: OneofDescriptorProto;
}

/** An enum. */
export interface EnumDescriptor extends DescriptorBase {
  /** Tells descriptors apart. */
  readonly kind: "enum";
  /** The message it is nested in. */
  readonly parent: MessageDescriptor | undefined;
  /** The values in the order of the `.proto` file, aliases included. */
  readonly values: readonly EnumValueDescriptor[];
  /** Whether fields may hold numbers that it does not define. */
  readonly open: boolean;
  /** The enum as the compiler gave it. */
  readonly proto: EnumDescriptorProto;
  /** The first value of a number, or `undefined`. */
  valueByNumber(number: number): EnumValueDescriptor | undefined;
  /** The value of a name, or `undefined`. */
  valueByName(name: string): EnumValueDescriptor | undefined;
}

/** A value of an enum. */
export interface EnumValueDescriptor extends DescriptorBase {
  /** Tells descriptors apart. */
  readonly kind: "enum_value";
  /** The enum it is in. */
  readonly parent: EnumDescriptor;
  /** The number. */
  readonly number: number;
  /** The value as the compiler gave it. */
  readonly proto: EnumValueDescriptorProto;
}

/** A service. */
export interface ServiceDescriptor extends DescriptorBase {
  /** Tells descriptors apart. */
  readonly kind: "service";
  /** Its methods. */
  readonly methods: readonly MethodDescriptor[];
  /** The service as the compiler gave it. */
  readonly proto: ServiceDescriptorProto;
}

/** A method of a service. */
export interface MethodDescriptor extends DescriptorBase {
  /** Tells descriptors apart. */
  readonly kind: "method";
  /** The service it is in. */
  readonly parent: ServiceDescriptor;
  /** The property that holds it in a `ServiceType`. */
  readonly localName: string;
  /** Which sides stream. */
  readonly methodKind: MethodKind;
  /** What may happen if it is called twice. */
  readonly idempotency: Idempotency;
  /** The request. */
  readonly input: MessageDescriptor;
  /** The response. */
  readonly output: MessageDescriptor;
  /** The method as the compiler gave it. */
  readonly proto: MethodDescriptorProto;
}

/** Any descriptor. */
export type Descriptor =
  | FileDescriptor
  | MessageDescriptor
  | FieldDescriptor
  | ExtensionDescriptor
  | OneofDescriptor
  | EnumDescriptor
  | EnumValueDescriptor
  | ServiceDescriptor
  | MethodDescriptor;
