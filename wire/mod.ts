/**
 * The binary format's bytes: varints, tags, UTF-8, a reader, a writer, limits and errors. Knows
 * nothing of descriptors; generated code and dynamic types stand on it.
 *
 * ```ts
 * import { Reader, Writer } from "@seria/seria/wire";
 * import { assertEquals } from "@std/assert";
 *
 * const writer = new Writer();
 * writer.string("Ada", 10);
 *
 * const reader = new Reader(writer.finish());
 * assertEquals(reader.tag(), 10);
 * assertEquals(reader.string(), "Ada");
 * ```
 *
 * @module
 */
export * from "./base64.ts";
export * from "./codec.ts";
export * from "./delimited.ts";
export * from "./error.ts";
export * from "./float32.ts";
export * from "./limits.ts";
export * from "./packed.ts";
export * from "./read_packed.ts";
export * from "./reader.ts";
export * from "./unknown.ts";
export { TextWindow } from "./_text_window.ts";
export * from "./utf8.ts";
export * from "./wire_type.ts";
export * from "./write_packed.ts";
export * from "./writer.ts";
