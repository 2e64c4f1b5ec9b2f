import { fromJsonString, JsonError, toJsonString } from "@seria/seria/json";
import type { Message, MessageType, Registry } from "@seria/seria/reflect";
import { decode, encode, equals } from "@seria/seria/reflect";
import { fromText, toText } from "@seria/seria/text";
import { owned, view } from "@seria/seria/views";
import { WireError } from "@seria/seria/wire";
import { assert, assertEquals } from "@std/assert";
import { concat } from "@std/bytes";
import { mutate, Random, randomMessage } from "../../reflect/testdata/random_message.ts";
import { lockCache } from "../cache.ts";
import { generate } from "./generate.ts";
import { loadMode } from "./modes.ts";

const SEED = Number(Deno.env.get("SEED") ?? Date.now() % 1_000_000);
const CASES = Number(Deno.env.get("CASES") ?? 100_000);

const TYPES = [
  "protobuf_test_messages.proto2.TestAllTypesProto2",
  "protobuf_test_messages.proto3.TestAllTypesProto3",
  "protobuf_test_messages.editions.proto2.TestAllTypesProto2",
  "protobuf_test_messages.editions.proto3.TestAllTypesProto3",
  "protobuf_test_messages.editions.TestAllTypesEdition2023",
];

/** What comes of an attempt: a value, or the kind of error and where it is. */
function outcome<T>(run: () => T): { value: T } | { error: string } {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof WireError) return { error: `${error.code} at ${error.offset}` };
    if (error instanceof JsonError) return { error: `${error.code} at ${error.path}` };
    throw error;
  }
}

/** Compares messages; in full only if they seem to differ, for the sake of time. */
function assertSame(type: MessageType, actual: Message, expected: Message): void {
  if (!equals(type, actual, expected)) assertEquals(actual, expected);
}

/** A generated and a dynamic type of one name, with their registries. */
interface Twins {
  readonly types: readonly [generated: MessageType, dynamic: MessageType];
  readonly registries: readonly [generated: Registry, dynamic: Registry];
}

async function loadTwins(): Promise<Twins[]> {
  using _lock = await lockCache();
  await generate();
  const [generated, dynamic] = [await loadMode("generated"), await loadMode("dynamic")];
  return TYPES.map((name) => {
    const types = [generated.registry.message(name), dynamic.registry.message(name)] as const;
    assert(types[0] !== undefined && types[1] !== undefined, name);
    return {
      types: [types[0], types[1]],
      registries: [generated.registry, dynamic.registry],
    };
  });
}

/** Both decode the same bytes to the same message, and write the same bytes and the same JSON. */
function checkValid(random: Random, { types, registries }: Twins): Uint8Array {
  const [generated, dynamic] = types;
  const message = randomMessage(random, generated.descriptor);
  const bytes = encode(generated, message);
  assertEquals(encode(dynamic, message), bytes);
  const decoded = decode(generated, bytes);
  assertSame(generated, decoded, message);
  assertSame(generated, decode(dynamic, bytes), message);
  assertEquals(encode(dynamic, decoded), bytes);
  checkText(message, { types, registries });
  for (const [i, type] of types.entries()) {
    checkView(type, bytes, registries[i]!, { value: decoded });
  }
  const json = types.map((type, i) =>
    outcome(() => toJsonString(type, message, { registry: registries[i]! }))
  );
  assertEquals(json[1], json[0]);
  if ("value" in json[0]!) {
    const text = json[0].value;
    const read = types.map((type, i) => fromJsonString(type, text, { registry: registries[i]! }));
    assertSame(generated, read[1]!, read[0]!);
    assertEquals(toJsonString(generated, read[0]!, { registry: registries[0] }), text);
  }
  return bytes;
}

/** A view shows what decoding gives, throws what that throws, and reads the same in every format. */
function checkView(
  type: MessageType,
  bytes: Uint8Array,
  registry: Registry,
  expected: ReturnType<typeof outcome<Message>>,
): void {
  const viewed = outcome(() => view(type, bytes));
  if ("error" in viewed || "error" in expected) return assertEquals(viewed, expected);
  const message = expected.value;
  const options = { registry };
  assert(equals(type, viewed.value, message) && equals(type, message, viewed.value));
  assertEquals(
    outcome(() => toJsonString(type, viewed.value, options)),
    outcome(() => toJsonString(type, message, options)),
  );
  assertEquals(toText(type, viewed.value, options), toText(type, message, options));
  assertEquals(encode(type, viewed.value), Uint8Array.from(bytes));
  assertSame(type, owned(type, view(type, bytes)), message);
}

/** The same for text, which must give the message back. */
function checkText(message: Message, { types, registries }: Twins): void {
  const texts = types.map((type, i) => toText(type, message, { registry: registries[i]! }));
  assertEquals(texts[1], texts[0]);
  for (const [i, type] of types.entries()) {
    assertSame(type, fromText(type, texts[0]!, { registry: registries[i]! }), message);
  }
}

/** Both take the same bytes in the same way: to the same message, or with the same error. */
function checkMutated(bytes: Uint8Array, { types, registries }: Twins): void {
  const [generated, dynamic] = types;
  const expected = outcome(() => decode(generated, bytes));
  const actual = outcome(() => decode(dynamic, bytes));
  for (const [i, type] of types.entries()) checkView(type, bytes, registries[i]!, expected);
  if ("error" in expected || "error" in actual) return assertEquals(actual, expected);
  assertSame(generated, actual.value, expected.value);
  const again = encode(generated, expected.value);
  assertEquals(encode(dynamic, expected.value), again);
  assertEquals(encode(generated, decode(generated, again)), again);
}

Deno.test(`generated and dynamic types and views agree (${CASES} cases, SEED=${SEED})`, async () => {
  const random = new Random(SEED);
  const twins = await loadTwins();
  for (let i = 0; i < CASES / 2; i++) {
    const pair = random.pick(twins);
    let bytes = new Uint8Array();
    try {
      bytes = checkValid(random, pair).slice();
      bytes = mutate(random, bytes).slice();
      checkMutated(bytes, pair);
      // Two messages in a row are one whose parts come in pieces.
      const more = randomMessage(random, pair.types[0].descriptor);
      bytes = concat([bytes, encode(pair.types[0], more)]);
      checkMutated(bytes, pair);
    } catch (error) {
      console.error(`case ${i} of ${pair.types[0].typeName}: ${bytes.toHex()}`);
      throw error;
    }
  }
});
