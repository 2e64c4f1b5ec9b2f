import { buildFile } from "./build.ts";
import type {
  EnumDescriptor,
  ExtensionDescriptor,
  FileDescriptor,
  ServiceDescriptor,
} from "./descriptors.ts";
import { DescriptorError } from "./error.ts";
import type { Extension } from "./extension.ts";
import type {
  FileDescriptorProto,
  FileDescriptorSet,
} from "./gen/google/protobuf/descriptor_pb.ts";
import type { GeneratedFile } from "./generated_file.ts";
import type { MessageType } from "./message_type.ts";
import { dynamicService, type ServiceType } from "./service_type.ts";
import { declarationsOf } from "./walk.ts";

/** What a registry is made from. */
export type RegistryInput =
  | MessageType
  | ServiceType
  | Extension
  | GeneratedFile
  | FileDescriptor
  | FileDescriptorSet
  | Registry;

/**
 * Finds types by name: for `Any`, for extensions in JSON and text, for programs that learn their
 * types at run time. Made by {@linkcode createRegistry}; never changes.
 */
export interface Registry {
  /** The files, each after those that it imports. */
  readonly files: readonly FileDescriptor[];
  /** The file of a path, or `undefined`. */
  file(path: string): FileDescriptor | undefined;
  /**
   * The file that declares a symbol, as gRPC server reflection asks for it: the full name of a
   * message, enum, extension or service, or of a field, oneof, enum value or method in one.
   */
  fileContaining(symbol: string): FileDescriptor | undefined;
  /** The message type of a full name, or `undefined`. */
  message(typeName: string): MessageType | undefined;
  /** The enum of a full name, or `undefined`. */
  enum(typeName: string): EnumDescriptor | undefined;
  /** The service of a full name, or `undefined`. */
  service(typeName: string): ServiceType | undefined;
  /** The extension of a full name, or `undefined`. */
  extension(typeName: string): Extension | undefined;
  /** The extension of a message by its number, or `undefined`. */
  extensionFor(extendee: string, number: number): Extension | undefined;
  /** All extensions of a message. */
  extensionsOf(extendee: string): readonly Extension[];
}

/**
 * Makes a registry. A type brings the whole file that declares it, and the files that it imports.
 *
 * @param inputs Types, services, extensions, files, sets of files as compilers give them, other
 * registries. Files of a set can be in any order. Where two inputs bring a file of one path, such as
 * `google/protobuf/any.proto`, the first counts.
 * @returns The registry.
 * @throws {DescriptorError} If a set does not make sense: a file is missing or there twice, files
 * import each other in a circle, two files declare the same name, a reference leads nowhere.
 *
 * @example Decode without generated code
 * ```ts
 * import { create, createRegistry, decode, encode, FileDescriptorSet } from "@seria/seria/reflect";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const set = create(FileDescriptorSet, { file: [Duration.descriptor.file.proto] });
 * const type = createRegistry(set).message("google.protobuf.Duration")!;
 * const bytes = encode(Duration, create(Duration, { seconds: 5n }));
 * assertEquals(decode(type, bytes) as unknown, { seconds: 5n, nanos: 0 });
 * ```
 */
export function createRegistry(...inputs: RegistryInput[]): Registry {
  const registry = new RegistryImpl();
  for (const input of inputs) {
    if ("file" in input && Array.isArray(input.file)) registry.addSet(input.file);
    else if ("files" in input) { for (const file of input.files) registry.add(file); }
    else if ("kind" in input) registry.add(input as FileDescriptor);
    else registry.add(fileOf(input as MessageType | ServiceType | Extension | GeneratedFile));
  }
  return registry;
}

function fileOf(input: MessageType | ServiceType | Extension | GeneratedFile): FileDescriptor {
  const { descriptor } = input;
  return descriptor.kind === "file" ? descriptor : descriptor.file;
}

class RegistryImpl implements Registry {
  readonly files: FileDescriptor[] = [];
  #byPath = new Map<string, FileDescriptor>();
  /** The full names of all messages, enums, services and extensions. */
  #declared = new Set<string>();
  #messages = new Map<string, MessageType>();
  #enums = new Map<string, EnumDescriptor>();
  #services = new Map<string, ServiceDescriptor>();
  #serviceTypes = new Map<string, ServiceType>();
  #extensions = new Map<string, Extension>();
  /** The files of all symbols; made when first asked for. */
  #symbols: Map<string, FileDescriptor> | undefined;
  #byExtendee = new Map<string, Map<number, Extension>>();

  file(path: string): FileDescriptor | undefined {
    return this.#byPath.get(path);
  }

