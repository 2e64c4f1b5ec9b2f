import {
  editionOf,
  featureDefaults,
  type FeatureOverrides,
  type Features,
  resolveFeatures,
} from "../editions/mod.ts";
import { MAX_FIELD_NUMBER } from "../wire/mod.ts";
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
import { declareSymbols, findSymbol, type TypeDescriptor } from "./_symbols.ts";
import { linkedType } from "./_type_link.ts";
import type {
  EnumDescriptor,
  EnumValueDescriptor,
  ExtensionDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  MethodDescriptor,
  OneofDescriptor,
  ServiceDescriptor,
} from "./descriptors.ts";
import { dynamicType } from "./dynamic_type.ts";
import { DescriptorError } from "./error.ts";
import type {
  DescriptorProto,
  EnumDescriptorProto,
  FieldDescriptorProto,
  FileDescriptorProto,
  MethodDescriptorProto,
  OneofDescriptorProto,
  ServiceDescriptorProto,
} from "./gen/google/protobuf/descriptor_pb.ts";
import type { MessageType } from "./message_type.ts";
import { jsonName, LocalNames, methodName } from "./names.ts";
import type { MethodKind } from "./service_type.ts";

/** A descriptor while it is built. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const IDEMPOTENCY = ["unknown", "no_side_effects", "idempotent"] as const;

/** `SourceCodeInfo` path elements: the field numbers in `descriptor.proto`. */
const FILE_MESSAGE = 4;
const FILE_ENUM = 5;
const FILE_SERVICE = 6;
const FILE_EXTENSION = 7;
const MESSAGE_FIELD = 2;
const MESSAGE_NESTED = 3;
const MESSAGE_ENUM = 4;
const MESSAGE_EXTENSION = 6;
const MESSAGE_ONEOF = 8;
const ENUM_VALUE = 2;
const SERVICE_METHOD = 2;

/**
 * Builds the descriptors of a file.
 *
 * @param proto The file as a compiler gave it; kept, must not change.
 * @param dependencies The descriptors of the files it imports, in the order of `proto.dependency`.
 * @returns The file's descriptor.
 * @throws {DescriptorError} If the file does not make sense.
 *
 * @example Build a file
 * ```ts
 * import { buildFile, create, FileDescriptorProto } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * const proto = create(FileDescriptorProto, {
 *   name: "a.proto",
 *   package: "a",
 *   syntax: "proto3",
 *   messageType: [{ name: "User" }],
 * });
 * assertEquals(buildFile(proto, []).messages[0]?.fullName, "a.User");
 * ```
 */
export function buildFile(
  proto: FileDescriptorProto,
  dependencies: readonly FileDescriptor[],
): FileDescriptor {
  return new FileBuilder(proto, dependencies).build();
}

class FileBuilder {
  #proto: FileDescriptorProto;
  #file: Mutable<FileDescriptor>;
  #symbols = new Map<string, TypeDescriptor>();
  /** What can only be done when every message and enum of the file is known. */
  #later: (() => void)[] = [];
  #names = new Set<string>();

