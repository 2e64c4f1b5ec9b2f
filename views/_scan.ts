import { UnknownFields } from "../wire/mod.ts";
import { readVarint32, skipValue, skipVarint } from "./_bytes.ts";
import { INDEX_SHIFT } from "./_ops.ts";
import { Mode, type Plan, type PlannedField } from "./_plan.ts";
import { Slot, type Slots } from "./_slots.ts";
import type { Source } from "./_source.ts";

/**
 * Finds the fields of a message.
 *
 * @param slots The first slots of its view.
 * @returns All slots of its view.
 */
export function findFields(slots: Slots): Slots {
  const plan = slots[Slot.Plan] as Plan;
  const { bytes } = slots[Slot.Source] as Source;
  const end = slots[Slot.End] as number;
  let pos = slots[Slot.Start] as number;
  const found = plan.template.slice();
  for (let i = 0; i < slots.length; i++) found[i] = slots[i];
  const { ops, fields } = plan;
  while (pos < end) {
    const start = pos;
    let tag = bytes[pos++]!;
    let entry: number;
    if (tag < 0x80) {
      entry = ops[tag]!;
    } else {
      tag = readVarint32(bytes, start) >>> 0;
      pos = skipVarint(bytes, start);
      entry = plan.op(tag);
    }
    const value = pos;
    pos = skipValue(bytes, pos, tag);
    const field = fields[entry >>> INDEX_SHIFT];
    if (field === undefined) {
      found[Slot.Unknown] ??= start;
      continue;
    }
    const { slot, mode } = field;
    if (mode === Mode.Many) {
      if (found[slot] === undefined) found[slot] = start;
      found[slot + 1] = found[slot + 1] as number + 1;
      if (field.mayHideUnknown) found[Slot.Unknown] ??= start;
    } else if (field.known !== undefined && !field.known.has(readVarint32(bytes, value))) {
      found[Slot.Unknown] ??= start;
    } else {
      found[slot] = mode === Mode.Singular ? value : start;
    }
  }
  return found;
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
    if (field !== undefined && !field.mayHideUnknown) continue;
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
