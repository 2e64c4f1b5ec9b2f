import { main as gen } from "@seria/seria/gen";
import { createRegistry, decode, FileDescriptorSet, type Registry } from "@seria/seria/reflect";
import { assert } from "@std/assert";
import { pathToFileURL } from "node:url";
import { Random } from "../../reflect/testdata/random_message.ts";
import { lockCache } from "../cache.ts";
import { checkAgreement, type Twins } from "./testdata/agreement.ts";
import { generate } from "./generate.ts";
import { loadMode } from "./modes.ts";
import { randomProto } from "./testdata/random_proto.ts";

const SEED = Number(Deno.env.get("SEED") ?? Date.now() % 1_000_000);
const CASES = Number(Deno.env.get("CASES") ?? 100_000);
/** How many types are made at random. */
const RANDOM_TYPES = 100;

const TYPES = [
  "protobuf_test_messages.proto2.TestAllTypesProto2",
  "protobuf_test_messages.proto3.TestAllTypesProto3",
  "protobuf_test_messages.editions.proto2.TestAllTypesProto2",
  "protobuf_test_messages.editions.proto3.TestAllTypesProto3",
  "protobuf_test_messages.editions.TestAllTypesEdition2023",
];

/** The suite's types. */
async function suiteTwins(): Promise<Twins[]> {
  using _lock = await lockCache();
  await generate();
  const [generated, dynamic] = [await loadMode("generated"), await loadMode("dynamic")];
  return twinsOf(generated.registry, dynamic.registry, TYPES);
}

/** Types made at random. */
async function randomTwins(random: Random): Promise<Twins[]> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/random.proto`, randomProto(random, RANDOM_TYPES));
    const descriptors = `${folder}/random.binpb`;
    const code = await gen([folder, "--out", folder, "--descriptor-set", descriptors]);
    assert(code === 0, "the random types do not compile");
    const { file_random } = await import(pathToFileURL(`${folder}/random_pb.ts`).href);
    const names = Array.from({ length: RANDOM_TYPES }, (_, i) => `random.M${i}`);
    const set = decode(FileDescriptorSet, await Deno.readFile(descriptors));
    return twinsOf(createRegistry(file_random), createRegistry(set), names);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function twinsOf(generated: Registry, dynamic: Registry, names: readonly string[]): Twins[] {
  const registries = [generated, dynamic] as const;
  return names.map((name) => {
    const types = [generated.message(name), dynamic.message(name)] as const;
    assert(types[0] !== undefined && types[1] !== undefined, name);
    return { types: [types[0], types[1]], registries };
  });
}

Deno.test(`generated and dynamic types and views agree (${CASES} cases, SEED=${SEED})`, async () => {
  const random = new Random(SEED);
  const twins = await suiteTwins();
  for (let i = 0; i < CASES / 2; i++) checkAgreement(random, random.pick(twins));
});

Deno.test(`the same with types made at random (SEED=${SEED})`, async () => {
  const random = new Random(SEED);
  const twins = await randomTwins(random);
  for (let i = 0; i < CASES / 10; i++) checkAgreement(random, random.pick(twins));
});
