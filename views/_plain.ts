import type { MessageDescriptor } from "../reflect/mod.ts";

/** How many fields a plain message has at most, with those of the messages in it, */
const MAX_FIELDS = 16;
/** and how deep these nest. Types may recur. */
const MAX_LEVELS = 3;

/**
 * Whether messages of a type hold but a few numbers: a vector, a timestamp. There is nothing in
 * them to be put off, and to decode one takes less time and memory than to look for its fields.
 *
 * @param descriptor The type.
 */
export function isPlain(descriptor: MessageDescriptor): boolean {
  return countFields(descriptor, MAX_LEVELS) <= MAX_FIELDS;
}

/** How many fields there are; more than `MAX_FIELDS` if one of them is not plain. */
function countFields({ fields }: MessageDescriptor, levels: number): number {
  let count = fields.length;
  for (const field of fields) {
    if (count > MAX_FIELDS) break;
    if (field.cardinality !== "singular" || field.oneof) return Infinity;
    if (field.type === "string" || field.type === "bytes") return Infinity;
    if (field.message) count += levels > 0 ? countFields(field.message, levels - 1) : Infinity;
  }
  return count;
}
