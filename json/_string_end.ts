/**
 * Finds the closing quote of a string in JSON text.
 *
 * @param text The text.
 * @param pos Where the string begins, or a place in it that no backslash is before.
 * @returns Where the quote is, or -1.
 */
export function endOfString(text: string, pos: number): number {
  for (let end = text.indexOf('"', pos + 1);; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return end;
  }
}
