import type { Reader } from "./reader.ts";
import type { UnknownFields } from "./unknown.ts";
import type { Writer } from "./writer.ts";

/**
 * Reads a packed run: one length, then values until its end.
 *
 * @param reader At the run's length.
 * @param list Values are added to it.
 * @param read Reads one value.
 * @throws {WireError} If the last value reaches past the end of the run.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPacked } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const list: number[] = [];
 * readPacked(new Reader(new Uint8Array([2, 1, 3])), list, (r) => r.sint32());
 * assertEquals(list, [-1, -2]);
 * ```
 */
export function readPacked<T>(reader: Reader, list: T[], read: (reader: Reader) => T): void {
  const outer = reader.enter();
  if (reader.more()) reader.growList(list);
  while (reader.more()) list.push(read(reader));
  reader.leave(outer);
}

/**
 * Reads a packed run of 64-bit integers, charging the memory that bigints take.
 *
 * @param reader At the run's length.
 * @param list Values are added to it.
 * @param read Reads one value.
 *
 * @example Read a packed field
 * ```ts
 * import { Reader, readPackedBigint } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const list: bigint[] = [];
 * readPackedBigint(new Reader(new Uint8Array([2, 1, 3])), list, (r) => r.sint64());
 * assertEquals(list, [-1n, -2n]);
 * ```
 */
export function readPackedBigint<T>(reader: Reader, list: T[], read: (reader: Reader) => T): void {
  const outer = reader.enter();
  if (reader.more()) reader.growList(list);
  while (reader.more()) {
    reader.chargeBigint();
    list.push(read(reader));
  }
  reader.leave(outer);
}

/**
 * Reads a packed run of a closed enum: values it does not know become unknown fields, a record each.
 *
 * @param reader At the run's length.
 * @param list Known values are added to it.
 * @param known The numbers that the enum defines.
 * @param fieldNumber The field number.
 * @param unknown What was gathered so far, or `undefined`.
 * @returns What is gathered now.
 *
 * @example A value that the enum lacks
 * ```ts
 * import { Reader, readPackedClosedEnum } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const list: number[] = [];
 * const reader = new Reader(new Uint8Array([2, 1, 9]));
 * const unknown = readPackedClosedEnum(reader, list, new Set([0, 1]), 3, undefined);
 * assertEquals(list, [1]);
 * assertEquals(unknown?.concat(), new Uint8Array([3 << 3, 9]));
 * ```
 */
export function readPackedClosedEnum<T extends number>(
  reader: Reader,
  list: T[],
  known: ReadonlySet<number>,
  fieldNumber: number,
  unknown: UnknownFields | undefined,
): UnknownFields | undefined {
  const outer = reader.enter();
  if (reader.more()) reader.growList(list);
  while (reader.more()) {
    const start = reader.pos;
    const value = reader.int32();
    if (known.has(value)) list.push(value as T);
    else unknown = reader.keepPacked(fieldNumber, start, unknown);
  }
  reader.leave(outer);
  return unknown;
}

/**
 * Writes a packed run.
 *
 * @param writer The writer.
 * @param list The values.
 * @param write Writes one value.
 * @returns The writer, for the tag.
 *
 * @example Write a packed field
 * ```ts
 * import { writePacked, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writePacked(writer, [1, 300], (w, value) => w.uint32(value)).tag(10);
 * assertEquals(writer.finish(), new Uint8Array([10, 3, 1, 0xac, 2]));
 * ```
 */
export function writePacked<T>(
  writer: Writer,
  list: readonly T[],
  write: (writer: Writer, value: T) => void,
): Writer {
  const end = writer.length;
  for (let i = list.length - 1; i >= 0; i--) write(writer, list[i]!);
  return writer.lengthSince(end);
}
