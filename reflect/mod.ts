/**
 * Messages and what describes them: types, descriptors, registries, dynamic types, extensions, and
 * the functions that create, encode, decode, compare, copy and merge.
 *
 * ```ts
 * import { create, decode, encode } from "@seria/seria/reflect";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = encode(Duration, create(Duration, { seconds: 5n }));
 * assertEquals(decode(Duration, bytes).seconds, 5n);
 * assertEquals(Duration.descriptor.fields.map((field) => field.name), ["seconds", "nanos"]);
 * ```
 *
 * @module
 */
export * from "./binary.ts";
export { buildFile } from "./build.ts";
export * from "./clone.ts";
export * from "./comments.ts";
export * from "./create.ts";
export * from "./descriptors.ts";
export * from "./enum.ts";
export * from "./equals.ts";
export * from "./error.ts";
export * from "./extension.ts";
export * from "./extension_access.ts";
export * from "./fields.ts";
export * from "./file.ts";
export * from "./gen/google/protobuf/descriptor_pb.ts";
export * from "./generated_file.ts";
export * from "./init.ts";
export * from "./init_values.ts";
export { type Message, type MessageType, messageType } from "./message_type.ts";
export { jsonName } from "./names.ts";
export * from "./message_stream.ts";
export * from "./oneof.ts";
export * from "./packed.ts";
export * from "./plain_constructor.ts";
export * from "./registry.ts";
export { bigintOf } from "./scalars.ts";
export {
  type BidiStreamingMethod,
  type ClientStreamingMethod,
  type Idempotency,
  type MethodKind,
  type Methods,
  type MethodType,
  type ServerStreamingMethod,
  type ServiceType,
  serviceType,
  type UnaryMethod,
} from "./service_type.ts";
export * from "./view_type.ts";
export * from "./walk.ts";
