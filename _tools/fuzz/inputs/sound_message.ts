import { encode, getField, type Message, type MessageDescriptor } from "@seria/seria/reflect";
import { WireError } from "@seria/seria/wire";
import type { Any, Duration, FieldMask, Timestamp, Value } from "@seria/seria/wkt";
import { type Random, randomMessage } from "../../../reflect/testdata/random_message.ts";
import { outcome } from "../outcome.ts";
import type { Family } from "../types.ts";

/** The well-known types that not every value of makes sense for, and what makes sense of them. */
const SOUND: Readonly<
  Record<string, (message: never, random: Random, family: Family, depth: number) => void>
> = {
  "google.protobuf.Timestamp"(message: Timestamp, random: Random): void {
    message.seconds = BigInt(random.pick([0, -1, random.bits(), -62135596800, 253402300799]));
    message.nanos = random.pick([0, 1, 1000, 500_000_000, 999_999_999]);
  },
  "google.protobuf.Duration"(message: Duration, random: Random): void {
    const sign = random.pick([1, -1]);
    message.seconds = BigInt(sign * random.pick([0, 1, random.bits(), 315_576_000_000]));
    message.nanos = message.seconds === 315_576_000_000n * BigInt(sign)
      ? 0
      : sign * random.pick([0, 1, 1000, 500_000_000, 999_999_999]);
  },
  "google.protobuf.FieldMask"(message: FieldMask, random: Random): void {
    message.paths = Array.from(
      { length: random.below(4) },
      () => random.pick(["a", "a.b", "foo_bar.baz", "x1"]),
    );
  },
  "google.protobuf.Value"(message: Value, random: Random): void {
    const { kind } = message;
    if (kind.case === undefined || kind.case === "numberValue" && !Number.isFinite(kind.value)) {
      message.kind = { case: "numberValue", value: random.pick([0, -1.5, 1e300]) };
    }
  },
  "google.protobuf.Any"(message: Any, random: Random, family: Family, depth: number): void {
    const { generated } = random.pick(family.all);
    message.typeUrl = `type.googleapis.com/${generated.typeName}`;
    const held = soundMessage(random, generated.descriptor, family, depth);
    message.value = outcome(() => encode(generated, held), WireError).value ?? new Uint8Array();
  },
};

/**
 * A random message, with well-known types in it that have a form in JSON for the most part.
 *
 * @param depth How deep messages nest, those in `Any`s included.
 */
export function soundMessage(
  random: Random,
  descriptor: MessageDescriptor,
  family: Family,
  depth = 3,
): Message {
  const message = randomMessage(random, descriptor, Math.max(0, depth));
  if (!random.once(5)) mend(message, descriptor, random, family, depth);
  return message;
}

function mend(
  message: Message,
  descriptor: MessageDescriptor,
  random: Random,
  family: Family,
  depth: number,
): void {
  if (depth > 0 || descriptor.name !== "Any") {
    SOUND[descriptor.fullName]?.(message as never, random, family, depth - 1);
  }
  for (const field of descriptor.fields) {
    const nested = field.mapValue?.message ?? field.message;
    const value = getField(message, field);
    if (nested === undefined || value === undefined) continue;
    const messages = field.cardinality === "singular"
      ? [value as Message]
      : (value as Message[] | Map<unknown, Message>).values();
    for (const each of messages) mend(each, nested, random, family, depth - 1);
  }
}
