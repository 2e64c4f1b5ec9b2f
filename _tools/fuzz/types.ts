import {
  createRegistry,
  declarationsOf,
  type GeneratedFile,
  type MessageDescriptor,
  type MessageType,
  type Registry,
} from "@seria/seria/reflect";
import {
  file_google_protobuf_any,
  file_google_protobuf_api,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
} from "@seria/seria/wkt";
import { file_collisions } from "../../codegen/testdata/gen/collisions_pb.ts";
import { file_edition2024 } from "../../codegen/testdata/gen/edition2024_pb.ts";
import { file_editions } from "../../codegen/testdata/gen/editions_pb.ts";
import { file_names } from "../../codegen/testdata/gen/names_pb.ts";
import { file_proto2 } from "../../codegen/testdata/gen/proto2_pb.ts";
import { file_recursive } from "../../codegen/testdata/gen/recursive_pb.ts";
import { lockCache } from "../../conformance/cache.ts";
import { generate } from "../../conformance/protobuf/generate.ts";
import { loadMode } from "../../conformance/protobuf/modes.ts";
import type { Random } from "../../reflect/testdata/random_message.ts";

/** A generated type and the dynamic type of the same name. */
export interface Twins {
  readonly generated: MessageType;
  readonly dynamic: MessageType;
  /** What they came from. */
  readonly family: Family;
}

/** Types that belong together, generated and dynamic. */
export interface Family {
  readonly generated: Registry;
  readonly dynamic: Registry;
  readonly all: readonly Twins[];
}

const OWN: readonly GeneratedFile[] = [
  file_collisions,
  file_edition2024,
  file_editions,
  file_names,
  file_proto2,
  file_recursive,
];
const WELL_KNOWN: readonly GeneratedFile[] = [
  file_google_protobuf_any,
  file_google_protobuf_api,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
];

/** The types of the repository: test data of the code generator, and the well-known types. */
export function ownFamilies(): Family[] {
  return [OWN, WELL_KNOWN].map((files) => {
    const generated = createRegistry(...files);
    return family(generated, createRegistry({ file: generated.files.map((file) => file.proto) }));
  });
}

/** Generates the conformance suite's code anew, for the generator may have changed. */
export async function prepareSuite(): Promise<void> {
  using _lock = await lockCache();
  await generate();
}

/** The types of the conformance suite, after {@linkcode prepareSuite}. */
export async function suiteFamily(): Promise<Family> {
  using _lock = await lockCache();
  const [generated, dynamic] = [await loadMode("generated"), await loadMode("dynamic")];
  return family(generated.registry, dynamic.registry);
}

function family(generated: Registry, dynamic: Registry): Family {
  const all: Twins[] = [];
  const made: Family = { generated, dynamic, all };
  for (const file of generated.files) {
    for (const { kind, fullName } of declarationsOf(file)) {
      if (kind !== "message") continue;
      const type = generated.message(fullName)!;
      if (type.descriptor.mapEntry) continue;
      all.push({ generated: type, dynamic: dynamic.message(fullName)!, family: made });
    }
  }
  return made;
}

/**
 * Whether there are required fields in a message, at any depth. They are written even if they are
 * not set, so such a message is not always the same when it has been written and read.
 */
export function hasRequired(
  descriptor: MessageDescriptor,
  seen: Set<MessageDescriptor> = new Set(),
): boolean {
  if (seen.has(descriptor)) return false;
  seen.add(descriptor);
  return descriptor.fields.some((field) => {
    const nested = field.mapValue?.message ?? field.message;
    return field.presence === "required" || nested !== undefined && hasRequired(nested, seen);
  });
}

/** Picks a type, with a liking for those with many fields. */
export function pickTwins(random: Random, families: readonly Family[]): Twins {
  const { all } = random.pick(families);
  const [a, b] = [random.pick(all), random.pick(all)];
  return a.generated.descriptor.fields.length > b.generated.descriptor.fields.length ? a : b;
}
