import {
  clone,
  createRegistry,
  declarationsOf,
  decode,
  DescriptorError,
  encode,
  FileDescriptorSet,
  type Registry,
} from "@seria/seria/reflect";
import { fromJsonString, JsonError, toJsonString } from "@seria/seria/json";
import { fromText, TextError, toText } from "@seria/seria/text";
import { WireError } from "@seria/seria/wire";
import { Random, randomMessage } from "../../../reflect/testdata/random_message.ts";
import type { Case, Target } from "../case.ts";
import { mutateBytes } from "../inputs/mutate_bytes.ts";
import { mutateMessage, type Words } from "../inputs/mutate_message.ts";
import { outcome } from "../outcome.ts";
import type { Family } from "../types.ts";

/** Sets of file descriptors, as compilers give them, for registries. */
export function descriptorTarget(families: readonly Family[]): Target {
  const sets = families.flatMap(({ generated }) => generated.files.map(setOf));
  return {
    next(random): Case {
      const [set, words] = random.pick(sets);
      const input = random.once(3)
        ? mutateBytes(random, encode(FileDescriptorSet, set))
        : mutated(random, set, words);
      return { about: set.file.at(-1)!.name!, input, run: () => check(input) };
    },
  };
}

type File = Registry["files"][number];

/** A file and what it imports, and words that occur in it. */
function setOf(file: File): [FileDescriptorSet, Words] {
  const files = new Set<File>();
  const add = (each: File): void => {
    each.dependencies.forEach(add);
    files.add(each);
  };
  add(file);
  const set: FileDescriptorSet = { file: [...files].map((each) => each.proto) };
  const names = [...files].flatMap((each) => [...declarationsOf(each)]).map((d) => d.fullName);
  const short = names.slice(-40);
  const strings = [
    ...short.map((name) => `.${name}`),
    ...short.map((name) => name.slice(name.lastIndexOf(".") + 1)),
    ...[...files].map((each) => each.name),
    ...["", ".", "..", ".a.", "__proto__", "constructor", "x", "proto2", "proto3", "editions"],
    ...["inf", "-nan", "1e999", "99999999999999999999", "\\xff", "\\", "true", "-0"],
  ];
  const int32 = [0, 1, 2, -1, 15, 16, 18999, 19000, 19999, 20000, 536870911, 536870912, 2147483647];
  return [set, { string: strings, int32 }];
}

function mutated(random: Random, set: FileDescriptorSet, words: Words): Uint8Array {
  const copy = clone(FileDescriptorSet, set);
  mutateMessage(random, copy, FileDescriptorSet.descriptor, words);
  return outcome(() => encode(FileDescriptorSet, copy), WireError).value ??
    encode(FileDescriptorSet, set);
}

function check(input: Uint8Array): boolean {
  const set = outcome(() => decode(FileDescriptorSet, input), WireError);
  if (set.error !== undefined) return false;
  const registry = outcome(() => createRegistry(set.value), DescriptorError);
  if (registry.error !== undefined) return false;
  const random = new Random(input.length);
  for (const file of registry.value.files) {
    for (const declaration of declarationsOf(file)) {
      if (declaration.kind === "service") registry.value.service(declaration.fullName);
      if (declaration.kind === "message") use(random, registry.value, declaration.fullName);
    }
  }
  return true;
}

/** A type of a registry that was accepted works, or refuses by the errors of the formats. */
function use(random: Random, registry: Registry, name: string): void {
  const type = registry.message(name)!;
  const message = randomMessage(random, type.descriptor, 2);
  const bytes = outcome(() => encode(type, message), WireError);
  if (bytes.error === undefined) {
    outcome(() => decode(type, bytes.value), WireError);
    outcome(() => decode(type, mutateBytes(random, bytes.value)), WireError);
  }
  const json = outcome(() => toJsonString(type, message, { registry }), JsonError);
  if (json.error === undefined) {
    outcome(() => fromJsonString(type, json.value, { registry }), JsonError);
  }
  const text = outcome(() => toText(type, message, { registry }), TextError);
  if (text.error === undefined) outcome(() => fromText(type, text.value, { registry }), TextError);
}
