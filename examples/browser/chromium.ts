import { delimiter, join } from "node:path";

/** What to say where there is no Chromium. */
export const NEEDS_CHROMIUM = "needs Chromium: apt-get install chromium, or its path in $CHROMIUM";

/** What the program is called. */
const NAMES: readonly string[] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/**
 * Finds an installed Chromium: what `$CHROMIUM` says, or the first one in `$PATH`.
 *
 * @returns Its path, or `undefined` if there is none.
 */
export async function findChromium(): Promise<string | undefined> {
  const given = Deno.env.get("CHROMIUM");
  if (given !== undefined) return given;
  const folders = (Deno.env.get("PATH") ?? "").split(delimiter);
  for (const path of folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))) {
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  }
  return undefined;
}
