import type { JsonValue } from "./json_value.ts";
import { Members } from "./_members.ts";

/**
 * Writes a value as text: what `JSON.stringify()` cannot write. That is -0, members in their own
 * order, and white space of any length.
 *
 * @param value The value.
 * @param level The white space of one level, or `""` for one line.
 * @param line The line feed and the white space of the line that the value is in.
 */
export function stringify(value: JsonValue | Members, level: string, line: string): string {
  if (typeof value === "number" && Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = line + level;
  if (Array.isArray(value)) {
    return lines("[", value.map((item) => stringify(item, level, inner)), "]", level, line);
  }
  const colon = level === "" ? ":" : ": ";
  const entries = value instanceof Members ? value.entries : Object.entries(value);
  const members = entries.map(([key, item]) =>
    JSON.stringify(key) + colon + stringify(item, level, inner)
  );
  return lines("{", members, "}", level, line);
}

function lines(
  open: string,
  items: readonly string[],
  close: string,
  level: string,
  line: string,
): string {
  if (level === "" || items.length === 0) return `${open}${items.join()}${close}`;
  const inner = line + level;
  return `${open}${inner}${items.join(`,${inner}`)}${line}${close}`;
}
