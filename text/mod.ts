/**
 * The text format, both ways: messages to and from text that people write and read, for generated
 * and for dynamic types.
 *
 * ```ts
 * import { fromText, toText } from "@seria/seria/text";
 * import { Timestamp } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const time = fromText(Timestamp, "seconds: 1136214245, nanos: 5 # half past ten");
 * assertEquals(toText(Timestamp, time), "seconds: 1136214245\nnanos: 5\n");
 * ```
 *
 * The format: https://protobuf.dev/reference/protobuf/textformat-spec/
 *
 * @module
 */
export * from "./error.ts";
export * from "./from_text.ts";
export * from "./options.ts";
export * from "./to_text.ts";
