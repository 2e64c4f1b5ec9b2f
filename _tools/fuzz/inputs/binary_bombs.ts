import type { FieldDescriptor, MessageDescriptor } from "@seria/seria/reflect";
import type { Random } from "../../../reflect/testdata/random_message.ts";
import { framed, repeated, tag, varint, wireTypeOf } from "./wire.ts";

/** Makes input for a message that is small for what it asks for. */
type Bomb = (random: Random, descriptor: MessageDescriptor, bytes: number) => Uint8Array;

const UNKNOWN = 19_000;

/** Kinds of {@linkcode Bomb}, by name. */
export const BINARY_BOMBS: Readonly<Record<string, Bomb>> = {
  "messages nested deep": nested,

  "groups nested deep"(random, descriptor, bytes) {
    const number = random.once(2) ? UNKNOWN : random.pick(numbers(descriptor));
    const depth = random.pick([99, 100, 101, 5000, bytes >> 1]);
    const open = repeated(tag(number, 3), depth * tag(number, 3).length);
    return random.once(2) ? open : Uint8Array.from([
      ...open,
      ...repeated(tag(number, 4), depth * tag(number, 4).length),
    ]);
  },

  "empty elements"(random, descriptor, bytes) {
    const field = pick(random, descriptor, (f) => f.cardinality === "repeated");
    if (field === undefined) return unknowns(random, descriptor, bytes);
    return repeated([...tag(field.number, wireTypeOf(field)), ...emptyValue(field)], bytes);
  },

  "packed elements"(random, descriptor, bytes) {
    const field = pick(
      random,
      descriptor,
      (f) => f.cardinality === "repeated" && !["string", "bytes", "message"].includes(f.type),
    );
    if (field === undefined) return unknowns(random, descriptor, bytes);
    const length = random.pick([bytes, bytes - 1, bytes + 1]);
    const content = repeated([random.pick([0, 1, 0x7f])], bytes);
    return Uint8Array.from([...tag(field.number, 2), ...varint(length), ...content]);
  },

  "map entries"(random, descriptor, bytes) {
    const field = pick(random, descriptor, (f) => f.cardinality === "map");
    if (field === undefined) return unknowns(random, descriptor, bytes);
    if (random.once(3)) return repeated([...tag(field.number, 2), 0], bytes);
    const entries: number[] = [];
    for (let i = 0; entries.length < bytes; i++) entries.push(...framed(field, mapKey(field, i)));
    return Uint8Array.from(entries);
  },

  "one message, again and again"(random, descriptor, bytes) {
    const field = pick(random, descriptor, (f) => f.message !== undefined);
    if (field === undefined) return unknowns(random, descriptor, bytes);
    const inner = random.pick(numbers(field.message!));
    return repeated(framed(field, [...tag(inner, 0), 1]), bytes);
  },

  "members of a oneof by turns"(random, descriptor, bytes) {
    const fields = descriptor.oneofs.flatMap((oneof) => oneof.fields);
    if (fields.length === 0) return unknowns(random, descriptor, bytes);
    const [a, b] = [random.pick(fields), random.pick(fields)];
    const piece = [a, b].flatMap((f) => [...tag(f.number, wireTypeOf(f)), ...emptyValue(f)]);
    return repeated(piece, bytes);
  },

  "unknown fields": unknowns,

  "declared lengths"(random, descriptor) {
    const field = pick(random, descriptor, (f) => wireTypeOf(f) === 2) ?? descriptor.fields[0];
    const length = random.pick([2n ** 31n - 1n, 2n ** 31n, 2n ** 32n, 2n ** 32n + 2n, 2n ** 63n]);
    return Uint8Array.from([...tag(field?.number ?? 1, 2), ...varint(length), 8, 1, 10, 1, 65]);
  },
};

function nested(random: Random, descriptor: MessageDescriptor): Uint8Array {
  const path: FieldDescriptor[] = [];
  const depth = random.pick([10, 99, 100, 101, 102, 400, 2000]);
  for (let at = descriptor; path.length < depth;) {
    const field = pick(random, at, (f) => endless(f.mapValue?.message ?? f.message)) ??
      pick(random, at, (f) => (f.mapValue ?? f).message !== undefined);
    if (field === undefined) break;
    path.push(field);
    at = (field.mapValue?.message ?? field.message)!;
  }
  let bytes: number[] = [];
  for (const field of path.reverse()) {
    const { mapValue } = field;
    bytes = framed(field, mapValue === undefined ? bytes : framed(mapValue, bytes));
  }
  return Uint8Array.from(bytes);
}

/** Whether a message can hold messages for ever, as far as a look or two ahead can tell. */
function endless(message: MessageDescriptor | undefined, ahead = 2): boolean {
  return message !== undefined &&
    (ahead === 0 ||
      message.fields.some((field) => endless(field.mapValue?.message ?? field.message, ahead - 1)));
}

function unknowns(random: Random, _: MessageDescriptor, bytes: number): Uint8Array {
  return repeated(
    random.pick([
      [...tag(15, 0), 0],
      [...tag(UNKNOWN, 0), 1],
      [...tag(UNKNOWN, 2), 0],
      [...tag(15, 3), ...tag(15, 4)],
    ]),
    bytes,
  );
}

function pick(
  random: Random,
  descriptor: MessageDescriptor,
  wanted: (field: FieldDescriptor) => boolean,
): FieldDescriptor | undefined {
  const fields = descriptor.fields.filter(wanted);
  return fields.length === 0 ? undefined : random.pick(fields);
}

function numbers(descriptor: MessageDescriptor): number[] {
  return [1, ...descriptor.fields.map((field) => field.number)];
}

function emptyValue(field: FieldDescriptor): number[] {
  switch (wireTypeOf(field)) {
    case 1:
      return [0, 0, 0, 0, 0, 0, 0, 0];
    case 3:
      return tag(field.number, 4);
    case 5:
      return [0, 0, 0, 0];
    default:
      return [0];
  }
}

/** The key of an entry, different for each number. */
function mapKey({ mapKey }: FieldDescriptor, number: number): number[] {
  switch (wireTypeOf(mapKey!)) {
    case 0:
      return [...tag(1, 0), ...varint(number)];
    case 1:
      return [...tag(1, 1), ...bytesOf(number, 8)];
    case 5:
      return [...tag(1, 5), ...bytesOf(number, 4)];
    default: {
      const text = [...number.toString(36)].map((char) => char.charCodeAt(0));
      return [...tag(1, 2), text.length, ...text];
    }
  }
}

function bytesOf(number: number, length: number): number[] {
  return Array.from({ length }, (_, i) => i < 4 ? number >>> 8 * i & 0xff : 0);
}
