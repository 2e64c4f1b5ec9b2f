/**
 * What went wrong with JSON.
 *
 * - `syntax`: text that is not JSON (RFC 8259).
 * - `unknown`: a key, an enum name or a number of a closed enum that the type does not define.
 * - `duplicate`: a key that comes twice, or two members of one oneof.
 * - `value`: a value that the field's type cannot hold, or that JSON cannot express.
 * - `type`: an `Any` whose type is missing, malformed or not in the registry.
 * - `limit`: one of the limits of `FromJsonOptions` or `ToJsonOptions`.
 */
export type JsonErrorCode = "syntax" | "unknown" | "duplicate" | "value" | "type" | "limit";

/**
 * JSON that cannot be read as a message, or a message that cannot be written as JSON.
 *
 * @example Inspect a failure
 * ```ts
 * import { fromJsonString, JsonError } from "@seria/seria/json";
 * import { ListValue } from "@seria/seria/wkt";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const error = assertThrows(() => fromJsonString(ListValue, "[1,\n 02]"), JsonError);
 * assertEquals(error.code, "syntax");
 * assertEquals(error.path, "[1]");
 * assertEquals([error.line, error.column], [2, 2]);
 * ```
 */
export class JsonError extends Error {
  /** The class name, `"JsonError"`. */
  override readonly name = "JsonError";
  /** What kind of fault it is. */
  readonly code: JsonErrorCode;
  /**
   * Which value it is about: `user.addresses[2].zip`, `labels["a"]`; empty for the outermost one.
   * The names are the keys of the JSON.
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
  constructor(code: JsonErrorCode, message: string, path = "", line = 0, column = 0) {
    super(message);
    this.code = code;
    this.path = path;
    this.line = line;
    this.column = column;
  }
}
