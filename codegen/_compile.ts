import { join, relative, sep as SEPARATOR } from "node:path";
import { decode, type FileDescriptorProto, FileDescriptorSet } from "../reflect/mod.ts";

/** The compiler, as an npm package. It carries its own binary. */
const BUF = "npm:@bufbuild/buf@1.74.0/buf";

/** `.proto` files that do not compile. The message is the compiler's own. */
export class CompileError extends Error {
  /** The class name, `"CompileError"`. */
  override readonly name = "CompileError";
}

/**
 * Compiles all `.proto` files below some folders.
 *
 * @param roots The folders that imports are relative to: absolute paths, none inside another.
 * @param excludes Folders below the roots, relative to them, to leave out.
 * @returns The files with source info, each after those that it imports.
 * @throws {CompileError} If they do not compile.
 */
export async function compile(
  roots: readonly string[],
  excludes: readonly string[] = [],
): Promise<FileDescriptorProto[]> {
  const cwd = commonFolder([Deno.cwd(), ...roots]);
  const modules = roots.map((root) => ({
    path: below(cwd, root),
    excludes: excludes.map((path) => below(cwd, join(root, path))),
  }));
  const config = JSON.stringify({ version: "v2", modules });
  const args = ["build", "--config", config, "--as-file-descriptor-set", "-o", "-#format=binpb"];
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", "--no-config", "--no-lock", BUF, ...args],
    cwd,
    stdin: "null",
  });
  const { success, stdout, stderr } = await command.output();
  if (!success) throw new CompileError(new TextDecoder().decode(stderr).trim());
  // It is the user's own schema, and descriptors are wide: no memory bound.
  return decode(FileDescriptorSet, stdout, { maxElementBytes: Infinity }).file;
}

function commonFolder(paths: readonly string[]): string {
  const [first, ...others] = paths.map((path) => path.split(SEPARATOR));
  let length = first!.length;
  for (const other of others) {
    for (let i = 0; i < length; i++) if (first![i] !== other[i]) length = i;
  }
  return first!.slice(0, length).join(SEPARATOR) || SEPARATOR;
}

/** A path below a folder, as buf wants it. */
function below(folder: string, path: string): string {
  return relative(folder, path).replaceAll(SEPARATOR, "/") || ".";
}
