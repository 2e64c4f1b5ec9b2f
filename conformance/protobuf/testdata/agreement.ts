import { fromJsonString, JsonError, toJsonString } from "@seria/seria/json";
import type { Message, MessageType, Registry } from "@seria/seria/reflect";
import { decode, encode, equals } from "@seria/seria/reflect";
import { fromText, toText } from "@seria/seria/text";
import { owned, view } from "@seria/seria/views";
import { WireError } from "@seria/seria/wire";
import { assert, assertEquals } from "@std/assert";
import { concat } from "@std/bytes";
import { mutate, type Random, randomMessage } from "../../../reflect/testdata/random_message.ts";

/** A generated and a dynamic type of one name, with their registries. */
export interface Twins {
  readonly types: readonly [generated: MessageType, dynamic: MessageType];
  readonly registries: readonly [generated: Registry, dynamic: Registry];
}

/**
 * Checks that generated code, dynamic types and views agree on a random message, on damaged ones,
 * and on one that comes in pieces.
 *
 * @param random Where the messages come from.
 * @param twins Their types.
 * @throws {Error} If they do not agree; the bytes of the message are printed.
 */
export function checkAgreement(random: Random, twins: Twins): void {
  const [type] = twins.types;
  let bytes = new Uint8Array();
  try {
    const message = randomMessage(random, type.descriptor);
    bytes = encode(type, message);
    checkValid(message, bytes, twins);
    bytes = mutate(random, bytes).slice();
    checkMutated(bytes, twins);
    // Two messages in a row are one whose parts come in pieces.
    bytes = concat([bytes, encode(type, randomMessage(random, type.descriptor))]);
    checkMutated(bytes, twins);
  } catch (error) {
    console.error(`${type.typeName}: ${bytes.toHex()}`);
    throw error;
  }
}

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

/** Both decode the same bytes to the same message, and write the same bytes and the same JSON. */
function checkValid(message: Message, bytes: Uint8Array, { types, registries }: Twins): void {
  const [generated, dynamic] = types;
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