  fileContaining(symbol: string): FileDescriptor | undefined {
    if (this.#symbols === undefined) {
      this.#symbols = new Map();
      for (const file of this.files) {
        for (const name of symbolsOf(file)) this.#symbols.set(name, file);
      }
    }
    return this.#symbols.get(symbol);
  }

  message(typeName: string): MessageType | undefined {
    return this.#messages.get(typeName);
  }

  enum(typeName: string): EnumDescriptor | undefined {
    return this.#enums.get(typeName);
  }

  service(typeName: string): ServiceType | undefined {
    const known = this.#serviceTypes.get(typeName);
    if (known !== undefined) return known;
    const descriptor = this.#services.get(typeName);
    if (descriptor === undefined) return undefined;
    const type = dynamicService(descriptor);
    this.#serviceTypes.set(typeName, type);
    return type;
  }

  extension(typeName: string): Extension | undefined {
    return this.#extensions.get(typeName);
  }

  extensionFor(extendee: string, number: number): Extension | undefined {
    return this.#byExtendee.get(extendee)?.get(number);
  }

  extensionsOf(extendee: string): readonly Extension[] {
    return [...this.#byExtendee.get(extendee)?.values() ?? []];
  }

  addSet(protos: readonly FileDescriptorProto[]): void {
    const pending = new Map<string, FileDescriptorProto>();
    for (const proto of protos) {
      const name = proto.name ?? "";
      if (pending.has(name)) throw new DescriptorError(`Cannot add "${name}": it is there twice`);
      pending.set(name, proto);
    }
    for (const name of pending.keys()) this.#load(name, pending);
  }

  /** Builds a file of a set after those that it imports; without recursion, for chains are long. */
  #load(root: string, pending: ReadonlyMap<string, FileDescriptorProto>): void {
    if (this.#byPath.has(root)) return;
    const building = new Set([root]);
    /** The files that wait for their imports, and which import is next. */
    const stack = [{ proto: pending.get(root)!, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { dependency, name = "" } = top.proto;
      const path = dependency[top.next++];
      if (path === undefined) {
        this.add(buildFile(top.proto, dependency.map((each) => this.#byPath.get(each)!)));
        building.delete(name);
        stack.pop();
      } else if (!this.#byPath.has(path)) {
        const proto = pending.get(path);
        if (proto === undefined) {
          throw new DescriptorError(
            `Cannot build "${name}": it imports "${path}", which is missing`,
          );
        }
        if (building.has(path)) {
          throw new DescriptorError(
            `Cannot build "${name}": it imports "${path}", which imports it`,
          );
        }
        building.add(path);
        stack.push({ proto, next: 0 });
      }
    }
  }

  add(file: FileDescriptor): void {
    const known = this.#byPath.get(file.name);
    if (known !== undefined) return;
    for (const dependency of file.dependencies) this.add(dependency);
    this.#byPath.set(file.name, file);
    this.files.push(file);
    for (const declaration of declarationsOf(file)) {
      const { fullName } = declaration;
      if (this.#declared.has(fullName)) {
        throw new DescriptorError(
          `Cannot add "${file.name}": ${fullName} is declared in another file`,
        );
      }
      this.#declared.add(fullName);
      switch (declaration.kind) {
        case "message":
          this.#messages.set(fullName, declaration.type);
          break;
        case "enum":
          this.#enums.set(fullName, declaration);
          break;
        case "service":
          this.#services.set(fullName, declaration);
          break;
        case "extension":
          this.#addExtension(declaration);
          break;
      }
    }
  }

  #addExtension(descriptor: ExtensionDescriptor): void {
    const { fullName, extendee, number } = descriptor;
    const extension: Extension = { typeName: fullName, descriptor };
    this.#extensions.set(fullName, extension);
    let numbers = this.#byExtendee.get(extendee.fullName);
    if (numbers === undefined) this.#byExtendee.set(extendee.fullName, numbers = new Map());
    if (numbers.has(number)) {
      throw new DescriptorError(
        `Cannot add "${descriptor.file.name}": ${extendee.fullName} has two extensions ${number}`,
      );
    }
    numbers.set(number, extension);
  }
}

/** The full names of all that a file declares, members included. */
function* symbolsOf(file: FileDescriptor): Iterable<string> {
  for (const declaration of declarationsOf(file)) {
    yield declaration.fullName;
    const members = declaration.kind === "message"
      ? [...declaration.fields, ...declaration.oneofs]
      : declaration.kind === "enum"
      ? declaration.values
      : declaration.kind === "service"
      ? declaration.methods
      : [];
    for (const member of members) yield member.fullName;
  }
}
