/**
 * The six wire types, as the low three bits of a tag.
 *
 * See https://protobuf.dev/programming-guides/encoding/#structure
 *
 * @example The wire type of a tag
 * ```ts
 * import { WireType } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(0x0a & 7, WireType.LengthDelimited);
 * ```
 */
export const WireType = {
  /** int32, int64, uint32, uint64, sint32, sint64, bool, enum. */
  Varint: 0,
  /** fixed64, sfixed64, double. */
  Fixed64: 1,
  /** string, bytes, messages, packed repeated fields, map entries. */
  LengthDelimited: 2,
  /** The start of a group, or of a message with DELIMITED encoding. */
  StartGroup: 3,
  /** The end of a group. */
  EndGroup: 4,
  /** fixed32, sfixed32, float. */
  Fixed32: 5,
} as const;

/** One of the values of {@linkcode WireType}. */
export type WireType = typeof WireType[keyof typeof WireType];

/**
 * The largest field number, 2^29 - 1.
 *
 * @example The value
 * ```ts
 * import { MAX_FIELD_NUMBER } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(MAX_FIELD_NUMBER, 2 ** 29 - 1);
 * ```
 */
export const MAX_FIELD_NUMBER = 0x1fff_ffff;

/**
 * The tag of a field: its number and its wire type in one unsigned 32-bit integer.
 *
 * @param fieldNumber The field number, 1 to 2^29 - 1.
 * @param wireType The wire type.
 * @returns The tag, from 8 to 2^32 - 1.
 * @throws {RangeError} If the field number is out of range.
 *
 * @example Make a tag
 * ```ts
 * import { makeTag, WireType } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(makeTag(1, WireType.LengthDelimited), 10);
 * ```
 */
export function makeTag(fieldNumber: number, wireType: WireType): number {
  if (!(Number.isInteger(fieldNumber) && fieldNumber >= 1 && fieldNumber <= MAX_FIELD_NUMBER)) {
    throw new RangeError(
      `Cannot make a tag: field number ${fieldNumber} is not from 1 to ${MAX_FIELD_NUMBER}`,
    );
  }
  return (fieldNumber << 3 | wireType) >>> 0;
}
