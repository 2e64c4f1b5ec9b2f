import { IGNORED, quote } from "../_textual/mod.ts";
import type { EnumDescriptor } from "../reflect/mod.ts";
import type { JsonReader } from "./_reader.ts";
import { readInt32 } from "./_scalars_in.ts";
import { JsonKind } from "./_source.ts";
import type { JsonWriter } from "./_writer.ts";

/** The enum whose only value is null in JSON. */
export const NULL_VALUE = "google.protobuf.NullValue";

/**
 * Reads an enum: a name, an alias, or a number.
 *
 * An open enum takes any number. A closed one has no place for a number that it does not define:
 * that is treated like a name that it does not define.
 *
 * @returns The number, or `IGNORED` for an unknown value, if those are ignored.
 */
export function readEnum(
  reader: JsonReader,
  kind: JsonKind,
  descriptor: EnumDescriptor,
): number | typeof IGNORED {
  let found: string;
  switch (kind) {
    case JsonKind.String: {
      const name = reader.source.string();
      const value = descriptor.valueByName(name);
      if (value !== undefined) return value.number;
      found = quote(name);
      break;
    }
    case JsonKind.Number: {
      const number = readInt32(reader, kind);
      if (descriptor.open || descriptor.valueByNumber(number) !== undefined) return number;
      found = String(number);
      break;
    }
    case JsonKind.Null:
      // Only NullValue gets here.
      reader.source.null();
      return 0;
    default:
      throw reader.wrongKind(`a value of ${descriptor.fullName}`, kind);
  }
  if (reader.ignoreUnknown) return IGNORED;
  throw reader.fault("unknown", `${descriptor.fullName} has no value ${found}`);
}

/** Makes what writes an enum: the first name of a number, or the number if it has none. */
export function enumWriter(
  descriptor: EnumDescriptor,
): (writer: JsonWriter, value: unknown) => string {
  const { fullName } = descriptor;
  const names = new Map<unknown, string>();
  for (const { number } of descriptor.values) {
    names.set(number, JSON.stringify(descriptor.valueByNumber(number)!.name));
  }
  return (writer, value) => {
    const name = writer.enumsAsNumbers ? undefined : names.get(value);
    if (name !== undefined && fullName !== NULL_VALUE) return name;
    if (typeof value !== "number" || value !== (value | 0)) {
      throw writer.wrongValue(`a value of ${fullName}`, value);
    }
    return fullName === NULL_VALUE ? "null" : String(value);
  };
}
