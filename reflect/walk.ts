import type {
  EnumDescriptor,
  ExtensionDescriptor,
  FileDescriptor,
  MessageDescriptor,
  ServiceDescriptor,
} from "./descriptors.ts";

/** What a file declares by a full name that others can refer to. */
export type Declaration =
  | MessageDescriptor
  | EnumDescriptor
  | ExtensionDescriptor
  | ServiceDescriptor;

/**
 * Walks through what a file declares, nested declarations after the message they are in.
 *
 * @param file The file.
 * @returns Messages (map entries included), enums, extensions and services.
 *
 * @example List the messages of a file
 * ```ts
 * import { declarationsOf } from "@seria/seria/reflect";
 * import { Duration } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const names = [...declarationsOf(Duration.descriptor.file)].map((d) => d.fullName);
 * assertEquals(names, ["google.protobuf.Duration"]);
 * ```
 */
export function* declarationsOf(file: FileDescriptor): Iterable<Declaration> {
  yield* file.enums;
  for (const message of file.messages) yield* declarationsIn(message);
  yield* file.extensions;
  yield* file.services;
}

function* declarationsIn(message: MessageDescriptor): Iterable<Declaration> {
  yield message;
  yield* message.enums;
  for (const nested of message.messages) yield* declarationsIn(nested);
  yield* message.extensions;
}
