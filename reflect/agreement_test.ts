import { assertEquals } from "@std/assert";
import { file_collisions } from "../codegen/testdata/gen/collisions_pb.ts";
import { file_editions } from "../codegen/testdata/gen/editions_pb.ts";
import { file_names } from "../codegen/testdata/gen/names_pb.ts";
import { file_proto2 } from "../codegen/testdata/gen/proto2_pb.ts";
import { file_recursive } from "../codegen/testdata/gen/recursive_pb.ts";
import { WireError } from "../wire/mod.ts";
import {
  createRegistry,
  decode,
  encode,
  equals,
  type FileDescriptorProto,
  type GeneratedFile,
  type Message,
  type MessageType,
} from "./mod.ts";
import { mutate, Random, randomMessage } from "./testdata/random_message.ts";

const FILES: GeneratedFile[] = [
  file_collisions,
  file_editions,
  file_names,
  file_proto2,
  file_recursive,
];
const SEED = Number(Deno.env.get("SEED") ?? Date.now() % 1_000_000);
const ROUNDS = 3000;

/** The generated types, each with the dynamic type of the same name. */
function typePairs(): [generated: MessageType, dynamic: MessageType][] {
  const generated = createRegistry(...FILES);
  const file: FileDescriptorProto[] = generated.files.map((each) => each.proto);
  const dynamic = createRegistry({ file });
  return generated.files.filter((each) => FILES.some((f) => f.descriptor === each))
    .flatMap((each) => each.messages.filter((message) => message.fields.length > 0))
    .map((message) => [message.type, dynamic.message(message.fullName)!]);
}

/** What comes of decoding: a message, or the kind of error. */
function outcome(type: MessageType, bytes: Uint8Array): Message | string {
  try {
    return decode(type, bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return `${error.code} at ${error.offset}`;
  }
}

Deno.test(`generated and dynamic types agree on random messages (seed ${SEED})`, () => {
  const random = new Random(SEED);
  const pairs = typePairs();
  for (let round = 0; round < ROUNDS; round++) {
    const [generated, dynamic] = random.pick(pairs);
    const message = randomMessage(random, generated.descriptor);
    const bytes = encode(generated, message);
    assertEquals(encode(dynamic, message), bytes, `${generated.typeName}, round ${round}`);
    const decoded = decode(generated, bytes);
    assertEquals(decode(dynamic, bytes), decoded);
    assertEquals(Object.keys(decode(dynamic, bytes)), Object.keys(decoded));
    assertEquals(encode(generated, decoded), bytes);
    if (!equals(generated, decoded, message)) assertEquals(decoded, message);
  }
});

Deno.test(`generated and dynamic types agree on mutated bytes (seed ${SEED})`, () => {
  const random = new Random(SEED);
  const pairs = typePairs();
  for (let round = 0; round < ROUNDS; round++) {
    const [generated, dynamic] = random.pick(pairs);
    const valid = encode(generated, randomMessage(random, generated.descriptor));
    const bytes = mutate(random, valid);
    const result = outcome(generated, bytes);
    assertEquals(outcome(dynamic, bytes), result, `${generated.typeName} ${bytes.toHex()}`);
    if (typeof result === "string") continue;
    const again = encode(generated, result);
    assertEquals(encode(dynamic, result), again);
    assertEquals(encode(generated, decode(generated, again)), again);
  }
});
