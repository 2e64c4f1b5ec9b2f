import { fileURLToPath } from "node:url";

const ROOT = new URL("../.cache/conformance/", import.meta.url);

/**
 * The path of a file or folder in the cache of the conformance suites. The cache is not part of
 * the repository and may be deleted at any time.
 *
 * @param name The path inside the cache.
 * @returns The absolute path.
 */
export function cachePath(name: string): string {
  return fileURLToPath(new URL(name, ROOT));
}

/** Whether there is something at the path. */
export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Removes a file or folder if there is one. */
export async function removeAll(path: string): Promise<void> {
  if (await exists(path)) await Deno.remove(path, { recursive: true });
}

/**
 * Keeps other processes out of the cache, after waiting for those that are in it.
 *
 * @returns What ends it when disposed of, as the end of the process does.
 */
export async function lockCache(): Promise<Disposable> {
  await Deno.mkdir(ROOT, { recursive: true });
  const file = await Deno.open(cachePath("lock"), { create: true, write: true });
  await file.lock(true);
  return file;
}
