import {
  type Reader,
  readPacked,
  readPackedBigint,
  readPackedClosedEnum,
  type UnknownFields,
  WireType,
  writePacked,
  type Writer,
} from "../wire/mod.ts";
import type { EnumDescriptor, ExtensionDescriptor, FieldDescriptor } from "./descriptors.ts";
import type { OneofValue } from "./oneof.ts";
import { packedCodec } from "./packed.ts";
import { asNumber, asString, ENUM, LOSSLESS_STRING, type Scalar, SCALARS } from "./scalars.ts";

/** What holds a field's value: a message, or a holder of one extension's value. */
export type Fields = Record<string, unknown>;

/** Reads a field whose tag was just read. */
export type FieldReader = (
  message: Fields,
  reader: Reader,
  unknown: UnknownFields | undefined,
) => UnknownFields | undefined;

/** How a dynamic message reads and writes one of its fields. */
export interface FieldCodec {
  /** The tags that the field is read from, each with its reader. */
  readonly readers: ReadonlyMap<number, FieldReader>;
  /** Writes the field if it is set. */
  write(message: Fields, writer: Writer): void;
  /** The value of the field in an empty message. */
  initial(): unknown;
}

/** Reads and writes one value: a scalar, an enum number or a message. */
interface ValueCodec {
  readonly wireType: WireType;
  read(reader: Reader, existing: unknown): unknown;
  /** Without a tag, only the value is written. */
  write(writer: Writer, value: unknown, tag?: number): void;
}

/**
 * The scalar that a field's value is, `jstype`, UTF-8 validation and enums considered.
 *
 * @param field A field that is not a message.
 */
export function scalarOf(field: FieldDescriptor | ExtensionDescriptor): Scalar {
  const type = field.type;
  if (type === "enum") return ENUM;
  if (type === "message") throw new TypeError(`Cannot take ${field.fullName} as a scalar`);
  if (type === "string" && !field.verifyUtf8) return LOSSLESS_STRING;
  const scalar = SCALARS[type];
  if (field.jsType === "bigint" || typeof scalar.zero() !== "bigint") return scalar;
  return field.jsType === "string" ? asString(scalar) : asNumber(scalar);
}

/**
 * Compiles a field.
 *
 * @param field The field or extension.
 * @param name The property that holds its value, or its oneof.
 */
export function fieldCodec(field: FieldDescriptor | ExtensionDescriptor, name: string): FieldCodec {
  if (field.cardinality === "map") return mapCodec(field, name);
  if (field.cardinality === "repeated") return repeatedCodec(field, name);
  if (field.kind === "field" && field.oneof) return memberCodec(field, field.oneof.localName);
  return singularCodec(field, name);
}

function valueCodec(field: FieldDescriptor | ExtensionDescriptor): ValueCodec {
  const { message, number } = field;
  if (message === undefined) {
    const scalar = scalarOf(field);
    return {
      wireType: scalar.wireType,
      read: scalar.read,
      write: (writer, value, tag) => scalar.write(writer, value as never, tag),
    };
  }
  if (field.delimited) {
    return {
      wireType: WireType.StartGroup,
      read: (reader, existing) =>
        reader.group(message.type, number, existing as Fields | undefined),
      write: (writer, value, tag) => {
        writer.group(message.type, number, value as Fields);
        if (tag !== undefined) writer.tag(tag);
      },
    };
  }
  return {
    wireType: WireType.LengthDelimited,
    read: (reader, existing) => reader.message(message.type, existing as Fields | undefined),
    write: (writer, value, tag) => writer.message(message.type, value as Fields, tag),
  };
}

function singularCodec(field: FieldDescriptor | ExtensionDescriptor, name: string): FieldCodec {
  const value = valueCodec(field);
  const tag = tagOf(field, value.wireType);
  const known = closedEnumValues(field.enum);
  const scalar = field.message === undefined ? scalarOf(field) : undefined;
  const initial = initialValue(field, scalar);
  const { presence, message } = field;
  return {
    initial,
    readers: new Map([[tag, (fields, reader, unknown) => {
      const start = reader.start;
      const read = value.read(reader, fields[name]);
      if (known !== undefined && !known.has(read as number)) return reader.keep(start, unknown);
      fields[name] = read;
      return unknown;
    }]]),
    write(fields, writer) {
      const current = fields[name];
      if (current === undefined && (presence === "explicit" || message)) return;
      if (presence === "implicit" && scalar?.isZero(current)) return;
      value.write(writer, current, tag);
    },
  };
}

function initialValue(
  field: FieldDescriptor | ExtensionDescriptor,
  scalar: Scalar | undefined,
): () => unknown {
  if (scalar === undefined || field.presence === "explicit") return () => undefined;
  if (field.presence === "required") {
    const fallback = field.defaultValue;
    if (fallback instanceof Uint8Array) return () => fallback.slice();
    if (fallback !== undefined) return () => fallback;
  }
  if (field.enum && !field.enum.open) return () => field.enum!.values[0]!.number;
  return () => scalar.zero();
}

