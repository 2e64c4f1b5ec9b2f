import { toError } from "../_textual/mod.ts";
import type { Message, MessageType } from "../reflect/mod.ts";
import { TextError } from "./error.ts";
import type { ToTextOptions } from "./options.ts";
import { TextOut } from "./_out.ts";
import { planOf } from "./_plan.ts";
import { TextWriter } from "./_writer.ts";

const DEFAULT_INDENT = 2;

/**
 * Writes a message in the text format: fields in the order of the `.proto` file, then extensions by
 * their numbers, then unknown fields if they are wanted. Maps are sorted by their keys, so equal
 * messages give equal text.
 *
 * What {@linkcode fromText} makes of it with the same registry equals the message, but for unknown
 * fields, and for the bytes of an `Any`, which are encoded anew.
 *
 * Text format: https://protobuf.dev/reference/protobuf/textformat-spec/
 *
 * @param type The message's type, generated or dynamic.
 * @param message The message. Any object of its shape will do.
 * @param options Options and limits.
 * @returns The text. Floats have the fewest digits that mean them; characters beyond ASCII are
 * left as they are, so it is to be stored as UTF-8.
 * @throws {TextError} If a value is not of its field's type, an extension is malformed, or a limit
 * is hit.
 * @throws {RangeError} If `indent` is not white space, or a negative number.
 *
 * @example Write text
 * ```ts
 * import { create } from "@seria/seria/reflect";
 * import { toText } from "@seria/seria/text";
 * import { Field_Kind, Type } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const type = create(Type, { name: "User", fields: [{ name: "id", kind: Field_Kind.TYPE_INT64 }] });
 * assertEquals(toText(Type, type), 'name: "User"\nfields {\n  kind: TYPE_INT64\n  name: "id"\n}\n');
 * assertEquals(toText(Type, create(Type, { name: "Unit" }), { indent: 0 }), 'name: "Unit"');
 * ```
 */
export function toText<T extends Message>(
  type: MessageType<T>,
  message: T,
  options: ToTextOptions = {},
): string {
  const { indent = DEFAULT_INDENT } = options;
  const level = typeof indent === "number" ? " ".repeat(indent) : indent;
  if (!/^[ \t]*$/.test(level)) {
    throw new RangeError(`Cannot use indent ${JSON.stringify(level)}: it is not white space`);
  }
  const out = new TextOut(level);
  const writer = new TextWriter(out, options);
  try {
    writer.fields(planOf(type.descriptor), message);
  } catch (error) {
    throw toError(error, TextError, "write text");
  }
  return out.text;
}
