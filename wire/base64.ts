import { plainFromBase64, plainToBase64 } from "./_plain_base64.ts";

/**
 * Decodes base64 of either alphabet, padded or not, on any host. White space is not part of it.
 *
 * @param text The base64. The two alphabets may not be mixed.
 * @returns The bytes.
 * @throws {SyntaxError} If it is not base64.
 *
 * @example Read base64
 * ```ts
 * import { decodeBase64 } from "@seria/seria/wire";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(decodeBase64("+/8="), new Uint8Array([251, 255]));
 * assertEquals(decodeBase64("-_8"), new Uint8Array([251, 255]));
 * assertThrows(() => decodeBase64("+/ 8="), SyntaxError, "Cannot decode base64");
 * ```
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const url = /[-_]/.test(text);
  try {
    // The host's decoder skips white space.
    if (!/\s/.test(text)) {
      return Uint8Array.fromBase64 === undefined
        ? plainFromBase64(text, url)
        : Uint8Array.fromBase64(text, { alphabet: url ? "base64url" : "base64" });
    }
  } catch {
    // Below: hosts differ in what they say.
  }
  throw new SyntaxError("Cannot decode base64: a character or the length is wrong");
}

/** How {@linkcode encodeBase64} writes: as `Uint8Array.prototype.toBase64()` has it. */
export interface EncodeBase64Options {
  /** The last two of the 64: `+` and `/`, or `-` and `_`. Default `"base64"`. */
  readonly alphabet?: "base64" | "base64url";
  /** Whether to leave out the `=` at the end. Default false. */
  readonly omitPadding?: boolean;
}

/**
 * Encodes bytes as base64, on any host.
 *
 * @param bytes The bytes.
 * @param options The alphabet, and whether there is padding.
 * @returns The base64.
 *
 * @example Write base64
 * ```ts
 * import { encodeBase64 } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = new Uint8Array([251, 255]);
 * assertEquals(encodeBase64(bytes), "+/8=");
 * assertEquals(encodeBase64(bytes, { alphabet: "base64url", omitPadding: true }), "-_8");
 * ```
 */
export function encodeBase64(bytes: Uint8Array, options: EncodeBase64Options = {}): string {
  return bytes.toBase64 === undefined ? plainToBase64(bytes, options) : bytes.toBase64(options);
}
