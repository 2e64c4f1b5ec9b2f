import type { FieldDescriptor } from "../reflect/mod.ts";

/** The numbers that a map key in JSON may be: no fraction, no exponent, no zeros in front. */
const INTEGER = /^-?(?:0|[1-9][0-9]{0,19})$/;

/** Converts the key of a JSON object to the key of a map; `undefined` if it cannot be one. */
export type KeyReader = (key: string) => unknown;

/**
 * How the keys of a map field are read.
 *
 * @param field The `mapKey` of the field's descriptor.
 */
export function keyReader(field: FieldDescriptor): KeyReader {
  switch (field.type) {
    case "string":
      return (key) => key;
    case "bool":
      return readBooleanKey;
    case "int32":
    case "sint32":
    case "sfixed32":
      return (key) => numberKey(key, (value) => value | 0);
    case "uint32":
    case "fixed32":
      return (key) => numberKey(key, (value) => value >>> 0);
    case "uint64":
    case "fixed64":
      return (key) => convertKey(bigintKey(key, BigInt.asUintN), field);
    default:
      return (key) => convertKey(bigintKey(key, BigInt.asIntN), field);
  }
}

function readBooleanKey(key: string): boolean | undefined {
  return key === "true" ? true : key === "false" ? false : undefined;
}

function numberKey(key: string, wrap: (value: number) => number): number | undefined {
  if (!INTEGER.test(key)) return undefined;
  const value = Number(key);
  const wrapped = wrap(value);
  return wrapped === value ? wrapped : undefined; // "-0" is 0
}

function bigintKey(
  key: string,
  wrap: (bits: number, value: bigint) => bigint,
): bigint | undefined {
  if (!INTEGER.test(key)) return undefined;
  const value = BigInt(key);
  return wrap(64, value) === value ? value : undefined;
}

function convertKey(value: bigint | undefined, field: FieldDescriptor): unknown {
  if (value === undefined || field.jsType === "bigint") return value;
  if (field.jsType === "string") return String(value);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}
