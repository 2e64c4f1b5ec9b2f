import type { MessageDescriptor } from "../reflect/mod.ts";
import { makeTag, WireType } from "../wire/mod.ts";
import { Op, opOf } from "./_ops.ts";

/** The longest layout, in bytes: lengths in it take one byte, and so do most tags. */
const MAX_LENGTH = 0x7f;
/** How deep messages nest in a layout. Types may recur. */
const MAX_LEVELS = 3;

/**
 * What the encoding of a message is like if all fields of it are set, and all have a fixed size,
 * down to the messages in it: a vector, a triangle. Its tags and lengths are always in the same
 * places, so that a look at those tells that the whole is valid. That makes checking a mesh some
 * four times as fast.
 */
export interface Layout {
  /** How many bytes it takes. */
  readonly length: number;
  /** The places of its tags and lengths, */
  readonly places: Uint8Array;
  /** and what is there. */
  readonly marks: Uint8Array;
  /** What the messages in it cost in memory. */
  readonly cost: number;
  /** How deep messages nest in it. */
  readonly depth: number;
}

/**
 * The layout of a type.
 *
 * @param descriptor The type.
 * @param levels How deep messages may nest in it.
 * @returns The layout; `undefined` if the type has none.
 */
export function layoutOf(
  { fields }: MessageDescriptor,
  levels: number = MAX_LEVELS,
): Layout | undefined {
  const places: number[] = [];
  const marks: number[] = [];
  let length = 0;
  let cost = 0;
  let depth = 0;
  const mark = (byte: number) => {
    places.push(length++);
    marks.push(byte);
  };
  const markTag = (tag: number) => {
    for (; tag > 0x7f; tag >>>= 7) mark(tag & 0x7f | 0x80);
    mark(tag);
  };
  for (const field of fields.toSorted((a, b) => a.number - b.number)) {
    const op = opOf(field);
    if (field.cardinality !== "singular" || field.oneof || length > MAX_LENGTH) return undefined;
    if (op === Op.Fixed32) {
      markTag(makeTag(field.number, WireType.Fixed32));
      length += 4;
    } else if (op === Op.Fixed64) {
      markTag(makeTag(field.number, WireType.Fixed64));
      length += 8;
    } else if (op === Op.Message && levels > 0) {
      const inner = layoutOf(field.message!, levels - 1);
      if (inner === undefined) return undefined;
      markTag(makeTag(field.number, WireType.LengthDelimited));
      mark(inner.length);
      for (const place of inner.places) places.push(length + place);
      marks.push(...inner.marks);
      length += inner.length;
      cost += field.message!.type.cost + inner.cost;
      depth = Math.max(depth, 1 + inner.depth);
    } else {
      return undefined;
    }
  }
  if (length === 0 || length > MAX_LENGTH) return undefined;
  return {
    length,
    places: Uint8Array.from(places),
    marks: Uint8Array.from(marks),
    cost,
    depth,
  };
}

/** Whether a message has the layout of its type. */
export function hasLayout({ places, marks }: Layout, bytes: Uint8Array, pos: number): boolean {
  for (let i = 0; i < places.length; i++) {
    if (bytes[pos + places[i]!] !== marks[i]) return false;
  }
  return true;
}
