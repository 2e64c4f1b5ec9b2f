/**
 * Functions on web streams: the part of `@std/streams` that this project uses, with the same
 * names, signatures and meaning. It stands in where JSR cannot be reached; see `links` in
 * `deno.json`.
 *
 * ```ts
 * import { toText } from "@std/streams";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await toText(ReadableStream.from(["a", "b"])), "ab");
 * ```
 *
 * @module
 */
export * from "./collect.ts";
export * from "./combine.ts";
export * from "./limited_bytes_transform_stream.ts";
export * from "./to_transform_stream.ts";
