/**
 * Reads a failure list of the upstream runner: a test's name on each line, and `# why` after it.
 *
 * @param path The path of the list.
 * @returns The lines that name a test; none if there is no such file.
 */
export async function readFailureList(path: string): Promise<string[]> {
  const text = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  return text.split("\n").filter((line) => testName(line) !== "");
}

/** The test's name on a line of a failure list. */
export function testName(line: string): string {
  return line.replace(/#.*/, "").trim();
}
