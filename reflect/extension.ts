import type { ExtensionDescriptor } from "./descriptors.ts";
import type { GeneratedFile } from "./generated_file.ts";
import type { Message } from "./message_type.ts";

/**
 * An extension at run time. Generated code exports one for each `extend` field.
 *
 * @typeParam E The message that is extended.
 * @typeParam V What the extension holds.
 */
export interface Extension<E extends Message = Message, V = unknown> {
  /** The full name: `"example.v1.priority"`. */
  readonly typeName: string;
  /** The descriptor. Built on first use. */
  readonly descriptor: ExtensionDescriptor;
  /** The extended message. Never there at run time. */
  readonly $extendee?: E;
  /** The value. Never there at run time. */
  readonly $value?: V;
}

/**
 * Makes a generated extension. Called by generated code.
 *
 * @param file The generated file that declares it.
 * @param typeName The full name.
 * @returns The extension.
 *
 * @example An extension of file options
 * ```ts
 * import { extension, type FileOptions, generatedFile } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * const note = extension<FileOptions, string>(generatedFile("CgdhLnByb3Rv"), "note");
 * assertEquals(note.typeName, "note");
 * ```
 */
export function extension<E extends Message, V>(
  file: GeneratedFile,
  typeName: string,
): Extension<E, V> {
  return {
    typeName,
    get descriptor(): ExtensionDescriptor {
      return file.extension(typeName);
    },
  };
}
