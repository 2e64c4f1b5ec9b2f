import type {
  EnumDescriptor,
  ExtensionDescriptor,
  FileDescriptor,
  MessageDescriptor,
  ServiceDescriptor,
} from "../reflect/mod.ts";
import { declarationsOf } from "../reflect/mod.ts";
import { membersOf } from "./field_type.ts";
import { declaredNames, exportName, fileName, modulePath, takenNames } from "./names.ts";
import type { GenerateOptions } from "./options.ts";
import { Printer } from "./printer.ts";

/** What `descriptor.proto` and its like are imported from, when they are not generated along. */
const RUNTIME_FILES: ReadonlyMap<string, string> = new Map([
  ["google/protobuf/descriptor.proto", "reflect"],
  ["google/protobuf/compiler/plugin.proto", "codegen"],
  ...[
    "any",
    "api",
    "duration",
    "empty",
    "field_mask",
    "source_context",
    "struct",
    "timestamp",
    "type",
    "wrappers",
  ].map((name) => [`google/protobuf/${name}.proto`, "wkt"] as const),
]);

/** Generates one module: knows its file, its imports and the options. */
export class Context {
  /** The module's lines and imports. */
  readonly printer: Printer;
  /** The file that the module is generated from. */
  readonly file: FileDescriptor;
  /** The name of the constant that holds the file. */
  readonly fileName: string;
  /** The options, with defaults. */
  readonly options: Required<GenerateOptions>;
  /** The names of the files that are generated in this run. */
  readonly generated: ReadonlySet<string>;
  readonly #taken: ReadonlySet<string>;
  readonly #closedEnumNames = new Map<EnumDescriptor, string>();

  constructor(
    file: FileDescriptor,
    generated: ReadonlySet<string>,
    options: Required<GenerateOptions>,
  ) {
    this.file = file;
    this.generated = generated;
    this.options = options;
    this.fileName = fileName(file);
    this.#taken = takenNames(file);
    const variables = [...declarationsOf(file)].flatMap((declaration) =>
      declaration.kind === "message" ? membersOf(declaration).map(({ localName }) => localName) : []
    );
    this.printer = new Printer([...declaredNames(file), ...variables]);
  }

  /** Whether a variable for a field can have the field's name. Nothing is imported under it. */
  isFree(localName: string): boolean {
    return !this.#taken.has(localName);
  }

  /** Imports a value from a layer of the runtime. */
  runtime(layer: "reflect" | "wire", name: string): string {
    return this.printer.import(this.#runtimeModule(layer), name);
  }

  /** Imports a type from a layer of the runtime. */
  runtimeType(layer: "reflect" | "wire", name: string): string {
    return this.printer.import(this.#runtimeModule(layer), name, true);
  }

  /** The name of a declaration, imported if need be. */
  symbol(
    declaration: MessageDescriptor | EnumDescriptor | ExtensionDescriptor | ServiceDescriptor,
  ): string {
    return this.#reference(declaration, false);
  }

  /** The name of a declaration that is used as a type only, imported if need be. */
  typeSymbol(declaration: MessageDescriptor | EnumDescriptor): string {
    return this.#reference(declaration, true);
  }

  /** The name of the constant that holds the numbers of a closed enum. */
  closedEnumName(enumeration: EnumDescriptor): string {
    let name = this.#closedEnumNames.get(enumeration);
    if (name === undefined) {
      name = this.printer.claim(`${this.symbol(enumeration)}_numbers`);
      this.#closedEnumNames.set(enumeration, name);
    }
    return name;
  }

  /** The name of the constant of an imported file. */
  fileSymbol(file: FileDescriptor): string {
    return this.printer.import(this.#moduleOf(file), fileName(file));
  }

  #reference(
    declaration: MessageDescriptor | EnumDescriptor | ExtensionDescriptor | ServiceDescriptor,
    typeOnly: boolean,
  ): string {
    const name = exportName(declaration);
    if (declaration.file === this.file) return name;
    return this.printer.import(this.#moduleOf(declaration.file), name, typeOnly);
  }

  #moduleOf(file: FileDescriptor): string {
    const layer = this.generated.has(file.name) ? undefined : RUNTIME_FILES.get(file.name);
    if (layer !== undefined) return this.#runtimeModule(layer);
    return relativePath(modulePath(this.file), modulePath(file));
  }

  #runtimeModule(layer: string): string {
    const { runtime, bootstrap } = this.options;
    if (!/^(\.|\/|file:)/.test(runtime)) return `${runtime}/${layer}`;
    const file = layer === "reflect" && bootstrap ? "bootstrap.ts" : "mod.ts";
    const path = `${runtime}/${layer}/${file}`;
    return runtime.startsWith(".") ? relativePath(modulePath(this.file), path) : path;
  }
}

/** The specifier that imports one path from another, both relative to the same folder. */
function relativePath(from: string, to: string): string {
  const base = normalise(from).slice(0, -1);
  const target = normalise(to);
  let common = 0;
  while (common < base.length && base[common] === target[common] && base[common] !== "..") common++;
  const up = base.slice(common).map(() => "..");
  if (up.includes("..") && base.slice(common).includes("..")) {
    throw new RangeError(`Cannot import ${to} from ${from}: the path leaves the output folder`);
  }
  const path = [...up, ...target.slice(common)].join("/");
  return path.startsWith("../") ? path : `./${path}`;
}

/** A path's segments, without `.` and inner `..`. */
function normalise(path: string): string[] {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else segments.push(segment);
  }
  return segments;
}
