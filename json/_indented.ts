import { endOfString } from "./_string_end.ts";

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
