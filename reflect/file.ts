import { FileDescriptorProto } from "./gen/google/protobuf/descriptor_pb.ts";
import type { GeneratedFile } from "./generated_file.ts";
import { lazyFile } from "./lazy_file.ts";

/**
 * Makes the file of generated code. Called by generated code.
 *
 * @param base64 The `FileDescriptorProto`, base64-encoded, without source info.
 * @param dependencies Gives the files that it imports, in their order.
 * @returns The file. Nothing is decoded before its descriptor is asked for.
 *
 * @example An empty file
 * ```ts
 * import { generatedFile } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(generatedFile("CgdhLnByb3Rv").descriptor.name, "a.proto");
 * ```
 */
export function generatedFile(
  base64: string,
  dependencies?: () => readonly GeneratedFile[],
): GeneratedFile {
  return lazyFile(() => FileDescriptorProto, base64, dependencies);
}
