/**
 * What went wrong with text.
 *
 * - `syntax`: text that is not in the text format.
 * - `unknown`: a field, an extension, an enum name or a number of a closed enum that is not defined.
 * - `duplicate`: a field that comes twice and is not repeated, or two members of one oneof.
 * - `value`: a value that the field's type cannot hold, or that text cannot express.
 * - `type`: an `Any` whose type is malformed or not in the registry.
 * - `limit`: one of the limits of `FromTextOptions` or `ToTextOptions`.
 */
export type TextErrorCode = "syntax" | "unknown" | "duplicate" | "value" | "type" | "limit";

/**
 * Text that cannot be read as a message, or a message that cannot be written as text.
 *
 * @example Inspect a failure
 * ```ts
 * import { fromText, TextError } from "@seria/seria/text";
 * import { ListValue } from "@seria/seria/wkt";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const text = "values { bool_value: true }\nvalues { bool_value: yes }";
 * const error = assertThrows(() => fromText(ListValue, text), TextError);
 * assertEquals(error.code, "value");
 * assertEquals(error.path, "values[1].bool_value");
 * assertEquals([error.line, error.column], [2, 22]);
 * ```
 */
export class TextError extends SyntaxError {
  /** The class name, `"TextError"`. */
  override readonly name = "TextError";
  /** What kind of fault it is. */
  readonly code: TextErrorCode;
  /**
   * Which value it is about: `user.addresses[2].zip`, `labels["a"].value`, `[example.v1.tags][0]`;
   * empty for the outermost one. The names are those of the text.
   * Long names and keys are cut, and of a path above some 700 code units the middle is left out: `…`
   * stands in its place.
   */
  readonly path: string;
  /** The line in the text, from 1; 0 if there was no text. */
  readonly line: number;
  /** The column in the line, in UTF-16 code units, from 1; 0 if there was no text. */
  readonly column: number;

  /**
   * Makes an error.
   *
   * @param code What kind of fault it is.
   * @param message What cannot be done, where, and why.
   * @param path Which value it is about. Default the outermost one.
   * @param line The line in the text. Default none.
   * @param column The column in the line. Default none.
   */
  constructor(code: TextErrorCode, message: string, path = "", line = 0, column = 0) {
    super(message);
    this.code = code;
    this.path = path;
    this.line = line;
    this.column = column;
  }
}
