/**
 * What went wrong in binary input or output.
 *
 * - `truncated`: a value, or the enclosing message, ends before it is whole.
 * - `varint`: a varint longer than ten bytes, or above 64 bits.
 * - `tag`: a field number of 0, a wire type of 6 or 7, or a tag above 32 bits.
 * - `group`: an end-group tag without its start, or a group that never ends.
 * - `utf8`: a string field whose bytes are not UTF-8, or text with a lone surrogate.
 * - `value`: a value that the field's type cannot hold.
 * - `limit`: one of the limits of `DecodeOptions` or `EncodeOptions`.
 */
export type WireErrorCode =
  | "truncated"
  | "varint"
  | "tag"
  | "group"
  | "utf8"
  | "value"
  | "limit";

/**
 * Binary protobuf that cannot be read, or a message that cannot be written.
 *
 * @example Inspect a failure
 * ```ts
 * import { Reader, WireError } from "@seria/seria/wire";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const error = assertThrows(() => new Reader(new Uint8Array([0x80])).uint32(), WireError);
 * assertEquals(error.code, "truncated");
 * assertEquals(error.offset, 1);
 * ```
 */
export class WireError extends Error {
  /** The class name, `"WireError"`. */
  override readonly name = "WireError";
  /** What kind of fault it is. */
  readonly code: WireErrorCode;
  /** Where it was noticed: bytes from the start of the input, or -1 when writing. */
  readonly offset: number;

  /**
   * Makes the error.
   *
   * @param code What kind of fault it is.
   * @param message What cannot be done, and why; the offset is added to it.
   * @param offset Bytes from the start of the input, or -1 (the default) when there is none.
   */
  constructor(code: WireErrorCode, message: string, offset = -1) {
    super(offset < 0 ? message : `${message} at byte ${offset}`);
    this.code = code;
    this.offset = offset;
  }
}
