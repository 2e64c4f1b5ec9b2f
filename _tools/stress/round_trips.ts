/**
 * The second half of `googleapis.ts`: loads the generated modules, and sends random messages of
 * every type through all formats, for generated and dynamic types.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { assertEquals } from "../../_std/assert/mod.ts";
import { fromJsonString, JsonError, toJsonString } from "../../json/mod.ts";
import {
  createRegistry,
  decode,
  encode,
  equals,
  FileDescriptorSet,
  type GeneratedFile,
  type Message,
  type MessageType,
  type Registry,
} from "../../reflect/mod.ts";
import { Random, randomMessage } from "../../reflect/testdata/random_message.ts";
import { fromText, toText } from "../../text/mod.ts";
import { DESCRIPTORS, timed } from "./timed.ts";

const SEED = Number(Deno.env.get("SEED") ?? Date.now() % 1_000_000);
const MESSAGES_PER_TYPE = 3;

/** Imports all generated modules below a folder. */
async function load(folder: string): Promise<Registry> {
  const files: GeneratedFile[] = [];
  async function walk(path: string): Promise<void> {
    for await (const { name, isDirectory } of Deno.readDir(path)) {
      const child = join(path, name);
      if (isDirectory) await walk(child);
      if (!name.endsWith("_pb.ts")) continue;
      const module: Record<string, unknown> = await import(pathToFileURL(child).href);
      for (const [name, value] of Object.entries(module)) {
        if (name.startsWith("file_")) files.push(value as GeneratedFile);
      }
    }
  }
  await walk(folder);
  return createRegistry(...files);
}

function roundTrip(
  random: Random,
  generated: MessageType,
  dynamic: MessageType,
  registry: Registry,
): void {
  const message = randomMessage(random, generated.descriptor);
  const same = (actual: Message) => {
    if (!equals(generated, actual, message)) assertEquals(actual, message, generated.typeName);
  };
  const bytes = encode(generated, message);
  same(decode(generated, bytes));
  same(decode(dynamic, bytes));
  assertEquals(encode(dynamic, message), bytes, generated.typeName);
  same(fromText(generated, toText(generated, message, { registry }), { registry }));
  const json = jsonOf(generated, message, registry);
  if (json === undefined) return;
  assertEquals(toJsonString(dynamic, message, { registry }), json);
  fromJsonString(generated, json, { registry });
}

/** A message as JSON; some random messages, with an `Any` of nothing for one, have none. */
function jsonOf(type: MessageType, message: Message, registry: Registry): string | undefined {
  try {
    return toJsonString(type, message, { registry });
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

if (import.meta.main) {
  const folder = Deno.args[0]!;
  // In this order: with many descriptors in memory, importing takes several times as long.
  const generated = await timed("load modules", () => load(folder));
  const dynamic = await timed("build dynamic types", async () => {
    const bytes = await Deno.readFile(join(folder, DESCRIPTORS));
    return createRegistry(decode(FileDescriptorSet, bytes, { maxElementBytes: Infinity }));
  });
  let types = 0;
  await timed(`round trips (SEED=${SEED})`, () => {
    const random = new Random(SEED);
    for (const file of generated.files) {
      for (const { fullName, type } of file.messages) {
        types++;
        for (let i = 0; i < MESSAGES_PER_TYPE; i++) {
          roundTrip(random, type, dynamic.message(fullName)!, generated);
        }
      }
    }
  });
  console.log(`${types} top-level message types, ${MESSAGES_PER_TYPE} messages of each`);
}
