import type { FeatureOverrides, Features } from "../editions/mod.ts";
import { editionOf, featureDefaults, resolveFeatures } from "../editions/mod.ts";
import { findSymbol, type TypeDescriptor } from "./_symbols.ts";
import type { FileDescriptor, MessageDescriptor } from "./descriptors.ts";
import { DescriptorError } from "./error.ts";
import type { FileDescriptorProto } from "./gen/google/protobuf/descriptor_pb.ts";

/** A descriptor while it is built. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What all descriptors have. */
export interface Declared {
  readonly name: string;
  readonly fullName: string;
  readonly file: FileDescriptor;
  readonly path: readonly number[];
}

/** A file that is being built: what it declares, and what it refers to. */
export class BuildContext {
  readonly proto: FileDescriptorProto;
  readonly file: Mutable<FileDescriptor>;
  /** The file's messages and enums, by their full names. */
  readonly symbols: Map<string, TypeDescriptor> = new Map();
  /** What can only be done when every message and enum of the file is known. */
  readonly later: (() => void)[] = [];
  readonly #names = new Set<string>();

  constructor(proto: FileDescriptorProto, dependencies: readonly FileDescriptor[]) {
    this.proto = proto;
    const scope = proto.package ?? "";
    if (!/^([A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*)?$/.test(scope)) {
      this.fail(`package "${scope}" is not a name`);
    }
    const edition = this.checked(() => editionOf(proto.syntax ?? "", proto.edition ?? 0));
    this.file = {
      kind: "file",
      name: proto.name ?? "",
      package: scope,
      edition,
      features: this.resolve(featureDefaults(edition), proto.options?.features),
      dependencies,
      messages: [],
      enums: [],
      extensions: [],
      services: [],
      proto,
    };
  }

  /** Declares a name in a scope. */
  declare(name: string | undefined, scope: string, path: readonly number[]): Declared {
    // As protoc has it, a digit may be the first: the entry of the map `_1` is `1Entry`.
    if (name === undefined || !/^[A-Za-z0-9_]+$/.test(name)) {
      this.fail(`"${name ?? ""}" in "${scope}" is not a name`);
    }
    const fullName = scope === "" ? name : `${scope}.${name}`;
    if (this.#names.has(fullName)) this.fail(`${fullName} is declared twice`);
    this.#names.add(fullName);
    return { name, fullName, file: this.file, path };
  }

  /** Finds the message that something refers to. */
  messageOf(typeName: string | undefined, user: string): MessageDescriptor {
    const target = this.lookUp(typeName, user);
    if (target.kind !== "message") this.fail(`${user}: ${target.fullName} is no message`);
    return target;
  }

  /** Finds the message or the enum that something refers to. */
  lookUp(typeName: string | undefined, user: string): TypeDescriptor {
    const name = typeName?.startsWith(".") ? typeName.slice(1) : undefined;
    if (name === undefined) this.fail(`${user}: "${typeName ?? ""}" is not a full name`);
    const found = this.symbols.get(name) ?? findSymbol(this.file.dependencies, name);
    if (found === undefined) {
      this.fail(`${user}: ${name} is not declared in this file or its imports`);
    }
    return found;
  }

  /** Resolves the features of something from those of what it is in. */
  resolve(parent: Features, overrides: FeatureOverrides | undefined): Features {
    return this.checked(() => resolveFeatures(parent, overrides));
  }

  /** Runs what says by a `RangeError` what is wrong with the file. */
  checked<T>(run: () => T): T {
    try {
      return run();
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      return this.fail(cause.message);
    }
  }

  /** Says what is wrong with the file. */
  fail(problem: string): never {
    throw new DescriptorError(`Cannot build "${this.proto.name ?? ""}": ${problem}`);
  }
}