  constructor(proto: FileDescriptorProto, dependencies: readonly FileDescriptor[]) {
    this.#proto = proto;
    const edition = this.#checked(() => editionOf(proto.syntax ?? "", proto.edition ?? 0));
    this.#file = {
      kind: "file",
      name: proto.name ?? "",
      package: proto.package ?? "",
      edition,
      features: this.#resolve(featureDefaults(edition), proto.options?.features),
      dependencies,
      messages: [],
      enums: [],
      extensions: [],
      services: [],
      proto,
    };
  }

  build(): FileDescriptor {
    const file = this.#file;
    const proto = this.#proto;
    const scope = proto.package ?? "";
    file.messages = proto.messageType.map((m, i) =>
      this.#message(m, scope, undefined, [FILE_MESSAGE, i])
    );
    file.enums = proto.enumType.map((e, i) => this.#enum(e, scope, undefined, [FILE_ENUM, i]));
    file.services = proto.service.map((s, i) => this.#service(s, scope, [FILE_SERVICE, i]));
    file.extensions = proto.extension.map((f, i) =>
      this.#extension(f, scope, undefined, [FILE_EXTENSION, i])
    );
    for (const task of this.#later) task();
    declareSymbols(file, this.#symbols);
    return file;
  }

  #message(
    proto: DescriptorProto,
    scope: string,
    parent: MessageDescriptor | undefined,
    path: readonly number[],
  ): MessageDescriptor {
    const base = this.#base(proto.name, scope, path);
    const byNumber = new Map<number, FieldDescriptor>();
    const byName = new Map<string, FieldDescriptor>();
    let dynamic: MessageType | undefined;
    const message: Mutable<MessageDescriptor> = {
      kind: "message",
      ...base,
      features: this.#resolve(parent?.features ?? this.#file.features, proto.options?.features),
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
    this.#symbols.set(base.fullName, message);
    message.messages = proto.nestedType.map((m, i) =>
      this.#message(m, base.fullName, message, [...path, MESSAGE_NESTED, i])
    );
    message.enums = proto.enumType.map((e, i) =>
      this.#enum(e, base.fullName, message, [...path, MESSAGE_ENUM, i])
    );
    const oneofs = this.#oneofs(proto, message, path);
    const names = new LocalNames();
    message.fields = proto.field.map((f, i) => {
      const field = this.#field(f, message, oneofs, names, [...path, MESSAGE_FIELD, i]);
      if (byNumber.has(field.number)) this.#fail(`${field.fullName}: number ${field.number} again`);
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
      this.#extension(f, base.fullName, message, [...path, MESSAGE_EXTENSION, i])
    );
    return message;
  }

  #oneofs(
    proto: DescriptorProto,
    parent: MessageDescriptor,
    path: readonly number[],
  ): Mutable<OneofDescriptor>[] {
    return proto.oneofDecl.map((oneof: OneofDescriptorProto, i) => ({
      kind: "oneof",
      ...this.#base(oneof.name, parent.fullName, [...path, MESSAGE_ONEOF, i]),
      features: this.#resolve(parent.features, oneof.options?.features),
      parent,
      localName: "",
      fields: [],
      proto: oneof,
    }));
  }

  #field(
    proto: FieldDescriptorProto,
    parent: MessageDescriptor,
    oneofs: readonly OneofDescriptor[],
    names: LocalNames,
    path: readonly number[],
  ): FieldDescriptor {
    const index = proto.oneofIndex;
    const oneof = index === undefined ? undefined : oneofs[index];
    if (index !== undefined && oneof === undefined) {
      this.#fail(`${parent.fullName}.${proto.name}: no oneof ${index}`);
    }
    if (oneof !== undefined && (isRepeated(proto) || isRequired(proto))) {
      this.#fail(
        `${parent.fullName}.${proto.name}: a member of a oneof is neither repeated nor required`,
      );
    }
    const features = oneof?.features ?? parent.features;
    const real = proto.proto3Optional ? undefined : oneof;
    const common = this.#fieldBase(proto, parent.fullName, features, path, parent.mapEntry);
    const field: Mutable<FieldDescriptor> = {
      kind: "field",
      ...common,
      presence: real !== undefined ? "explicit" : common.presence,
      parent,
      localName: names.claim(jsonName(common.name), common.number),
      oneof: real,
    };
    if (real !== undefined) (real.fields as FieldDescriptor[]).push(field);
    this.#later.push(() => this.#link(field, parent.mapEntry));
    return field;
  }

  #extension(
    proto: FieldDescriptorProto,
    scope: string,
    parent: MessageDescriptor | undefined,
    path: readonly number[],
  ): ExtensionDescriptor {
    const features = parent?.features ?? this.#file.features;
    const base = this.#fieldBase(proto, scope, features, path, false);
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
    this.#later.push(() => {
      extension.extendee = this.#messageOf(proto.extendee, extension.fullName);
      this.#link(extension, false);
    });
    return extension;
  }

  /** What fields and extensions have in common, before their types are known. */
  #fieldBase(
    proto: FieldDescriptorProto,
    scope: string,
    parentFeatures: Features,
    path: readonly number[],
    inMapEntry: boolean,
  ): Omit<FieldDescriptor, "kind" | "parent" | "localName" | "oneof"> {
    const base = this.#base(proto.name, scope, path);
    const number = proto.number ?? 0;
    if (number < 1 || number > MAX_FIELD_NUMBER) {
      this.#fail(`${base.fullName}: field number ${number} is not from 1 to ${MAX_FIELD_NUMBER}`);
    }
    const type = typeOf(proto);
    if (type === undefined) this.#fail(`${base.fullName}: type ${proto.type ?? 0} is not known`);
    const features = this.#resolve(
      parentFeatures,
      fieldFeatures(proto, this.#proto.syntax ?? ""),
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

  /** Puts in what a field refers to. */
  #link(field: Mutable<FieldDescriptor | ExtensionDescriptor>, inMapEntry: boolean): void {
    const proto = field.proto;
    if (field.type === "message") {
      const message = field.message = this.#messageOf(proto.typeName, field.fullName);
      if (message.mapEntry && !inMapEntry) {
        field.mapKey = message.fieldByNumber(1);
        field.mapValue = message.fieldByNumber(2);
        if (
          field.cardinality !== "repeated" || !isMapKey(field.mapKey) || !isMapValue(field.mapValue)
        ) {
          this.#fail(`${field.fullName}: ${message.fullName} is not the entry of a map`);
        }
        field.cardinality = "map";
        field.delimited = false;
      }
    } else if (field.type === "enum") {
      const target = this.#lookUp(proto.typeName, field.fullName);
      if (target.kind !== "enum") this.#fail(`${field.fullName}: ${target.fullName} is no enum`);
      field.enum = target;
    }
    if (proto.defaultValue !== undefined) {
      field.defaultValue = parseDefaultValue(proto.defaultValue, field);
    }
  }

  #enum(
    proto: EnumDescriptorProto,
    scope: string,
    parent: MessageDescriptor | undefined,
    path: readonly number[],
  ): EnumDescriptor {
    const base = this.#base(proto.name, scope, path);
    const features = this.#resolve(
      parent?.features ?? this.#file.features,
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
        ...this.#base(value.name, scope, [...path, ENUM_VALUE, i]),
        features: this.#resolve(features, value.options?.features),
        parent: enumeration,
        number: value.number ?? 0,
        proto: value,
      };
      if (!byNumber.has(descriptor.number)) byNumber.set(descriptor.number, descriptor);
      byName.set(descriptor.name, descriptor);
      return descriptor;
    });
    if (enumeration.values.length === 0) this.#fail(`${base.fullName}: an enum without values`);
    this.#symbols.set(base.fullName, enumeration);
    return enumeration;
  }

  #service(
    proto: ServiceDescriptorProto,
    scope: string,
    path: readonly number[],
  ): ServiceDescriptor {
    const base = this.#base(proto.name, scope, path);
    const service: Mutable<ServiceDescriptor> = {
      kind: "service",
      ...base,
      features: this.#resolve(this.#file.features, proto.options?.features),
      methods: [],
      proto,
    };
    const names = new LocalNames();
    service.methods = proto.method.map((method, i) =>
      this.#method(method, service, names, [...path, SERVICE_METHOD, i])
    );
    return service;
  }

  #method(
    proto: MethodDescriptorProto,
    parent: ServiceDescriptor,
    names: LocalNames,
    path: readonly number[],
  ): MethodDescriptor {
    const base = this.#base(proto.name, parent.fullName, path);
    const method: Mutable<MethodDescriptor> = {
      kind: "method",
      ...base,
      features: this.#resolve(parent.features, proto.options?.features),
      parent,
      localName: names.claim(methodName(base.name), path.at(-1)!),
      methodKind: methodKind(proto),
      idempotency: IDEMPOTENCY[proto.options?.idempotencyLevel ?? 0] ?? "unknown",
      input: undefined as unknown as MessageDescriptor,
      output: undefined as unknown as MessageDescriptor,
      proto,
    };
    this.#later.push(() => {
      method.input = this.#messageOf(proto.inputType, base.fullName);
      method.output = this.#messageOf(proto.outputType, base.fullName);
    });
    return method;
  }

  #base(
    name: string | undefined,
    scope: string,
    path: readonly number[],
  ): { name: string; fullName: string; file: FileDescriptor; path: readonly number[] } {
    if (name === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      this.#fail(`"${name ?? ""}" in "${scope}" is not a name`);
    }
    const fullName = scope === "" ? name : `${scope}.${name}`;
    if (this.#names.has(fullName)) this.#fail(`${fullName} is declared twice`);
    this.#names.add(fullName);
    return { name, fullName, file: this.#file, path };
  }

  #messageOf(typeName: string | undefined, user: string): MessageDescriptor {
    const target = this.#lookUp(typeName, user);
    if (target.kind !== "message") this.#fail(`${user}: ${target.fullName} is no message`);
    return target;
  }

  #lookUp(typeName: string | undefined, user: string): TypeDescriptor {
    const name = typeName?.startsWith(".") ? typeName.slice(1) : undefined;
    if (name === undefined) this.#fail(`${user}: "${typeName ?? ""}" is not a full name`);
    const found = this.#symbols.get(name) ?? findSymbol(this.#file.dependencies, name);
    if (found === undefined) {
      this.#fail(`${user}: ${name} is not declared in this file or its imports`);
    }
    return found;
  }

  #resolve(parent: Features, overrides: FeatureOverrides | undefined): Features {
    return this.#checked(() => resolveFeatures(parent, overrides));
  }

  #checked<T>(run: () => T): T {
    try {
      return run();
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      return this.#fail(cause.message);
    }
  }

  #fail(problem: string): never {
    throw new DescriptorError(`Cannot build "${this.#proto.name ?? ""}": ${problem}`);
  }
}

function methodKind(proto: MethodDescriptorProto): MethodKind {
  if (proto.clientStreaming) return proto.serverStreaming ? "bidi_streaming" : "client_streaming";
  return proto.serverStreaming ? "server_streaming" : "unary";
}
