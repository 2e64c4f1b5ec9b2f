import { decodeBase64 } from "../wire/mod.ts";
import { fileType } from "./_file_type.ts";
import { linkType } from "./_type_link.ts";
import { decode } from "./binary.ts";
import { buildFile } from "./build.ts";
import type {
  EnumDescriptor,
  ExtensionDescriptor,
  FileDescriptor,
  MessageDescriptor,
  ServiceDescriptor,
} from "./descriptors.ts";
import type { GeneratedFile } from "./generated_file.ts";
import type { MessageType } from "./message_type.ts";
import { declarationsOf } from "./walk.ts";

/**
 * Makes the file of generated code. Called by generated code.
 *
 * @param base64 The `FileDescriptorProto`, base64-encoded, without source info.
 * @param dependencies Gives the files that it imports, in their order.
 * @returns The file. Nothing is decoded before its descriptor is asked for.
 *
 * @example An empty file
 * ```ts
 * import { generatedFile } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(generatedFile("CgdhLnByb3Rv").descriptor.name, "a.proto");
 * ```
 */
export function generatedFile(
  base64: string,
  dependencies: () => readonly GeneratedFile[] = () => [],
): GeneratedFile {
  return new LazyFile(() =>
    buildFile(
      decode(fileType(), decodeBase64(base64)),
      dependencies().map((file) => file.descriptor),
    )
  );
}

class LazyFile implements GeneratedFile {
  #build: () => FileDescriptor;
  #descriptor: FileDescriptor | undefined;
  #types: MessageType[] = [];
  #messages = new Map<string, MessageDescriptor>();
  #enums = new Map<string, EnumDescriptor>();
  #extensions = new Map<string, ExtensionDescriptor>();
  #services = new Map<string, ServiceDescriptor>();

  constructor(build: () => FileDescriptor) {
    this.#build = build;
  }

  get descriptor(): FileDescriptor {
    return this.#descriptor ??= this.#load();
  }

  message(typeName: string): MessageDescriptor {
    return this.#find(this.#messages, typeName);
  }

  enum(typeName: string): EnumDescriptor {
    return this.#find(this.#enums, typeName);
  }

  extension(typeName: string): ExtensionDescriptor {
    return this.#find(this.#extensions, typeName);
  }

  service(typeName: string): ServiceDescriptor {
    return this.#find(this.#services, typeName);
  }

  register(type: MessageType): void {
    this.#types.push(type);
  }

  #load(): FileDescriptor {
    const file = this.#build();
    for (const declaration of declarationsOf(file)) {
      const { fullName } = declaration;
      if (declaration.kind === "message") this.#messages.set(fullName, declaration);
      else if (declaration.kind === "enum") this.#enums.set(fullName, declaration);
      else if (declaration.kind === "extension") this.#extensions.set(fullName, declaration);
      else this.#services.set(fullName, declaration);
    }
    for (const type of this.#types) {
      const descriptor = this.#messages.get(type.typeName);
      if (descriptor !== undefined) linkType(descriptor, type);
    }
    return file;
  }

  #find<T>(declarations: ReadonlyMap<string, T>, fullName: string): T {
    const file = this.descriptor;
    const found = declarations.get(fullName);
    if (found === undefined) throw new TypeError(`Cannot find ${fullName} in "${file.name}"`);
    return found;
  }
}
