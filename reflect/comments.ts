import type { Descriptor, FileDescriptor } from "./descriptors.ts";

/** The comments on a declaration, without comment marks, as the compiler gives them. */
export interface Comments {
  /** What stands before it, or `""`. */
  readonly leading: string;
  /** What stands behind it, or `""`. */
  readonly trailing: string;
  /** What stands further above, a blank line between. */
  readonly detached: readonly string[];
}

const NONE: Comments = { leading: "", trailing: "", detached: [] };
const SYNTAX_PATH = "12";
const EDITION_PATH = "14";

/** The comments of each file, by path. */
const CACHE = new WeakMap<FileDescriptor, ReadonlyMap<string, Comments>>();

/**
 * The comments on a declaration. Compilers give them to plugins, and in sets that were made with
 * source info; generated code is without.
 *
 * @param descriptor The declaration. For a file: the comments on its `syntax` or `edition` line.
 * @returns The comments; empty ones if there are none.
 *
 * @example A file with source info
 * ```ts
 * import { buildFile, commentsOf, create, FileDescriptorProto } from "@seria/seria/reflect";
 * import { assertEquals } from "@std/assert";
 *
 * const proto = create(FileDescriptorProto, {
 *   name: "a.proto",
 *   messageType: [{ name: "User" }],
 *   sourceCodeInfo: { location: [{ path: [4, 0], leadingComments: " Somebody.\n" }] },
 * });
 * const user = buildFile(proto, []).messages[0]!;
 * assertEquals(commentsOf(user).leading, " Somebody.\n");
 * ```
 */
export function commentsOf(descriptor: Descriptor): Comments {
  const file = descriptor.kind === "file" ? descriptor : descriptor.file;
  let comments = CACHE.get(file);
  if (comments === undefined) CACHE.set(file, comments = readComments(file));
  if (descriptor.kind !== "file") return comments.get(descriptor.path.join()) ?? NONE;
  return comments.get(SYNTAX_PATH) ?? comments.get(EDITION_PATH) ?? NONE;
}

function readComments(file: FileDescriptor): Map<string, Comments> {
  const comments = new Map<string, Comments>();
  for (const location of file.proto.sourceCodeInfo?.location ?? []) {
    const { path, leadingComments, trailingComments, leadingDetachedComments } = location;
    if (!leadingComments && !trailingComments && leadingDetachedComments.length === 0) continue;
    comments.set(path.join(), {
      leading: leadingComments ?? "",
      trailing: trailingComments ?? "",
      detached: leadingDetachedComments,
    });
  }
  return comments;
}
