import type { Reader } from "./reader.ts";

/** Arrays of more elements are no fast ones when made at once: they grow. */
const MAX_PRESIZED = 1 << 24;

/** Up to this many bytes, varints are counted. */
const COUNTED = 128;
/** What a list element that is a bigint costs: its slot and the bigint. */
const BIGINT_COST = 32;

/*
 * Each of these functions makes its array itself, and fills it in a loop of its own: V8 remembers
 * for each place in the code what an array holds. Ready-made ones take a third of the time of
 * arrays that grow, and doubles are boxed in arrays from a place that has seen bigints.
 */

/**
 * Reads a packed run of `uint32` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedUint32 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([3, 1, 0xac, 2]));
 * assertEquals(readPackedUint32(reader, []), [1, 300]);
 * ```
 */
export function readPackedUint32(reader: Reader, list: number[]): number[] {
  const outer = reader.enter();
  const values = new Array<number>(guessCount(reader));
  let count = 0;
  const { bytes, end } = reader;
  // One and two bytes on the spot: the reader's fields are only touched for longer ones.
  for (let pos = reader.pos; pos < end; count++) {
    const byte = bytes[pos]!;
    const next = bytes[pos + 1]!;
    if (byte < 0x80) {
      values[count] = byte;
      reader.pos = pos += 1;
    } else if (next < 0x80) {
      values[count] = byte & 0x7f | next << 7;
      reader.pos = pos += 2;
    } else {
      values[count] = reader.uint32();
      pos = reader.pos;
    }
  }
  reader.leave(outer);
  if (values.length > count) values.length = count;
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of `int32` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedInt32 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([3, 1, 0xac, 2]));
 * assertEquals(readPackedInt32(reader, []), [1, 300]);
 * ```
 */
export function readPackedInt32(reader: Reader, list: number[]): number[] {
  const outer = reader.enter();
  const values = new Array<number>(guessCount(reader));
  let count = 0;
  const { bytes, end } = reader;
  // One and two bytes on the spot: the reader's fields are only touched for longer ones.
  for (let pos = reader.pos; pos < end; count++) {
    const byte = bytes[pos]!;
    const next = bytes[pos + 1]!;
    if (byte < 0x80) {
      values[count] = byte;
      reader.pos = pos += 1;
    } else if (next < 0x80) {
      values[count] = byte & 0x7f | next << 7;
      reader.pos = pos += 2;
    } else {
      values[count] = reader.int32();
      pos = reader.pos;
    }
  }
  reader.leave(outer);
  if (values.length > count) values.length = count;
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of `sint32` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedSint32 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([2, 1, 4]));
 * assertEquals(readPackedSint32(reader, []), [-1, 2]);
 * ```
 */
export function readPackedSint32(reader: Reader, list: number[]): number[] {
  const outer = reader.enter();
  const values = new Array<number>(guessCount(reader));
  let count = 0;
  for (; reader.more(); count++) values[count] = reader.sint32();
  reader.leave(outer);
  if (values.length > count) values.length = count;
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of `bool` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedBool } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([2, 1, 0]));
 * assertEquals(readPackedBool(reader, []), [true, false]);
 * ```
 */
export function readPackedBool(reader: Reader, list: boolean[]): boolean[] {
  const outer = reader.enter();
  const values = new Array<boolean>(guessCount(reader));
  let count = 0;
  for (; reader.more(); count++) values[count] = reader.bool();
  reader.leave(outer);
  if (values.length > count) values.length = count;
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of `int64` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedInt64 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([3, 1, 0xac, 2]));
 * assertEquals(readPackedInt64(reader, []), [1n, 300n]);
 * ```
 */
export function readPackedInt64(reader: Reader, list: bigint[]): bigint[] {
  const outer = reader.enter();
  const values = new Array<bigint>(guessCount(reader));
  let count = 0;
  for (; reader.more(); count++) {
    reader.charge(BIGINT_COST);
    values[count] = reader.int64();
  }
  reader.leave(outer);
  if (values.length > count) values.length = count;
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of `uint64` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedUint64 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([3, 1, 0xac, 2]));
 * assertEquals(readPackedUint64(reader, []), [1n, 300n]);
 * ```
 */
export function readPackedUint64(reader: Reader, list: bigint[]): bigint[] {
  const outer = reader.enter();
  const values = new Array<bigint>(guessCount(reader));
  let count = 0;
  for (; reader.more(); count++) {
    reader.charge(BIGINT_COST);
    values[count] = reader.uint64();
  }
  reader.leave(outer);
  if (values.length > count) values.length = count;
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of `sint64` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedSint64 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([2, 1, 4]));
 * assertEquals(readPackedSint64(reader, []), [-1n, 2n]);
 * ```
 */
