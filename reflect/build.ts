import { BuildContext } from "./_build_context.ts";
import { buildEnum } from "./_build_enum.ts";
import { buildExtension } from "./_build_field.ts";
import { buildMessage } from "./_build_message.ts";
import { buildService } from "./_build_service.ts";
import type { FileDescriptor } from "./descriptors.ts";
import type { FileDescriptorProto } from "./gen/google/protobuf/descriptor_pb.ts";
import { declareSymbols } from "./_symbols.ts";

/** `SourceCodeInfo` path elements: the fields' numbers in `FileDescriptorProto`. */
const FILE_MESSAGE = 4;
const FILE_ENUM = 5;
const FILE_SERVICE = 6;
const FILE_EXTENSION = 7;

/**
 * Builds the descriptors of a file.
 *
 * @param proto The file as a compiler gave it; kept, must not change.
 * @param dependencies The descriptors of the files it imports, in the order of `proto.dependency`.
 * @returns The file's descriptor.
 * @throws {DescriptorError} If the file does not make sense.
 *
 * @example Build a file
 * ```ts
 * import { buildFile, create, FileDescriptorProto } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * const proto = create(FileDescriptorProto, {
 *   name: "a.proto",
 *   package: "a",
 *   syntax: "proto3",
 *   messageType: [{ name: "User" }],
 * });
 * assertEquals(buildFile(proto, []).messages[0]?.fullName, "a.User");
 * ```
 */
export function buildFile(
  proto: FileDescriptorProto,
  dependencies: readonly FileDescriptor[],
): FileDescriptor {
  const context = new BuildContext(proto, dependencies);
  const { file } = context;
  const scope = proto.package ?? "";
  file.messages = proto.messageType.map((m, i) =>
    buildMessage(context, m, scope, undefined, [FILE_MESSAGE, i])
  );
  file.enums = proto.enumType.map((e, i) =>
    buildEnum(context, e, scope, undefined, [FILE_ENUM, i])
  );
  file.services = proto.service.map((s, i) => buildService(context, s, scope, [FILE_SERVICE, i]));
  file.extensions = proto.extension.map((f, i) =>
    buildExtension(context, f, scope, undefined, [FILE_EXTENSION, i])
  );
  for (const task of context.later) task();
  declareSymbols(file, context.symbols);
  return file;
}
