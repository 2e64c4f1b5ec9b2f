import { WireType } from "../wire/mod.ts";
import { readVarint32 } from "./_bytes.ts";
import { hasLayout } from "./_layout.ts";
import { lastEntryValue, noteField } from "./_scan.ts";
import type { Place } from "./_slots.ts";
import { BIT_SHIFT, ELEMENT, INDEX_SHIFT, NO_BIT, Op, OP_MASK } from "./_ops.ts";
import { BYTES_COST, type Plan, type PlannedField } from "./_plan.ts";
import { Source } from "./_source.ts";
import { Utf8Checker } from "./_utf8.ts";

// What decoding charges: see `wire/reader.ts`. Here it may be more, never less.
const BIGINT_COST = 32;
const GROWING_COST = 128;
/** An unknown field that does not follow another. */
const UNKNOWN_COST = 2 * BYTES_COST;
/** The tags of texts as the key and as the value of an entry. */
const KEY_TAG = 0x0a;
const VALUE_TAG = 0x12;
/** The largest integer that V8 keeps without a heap object of its own, everywhere. */
const MAX_FUEL = 0x3fff_ffff;

const utf8 = /* @__PURE__ */ new Utf8Checker();
/** What decoding may still cost. */
let fuel = 0;
/** How many bytes of unknown fields there may still be. */
let unknownFuel = 0;

/**
 * Whether bytes are a message of a type, every message in it comes in one piece, and decoding it
 * would keep to the limits: a quick test that errs on the side of no.
 *
 * Nothing is made, and no error is thrown: what is wrong, if anything is, is for `decode()` to say.
 *
 * @param plan The plan of the type.
 * @param bytes The bytes.
 * @param recursionLimit How deep messages may nest.
 * @param maxElementBytes What decoding may cost.
 * @param maxUnknownBytes How many bytes of unknown fields there may be.
 * @param found The place of the message: its fields are noted there.
 */
export function isPlainlyValid(
  plan: Plan,
  bytes: Uint8Array,
  recursionLimit: number,
  maxElementBytes: number,
  maxUnknownBytes: number,
  found: Place,
): boolean {
  // The outermost message is not charged, but for the bytes that it has by default.
  fuel = (maxElementBytes < MAX_FUEL ? maxElementBytes : MAX_FUEL) - plan.bytesCost;
  unknownFuel = maxUnknownBytes;
  utf8.begin(bytes);
  const end = check(plan, bytes, 0, bytes.length, recursionLimit, -1, found);
  utf8.end();
  return end === bytes.length && fuel >= 0 && unknownFuel >= 0;
}

/** Whether all strings were ASCII of the message that was checked last. */
export function wasAscii(): boolean {
  return utf8.isAscii;
}

/**
 * Checks a message.
 *
 * @param plan The plan of its type.
 * @param bytes The bytes.
 * @param pos Where it begins.
 * @param end Where it ends, or where the message ends that it is in, if it is a group.
 * @param depth How deep it may nest.
 * @param endTag What ends it, if it is a group, or -1.
 * @param found Its place, to note its fields in, or `undefined`.
 * @returns Where it ended, or -1 if something is wrong.
 */
