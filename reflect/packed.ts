import * as wire from "../wire/mod.ts";
import type { ExtensionDescriptor, FieldDescriptor, ScalarType } from "./descriptors.ts";

/** How a list of a scalar is read and written when it is packed. */
export interface PackedCodec {
  /** Reads a packed run from its length on, behind what is in the list; returns all of it. */
  readonly read: (reader: wire.Reader, list: unknown[]) => unknown[];
  /** Writes a packed run, without its tag. */
  readonly write: (writer: wire.Writer, list: readonly unknown[]) => wire.Writer;
}

const PACKED: { readonly [T in ScalarType | "enum"]?: unknown } = {
  double: { read: wire.readPackedDouble, write: wire.writePackedDouble },
  float: { read: wire.readPackedFloat, write: wire.writePackedFloat },
  int32: { read: wire.readPackedInt32, write: wire.writePackedInt32 },
  uint32: { read: wire.readPackedUint32, write: wire.writePackedUint32 },
  sint32: { read: wire.readPackedSint32, write: wire.writePackedSint32 },
  int64: { read: wire.readPackedInt64, write: wire.writePackedInt64 },
  uint64: { read: wire.readPackedUint64, write: wire.writePackedUint64 },
  sint64: { read: wire.readPackedSint64, write: wire.writePackedSint64 },
  fixed32: { read: wire.readPackedFixed32, write: wire.writePackedFixed32 },
  sfixed32: { read: wire.readPackedSfixed32, write: wire.writePackedSfixed32 },
  fixed64: { read: wire.readPackedFixed64, write: wire.writePackedFixed64 },
  sfixed64: { read: wire.readPackedSfixed64, write: wire.writePackedSfixed64 },
  bool: { read: wire.readPackedBool, write: wire.writePackedBool },
  enum: { read: wire.readPackedEnum, write: wire.writePackedEnum },
};

/**
 * The fast functions for a packed field; `undefined` where the elements need a look of their own:
 * closed enums, and 64-bit integers that are no bigints.
 *
 * @param field A field; it need not be packed.
 * @returns The functions.
 *
 * @example Read a packed run
 * ```ts
 * import { packedCodec } from "@seria/seria/reflect";
 * import { Reader } from "@seria/seria/wire";
 * import { FileDescriptorProto } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * const field = FileDescriptorProto.descriptor.fieldByName("public_dependency")!;
 * const reader = new Reader(new Uint8Array([2, 5, 7]));
 * assertEquals(packedCodec(field)!.read(reader, []), [5, 7]);
 * ```
 */
export function packedCodec(
  { type, enum: enumeration, jsType }: FieldDescriptor | ExtensionDescriptor,
): PackedCodec | undefined {
  if (type === "message" || enumeration?.open === false) return undefined;
  if (type.endsWith("64") && jsType !== "bigint") return undefined;
  return PACKED[type] as PackedCodec | undefined;
}