function memberCodec(field: FieldDescriptor, oneof: string): FieldCodec {
  const value = valueCodec(field);
  const tag = tagOf(field, value.wireType);
  const known = closedEnumValues(field.enum);
  const name = field.localName;
  return {
    initial: () => undefined,
    readers: new Map([[tag, (fields, reader, unknown) => {
      const start = reader.start;
      const current = fields[oneof] as OneofValue;
      const read = value.read(reader, current.case === name ? current.value : undefined);
      if (known !== undefined && !known.has(read as number)) return reader.keep(start, unknown);
      fields[oneof] = { case: name, value: read };
      return unknown;
    }]]),
    write(fields, writer) {
      const current = fields[oneof] as OneofValue;
      if (current.case !== name) return;
      value.write(writer, current.value, tag);
    },
  };
}

function repeatedCodec(field: FieldDescriptor | ExtensionDescriptor, name: string): FieldCodec {
  const value = valueCodec(field);
  const tag = tagOf(field, value.wireType);
  const known = closedEnumValues(field.enum);
  const packable = field.message === undefined && value.wireType !== WireType.LengthDelimited;
  const readers = new Map<number, FieldReader>([[tag, (fields, reader, unknown) => {
    const start = reader.start;
    const list = fields[name] as unknown[];
    // Between two elements that are messages, lists in them may grow.
    if (packable || list.length === 0) reader.growList(list);
    const read = value.read(reader, undefined);
    if (known !== undefined && !known.has(read as number)) return reader.keep(start, unknown);
    list.push(read);
    return unknown;
  }]]);
  const packedTag = tagOf(field, WireType.LengthDelimited);
  const packed = packedCodec(field);
  if (packable) readers.set(packedTag, packedReader(field, name, known));
  return {
    initial: () => [],
    readers,
    write(fields, writer) {
      const list = fields[name] as unknown[];
      if (!(list.length > 0)) return; // what is no list has no length
      if (field.packed) {
        if (packed !== undefined) packed.write(writer, list).tag(packedTag);
        else writePacked(writer, list, (w, item) => value.write(w, item)).tag(packedTag);
        return;
      }
      for (let i = list.length - 1; i >= 0; i--) {
        value.write(writer, list[i], tag);
      }
    },
  };
}

function packedReader(
  field: FieldDescriptor | ExtensionDescriptor,
  name: string,
  known: ReadonlySet<number> | undefined,
): FieldReader {
  if (known !== undefined) {
    return (fields, reader, unknown) =>
      readPackedClosedEnum(reader, fields[name] as number[], known, field.number, unknown);
  }
  const packed = packedCodec(field);
  if (packed !== undefined) {
    return (fields, reader, unknown) => {
      fields[name] = packed.read(reader, fields[name] as unknown[]);
      return unknown;
    };
  }
  const scalar = scalarOf(field);
  const read = typeof scalar.zero() === "number" || field.type === "bool"
    ? readPacked
    : readPackedBigint;
  return (fields, reader, unknown) => {
    read(reader, fields[name] as unknown[], scalar.read);
    return unknown;
  };
}

function mapCodec(field: FieldDescriptor | ExtensionDescriptor, name: string): FieldCodec {
  const key = valueCodec(field.mapKey!);
  const value = valueCodec(field.mapValue!);
  const keyTag = tagOf(field.mapKey!, key.wireType);
  const valueTag = tagOf(field.mapValue!, value.wireType);
  const tag = tagOf(field, WireType.LengthDelimited);
  const keyZero = scalarOf(field.mapKey!).zero();
  const { message } = field.mapValue!;
  const initial: (reader: Reader) => unknown = message
    ? (reader) => reader.emptyMessage(message.type)
    : field.mapValue!.type === "bytes"
    ? (reader) => reader.defaultBytes(new Uint8Array(0))
    : initialMapValue(field.mapValue!);
  const known = closedEnumValues(field.mapValue!.enum);
  return {
    initial: () => new Map(),
    readers: new Map([[tag, (fields, reader, unknown) => {
      const start = reader.start;
      let k: unknown = keyZero;
      let v: unknown;
      const outer = reader.openEntry();
      while (reader.more()) {
        const inner = reader.tag();
        if (inner === keyTag) k = key.read(reader, undefined);
        else if (inner === valueTag) v = value.read(reader, v);
        else reader.skip(inner);
      }
      reader.leave(outer);
      v ??= initial(reader);
      if (known !== undefined && !known.has(v as number)) return reader.keep(start, unknown);
      (fields[name] as Map<unknown, unknown>).set(k, v);
      return unknown;
    }]]),
    write(fields, writer) {
      const map = fields[name] as Map<unknown, unknown>;
      const keys = [...map.keys()];
      for (let i = keys.length - 1; i >= 0; i--) {
        const end = writer.length;
        value.write(writer, map.get(keys[i]), valueTag);
        key.write(writer, keys[i], keyTag);
        writer.lengthSince(end, tag);
      }
    },
  };
}

function initialMapValue(field: FieldDescriptor): () => unknown {
  if (field.enum && !field.enum.open) return () => field.enum!.values[0]!.number;
  const scalar = scalarOf(field);
  return () => scalar.zero();
}

/** The numbers of a closed enum; `undefined` for everything else. */
function closedEnumValues(enumeration: EnumDescriptor | undefined): Set<number> | undefined {
  if (enumeration === undefined || enumeration.open) return undefined;
  return new Set(enumeration.values.map((value) => value.number));
}

function tagOf(field: FieldDescriptor | ExtensionDescriptor, wireType: WireType): number {
  return (field.number << 3 | wireType) >>> 0;
}
