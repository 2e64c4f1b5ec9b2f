import { toError } from "../_textual/mod.ts";
import type { Message, MessageType } from "../reflect/mod.ts";
import { JsonError } from "./error.ts";
import { indented } from "./_indented.ts";
import type { JsonValue } from "./json_value.ts";
import type { ToJsonOptions, ToJsonStringOptions } from "./options.ts";
import { parse } from "./_parse.ts";
import { planOf } from "./_plan.ts";
import { JsonWriter } from "./_writer.ts";

/**
 * Converts a message to a JSON value.
 *
 * Unknown fields are left out, but for extensions that `options.registry` knows.
 *
 * ProtoJSON: https://protobuf.dev/programming-guides/json/
 *
 * @param type The message's type, generated or dynamic.
 * @param message The message. Any object of its shape will do.
 * @param options Options and limits.
 * @returns The value, newly allocated. Floats are numbers of the fewest digits that mean them.
 * @throws {JsonError} If JSON has no form for a value, a value is not of its field's type, or a
 * limit is hit.
 *
 * @example Make a value
 * ```ts
 * import { create } from "@seria/seria";
 * import { toJson } from "@seria/seria/json";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(toJson(Duration, create(Duration, { seconds: 5n })), "5s");
 * ```
 */
export function toJson<T extends Message>(
  type: MessageType<T>,
  message: T,
  options?: ToJsonOptions,
): JsonValue {
  return parse(write(type, message, options));
}

/**
 * Converts a message to JSON text.
 *
 * It is what `JSON.stringify()` makes of {@linkcode toJson}'s result, but for -0, which it keeps,
 * and for keys that look like numbers, which it leaves in their order.
 *
 * @param type The message's type, generated or dynamic.
 * @param message The message. Any object of its shape will do.
 * @param options Options and limits.
 * @returns The text.
 * @throws {JsonError} If JSON has no form for a value, a value is not of its field's type, or a
 * limit is hit.
 * @throws {RangeError} If `indent` is not white space, or a negative number.
 *
 * @example Make text
 * ```ts
 * import { fromJson, toJsonString } from "@seria/seria/json";
 * import { Struct } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const struct = fromJson(Struct, { name: "Ada" });
 * assertEquals(toJsonString(Struct, struct), '{"name":"Ada"}');
 * assertEquals(toJsonString(Struct, struct, { indent: 2 }), '{\n  "name": "Ada"\n}');
 * ```
 */
export function toJsonString<T extends Message>(
  type: MessageType<T>,
  message: T,
  options: ToJsonStringOptions = {},
): string {
  const { indent = "" } = options;
  if (indent === "" || indent === 0) return write(type, message, options);
  const level = typeof indent === "number" ? " ".repeat(indent) : indent;
  if (!/^[ \t\n\r]*$/.test(level)) {
    throw new RangeError(`Cannot use indent ${JSON.stringify(level)}: it is not white space`);
  }
  return indented(write(type, message, options), level);
}

function write(type: MessageType, message: Message, options: ToJsonOptions = {}): string {
  const writer = new JsonWriter(options);
  try {
    return writer.whole(planOf(type), message);
  } catch (error) {
    throw toError(error, JsonError, "write JSON");
  }
}
