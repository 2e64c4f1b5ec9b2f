import { limitFault, toError } from "../_textual/mod.ts";
import type { Message, MessageType } from "../reflect/mod.ts";
import { limitOf, MAX_MESSAGE_BYTES } from "../wire/mod.ts";
import { TextError } from "./error.ts";
import type { FromTextOptions } from "./options.ts";
import { type Fields, planOf } from "./_plan.ts";
import { TextReader } from "./_reader.ts";

/**
 * Reads a message from the text format.
 *
 * A field that is not repeated may come once, as may the members of a oneof; the same key of a map
 * may come again and replaces the entry. Names that the message reserves are passed over.
 *
 * Text format: https://protobuf.dev/reference/protobuf/textformat-spec/
 *
 * @param type The message's type, generated or dynamic.
 * @param text The text.
 * @param options Options and limits; the limits suit input from the network.
 * @returns The message. Required fields that the text does not have are left at their defaults.
 * @throws {TextError} If the text is not such a message, or a limit is hit.
 *
 * @example Read text
 * ```ts
 * import { fromText } from "@seria/seria/text";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const duration = fromText(Duration, "seconds: 0x2a # hexadecimal\nnanos: 5");
 * assertEquals(duration, { seconds: 42n, nanos: 5 });
 * ```
 */
export function fromText<T extends Message>(
  type: MessageType<T>,
  text: string,
  options?: FromTextOptions,
): T {
  const message = type.create();
  mergeFromText(type, message, text, options);
  return message;
}

/**
 * Reads text into a message that exists. Scalars are replaced, messages merged, lists and maps
 * added to. If it fails, the message may have been changed in part.
 *
 * @param type The message's type.
 * @param target The message to read into.
 * @param text The text. Of itself it must be what {@linkcode fromText} takes: what the message has
 * already does not count as having come.
 * @param options Options and limits.
 * @throws {TextError} If the text is not such a message, or a limit is hit.
 *
 * @example Change a message
 * ```ts
 * import { create } from "@seria/seria/reflect";
 * import { mergeFromText } from "@seria/seria/text";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const duration = create(Duration, { seconds: 1n, nanos: 5 });
 * mergeFromText(Duration, duration, "seconds: 2");
 * assertEquals(duration, { seconds: 2n, nanos: 5 });
 * ```
 */
export function mergeFromText<T extends Message>(
  type: MessageType<T>,
  target: T,
  text: string,
  options: FromTextOptions = {},
): void {
  const max = limitOf("maxTextLength", options.maxTextLength, MAX_MESSAGE_BYTES);
  const reader = new TextReader(text, options);
  try {
    if (text.length > max) throw limitFault(`${text.length} code units of text`, "maxTextLength");
    reader.whole(planOf(type.descriptor), target as Fields);
  } catch (error) {
    throw toError(error, TextError, "read text", text);
  }
}
