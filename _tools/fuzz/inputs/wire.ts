import type { FieldDescriptorBase } from "@seria/seria/reflect";

const WIRE_TYPES: Readonly<Record<string, number>> = {
  double: 1,
  fixed64: 1,
  sfixed64: 1,
  float: 5,
  fixed32: 5,
  sfixed32: 5,
  string: 2,
  bytes: 2,
  message: 2,
};

/** The bytes of a varint, of as many bytes as that takes or of more. */
export function varint(value: number | bigint, minBytes = 1): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt(value); rest > 0n || bytes.length < minBytes; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
  if (bytes.length === 0) return [0];
  bytes[bytes.length - 1]! &= 0x7f;
  return bytes;
}

/** The bytes of a tag. */
export function tag(number: number, wireType: number): number[] {
  return varint(BigInt(number) << 3n | BigInt(wireType));
}

/** The wire type of one value of a field. */
export function wireTypeOf(field: FieldDescriptorBase): number {
  return field.delimited ? 3 : WIRE_TYPES[field.type] ?? 0;
}

/** A field with bytes in it: preceded by their length, or between the tags of a group. */
export function framed(field: FieldDescriptorBase, content: readonly number[]): number[] {
  return field.delimited
    ? [...tag(field.number, 3), ...content, ...tag(field.number, 4)]
    : [...tag(field.number, 2), ...varint(content.length), ...content];
}

/** A piece of the binary format as many times as fit in so many bytes. */
export function repeated(piece: readonly number[], bytes: number): Uint8Array<ArrayBuffer> {
  const count = Math.max(1, Math.floor(bytes / piece.length));
  const result = new Uint8Array(count * piece.length);
  for (let i = 0; i < result.length; i++) result[i] = piece[i % piece.length]!;
  return result;
}
