import { UnknownFields, WireType } from "../wire/mod.ts";
import { readVarint32, skipValue, skipVarint } from "./_bytes.ts";
import { INDEX_SHIFT } from "./_ops.ts";
import { Mark, MARK_BITS, type Plan, type PlannedField } from "./_plan.ts";
import { PLAN, Slot, SLOTS, type Slots, type ViewObject } from "./_slots.ts";
import type { Source } from "./_source.ts";

/** Finds the fields of a view's message. */
export function findFields(view: ViewObject): void {
  const { [PLAN]: plan, [SLOTS]: found } = view;
  const { bytes } = found[Slot.Source] as Source;
  const end = found[Slot.End] as number;
  const { marks } = plan;
  found[Slot.Unknown] = undefined;
  let pos = found[Slot.Start] as number;
  while (pos < end) {
    const tagAt = pos;
    let tag = bytes[pos++]!;
    let mark: number;
    if (tag < 0x80) {
      mark = marks[tag]!;
    } else {
      tag = readVarint32(bytes, tagAt) >>> 0;
      pos = skipVarint(bytes, tagAt);
      mark = plan.mark(tag);
    }
    noteField(found, plan, bytes, mark, tag, tagAt, pos);
    const wireType = tag & 7;
    if (wireType === WireType.LengthDelimited) {
      const length = bytes[pos++]!;
      pos = length < 0x80 ? pos + length : skipValue(bytes, pos - 1, tag);
    } else if (wireType === WireType.Varint) {
      while (bytes[pos++]! >= 0x80);
    } else {
      pos = skipValue(bytes, pos, tag);
    }
  }
}

/**
 * Notes where a field is.
 *
 * @param found The slots of the view.
 * @param plan Its plan.
 * @param bytes The bytes.
 * @param mark What the plan's `marks` has for the tag.
 * @param tag The tag.
 * @param tagAt Where the tag begins.
 * @param pos Where the value begins.
 */
export function noteField(
  found: Slots,
  plan: Plan,
  bytes: Uint8Array,
  mark: number,
  tag: number,
  tagAt: number,
  pos: number,
): void {
  const slot = mark >>> MARK_BITS;
  switch (mark & (1 << MARK_BITS) - 1) {
    case Mark.Singular:
      found[slot] = pos;
      return;
    case Mark.Oneof:
      found[slot] = tagAt;
      return;
    case Mark.Many:
      if (found[slot] === undefined) found[slot] = tagAt;
      found[slot + 1] = found[slot + 1] as number + 1;
      return;
    case Mark.ManyClosed:
      if (found[slot] === undefined) found[slot] = tagAt;
      found[slot + 1] = found[slot + 1] as number + 1;
      break;
    case Mark.SingularClosed:
    case Mark.OneofClosed: {
      const { known } = plan.fields[plan.op(tag) >>> INDEX_SHIFT]!;
      if (!known!.has(readVarint32(bytes, pos))) break;
      found[slot] = (mark & 1) !== 0 ? pos : tagAt;
      return;
    }
  }
  found[Slot.Unknown] ??= tagAt;
}

/** The key and the value of the map's entry that {@linkcode readEntry} read last, or -1. */
export const entry = { key: -1, value: -1 };

/** Finds the key and the value of a map's entry; the last ones, if they come more than once. */
export function readEntry(kid: Plan, bytes: Uint8Array, pos: number, end: number): void {
  const [, key, value] = kid.fields;
  entry.key = entry.value = -1;
  while (pos < end) {
    const tag = readVarint32(bytes, pos) >>> 0;
    pos = skipVarint(bytes, pos);
    if (tag === key!.tag) entry.key = pos;
    else if (tag === value!.tag) entry.value = pos;
    pos = skipValue(bytes, pos, tag);
  }
}

/** The number in an entry of a map of a closed enum; `undefined` if the enum lacks it. */
export function lastEntryValue(
  map: PlannedField,
  bytes: Uint8Array,
  pos: number,
  end: number,
): number | undefined {
  readEntry(map.kid, bytes, pos, end);
  const { known, descriptor } = map.kid.fields[2]!;
  const number = entry.value < 0
    ? descriptor.enum!.values[0]!.number
    : readVarint32(bytes, entry.value);
  return known!.has(number) ? number : undefined;
}

/**
 * Gathers the unknown fields of a message.
 *
 * @param plan The plan of its type.
 * @param bytes The bytes.
 * @param pos Where the first field begins that may be unknown.
 * @param end Where the message ends.
 * @returns The fields, newly allocated; `undefined` if there are none.
 */
export function unknownFields(
  plan: Plan,
  bytes: Uint8Array,
  pos: number,
  end: number,
): Uint8Array | undefined {
  const unknown = new UnknownFields(bytes);
  let any = false;
  while (pos < end) {
    const start = pos;
    const tag = readVarint32(bytes, pos) >>> 0;
    const value = skipVarint(bytes, pos);
    pos = skipValue(bytes, value, tag);
    const field = plan.fields[plan.op(tag) >>> INDEX_SHIFT];
    if (field !== undefined && field.mark < Mark.ManyClosed) continue;
    if (field === undefined || isUnknown(field, tag, bytes, value, pos)) {
      unknown.addRange(start, pos);
      any = true;
    } else if (tag === field.packedTag) {
      for (const record of unknownElements(field, bytes, skipVarint(bytes, value), pos)) {
        unknown.addRecord(record);
        any = true;
      }
    }
  }
  return any ? unknown.concat() : undefined;
}

/** Whether a record that is no packed run holds what a closed enum does not know. */
function isUnknown(
  field: PlannedField,
  tag: number,
  bytes: Uint8Array,
  value: number,
  end: number,
): boolean {
  if (tag === field.packedTag) return false;
  if (field.known !== undefined) return !field.known.has(readVarint32(bytes, value));
  return lastEntryValue(field, bytes, skipVarint(bytes, value), end) === undefined;
}

/** A record for each number in a packed run that a closed enum does not know. */
function* unknownElements(
  { known, tag }: PlannedField,
  bytes: Uint8Array,
  pos: number,
  end: number,
): Iterable<Uint8Array> {
  while (pos < end) {
    const next = skipVarint(bytes, pos);
    if (!known!.has(readVarint32(bytes, pos))) {
      const record: number[] = [];
      let rest = tag;
      for (; rest > 0x7f; rest >>>= 7) record.push(rest & 0x7f | 0x80);
      yield Uint8Array.of(...record, rest, ...bytes.subarray(pos, next));
    }
    pos = next;
  }
}
