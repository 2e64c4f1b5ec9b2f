import {
  decode,
  encode,
  type Message,
  type MessageType,
  type Registry,
} from "@seria/seria/reflect";
import { WireError } from "@seria/seria/wire";
import { assertEquals } from "@std/assert";
import type { Random } from "../../../reflect/testdata/random_message.ts";
import type { Case, Target } from "../case.ts";
import { mutateText } from "../inputs/mutate_text.ts";
import { soundMessage } from "../inputs/sound_message.ts";
import type { TextBomb } from "../inputs/text_bombs.ts";
import { type Limits, maxRetained, randomLimits } from "../limits.ts";
import { assertAgree, assertSame, type Outcome, outcome } from "../outcome.ts";
import { type Family, hasRequired, pickTwins, type Twins } from "../types.ts";

/** How a text is read. */
export interface ReadOptions extends Limits {
  ignoreUnknownFields?: boolean;
  registry?: Registry;
}

/** A format that is text. */
export interface TextualFormat {
  readonly error: new (...args: never[]) => Error;
  /** What texts are made of. */
  readonly pieces: readonly string[];
  readonly bombs: Readonly<Record<string, TextBomb>>;
  read(type: MessageType, text: string, options: ReadOptions): Message;
  write(type: MessageType, message: Message, registry: Registry, indent: number): string;
  /** More that has to hold for a message that was read. */
  check?(twins: Twins, message: Message): void;
}

/** A format that is text. */
export function textualTarget(format: TextualFormat, families: readonly Family[]): Target {
  return {
    next(random) {
      const twins = pickTwins(random, families);
      return random.once(30) ? bomb(random, format, twins) : mutated(random, format, twins);
    },
  };
}

function mutated(random: Random, format: TextualFormat, twins: Twins): Case {
  const { generated, family } = twins;
  const options: ReadOptions = randomLimits(random);
  if (random.once(2)) options.ignoreUnknownFields = true;
  const message = soundMessage(random, generated.descriptor, family);
  const text = outcome(
    () => format.write(generated, message, family.generated, random.below(2)),
    format.error,
  );
  const names = generated.descriptor.fields.flatMap((f) => [f.name, f.jsonName]);
  const input = mutateText(random, text.error === undefined ? text.value : "{}", [
    ...format.pieces,
    ...names,
  ]);
  return {
    about: `${generated.typeName}, ${JSON.stringify(options)}`,
    input,
    run: () => check(format, twins, input, options),
  };
}

function bomb(random: Random, format: TextualFormat, twins: Twins): Case {
  const { generated, dynamic, family } = twins;
  const kind = random.pick(Object.keys(format.bombs));
  const input = format.bombs[kind]!(random, generated.descriptor, random.pick([1000, 1 << 17]));
  const ignoreUnknownFields = random.once(2);
  const maxElementBytes = random.pick([1 << 16, 1 << 20, 1 << 22]);
  const options: ReadOptions = { maxElementBytes, ignoreUnknownFields };
  const [type, registry] = random.once(2)
    ? [generated, family.generated]
    : [dynamic, family.dynamic];
  return {
    about: `${kind}, ${generated.typeName}, ${JSON.stringify(options)}`,
    input,
    run: () => check(format, twins, input, options),
    memory: {
      read: () => outcome(() => format.read(type, input, { ...options, registry }), format.error),
      maxBytes: maxRetained(maxElementBytes, input.length),
    },
  };
}

function check(
  format: TextualFormat,
  twins: Twins,
  input: string,
  options: ReadOptions,
): boolean {
  const { generated, dynamic, family } = twins;
  const read = (type: MessageType, registry: Registry): Outcome<Message> =>
    outcome(() => format.read(type, input, { ...options, registry }), format.error);
  const result = read(generated, family.generated);
  assertAgree(generated, read(dynamic, family.dynamic), result);
  if (result.error !== undefined) return false;
  const message = result.value;

  const write = (type: MessageType, registry: Registry): Outcome<string> =>
    outcome(() => format.write(type, message, registry, 0), format.error);
  const text = write(generated, family.generated);
  assertEquals(write(dynamic, family.dynamic), text, "dynamic and generated text differ");
  if (text.error === undefined) {
    const again = format.read(generated, text.value, {
      recursionLimit: 1000,
      registry: family.generated,
    });
    const rewritten = format.write(generated, again, family.generated, 0);
    assertEquals(rewritten, text.value, "text changes when read and written");
  }
  const bytes = outcome(() => encode(generated, message), WireError);
  if (bytes.error === undefined) {
    assertEquals(encode(dynamic, message), bytes.value);
    if (!hasRequired(generated.descriptor)) {
      assertSame(generated, decode(generated, bytes.value), message);
    }
  }
  format.check?.(twins, message);
  return true;
}
