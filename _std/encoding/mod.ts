/**
 * Base64 and hex: the part of `@std/encoding` that this project uses, with the same names,
 * signatures and meaning. It stands in where JSR cannot be reached; see `links` in `deno.json`.
 *
 * ```ts
 * import { decodeHex, encodeBase64 } from "@std/encoding";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(encodeBase64(decodeHex("68690a")), "aGkK");
 * ```
 *
 * @module
 */
export * from "./base64.ts";
export * from "./base64url.ts";
export * from "./hex.ts";
