import { UnknownFields, WireType } from "../wire/mod.ts";
import { readVarint32, skipValue, skipVarint } from "./_bytes.ts";
import { INDEX_SHIFT } from "./_ops.ts";
import { Mark, MARK_BITS, MARK_MASK, type Plan, type PlannedField } from "./_plan.ts";
import { PLACE, type Place, PLAN, type Slots, type ViewObject } from "./_slots.ts";

/**
 * Finds the fields of a view's message.
 *
 * @returns The slots, which are the view's now.
 */
export function findFields(view: ViewObject): Slots {
  const plan = view[PLAN];
  const place = view[PLACE];
  const { source, start, end } = place;
  const { bytes } = source;
  const { ops, marks } = plan;
  const slots: Slots = place.slots = new Array(plan.slots);
  let pos = start;
  while (pos < end) {
    const tagAt = pos;
    let tag = bytes[pos++]!;
    if (tag >= 0x80) {
      tag = readVarint32(bytes, tagAt) >>> 0;
      pos = skipVarint(bytes, tagAt);
    }
    const entry = tag < ops.length ? ops[tag]! : plan.op(tag);
    const mark = marks[entry >>> INDEX_SHIFT]!;
    if ((mark & MARK_MASK) === Mark.Singular) slots[mark >>> MARK_BITS] = pos - start;
    else noteField(place, plan, bytes, mark, tag, tagAt, pos);
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
  return slots;
}

/**
 * Notes where a field is.
 *
 * @param place The place of the view, which has slots.
 * @param plan Its plan.
 * @param bytes The bytes.
 * @param mark What the plan's `marks` has for the field.
 * @param tag The tag.
 * @param tagAt Where the tag begins.
 * @param pos Where the value begins.
 */
export function noteField(
  place: Place,
  plan: Plan,
  bytes: Uint8Array,
  mark: number,
  tag: number,
  tagAt: number,
  pos: number,
): void {
  const { start } = place;
  const slots = place.slots!;
  const slot = mark >>> MARK_BITS;
  switch (mark & MARK_MASK) {
    case Mark.Singular:
      slots[slot] = pos - start;
      return;
    case Mark.Oneof:
      slots[slot] = tagAt - start;
      return;
    case Mark.Many:
      if (slots[slot] === undefined) slots[slot] = tagAt - start;
      slots[slot + 1] = (slots[slot + 1] as number | undefined ?? 0) + 1;
      return;
    case Mark.ManyClosed:
      if (slots[slot] === undefined) slots[slot] = tagAt - start;
      slots[slot + 1] = (slots[slot + 1] as number | undefined ?? 0) + 1;
      break;
    case Mark.SingularClosed:
    case Mark.OneofClosed: {
      const { known } = plan.fields[plan.op(tag) >>> INDEX_SHIFT]!;
      if (!known!.has(readVarint32(bytes, pos))) break;
      slots[slot] = ((mark & 1) !== 0 ? pos : tagAt) - start;
      return;
    }
  }
  place.unknown ??= tagAt;
}

/** The key and the value of the map's entry that {@linkcode readEntry} read last, or -1. */
export const entry = { key: -1, value: -1 };

/** Finds the key and the value of a map's entry; the last ones, if they come more than once. */
export function readEntry(kid: Plan, bytes: Uint8Array, pos: number, end: number): void {
  const keyTag = kid.fields[1]!.tag;
  const valueTag = kid.fields[2]!.tag;
  // As it mostly is: the key, then the value. These tags take a byte each.
  if (bytes[pos] === keyTag) {
    const value = skipValue(bytes, pos + 1, keyTag);
    if (bytes[value] === valueTag && skipValue(bytes, value + 1, valueTag) === end) {
      entry.key = pos + 1;
      entry.value = value + 1;
      return;
    }
  }
  entry.key = -1;
  entry.value = -1;
  while (pos < end) {
    const tag = readVarint32(bytes, pos) >>> 0;
    pos = skipVarint(bytes, pos);
    if (tag === keyTag) entry.key = pos;
    else if (tag === valueTag) entry.value = pos;
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
