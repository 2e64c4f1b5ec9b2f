import { decodeBase64, encodeBase64 } from "../wire/mod.ts";

/**
 * Encodes bytes for a header or trailer whose name ends in `-bin`: base64 without padding.
 *
 * https://connectrpc.com/docs/protocol#unary-request
 *
 * @param bytes The value.
 * @returns What to set the header to.
 *
 * @example Send bytes as metadata
 * ```ts
 * import { encodeBinaryHeader } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * const headers = new Headers({ "trace-bin": encodeBinaryHeader(new Uint8Array([1, 2])) });
 * assertEquals(headers.get("trace-bin"), "AQI");
 * ```
 */
export function encodeBinaryHeader(bytes: Uint8Array): string {
  return encodeBase64(bytes, { omitPadding: true });
}

/**
 * Decodes the value of a header or trailer whose name ends in `-bin`. Padding is optional.
 *
 * A header that was sent more than once arrives as one, its values joined by commas: split it
 * first.
 *
 * @param value The header's value.
 * @returns The bytes.
 * @throws {SyntaxError} If it is not base64.
 *
 * @example Receive bytes as metadata
 * ```ts
 * import { decodeBinaryHeader } from "@seria/seria/rpc";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(decodeBinaryHeader("AQI"), new Uint8Array([1, 2]));
 * assertEquals(decodeBinaryHeader("AQI="), new Uint8Array([1, 2]));
 * ```
 */
export function decodeBinaryHeader(value: string): Uint8Array {
  return decodeBase64(value);
}