function check(
  plan: Plan,
  bytes: Uint8Array,
  pos: number,
  end: number,
  depth: number,
  endTag: number,
  found: Place | undefined,
): number {
  const { ops } = plan;
  let seen = 0; // A bit for each message that was there,
  let seenTag = 0; // and the last tag of those that have no bit.
  let there = 0; // The same for lists and bytes: one bit may stand for several.
  let lastTag = -1;
  let unknownEnd = -1;
  while (pos < end) {
    const start = pos;
    let tag = bytes[pos++]!;
    if (tag >= 0x80) {
      const next = bytes[pos++]!;
      tag = tag & 0x7f | next << 7;
      if (next >= 0x80) {
        pos = skipTag(bytes, start);
        if (pos < 0) return -1;
        tag = readVarint32(bytes, start) >>> 0;
      }
    }
    const entry = tag < ops.length ? ops[tag]! : plan.op(tag);
    if (found !== undefined) {
      noteField(found, plan, bytes, plan.marks[entry >>> INDEX_SHIFT]!, tag, start, pos);
    }
    if ((entry & ELEMENT) !== 0 && tag !== lastTag) {
      fuel -= GROWING_COST;
      there |= 1 << (entry >>> INDEX_SHIFT);
    }
    lastTag = tag;
    const op = entry & OP_MASK;
    if (op < Op.String) {
      if (op === Op.Varint) {
        if (bytes[pos++]! < 0x80) continue;
        pos = checkVarint(bytes, pos - 1);
        if (pos < 0) return -1;
        continue;
      }
      if (op === Op.Fixed32) {
        pos += 4;
        continue;
      }
      if (op === Op.Fixed64) {
        pos += 8;
        continue;
      }
      if (tag === endTag) return pos;
      pos = checkUnknown(bytes, pos, end, tag, depth);
      if (pos < 0) return -1;
      if (plan.entry) continue;
      if (start !== unknownEnd) fuel -= UNKNOWN_COST;
      unknownEnd = pos;
      unknownFuel -= pos - start;
      continue;
    }
    if (op >= Op.Group) {
      if (op === Op.Group) {
        const bit = entry >> BIT_SHIFT & NO_BIT;
        if (bit === NO_BIT ? tag <= seenTag : (seen >> bit & 1) !== 0) return -1;
        if (bit === NO_BIT) seenTag = tag;
        else seen |= 1 << bit;
      }
      pos = checkRare(plan.fields[entry >>> INDEX_SHIFT]!, op, bytes, pos, end, depth);
      if (pos < 0 || fuel < 0) return -1;
      continue;
    }
    let stop = bytes[pos++]!;
    if (stop >= 0x80) {
      const next = bytes[pos++]!;
      stop = stop & 0x7f | next << 7;
      if (next >= 0x80) {
        const lengthAt = pos - 2;
        pos = checkVarint(bytes, lengthAt);
        if (pos < 0) return -1;
        stop = readLength(bytes, lengthAt, pos);
      }
    }
    stop += pos;
    if (!(stop <= end)) return -1;
    if (op === Op.String) {
      if (stop > utf8.asciiEnd && !utf8.isUtf8(pos, stop)) return -1;
    } else if (op <= Op.Message) {
      if (op === Op.Message) {
        const bit = entry >> BIT_SHIFT & NO_BIT;
        if (bit === NO_BIT ? tag <= seenTag : (seen >> bit & 1) !== 0) return -1;
        if (bit === NO_BIT) seenTag = tag;
        else seen |= 1 << bit;
      }
      const { kid } = plan.fields[entry >>> INDEX_SHIFT]!;
      if (depth < 1 || (fuel -= kid.cost) < 0) return -1;
      if (stop - pos === kid.layoutLength) {
        const layout = kid.layout!;
        if (depth - 1 >= layout.depth && hasLayout(layout, bytes, pos)) {
          fuel -= layout.cost;
          pos = stop;
          continue;
        }
      }
      if (check(kid, bytes, pos, stop, depth - 1, -1, undefined) !== stop) return -1;
    } else if (op === Op.MapEntry) {
      const { kid } = plan.fields[entry >>> INDEX_SHIFT]!;
      if ((fuel -= kid.cost) < 0) return -1;
      if (
        !(kid.isText && isTextEntry(bytes, pos, stop)) &&
        check(kid, bytes, pos, stop, depth, -1, undefined) !== stop
      ) return -1;
    } else if (op === Op.Bytes) {
      fuel -= BYTES_COST;
    } else if (op === Op.DefaultBytes) {
      const bit = 1 << (entry >>> INDEX_SHIFT);
      if ((there & bit) !== 0) fuel -= BYTES_COST;
      there |= bit;
    } else if (op >= Op.PackedVarint) {
      // What is not the first of its list is added to what is there.
      const bit = 1 << (entry >>> INDEX_SHIFT);
      if ((there & bit) !== 0 || op >= Op.PackedLong) fuel -= GROWING_COST;
      there |= bit;
      if (!isPackedRun(op, bytes, pos, stop)) return -1;
    }
    pos = stop;
  }
  return endTag < 0 && pos === end ? pos : -1;
}

