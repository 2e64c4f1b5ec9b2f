import type { ScalarType } from "../reflect/mod.ts";
import { shortestFloat } from "../wire/mod.ts";
import type { FormatWriter } from "./writer.ts";

const DECIMAL = /^-?[0-9]+$/;

/** Tests for the default of implicit presence. -0 is not zero, its bits differ. */
export function zeroTest(type: ScalarType): (value: unknown) => boolean {
  switch (type) {
    case "double":
    case "float":
      return (value) => Object.is(value, 0);
    case "bool":
      return (value) => value === false;
    case "string":
      return (value) => value === "";
    case "bytes":
      return (value) => value instanceof Uint8Array && value.length === 0;
    default:
      return (value) => value === 0 || value === 0n || value === "0";
  }
}

/** The text of a 32-bit signed integer. */
export function int32Text(writer: FormatWriter, value: unknown): string {
  if (typeof value === "number" && value === (value | 0)) return String(value);
  throw writer.wrongValue("an int32", value);
}

/** The text of a 32-bit unsigned integer. */
export function uint32Text(writer: FormatWriter, value: unknown): string {
  if (typeof value === "number" && value === value >>> 0) return String(value);
  throw writer.wrongValue("a uint32", value);
}

/** The text of a 64-bit signed integer, held in any way. */
export function int64Text(writer: FormatWriter, value: unknown): string {
  const wide = bigintOf(value);
  if (wide !== undefined && BigInt.asIntN(64, wide) === wide) return String(wide);
  throw writer.wrongValue("an int64", value);
}

/** The text of a 64-bit unsigned integer, held in any way. */
export function uint64Text(writer: FormatWriter, value: unknown): string {
  const wide = bigintOf(value);
  if (wide !== undefined && BigInt.asUintN(64, wide) === wide) return String(wide);
  throw writer.wrongValue("a uint64", value);
}

function bigintOf(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  return typeof value === "string" && DECIMAL.test(value) ? BigInt(value) : undefined;
}

/** The text of a boolean. */
export function boolText(writer: FormatWriter, value: unknown): string {
  if (typeof value === "boolean") return value ? "true" : "false";
  throw writer.wrongValue("a bool", value);
}

/** A double as it is. */
export function doubleOf(writer: FormatWriter, value: unknown): number {
  if (typeof value === "number") return value;
  throw writer.wrongValue("a double", value);
}

/** The number of the fewest digits that a float means. */
export function floatOf(writer: FormatWriter, value: unknown): number {
  if (typeof value !== "number") throw writer.wrongValue("a float", value);
  const float = Math.fround(value);
  return Number.isFinite(float) ? shortestFloat(float) : float;
}

/** The text of a finite number. `String(-0)` would be `"0"`. */
export function finiteText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
