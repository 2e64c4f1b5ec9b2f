import { readVarint32, skipBytes, skipValue, skipVarint } from "./_bytes.ts";
import { isFixed } from "./_ops.ts";
import { newView, type PlannedField } from "./_plan.ts";
import type { Source } from "./_source.ts";

/**
 * Reads a list.
 *
 * @param field The field.
 * @param source What is read.
 * @param pos Where the first record's tag begins.
 * @param records How many records there are.
 * @returns The list: of views, if the field is of a message type.
 */
export function readList(
  field: PlannedField,
  source: Source,
  pos: number,
  records: number,
): unknown[] {
  let list: unknown[] = [];
  const { bytes } = source;
  const { tag, packedTag, known } = field;
  const plain = packedTag === 0 && !field.descriptor.delimited;
  while (records > 0 && pos < bytes.length) {
    let found = bytes[pos]!;
    let value = pos + 1;
    if (found >= 0x80) {
      found = readVarint32(bytes, pos) >>> 0;
      value = skipVarint(bytes, pos);
    }
    if (found === packedTag) {
      records--;
      pos = skipBytes(bytes, value);
      list = readRun(field, source, value, pos, list);
    } else if (found !== tag) {
      pos = skipValue(bytes, value, found);
    } else {
      records--;
      if (plain) {
        // A string, bytes or a message: its length says where it ends.
        pos = skipBytes(bytes, value);
        list.push(
          field.isMessage
            ? newView(field.kid, source, skipVarint(bytes, value), pos)
            : field.read(source, value),
        );
        continue;
      }
      pos = skipValue(bytes, value, found);
      if (known === undefined || known.has(readVarint32(bytes, value))) {
        list.push(field.read(source, value));
      }
    }
  }
  return list;
}

/** Reads the packed run whose length is at `pos`. Returns what is in it, after what was before. */
function readRun(
  { descriptor, known, read, readPacked }: PlannedField,
  source: Source,
  pos: number,
  end: number,
  list: unknown[],
): unknown[] {
  const { bytes } = source;
  if (readPacked !== undefined) {
    const { reader } = source;
    reader.pos = pos;
    reader.end = end;
    return readPacked(reader, list);
  }
  const size = isFixed(descriptor.type) ? 8 : 0;
  for (
    pos = skipVarint(bytes, pos);
    pos < end;
    pos = size > 0 ? pos + size : skipVarint(bytes, pos)
  ) {
    const value = read(source, pos);
    if (known === undefined || known.has(value as number)) list.push(value);
  }
  return list;
}
