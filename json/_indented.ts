/**
 * Lays out JSON text in lines.
 *
 * @param text JSON without white space.
 * @param level The white space of one level.
 */
export function indented(text: string, level: string): string {
  let out = "";
  let line = "\n";
  let start = 0;
  for (let pos = 0; pos < text.length; pos++) {
    switch (text[pos]) {
      case '"':
        pos = endOfString(text, pos);
        break;
      case ":":
        out += `${text.slice(start, pos)}: `;
        start = pos + 1;
        break;
      case ",":
        out += `${text.slice(start, pos)},${line}`;
        start = pos + 1;
        break;
      case "{":
      case "[":
        if (text[pos + 1] === "}" || text[pos + 1] === "]") {
          pos++;
        } else {
          line += level;
          out += text.slice(start, pos + 1) + line;
          start = pos + 1;
        }
        break;
      case "}":
      case "]":
        line = line.slice(0, line.length - level.length);
        out += text.slice(start, pos) + line;
        start = pos;
        break;
    }
  }
  return out + text.slice(start);
}

/** Where the string that begins at `pos` has its closing quote. */
function endOfString(text: string, pos: number): number {
  for (let end = text.indexOf('"', pos + 1);; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return end;
  }
}
