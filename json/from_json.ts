import { limitFault, toError } from "../_textual/mod.ts";
import type { Message, MessageType } from "../reflect/mod.ts";
import { limitOf, MAX_MESSAGE_BYTES } from "../wire/mod.ts";
import { JsonError } from "./error.ts";
import type { JsonValue } from "./json_value.ts";
import type { FromJsonOptions, FromJsonStringOptions } from "./options.ts";
import { type Fields, planOf } from "./_plan.ts";
import { JsonReader } from "./_reader.ts";
import { TextSource } from "./_text_source.ts";
import { ValueSource } from "./_value_source.ts";

/**
 * Reads a message from a JSON value, such as `JSON.parse()` returns.
 *
 * Prefer {@linkcode fromJsonString} if there is text: it keeps integers above 2^53 exact and finds
 * duplicate keys, both of which `JSON.parse()` loses. Here, an integer above 2^53 that is not in
 * quotes is an error.
 *
 * ProtoJSON: https://protobuf.dev/programming-guides/json/
 *
 * @param type The message's type, generated or dynamic.
 * @param json The value; nothing of it is kept.
 * @param options Options and limits.
 * @returns The message. Required fields that the JSON does not have are left at their defaults.
 * @throws {JsonError} If the value is not such a message, or a limit is hit.
 *
 * @example Read a value
 * ```ts
 * import { fromJson } from "@seria/seria/json";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fromJson(Duration, "1.5s"), { seconds: 1n, nanos: 500_000_000 });
 * ```
 */
export function fromJson<T extends Message>(
  type: MessageType<T>,
  json: JsonValue,
  options?: FromJsonOptions,
): T {
  const message = type.create();
  readValue(type, message, json, options, true);
  return message;
}

/**
 * Reads a message from JSON text.
 *
 * The text must be JSON to the letter (RFC 8259): no comments, no trailing commas, no duplicate
 * keys, no lone surrogates. Integers are exact, in quotes or not.
 *
 * ProtoJSON: https://protobuf.dev/programming-guides/json/
 *
 * @param type The message's type, generated or dynamic.
 * @param text The text.
 * @param options Options and limits; the limits suit input from the network.
 * @returns The message. Required fields that the JSON does not have are left at their defaults.
 * @throws {JsonError} If the text is not such a message, or a limit is hit.
 *
 * @example Read text
 * ```ts
 * import { fromJsonString } from "@seria/seria/json";
 * import { Int64Value } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fromJsonString(Int64Value, "9223372036854775807").value, 2n ** 63n - 1n);
 * ```
 */
export function fromJsonString<T extends Message>(
  type: MessageType<T>,
  text: string,
  options?: FromJsonStringOptions,
): T {
  const message = type.create();
  readText(type, message, text, options, true);
  return message;
}

/**
 * Reads a JSON value into a message that exists. Scalars are replaced, messages merged, lists and
 * maps added to; null puts a field back to its default. If it fails, the message may have been
 * changed in part.
 *
 * @param type The message's type.
 * @param target The message to read into.
 * @param json The value; nothing of it is kept.
 * @param options Options and limits.
 * @throws {JsonError} If the value is not such a message, or a limit is hit.
 *
 * @example Change a message
 * ```ts
 * import { fromJson, mergeFromJson, toJson } from "@seria/seria/json";
 * import { Struct } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const struct = fromJson(Struct, { a: 1, b: 1 });
 * mergeFromJson(Struct, struct, { b: 2 });
 * assertEquals(toJson(Struct, struct), { a: 1, b: 2 });
 * ```
 */
export function mergeFromJson<T extends Message>(
  type: MessageType<T>,
  target: T,
  json: JsonValue,
  options?: FromJsonOptions,
): void {
  readValue(type, target, json, options, false);
}

/**
 * Reads JSON text into a message that exists, as {@linkcode mergeFromJson} does with a value.
 *
 * @param type The message's type.
 * @param target The message to read into.
 * @param text The text.
 * @param options Options and limits.
 * @throws {JsonError} If the text is not such a message, or a limit is hit.
 *
 * @example Change a message
 * ```ts
 * import { fromJsonString, mergeFromJsonString, toJsonString } from "@seria/seria/json";
 * import { Struct } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const struct = fromJsonString(Struct, '{"a": 1, "b": 1}');
 * mergeFromJsonString(Struct, struct, '{"b": 2}');
 * assertEquals(toJsonString(Struct, struct), '{"a":1,"b":2}');
 * ```
 */
export function mergeFromJsonString<T extends Message>(
  type: MessageType<T>,
  target: T,
  text: string,
  options?: FromJsonStringOptions,
): void {
  readText(type, target, text, options, false);
}

function readValue(
  type: MessageType,
  message: Message,
  json: JsonValue,
  options: FromJsonOptions = {},
  fresh: boolean,
): void {
  const source = new ValueSource(json);
  const reader = new JsonReader(source, options, undefined);
  try {
    reader.into(planOf(type), source.peek(), message as Fields, fresh);
  } catch (error) {
    throw toError(error, JsonError, "read JSON");
  }
}

function readText(
  type: MessageType,
  message: Message,
  text: string,
  options: FromJsonStringOptions = {},
  fresh: boolean,
): void {
  const max = limitOf("maxTextLength", options.maxTextLength, MAX_MESSAGE_BYTES);
  const source = new TextSource(text);
  const reader = new JsonReader(source, options, text.length);
  try {
    if (text.length > max) throw limitFault(`${text.length} code units of text`, "maxTextLength");
    reader.into(planOf(type), source.peek(), message as Fields, fresh);
    source.finish();
  } catch (error) {
    throw toError(error, JsonError, "read JSON", text);
  }
}
