/**
 * The code generator: from descriptors to TypeScript. `protoc-gen-seria` and `deno task gen` stand
 * on it.
 *
 * ```ts
 * import { generate } from "@seria/seria/codegen";
 * import { create, FileDescriptorProto } from "@seria/seria/reflect";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const file = create(FileDescriptorProto, {
 *   name: "a.proto",
 *   syntax: "proto3",
 *   messageType: [{ name: "User" }],
 * });
 * const [module] = generate([file], ["a.proto"]);
 * assertStringIncludes(module!.text, "export interface User");
 * ```
 *
 * @module
 */
export * from "./gen/google/protobuf/compiler/plugin_pb.ts";
export { type GenerateOptions, parseOptions } from "./options.ts";
export { generate, type GeneratedModule, runPlugin } from "./plugin.ts";
