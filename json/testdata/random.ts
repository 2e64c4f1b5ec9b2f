import {
  type FieldDescriptor,
  type MessageDescriptor,
  type MessageType,
  setField,
} from "../../reflect/mod.ts";
import type { Fields } from "./subject.ts";

/** A pseudo-random number generator: the same numbers for the same seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 32 random bits, unsigned. */
  bits(): number {
    this.#state = Math.imul(this.#state ^ this.#state >>> 15, 0x2c1b_3c6d) + 0x9e37_79b9 | 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ mixed >>> 12, 0x297a_2d39);
    return (mixed ^ mixed >>> 15) >>> 0;
  }

  /** An integer from 0 to `count - 1`. */
  below(count: number): number {
    return this.bits() % count;
  }

  /** One of a list. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

const STRINGS = [
  "",
  "a",
  '"\\/\b\f\n\r\t\0',
  "é谷😁\u2028",
  "__proto__",
  "x".repeat(40),
  "-1",
  "NaN",
];
const NUMBERS = [0, -0, 1, -1.5, 0.1, 1e21, -1e-7, 5e-324, 1.7e308, NaN, Infinity, -Infinity];

const WELL_KNOWN = "google.protobuf";

/** Fills a message with random values, nested ones up to a depth. */
export function randomMessage(type: MessageType, random: Random, depth = 3): Fields {
  const message = type.create() as Fields;
  for (const field of type.descriptor.fields) {
    const nested = messageOf(field);
    // Not every well-known message has a form in JSON.
    if (nested !== undefined && (depth === 0 || nested.file.package === WELL_KNOWN)) continue;
    if (random.below(3) === 0) continue;
    setField(message, field, randomField(field, random, depth));
  }
  return message;
}

function messageOf(field: FieldDescriptor): MessageDescriptor | undefined {
  return field.cardinality === "map" ? field.mapValue!.message : field.message;
}

function randomField(field: FieldDescriptor, random: Random, depth: number): unknown {
  if (field.cardinality === "singular") return randomValue(field, random, depth);
  const items = Array.from({ length: random.below(4) });
  if (field.cardinality === "repeated") return items.map(() => randomValue(field, random, depth));
  return new Map(items.map(() => [
    randomValue(field.mapKey!, random, depth),
    randomValue(field.mapValue!, random, depth),
  ]));
}

function randomValue(field: FieldDescriptor, random: Random, depth: number): unknown {
  const wide = () => BigInt(random.bits()) << BigInt(random.below(33));
  switch (field.type) {
    case "message":
      return randomMessage(field.message!.type, random, depth - 1);
    case "enum":
      return random.pick(field.enum!.values).number;
    case "string":
      return random.pick(STRINGS);
    case "bytes":
      return Uint8Array.from({ length: random.below(5) }, () => random.bits());
    case "bool":
      return random.below(2) === 1;
    case "double":
      return random.pick(NUMBERS);
    case "float":
      return Math.fround(random.pick([...NUMBERS, random.bits() / 7, 1 / random.bits()]));
    case "int32":
    case "sint32":
    case "sfixed32":
      return random.bits() | 0;
    case "uint32":
    case "fixed32":
      return random.bits();
    default:
      return held(
        field,
        field.type.includes("u") || field.type === "fixed64"
          ? BigInt.asUintN(64, wide())
          : BigInt.asIntN(64, -wide()),
      );
  }
}

function held(field: FieldDescriptor, value: bigint): bigint | string | number {
  if (field.jsType === "bigint") return value;
  return field.jsType === "string" ? String(value) : Number(BigInt.asUintN(53, value));
}
