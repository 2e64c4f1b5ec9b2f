import type { FieldDescriptor, Message, MessageDescriptor } from "../mod.ts";
import { setField } from "../mod.ts";

/** A generator of pseudo-random numbers: the same seed gives the same numbers. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 to 2^32 - 1 (mulberry32's mixing). */
  bits(): number {
    let x = this.#state = this.#state + 0x6d2b79f5 >>> 0;
    x = Math.imul(x ^ x >>> 15, x | 1);
    x ^= x + Math.imul(x ^ x >>> 7, x | 61);
    return (x ^ x >>> 14) >>> 0;
  }

  /** An integer from 0 up to and without `limit`. */
  below(limit: number): number {
    return this.bits() % limit;
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  /** One of some things. */
  pick<T>(things: readonly T[]): T {
    return things[this.below(things.length)]!;
  }
}

/**
 * Makes a message with a few fields set to random values: valid ones, with a liking for the
 * extremes. Fields nest up to `depth` deep.
 */
export function randomMessage(random: Random, descriptor: MessageDescriptor, depth = 3): Message {
  const message = descriptor.type.create();
  const { fields } = descriptor;
  if (fields.length === 0) return message;
  for (let i = random.below(8); i > 0; i--) {
    const field = random.pick(fields);
    if (field.message && depth === 0) continue;
    setField(message, field, randomField(random, field, depth));
  }
  return message;
}

function randomField(random: Random, field: FieldDescriptor, depth: number): unknown {
  const length = random.below(4);
  if (field.cardinality === "map") {
    return new Map(Array.from({ length }, () => [
      randomValue(random, field.mapKey!, depth),
      randomValue(random, field.mapValue!, depth - 1),
    ]));
  }
  if (field.cardinality === "repeated") {
    return Array.from({ length }, () => randomValue(random, field, depth));
  }
  return randomValue(random, field, depth);
}

const TEXTS = [
  "",
  "a",
  "héllo",
  "日本語",
  "🙂",
  "\u0000",
  "x".repeat(127),
  "x".repeat(128),
  "x".repeat(300),
  "é".repeat(64),
  "\ufeffbom",
  "__proto__",
];

/** A random value of a field's type. */
export function randomValue(random: Random, field: FieldDescriptor, depth: number): unknown {
  switch (field.type) {
    case "message":
      return randomMessage(random, field.message!, Math.max(0, depth - 1));
    case "enum":
      // In JSON, a NullValue has no number: it is null.
      if (field.enum!.fullName === "google.protobuf.NullValue") return 0;
      return field.enum!.open && random.once(4)
        ? random.bits() | 0
        : random.pick(field.enum!.values).number;
    case "string":
      return random.pick(TEXTS);
    case "bytes":
      return Uint8Array.from({ length: random.below(20) }, () => random.bits());
    case "bool":
      return random.once(2);
    case "double":
      return random.pick([0, -0, 1.5, -1e300, NaN, Infinity, -Infinity, 5e-324]);
    case "float":
      return random.pick([0, -0, 1.5, Math.fround(-1e30), NaN, Infinity, -Infinity]);
    case "int32":
    case "sint32":
    case "sfixed32":
      return random.pick([0, 1, -1, 127, 128, 0x7fffffff, -0x80000000, random.bits() | 0]);
    case "uint32":
    case "fixed32":
      return random.pick([0, 1, 127, 128, 0xffffffff, random.bits()]);
    default:
      return randomLong(random, field);
  }
}

function randomLong(random: Random, field: FieldDescriptor): unknown {
  const wide = BigInt(random.bits()) << 32n | BigInt(random.bits());
  const value = random.pick([0n, 1n, 127n, 1n << 31n, 1n << 63n, (1n << 64n) - 1n, wide]);
  const unsigned = field.type === "uint64" || field.type === "fixed64";
  const bits = field.jsType === "number" ? 53 : 64;
  const long = unsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value);
  if (field.jsType === "string") return String(long);
  return field.jsType === "number" ? Number(long) : long;
}

/** Changes a few random bytes, and cuts some off now and then. */
export function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  const mutated = bytes.slice();
  for (let i = random.below(4); i >= 0 && mutated.length > 0; i--) {
    mutated[random.below(mutated.length)] = random.bits();
  }
  return random.once(3) ? mutated.subarray(0, random.below(mutated.length + 1)) : mutated;
}