/** Whether a packed run is sound, and bigints in it are affordable. */
function isPackedRun(op: number, bytes: Uint8Array, pos: number, stop: number): boolean {
  switch (op) {
    case Op.PackedFixed32:
      return (stop - pos & 3) === 0;
    case Op.PackedFixed64:
      return (stop - pos & 7) === 0;
    case Op.PackedFixedLong:
      return (stop - pos & 7) === 0 && burnBigints(stop - pos >> 3);
    case Op.PackedLong:
      // One for each byte, if that is affordable: counting them takes longer.
      return arePackedVarints(bytes, pos, stop) &&
        (burnBigints(stop - pos) || burnBigints(countVarints(bytes, pos, stop)));
    default:
      return arePackedVarints(bytes, pos, stop);
  }
}

/**
 * Whether the entry of a map from text to text is as it mostly is: a short key, then a short value.
 * To see that takes half the time of `check()`.
 */
function isTextEntry(bytes: Uint8Array, pos: number, end: number): boolean {
  const keyLength = bytes[pos + 1]!;
  const valueAt = pos + 2 + keyLength;
  const valueLength = bytes[valueAt + 1]!;
  return bytes[pos] === KEY_TAG && keyLength < 0x80 &&
    bytes[valueAt] === VALUE_TAG && valueLength < 0x80 && valueAt + 2 + valueLength === end &&
    (valueAt <= utf8.asciiEnd || utf8.isUtf8(pos + 2, valueAt)) &&
    (end <= utf8.asciiEnd || utf8.isUtf8(valueAt + 2, end));
}

/** Checks what is rare enough not to be in the way of the rest. Returns where it ends, or -1. */
function checkRare(
  field: PlannedField,
  op: number,
  bytes: Uint8Array,
  pos: number,
  end: number,
  depth: number,
): number {
  if (op === Op.Group || op === Op.Groups) {
    if (depth < 1) return -1;
    fuel -= field.kid.cost;
    return check(field.kid, bytes, pos, end, depth - 1, field.tag + 1, undefined);
  }
  const packed = op === Op.PackedClosed || op === Op.PackedSafe;
  if (packed || op === Op.ClosedEntry) {
    const value = checkVarint(bytes, pos);
    const stop = value < 0 ? NaN : value + readLength(bytes, pos, value);
    if (!(stop <= end)) return -1;
    fuel -= packed ? GROWING_COST : field.kid.cost;
    if (packed) return checkEach(field, op, bytes, value, stop);
    if (check(field.kid, bytes, value, stop, depth, -1, undefined) !== stop) return -1;
    if (lastEntryValue(field, bytes, value, stop) === undefined) burnUnknown(stop - value + 16);
    return stop;
  }
  if (op === Op.Safe) return checkEach(field, op, bytes, pos, pos + 1);
  const next = checkVarint(bytes, pos);
  if (next > 0 && !field.known!.has(readVarint32(bytes, pos))) burnUnknown(next - pos + 5);
  return next;
}

/** Checks values one by one that begin before `stop`. Returns where the last ends, or -1. */
function checkEach(
  { descriptor, known, read }: PlannedField,
  op: number,
  bytes: Uint8Array,
  pos: number,
  stop: number,
): number {
  const size = /fixed64$/.test(descriptor.type) ? 8 : 0;
  const source = new Source(bytes, undefined, true);
  while (pos < stop) {
    const next = size > 0 ? pos + size : checkVarint(bytes, pos);
    if (next < 0 || next > bytes.length) return -1;
    if (known === undefined) {
      if (!Number.isSafeInteger(read(source, pos))) return -1;
    } else if (!known.has(readVarint32(bytes, pos))) {
      burnUnknown(next - pos + 5);
    }
    pos = next;
  }
  return op === Op.Safe || pos === stop ? pos : -1;
}

