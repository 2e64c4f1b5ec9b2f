/**
 * Descriptors that do not make sense: a duplicate name, a reference to nothing, a number out of
 * range.
 *
 * @example A file that imports what is not there
 * ```ts
 * import { createRegistry, DescriptorError, FileDescriptorSet } from "@seria/seria/reflect";
 * import { create } from "@seria/seria";
 * import { assertThrows } from "@std/assert";
 *
 * const set = create(FileDescriptorSet, { file: [{ name: "a.proto", dependency: ["b.proto"] }] });
 * assertThrows(() => createRegistry(set), DescriptorError, "b.proto");
 * ```
 */
export class DescriptorError extends Error {
  /** The class name, `"DescriptorError"`. */
  override readonly name = "DescriptorError";
}
