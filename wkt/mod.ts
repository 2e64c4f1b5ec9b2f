/**
 * The well-known types, generated from `google/protobuf/*.proto`. Generated code imports them from
 * here.
 *
 * ```ts
 * import { create, encode } from "@seria/seria";
 * import { Timestamp } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(encode(Timestamp, create(Timestamp, { seconds: 42n })), new Uint8Array([8, 42]));
 * ```
 *
 * See https://protobuf.dev/reference/protobuf/google.protobuf/
 *
 * @module
 */
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
