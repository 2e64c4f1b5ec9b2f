import { encodeUtf8 } from "../wire/mod.ts";
import type { ExtensionDescriptor, FieldDescriptor, ScalarValue } from "./descriptors.ts";
import { DescriptorError } from "./error.ts";

/**
 * Parses `FieldDescriptorProto.default_value`.
 *
 * @param text As `descriptor.proto` defines it for the field's type.
 * @param field The field.
 * @returns The default as a message would hold it.
 */
export function parseDefaultValue(
  text: string,
  field: FieldDescriptor | ExtensionDescriptor,
): ScalarValue {
  switch (field.type) {
    case "string":
      return text;
    case "bytes":
      return unescapeBytes(text);
    case "bool":
      return text === "true";
    case "double":
    case "float":
      return parseFloatDefault(text);
    case "enum": {
      const value = field.enum?.valueByName(text);
      if (value === undefined) {
        throw new DescriptorError(`Cannot use default "${text}": no such value`);
      }
      return value.number;
    }
    case "int64":
    case "uint64":
    case "sint64":
    case "fixed64":
    case "sfixed64": {
      const value = parseInteger(text);
      if (field.jsType === "string") return String(value);
      return field.jsType === "number" ? Number(value) : value;
    }
    case "message":
      throw new DescriptorError(`Cannot use default "${text}": messages have none`);
    default:
      return Number(parseInteger(text));
  }
}

function parseInteger(text: string): bigint {
  if (!/^-?\d+$/.test(text)) {
    throw new DescriptorError(`Cannot use default "${text}": not an integer`);
  }
  return BigInt(text);
}

function parseFloatDefault(text: string): number {
  if (text === "inf") return Infinity;
  if (text === "-inf") return -Infinity;
  if (text === "nan" || text === "-nan") return NaN;
  const value = Number(text);
  if (text === "" || Number.isNaN(value)) {
    throw new DescriptorError(`Cannot use default "${text}": not a number`);
  }
  return value;
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
};

/** Undoes C escapes: `\n`, `\x41`, `\101`, and any other character for itself. */
function unescapeBytes(text: string): Uint8Array {
  const bytes: number[] = [];
  const token = /\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([^]))|([^\\]+)/g;
  for (const [, hex, octal, char, plain] of text.matchAll(token)) {
    if (hex !== undefined) bytes.push(parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(parseInt(octal, 8) & 0xff);
    else if (char !== undefined) bytes.push(ESCAPES[char] ?? char.charCodeAt(0));
    else bytes.push(...encodeUtf8(plain!));
  }
  return new Uint8Array(bytes);
}
