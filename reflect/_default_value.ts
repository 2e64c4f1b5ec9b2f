import { encodeUtf8 } from "../wire/mod.ts";
import type {
  ExtensionDescriptor,
  FieldDescriptor,
  ScalarType,
  ScalarValue,
} from "./descriptors.ts";
import { DescriptorError } from "./error.ts";

type IntegerType = Exclude<
  ScalarType,
  "string" | "bytes" | "bool" | "double" | "float"
>;

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
      return parseBoolDefault(text);
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
    case "message":
      throw new DescriptorError(`Cannot use default "${text}": messages have none`);
    default:
      return parseIntegerDefault(text, field.type, field.jsType);
  }
}

function parseBoolDefault(text: string): boolean {
  if (text !== "true" && text !== "false") {
    throw new DescriptorError(`Cannot use default "${text}": not true or false`);
  }
  return text === "true";
}

function parseIntegerDefault(
  text: string,
  type: IntegerType,
  jsType: FieldDescriptor["jsType"],
): ScalarValue {
  if (!/^-?\d+$/.test(text)) {
    throw new DescriptorError(`Cannot use default "${text}": not an integer`);
  }
  const value = BigInt(text);
  const bits = type.endsWith("64") ? 64 : 32;
  const whole = type.startsWith("u") || type.startsWith("f")
    ? BigInt.asUintN(bits, value)
    : BigInt.asIntN(bits, value);
  if (value !== whole) {
    throw new DescriptorError(`Cannot use default "${text}": out of range for ${type}`);
  }
  if (bits === 64 && jsType === "bigint") return value;
  if (bits === 64 && jsType === "string") return String(value);
  if (!Number.isSafeInteger(Number(value))) {
    throw new DescriptorError(`Cannot use default "${text}": a number does not hold it exactly`);
  }
  return Number(value);
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
    else for (const byte of encodeUtf8(plain!)) bytes.push(byte);
  }
  return new Uint8Array(bytes);
}