/** Checks a field that is not known, after its tag. Returns where it ends, or -1. */
function checkUnknown(
  bytes: Uint8Array,
  pos: number,
  end: number,
  tag: number,
  depth: number,
): number {
  if (tag >>> 3 === 0) return -1;
  switch (tag & 7) {
    case WireType.Varint:
      return checkVarint(bytes, pos);
    case WireType.Fixed64:
      return pos + 8;
    case WireType.Fixed32:
      return pos + 4;
    case WireType.LengthDelimited: {
      const start = checkVarint(bytes, pos);
      const stop = start < 0 ? NaN : start + readLength(bytes, pos, start);
      return stop <= end ? stop : -1;
    }
    case WireType.StartGroup:
      return depth < 1 ? -1 : checkUnknownGroup(bytes, pos, end, (tag | 7) - 3, depth - 1);
    default:
      return -1;
  }
}

function checkUnknownGroup(
  bytes: Uint8Array,
  pos: number,
  end: number,
  endTag: number,
  depth: number,
): number {
  while (pos >= 0 && pos < end) {
    const start = pos;
    pos = skipTag(bytes, pos);
    if (pos < 0) return -1;
    const tag = readVarint32(bytes, start) >>> 0;
    if (tag === endTag >>> 0) return pos;
    pos = checkUnknown(bytes, pos, end, tag, depth);
  }
  return -1;
}

/** Where the tag at `pos` ends; -1 if it takes more than five bytes or 32 bits. */
function skipTag(bytes: Uint8Array, pos: number): number {
  for (let i = 1; i < 5; i++) if (bytes[pos++]! < 0x80) return pos;
  return bytes[pos++]! < 0x10 ? pos : -1;
}

/** Where the varint at `pos` ends; -1 if it takes more than ten bytes or 64 bits, or is cut off. */
function checkVarint(bytes: Uint8Array, pos: number): number {
  for (let i = 1; i < 10; i++) if (bytes[pos++]! < 0x80) return pos;
  return bytes[pos++]! < 2 ? pos : -1;
}

/** The length in a varint that was checked: too large rather than cut off. */
function readLength(bytes: Uint8Array, pos: number, end: number): number {
  let length = 0;
  while (end > pos) length = length * 0x80 + (bytes[--end]! & 0x7f);
  return length;
}

/**
 * Whether a packed run consists of whole varints of at most ten bytes and 64 bits.
 *
 * It goes from the beginning of a varint to the beginning of one some nine bytes on, by a look at
 * one or two bytes: if the tenth byte from here is below 2, whatever ends with it takes at most
 * ten bytes and 64 bits; if the ninth ends a varint, that takes at most nine. So short varints
 * are passed over many at a time, and the ten bytes of each negative number in one go.
 */
function arePackedVarints(bytes: Uint8Array, start: number, end: number): boolean {
  let pos = start;
  for (const last = end - 9; pos < last;) {
    if (bytes[pos + 9]! < 2) {
      pos += 10;
    } else if (bytes[pos + 8]! < 0x80) {
      pos += 9;
    } else {
      const first = pos;
      pos += 8;
      while (bytes[pos - 1]! >= 0x80) if (--pos === first) return false;
    }
  }
  // At most nine bytes are left: they are sound if they end with the end of a varint.
  return pos === end || bytes[end - 1]! < 0x80;
}

function countVarints(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let pos = start; pos < end; pos++) count += bytes[pos]! >>> 7 ^ 1;
  return count;
}

/** Charges a list of bigints; false if there is not enough left, and nothing is charged. */
function burnBigints(count: number): boolean {
  const cost = count * BIGINT_COST;
  if (cost > fuel) return false;
  fuel -= cost;
  return true;
}

/** Charges an unknown field of so many bytes. */
function burnUnknown(length: number): void {
  fuel -= UNKNOWN_COST;
  unknownFuel -= length;
}
