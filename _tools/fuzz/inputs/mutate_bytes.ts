import type { Random } from "../../../reflect/testdata/random_message.ts";
import { tag, varint } from "./wire.ts";

const MAX_BYTES = 1 << 16;

type Edit = (random: Random, bytes: Uint8Array, from: number, to: number) => Uint8Array;

/** What a range of bytes may be replaced with. */
const EDITS: readonly Edit[] = [
  // Random bytes, as many.
  (random, bytes, from, to) => Uint8Array.from(bytes.subarray(from, to), () => random.bits()),
  // One bit flipped.
  (random, bytes, from, to) => {
    const copy = bytes.slice(from, to);
    if (copy.length > 0) copy[random.below(copy.length)]! ^= 1 << random.below(8);
    return copy;
  },
  // Nothing.
  () => new Uint8Array(),
  // Twice the same.
  (_, bytes, from, to) => concat(bytes.subarray(from, to), bytes.subarray(from, to)),
  // Something from elsewhere.
  (random, bytes) => {
    const start = random.below(bytes.length + 1);
    return bytes.slice(start, start + random.below(16));
  },
  // A tag.
  (random) => Uint8Array.from(tag(random.pick([0, 1, 2, 15, 16, 536870911]), random.below(8))),
  // A varint: of extreme value, or of too many bytes.
  (random) =>
    Uint8Array.from(
      varint(
        random.pick([0n, 1n, 127n, 128n, 1n << 31n, 1n << 32n, 1n << 63n, (1n << 64n) - 1n]),
        random.pick([1, 1, 2, 5, 10, 11]),
      ),
    ),
  // Bytes that are not UTF-8, or an odd kind of it.
  (random) =>
    Uint8Array.from(
      random.pick([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2]]),
    ),
];

/** Changes a few ranges of bytes, and cuts some off now and then. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  let result = bytes;
  for (let edits = random.below(4); edits >= 0; edits--) {
    const from = random.below(result.length + 1);
    const to = Math.min(result.length, from + random.below(random.once(4) ? 64 : 4));
    const piece = random.pick(EDITS)(random, result, from, to);
    result = concat(result.subarray(0, from), piece, result.subarray(to));
  }
  if (random.once(6)) result = result.subarray(0, random.below(result.length + 1));
  return result.slice(0, MAX_BYTES);
}

function concat(...parts: Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
