/**
 * ProtoJSON, both ways: messages to and from JSON values and JSON text, for generated and for
 * dynamic types.
 *
 * ```ts
 * import { fromJsonString, toJsonString } from "@seria/seria/json";
 * import { Timestamp } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const time = fromJsonString(Timestamp, '"2006-01-02T15:04:05+07:00"');
 * assertEquals(toJsonString(Timestamp, time), '"2006-01-02T08:04:05Z"');
 * ```
 *
 * The format: https://protobuf.dev/programming-guides/json/
 *
 * @module
 */
export * from "./error.ts";
export * from "./from_json.ts";
export * from "./json_value.ts";
export * from "./options.ts";
export * from "./to_json.ts";
