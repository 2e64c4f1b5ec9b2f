import { JsonToStruct, StructToJson } from "./_struct_json.ts";
import type { ListValue, Struct, Value } from "./gen/google/protobuf/struct_pb.ts";
import type { JsonObject, JsonValue } from "./json_value.ts";

/** What converting JSON may cost. */
export interface StructJsonOptions {
  /**
   * How deep messages may nest, the outermost not counted, as for `decode()` and `encode()`: each
   * object or array in another one is two levels, a `Value` and what is in it. Default 100.
   */
  recursionLimit?: number;
}

/**
 * Makes a `Struct` of a JSON object.
 *
 * @param json A plain object; objects of classes (`Date`, `Map`) are refused.
 * @param options Limits.
 * @returns A new message, which shares nothing with the JSON.
 * @throws {TypeError} If there is something in it that JSON does not have: `undefined`, a bigint, a
 * `Date`.
 * @throws {RangeError} If a number is NaN or infinite, a string has a lone surrogate, or it is
 * nested too deep, as anything that contains itself is.
 *
 * @example Labels
 * ```ts
 * import { structFromJson, structToJson } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const struct = structFromJson({ name: "Ada", tags: ["a", 1, null] });
 * assertEquals(struct.fields.get("name")?.kind, { case: "stringValue", value: "Ada" });
 * assertEquals(structToJson(struct), { name: "Ada", tags: ["a", 1, null] });
 * ```
 */
export function structFromJson(json: JsonObject, options: StructJsonOptions = {}): Struct {
  return new JsonToStruct(options.recursionLimit).struct(json);
}

/**
 * Makes a JSON object of a `Struct`. A key `"__proto__"` becomes a property like any other.
 *
 * @param struct The message.
 * @param options Limits.
 * @returns A new object.
 * @throws {TypeError} If a `Value` in it has no kind.
 * @throws {RangeError} If a number is NaN or infinite, or it is nested too deep.
 *
 * @example A message that was decoded
 * ```ts
 * import { decode } from "@seria/seria";
 * import { Struct, structToJson } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const struct = decode(Struct, new Uint8Array([10, 7, 10, 1, 97, 18, 2, 32, 1]));
 * assertEquals(structToJson(struct), { a: true });
 * ```
 */
export function structToJson(struct: Struct, options: StructJsonOptions = {}): JsonObject {
  return new StructToJson(options.recursionLimit).struct(struct);
}

/**
 * Makes a `Value` of any JSON value.
 *
 * @param json The value.
 * @param options Limits.
 * @returns A new message, which shares nothing with the JSON.
 * @throws {TypeError} If there is something in it that JSON does not have.
 * @throws {RangeError} If a number is NaN or infinite, a string has a lone surrogate, or it is
 * nested too deep.
 *
 * @example Null
 * ```ts
 * import { valueFromJson } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(valueFromJson(null), { kind: { case: "nullValue", value: 0 } });
 * assertEquals(valueFromJson("a"), { kind: { case: "stringValue", value: "a" } });
 * ```
 */
export function valueFromJson(json: JsonValue, options: StructJsonOptions = {}): Value {
  return new JsonToStruct(options.recursionLimit).value(json);
}

/**
 * Makes a JSON value of a `Value`.
 *
 * @param value The message.
 * @param options Limits.
 * @returns A new value.
 * @throws {TypeError} If the message has no kind, or a `Value` in it has none.
 * @throws {RangeError} If a number is NaN or infinite, or it is nested too deep.
 *
 * @example A number
 * ```ts
 * import { valueToJson } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(valueToJson({ kind: { case: "numberValue", value: 1 } }), 1);
 * ```
 */
export function valueToJson(value: Value, options: StructJsonOptions = {}): JsonValue {
  return new StructToJson(options.recursionLimit).value(value);
}

/**
 * Makes a `ListValue` of a JSON array.
 *
 * @param json The array.
 * @param options Limits.
 * @returns A new message, which shares nothing with the JSON.
 * @throws {TypeError} If there is something in it that JSON does not have, holes included.
 * @throws {RangeError} If a number is NaN or infinite, a string has a lone surrogate, or it is
 * nested too deep.
 *
 * @example A list
 * ```ts
 * import { listValueFromJson } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const { values } = listValueFromJson([1, true]);
 * assertEquals(values[1], { kind: { case: "boolValue", value: true } });
 * ```
 */
export function listValueFromJson(
  json: readonly JsonValue[],
  options: StructJsonOptions = {},
): ListValue {
  return new JsonToStruct(options.recursionLimit).list(json);
}

/**
 * Makes a JSON array of a `ListValue`.
 *
 * @param list The message.
 * @param options Limits.
 * @returns A new array.
 * @throws {TypeError} If a `Value` in it has no kind.
 * @throws {RangeError} If a number is NaN or infinite, or it is nested too deep.
 *
 * @example A list
 * ```ts
 * import { listValueToJson } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const value = { kind: { case: "boolValue", value: true } } as const;
 * assertEquals(listValueToJson({ values: [value] }), [true]);
 * ```
 */
export function listValueToJson(list: ListValue, options: StructJsonOptions = {}): JsonValue[] {
  return new StructToJson(options.recursionLimit).list(list);
}
