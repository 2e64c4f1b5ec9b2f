/**
 * The well-known types, generated from `google/protobuf/*.proto`, and what programs do with them:
 * timestamps and durations to and from `Date`, `Temporal` and milliseconds, `Any`s packed and
 * unpacked, `Struct`s to and from JSON, field masks checked, combined and applied. Generated code
 * imports the types from here.
 *
 * ```ts
 * import { decode, encode } from "@seria/seria";
 * import { Timestamp, timestampFromDate, timestampToDate } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = encode(Timestamp, timestampFromDate(new Date("1970-01-01T00:00:42Z")));
 * assertEquals(bytes, new Uint8Array([8, 42]));
 * assertEquals(timestampToDate(decode(Timestamp, bytes)).getTime(), 42_000);
 * ```
 *
 * The wrapper types (`StringValue`, …) need no helpers: `{ nickname: { value: "Ada" } }` sets one in
 * `create()`, and `user.nickname?.value` reads it.
 *
 * See https://protobuf.dev/reference/protobuf/google.protobuf/
 *
 * @module
 */
export * from "./any.ts";
export * from "./duration.ts";
export * from "./field_mask.ts";
export * from "./gen/google/protobuf/any_pb.ts";
export * from "./gen/google/protobuf/api_pb.ts";
export * from "./gen/google/protobuf/duration_pb.ts";
export * from "./gen/google/protobuf/empty_pb.ts";
export * from "./gen/google/protobuf/field_mask_pb.ts";
export * from "./gen/google/protobuf/source_context_pb.ts";
export * from "./gen/google/protobuf/struct_pb.ts";
export * from "./gen/google/protobuf/timestamp_pb.ts";
export * from "./gen/google/protobuf/type_pb.ts";
export * from "./gen/google/protobuf/wrappers_pb.ts";
export * from "./json_value.ts";
export * from "./masked_merge.ts";
export * from "./struct.ts";
export * from "./timestamp.ts";
