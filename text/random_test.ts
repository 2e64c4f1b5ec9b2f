import { assert, assertEquals } from "@std/assert";
import { file_collisions } from "../codegen/testdata/gen/collisions_pb.ts";
import { file_editions } from "../codegen/testdata/gen/editions_pb.ts";
import { file_names } from "../codegen/testdata/gen/names_pb.ts";
import { file_proto2 } from "../codegen/testdata/gen/proto2_pb.ts";
import { file_recursive } from "../codegen/testdata/gen/recursive_pb.ts";
import {
  create,
  createRegistry,
  encode,
  equals,
  type ExtensionDescriptor,
  type FieldDescriptor,
  getExtension,
  type MessageType,
  setExtension,
} from "../reflect/mod.ts";
import { Random, randomMessage, randomValue } from "../reflect/testdata/random_message.ts";
import { Any } from "../wkt/mod.ts";
import { TextError } from "./error.ts";
import { fromText } from "./from_text.ts";
import { file_text_test_editions } from "./testdata/gen/text_test_editions_pb.ts";
import { file_text_test } from "./testdata/gen/text_test_pb.ts";
import { file_text_test_proto2 } from "./testdata/gen/text_test_proto2_pb.ts";
import { toText } from "./to_text.ts";

const FILES = [
  file_collisions,
  file_editions,
  file_names,
  file_proto2,
  file_recursive,
  file_text_test,
  file_text_test_editions,
  file_text_test_proto2,
];
const SEED = Number(Deno.env.get("SEED") ?? Date.now() % 1_000_000);
const ROUNDS = 3000;

const generated = createRegistry(...FILES);
const dynamic = createRegistry({ file: generated.files.map((file) => file.proto) });

/** The generated types, each with the dynamic type of the same name. */
const PAIRS: readonly (readonly [generated: MessageType, dynamic: MessageType])[] = generated.files
  .filter((file) => FILES.some(({ descriptor }) => descriptor === file))
  .flatMap((file) => file.messages.filter((message) => message.fields.length > 0))
  .map((message) => [message.type, dynamic.message(message.fullName)!]);

Deno.test(`fromText() reads what toText() writes (seed ${SEED})`, () => {
  const random = new Random(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    const [type, twin] = random.pick(PAIRS);
    const message = randomMessage(random, type.descriptor);
    const indent = random.below(3);
    const text = toText(type, message, { indent });
    assertEquals(toText(twin, message, { indent }), text);
    const read = fromText(type, text);
    if (!equals(type, read, message)) assertEquals(read, message, text);
    assertEquals(fromText(twin, text), read, text);
    assertEquals(toText(type, read, { indent }), text);
  }
});

Deno.test(`extensions and what Anys hold survive text (seed ${SEED})`, () => {
  const random = new Random(SEED);
  const extended = PAIRS.map(([type]) => type)
    .filter((type) => generated.extensionsOf(type.typeName).length > 0);
  const options = { registry: generated };
  for (let round = 0; round < ROUNDS / 10; round++) {
    const type = random.pick(extended);
    const extensions = generated.extensionsOf(type.typeName).filter(() => random.once(2));
    const message = randomMessage(random, type.descriptor);
    for (const extension of extensions) {
      setExtension(type, message, extension, randomExtension(random, extension.descriptor));
    }
    const text = toText(type, message, options);
    const read = fromText(type, text, options);
    assertEquals(toText(type, read, options), text);
    for (const extension of extensions) {
      const expected = getExtension(type, message, extension);
      assertEquals(getExtension(type, read, extension), expected, text);
    }
    const any = create(Any, { typeUrl: `a/${type.typeName}`, value: encode(type, message) });
    const anyText = toText(Any, any, options);
    assert(anyText.startsWith(`[a/${type.typeName}] {`), anyText);
    assertEquals(toText(Any, fromText(Any, anyText, options), options), anyText);
  }
});

function randomExtension(random: Random, descriptor: ExtensionDescriptor): unknown {
  const field = { ...descriptor, kind: "field" } as unknown as FieldDescriptor;
  if (descriptor.cardinality === "singular") return randomValue(random, field, 2);
  return Array.from({ length: random.below(4) }, () => randomValue(random, field, 2));
}

/** What text may be changed with. */
const PIECES = [
  ..."{}[]<>:;,.-+#\"'\\/%\n\t 019afxeE_é",
  "\0",
  "\ud800",
  "🙂",
  "inf",
  "nan",
  "true",
  "0x",
  "\\x",
  "\\u",
  "\\377",
  "[a.b]",
  "[a/b.c]",
  "key",
  "value",
];

function mutate(random: Random, text: string): string {
  for (let edits = random.below(4); edits >= 0; edits--) {
    const at = random.below(text.length + 1);
    const removed = random.below(4);
    const added = random.once(2) ? "" : random.pick(PIECES);
    text = text.slice(0, at) + added + text.slice(at + removed);
  }
  return text;
}

Deno.test(`fromText() rejects or accepts changed text, and what it accepts is sound (seed ${SEED})`, () => {
  const random = new Random(SEED);
  let accepted = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [type, twin] = random.pick(PAIRS);
    const message = randomMessage(random, type.descriptor, 2);
    const text = mutate(random, toText(type, message, { indent: random.below(2) }));
    const ignoreUnknownFields = random.once(2);
    const options = { registry: generated, ignoreUnknownFields };
    try {
      const read = fromText(type, text, options);
      accepted++;
      const written = toText(type, read, { registry: generated });
      const again = fromText(type, written, options);
      assertEquals(toText(type, again, { registry: generated }), written, text);
      assertEquals(fromText(twin, text, { ...options, registry: dynamic }), read, text);
    } catch (error) {
      if (!(error instanceof TextError)) throw error;
      assert(error.line > 0 && error.column > 0, error.message);
    }
  }
  assert(accepted > ROUNDS / 20, `${accepted}`);
});
