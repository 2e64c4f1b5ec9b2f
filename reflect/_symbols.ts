import type { EnumDescriptor, FileDescriptor, MessageDescriptor } from "./descriptors.ts";

/** What a field can refer to: a message or an enum. */
export type TypeDescriptor = MessageDescriptor | EnumDescriptor;

/** The types that each file declares, by full name. */
const SYMBOLS = new WeakMap<FileDescriptor, ReadonlyMap<string, TypeDescriptor>>();

/**
 * Makes what a file declares known to the files that import it.
 *
 * @param file The file.
 * @param symbols Its types by full name.
 */
export function declareSymbols(
  file: FileDescriptor,
  symbols: ReadonlyMap<string, TypeDescriptor>,
): void {
  SYMBOLS.set(file, symbols);
}

/**
 * Finds a type in what imports make visible: the imported files, and what they import publicly.
 *
 * @param imports The imported files.
 * @param fullName The type's full name.
 * @returns The type, or `undefined`.
 */
export function findSymbol(
  imports: readonly FileDescriptor[],
  fullName: string,
): TypeDescriptor | undefined {
  const seen = new Set<FileDescriptor>();
  const queue = [...imports];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const found = SYMBOLS.get(file)?.get(fullName);
    if (found !== undefined) return found;
    for (const index of file.proto.publicDependency) {
      const dependency = file.dependencies[index];
      if (dependency !== undefined) queue.push(dependency);
    }
  }
  return undefined;
}
