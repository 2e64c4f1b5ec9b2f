import type { FieldDescriptor } from "../reflect/mod.ts";
import {
  readBool,
  readDouble,
  readFixed32,
  readFloat,
  readInt64,
  readSfixed64,
  readSint64,
  readUfixed64,
  readUint64,
  readVarint32,
  skipBytes,
  skipVarint,
} from "./_bytes.ts";
import type { Source } from "./_source.ts";

/** Reads a value that begins at `pos`, after its tag. */
export type ValueReader = (source: Source, pos: number) => unknown;

function readBytes({ bytes }: Source, pos: number): Uint8Array {
  return bytes.subarray(skipVarint(bytes, pos), skipBytes(bytes, pos));
}

/** How the types are read that are neither messages nor 64-bit integers. */
const READERS: { readonly [type: string]: ValueReader } = {
  double: ({ bytes }, pos) => readDouble(bytes, pos),
  float: ({ bytes }, pos) => readFloat(bytes, pos),
  int32: ({ bytes }, pos) => readVarint32(bytes, pos),
  enum: ({ bytes }, pos) => readVarint32(bytes, pos),
  uint32: ({ bytes }, pos) => readVarint32(bytes, pos) >>> 0,
  sint32: ({ bytes }, pos) => zigzag(readVarint32(bytes, pos)),
  fixed32: ({ bytes }, pos) => readFixed32(bytes, pos) >>> 0,
  sfixed32: ({ bytes }, pos) => readFixed32(bytes, pos),
  bool: ({ bytes }, pos) => readBool(bytes, pos),
  string: (source, pos) => source.string(pos),
  bytes: readBytes,
};

/** How 64-bit integers are read. */
const LONG_READERS: { readonly [type: string]: (bytes: Uint8Array, pos: number) => bigint } = {
  int64: readInt64,
  uint64: readUint64,
  sint64: readSint64,
  fixed64: readUfixed64,
  sfixed64: readSfixed64,
};

/** Undoes the zigzag of a `sint32`. */
function zigzag(value: number): number {
  return value >>> 1 ^ -(value & 1);
}

/** How the values of a field are read that is not of a message type. */
export function scalarReader(field: FieldDescriptor): ValueReader {
  if (field.type === "string" && !field.verifyUtf8) {
    return (source, pos) => source.losslessString(pos);
  }
  const long = LONG_READERS[field.type];
  if (long === undefined) return READERS[field.type]!;
  if (field.jsType === "string") return ({ bytes }, pos) => String(long(bytes, pos));
  if (field.jsType === "number") return ({ bytes }, pos) => Number(long(bytes, pos));
  return ({ bytes }, pos) => long(bytes, pos);
}

/** The value of a map's key or value that is not there, unless it is a message. */
export function zeroValue(field: FieldDescriptor): unknown {
  switch (field.type) {
    case "enum":
      return field.enum!.open ? 0 : field.enum!.values[0]!.number;
    case "string":
      return "";
    case "bool":
      return false;
    case "bytes":
      return new Uint8Array(0);
    default:
      if (!isLong(field)) return 0;
      return field.jsType === "string" ? "0" : field.jsType === "number" ? 0 : 0n;
  }
}

/** Whether a field is a 64-bit integer. */
export function isLong(field: FieldDescriptor): boolean {
  return field.type in LONG_READERS;
}