export function readPackedSint64(reader: Reader, list: bigint[]): bigint[] {
  const outer = reader.enter();
  const values = new Array<bigint>(guessCount(reader));
  let count = 0;
  for (; reader.more(); count++) {
    reader.charge(BIGINT_COST);
    values[count] = reader.sint64();
  }
  reader.leave(outer);
  if (values.length > count) values.length = count;
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of `double` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedDouble } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([8, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f]));
 * assertEquals(readPackedDouble(reader, []), [1.5]);
 * ```
 */
export function readPackedDouble(reader: Reader, list: number[]): number[] {
  const outer = reader.enter();
  const count = reader.end - reader.pos >>> 3;
  const values = new Array<number>(Math.min(count, MAX_PRESIZED));
  const view = reader.view;
  for (let i = 0, pos = reader.pos; i < count; i++, pos += 8) {
    values[i] = view.getFloat64(pos, true);
  }
  reader.pos += 8 * count;
  reader.leave(outer);
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of `float` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedFloat } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([4, 0, 0, 0xc0, 0x3f]));
 * assertEquals(readPackedFloat(reader, []), [1.5]);
 * ```
 */
export function readPackedFloat(reader: Reader, list: number[]): number[] {
  const outer = reader.enter();
  const count = reader.end - reader.pos >>> 2;
  const values = new Array<number>(Math.min(count, MAX_PRESIZED));
  const view = reader.view;
  for (let i = 0, pos = reader.pos; i < count; i++, pos += 4) {
    values[i] = view.getFloat32(pos, true);
  }
  reader.pos += 4 * count;
  reader.leave(outer);
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of `fixed32` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedFixed32 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([4, 1, 0, 0, 0]));
 * assertEquals(readPackedFixed32(reader, []), [1]);
 * ```
 */
export function readPackedFixed32(reader: Reader, list: number[]): number[] {
  const outer = reader.enter();
  const count = reader.end - reader.pos >>> 2;
  const values = new Array<number>(Math.min(count, MAX_PRESIZED));
  const view = reader.view;
  for (let i = 0, pos = reader.pos; i < count; i++, pos += 4) values[i] = view.getUint32(pos, true);
  reader.pos += 4 * count;
  reader.leave(outer);
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of `sfixed32` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedSfixed32 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([4, 0xff, 0xff, 0xff, 0xff]));
 * assertEquals(readPackedSfixed32(reader, []), [-1]);
 * ```
 */
export function readPackedSfixed32(reader: Reader, list: number[]): number[] {
  const outer = reader.enter();
  const count = reader.end - reader.pos >>> 2;
  const values = new Array<number>(Math.min(count, MAX_PRESIZED));
  const view = reader.view;
  for (let i = 0, pos = reader.pos; i < count; i++, pos += 4) values[i] = view.getInt32(pos, true);
  reader.pos += 4 * count;
  reader.leave(outer);
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of `fixed64` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedFixed64 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([8, 1, 0, 0, 0, 0, 0, 0, 0]));
 * assertEquals(readPackedFixed64(reader, []), [1n]);
 * ```
 */
export function readPackedFixed64(reader: Reader, list: bigint[]): bigint[] {
  const outer = reader.enter();
  const count = reader.end - reader.pos >>> 3;
  reader.charge(count * BIGINT_COST);
  const values = new Array<bigint>(Math.min(count, MAX_PRESIZED));
  const view = reader.view;
  for (let i = 0, pos = reader.pos; i < count; i++, pos += 8) {
    values[i] = view.getBigUint64(pos, true);
  }
  reader.pos += 8 * count;
  reader.leave(outer);
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of `sfixed64` values.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedSfixed64 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([8, 1, 0, 0, 0, 0, 0, 0, 0]));
 * assertEquals(readPackedSfixed64(reader, []), [1n]);
 * ```
 */
export function readPackedSfixed64(reader: Reader, list: bigint[]): bigint[] {
  const outer = reader.enter();
  const count = reader.end - reader.pos >>> 3;
  reader.charge(count * BIGINT_COST);
  const values = new Array<bigint>(Math.min(count, MAX_PRESIZED));
  const view = reader.view;
  for (let i = 0, pos = reader.pos; i < count; i++, pos += 8) {
    values[i] = view.getBigInt64(pos, true);
  }
  reader.pos += 8 * count;
  reader.leave(outer);
  return list.length === 0 ? values : append(reader, list, values);
}

/**
 * Reads a packed run of values of an open enum.
 *
 * @param reader At the run's length.
 * @param list What the field holds already; may be added to.
 * @returns All values.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedEnum } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const reader = new Reader(new Uint8Array([2, 1, 2]));
 * assertEquals(readPackedEnum(reader, []), [1, 2]);
 * ```
 */
export function readPackedEnum<T extends number>(reader: Reader, list: T[]): T[] {
  return readPackedInt32(reader, list) as T[];
}

/**
 * About how many varints there are. In a short run they are counted; in a long one that takes as
 * long as reading half of them, and the first is a good guess at the others' length.
 */
function guessCount({ bytes, pos, end }: Reader): number {
  let count = 0;
  if (end - pos <= COUNTED) {
    for (let i = pos; i < end; i++) count += 1 - (bytes[i]! >> 7);
    return count;
  }
  let first = pos;
  while (first < end && bytes[first]! > 0x7f) first++;
  return Math.min(Math.ceil((end - pos) / (first + 1 - pos)), MAX_PRESIZED);
}

function append<T>(reader: Reader, list: T[], values: readonly T[]): T[] {
  reader.growList(list);
  for (const value of values) list.push(value);
  return list;
}
