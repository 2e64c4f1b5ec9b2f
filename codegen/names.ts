import type {
  EnumDescriptor,
  ExtensionDescriptor,
  FileDescriptor,
  MessageDescriptor,
  ServiceDescriptor,
} from "../reflect/mod.ts";
import { declarationsOf, jsonName } from "../reflect/mod.ts";

/** What generated code exports under a name of its own. */
export type Exported =
  | MessageDescriptor
  | EnumDescriptor
  | ExtensionDescriptor
  | ServiceDescriptor;

/** Words that cannot name a type and a constant in a module. */
const RESERVED = new Set(
  `any arguments as async await bigint boolean break case catch class const continue debugger
  default delete do else enum eval export extends false finally for from function get globalThis
  if implements import in infer instanceof interface is keyof let never new null number object of
  package private protected public readonly return satisfies set static string super switch symbol
  then this throw true try type typeof undefined unique unknown var void while with yield Infinity NaN`
    .split(/\s+/),
);

/** The names of parameters and variables in generated functions. */
const LOCALS = new Set(
  `end entry existing group i init inner key message outer r reader start tag unknown v value w writer`
    .split(" "),
);

/** The variables in generated functions that hold the keys of maps. */
const MAP_KEYS = /^keys\d+$/;

const NAMES = new WeakMap<FileDescriptor, ReadonlyMap<Exported, string>>();
const VIEW_NAMES = new WeakMap<FileDescriptor, ReadonlyMap<MessageDescriptor, string>>();

/**
 * The name that generated code exports something under: nested declarations are joined to their
 * parents by `_`.
 *
 * @param declaration A message, enum, extension or service.
 * @returns The name: `User`, `User_Address`; with `$` at the end where it would be a reserved word,
 * and `$2` and so on where two are alike.
 */
export function exportName(declaration: Exported): string {
  let names = NAMES.get(declaration.file);
  if (names === undefined) NAMES.set(declaration.file, names = namesOf(declaration.file));
  return names.get(declaration)!;
}

function namesOf(file: FileDescriptor): Map<Exported, string> {
  const names = new Map<Exported, string>();
  const taken = new Set([fileName(file)]);
  // What the file declares at its top level has the first choice.
  const declarations = [...declarationsOf(file)].sort((a, b) => a.path.length - b.path.length);
  for (const declaration of declarations) {
    if (declaration.kind === "message" && declaration.mapEntry) continue;
    const path = relativeName(declaration).split(".");
    if (declaration.kind === "extension") path.push(jsonName(path.pop()!));
    // Of the extension `_1`, the JSON name is `1`, and that of `_` is empty.
    const wanted = path.join("_").replace(/^(?=\d|$)/, "_");
    const isReserved = RESERVED.has(wanted) || LOCALS.has(wanted) || MAP_KEYS.test(wanted);
    let name = isReserved ? `${wanted}$` : wanted;
    const isTaken = () => moduleNames(declaration, name).some((each) => taken.has(each));
    for (let n = 2; isTaken(); n++) name = `${wanted}$${n}`;
    for (const each of moduleNames(declaration, name)) taken.add(each);
    names.set(declaration, name);
  }
  return names;
}

/**
 * The names that variables for the fields of a file's messages cannot have: words, the other
 * variables, and what the module declares.
 */
export function takenNames(file: FileDescriptor): ReadonlySet<string> {
  return new Set([...RESERVED, ...LOCALS, ...declaredNames(file)]);
}

/**
 * The name of the type of a message's views: `UserView` beside `User`, with `$2` and so on where the
 * file declares something else of that name.
 *
 * @param message The message.
 */
export function viewName(message: MessageDescriptor): string {
  let names = VIEW_NAMES.get(message.file);
  if (names === undefined) VIEW_NAMES.set(message.file, names = viewNamesOf(message.file));
  return names.get(message)!;
}

function viewNamesOf(file: FileDescriptor): Map<MessageDescriptor, string> {
  const names = new Map<MessageDescriptor, string>();
  const taken = new Set(ownNames(file));
  for (const declaration of declarationsOf(file)) {
    if (declaration.kind !== "message" || declaration.mapEntry) continue;
    const wanted = `${exportName(declaration)}View`;
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}$${n}`;
    taken.add(name);
    names.set(declaration, name);
  }
  return names;
}

/** All names that a file's generated code declares. */
export function declaredNames(file: FileDescriptor): string[] {
  const names = ownNames(file);
  for (const declaration of declarationsOf(file)) {
    if (declaration.kind === "message" && !declaration.mapEntry) names.push(viewName(declaration));
  }
  return names;
}

/** The names that generated code declares, but for those of views. */
function ownNames(file: FileDescriptor): string[] {
  const names = [fileName(file)];
  for (const declaration of declarationsOf(file)) {
    if (declaration.kind === "message" && declaration.mapEntry) continue;
    names.push(...moduleNames(declaration, exportName(declaration)));
  }
  return names;
}

/** The names that a declaration takes in its module: its own, and those made from it. */
function moduleNames(declaration: Exported, name: string): string[] {
  if (declaration.kind !== "message") return [name];
  return [
    name,
    `create${name}`,
    `read${name}`,
    `write${name}`,
    `${name}_shape`,
    `${name}_defaults`,
  ];
}

/** The full name without the package. */
function relativeName(declaration: Exported): string {
  const scope = declaration.file.package;
  return scope === "" ? declaration.fullName : declaration.fullName.slice(scope.length + 1);
}

/** The name of the constant that holds a file. */
export function fileName(file: FileDescriptor): string {
  return `file_${file.name.replace(/\.proto$/, "").replace(/[^A-Za-z0-9]/g, "_")}`;
}

/** The name of the generated module of a file, relative to the output folder. */
export function modulePath(file: FileDescriptor): string {
  return `${file.name.replace(/\.proto$/, "")}_pb.ts`;
}

/**
 * The names of an enum's values in generated code: without the prefix that repeats the enum's name,
 * if all have it and what is left are names.
 *
 * @param enumeration The enum.
 * @returns The names, in the order of the values.
 */
export function enumValueNames(enumeration: EnumDescriptor): string[] {
  const prefix = enumeration.name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase() + "_";
  const names = enumeration.values.map((value) => value.name);
  const short = names.map((name) => name.slice(prefix.length));
  const strip = names.every((name) => name.toUpperCase().startsWith(prefix)) &&
    short.every((name) => /^[A-Za-z_]/.test(name)) && new Set(short).size === short.length;
  return (strip ? short : names).map((name) => name === "__proto__" ? "__proto__$" : name);
}
