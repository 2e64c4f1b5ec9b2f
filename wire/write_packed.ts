import type { Writer } from "./writer.ts";

/*
 * Each of these functions has a loop of its own: V8 remembers for each place in the code what an
 * array holds and what is called, and makes fast code where that is always the same.
 */

/**
 * Writes a packed run of `int32` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedInt32, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedInt32(writer, [1, 300]);
 * assertEquals(writer.finish(), new Uint8Array([3, 1, 0xac, 2]));
 * ```
 */
export function writePackedInt32(writer: Writer, list: readonly number[]): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) {
    const value = list[i]!;
    const pos = writer.pos;
    // Up to two bytes on the spot; all else, and what is no int32, is for the writer.
    if (value < 0x4000 && value === (value | 0) && value >= 0 && pos > 1) {
      const bytes = writer.bytes;
      if (value < 0x80) {
        bytes[pos - 1] = value;
        writer.pos = pos - 1;
      } else {
        bytes[pos - 1] = value >>> 7;
        bytes[pos - 2] = value & 0x7f | 0x80;
        writer.pos = pos - 2;
      }
    } else {
      writer.int32(value);
    }
  }
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `uint32` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedUint32, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedUint32(writer, [1, 300]);
 * assertEquals(writer.finish(), new Uint8Array([3, 1, 0xac, 2]));
 * ```
 */
export function writePackedUint32(writer: Writer, list: readonly number[]): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) {
    const value = list[i]!;
    const pos = writer.pos;
    // Up to two bytes on the spot; all else, and what is no uint32, is for the writer.
    if (value < 0x4000 && value === value >>> 0 && pos > 1) {
      const bytes = writer.bytes;
      if (value < 0x80) {
        bytes[pos - 1] = value;
        writer.pos = pos - 1;
      } else {
        bytes[pos - 1] = value >>> 7;
        bytes[pos - 2] = value & 0x7f | 0x80;
        writer.pos = pos - 2;
      }
    } else {
      writer.uint32(value);
    }
  }
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `sint32` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedSint32, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedSint32(writer, [-1, 2]);
 * assertEquals(writer.finish(), new Uint8Array([2, 1, 4]));
 * ```
 */
export function writePackedSint32(writer: Writer, list: readonly number[]): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) writer.sint32(list[i]!);
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `enum` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedEnum, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedEnum(writer, [1, 2]);
 * assertEquals(writer.finish(), new Uint8Array([2, 1, 2]));
 * ```
 */
export function writePackedEnum(writer: Writer, list: readonly number[]): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) writer.enum(list[i]!);
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `bool` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedBool, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedBool(writer, [true, false]);
 * assertEquals(writer.finish(), new Uint8Array([2, 1, 0]));
 * ```
 */
export function writePackedBool(writer: Writer, list: readonly boolean[]): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) writer.bool(list[i]!);
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `int64` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedInt64, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedInt64(writer, [1n, 300n]);
 * assertEquals(writer.finish(), new Uint8Array([3, 1, 0xac, 2]));
 * ```
 */
export function writePackedInt64(writer: Writer, list: readonly bigint[]): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) writer.int64(list[i]!);
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `uint64` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedUint64, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedUint64(writer, [1n, 300n]);
 * assertEquals(writer.finish(), new Uint8Array([3, 1, 0xac, 2]));
 * ```
 */
export function writePackedUint64(writer: Writer, list: readonly bigint[]): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) writer.uint64(list[i]!);
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `sint64` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedSint64, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedSint64(writer, [-1n, 2n]);
 * assertEquals(writer.finish(), new Uint8Array([2, 1, 4]));
 * ```
 */
export function writePackedSint64(writer: Writer, list: readonly bigint[]): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) writer.sint64(list[i]!);
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `fixed32` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedFixed32, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedFixed32(writer, [1]);
 * assertEquals(writer.finish(), new Uint8Array([4, 1, 0, 0, 0]));
 * ```
 */
export function writePackedFixed32(writer: Writer, list: readonly number[]): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) writer.fixed32(list[i]!);
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `sfixed32` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedSfixed32, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedSfixed32(writer, [-1]);
 * assertEquals(writer.finish(), new Uint8Array([4, 0xff, 0xff, 0xff, 0xff]));
 * ```
 */
export function writePackedSfixed32(writer: Writer, list: readonly number[]): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) writer.sfixed32(list[i]!);
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `fixed64` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedFixed64, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedFixed64(writer, [1n]);
 * assertEquals(writer.finish(), new Uint8Array([8, 1, 0, 0, 0, 0, 0, 0, 0]));
 * ```
 */
export function writePackedFixed64(writer: Writer, list: readonly bigint[]): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) writer.fixed64(list[i]!);
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `sfixed64` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedSfixed64, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedSfixed64(writer, [1n]);
 * assertEquals(writer.finish(), new Uint8Array([8, 1, 0, 0, 0, 0, 0, 0, 0]));
 * ```
 */
export function writePackedSfixed64(writer: Writer, list: readonly bigint[]): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) writer.sfixed64(list[i]!);
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `float` values.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedFloat, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedFloat(writer, [1.5]);
 * assertEquals(writer.finish(), new Uint8Array([4, 0, 0, 0xc0, 0x3f]));
 * ```
 */
export function writePackedFloat(writer: Writer, list: readonly number[]): Writer {
  const end = writer.length;
  let pos = writer.reserve(4 * list.length);
  const view = writer.view;
  for (let i = 0; i < list.length; i++, pos += 4) {
    const value = list[i]!;
    if (typeof value !== "number") writer.float(value); // throws
    view.setFloat32(pos, value, true);
  }
  return writer.lengthSince(end);
}

/**
 * Writes a packed run of `double` values, any NaN as {@linkcode Writer.double} does.
 *
 * @param writer The writer.
 * @param list The values.
 * @returns The writer, for the tag.
 * @throws {TypeError} If a value is of the wrong kind.
 *
 * @example Write a packed field
 * ```ts
 * import { writePackedDouble, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePackedDouble(writer, [1.5]);
 * assertEquals(writer.finish(), new Uint8Array([8, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f]));
 * ```
 */
export function writePackedDouble(writer: Writer, list: readonly number[]): Writer {
  const end = writer.length;
  let pos = writer.reserve(8 * list.length);
  const view = writer.view;
  for (let i = 0; i < list.length; i++, pos += 8) {
    const value = list[i]!;
    if (typeof value !== "number") writer.double(value); // throws
    view.setFloat64(pos, Number.isNaN(value) ? NaN : value, true);
  }
  return writer.lengthSince(end);
}
