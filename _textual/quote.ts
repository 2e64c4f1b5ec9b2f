/** The longest piece of input that an error repeats, in UTF-16 code units. */
const MAX_QUOTED = 64;

/** Input in quotes, for an error; cut if it is long. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text));
}

/** Input for an error; cut if it is long. */
export function shorten(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}

/** A value of any kind for an error; cut if it is long. */
export function describe(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (value === null || (typeof value !== "object" && typeof value !== "function")) {
    return shorten(String(value));
  }
  return `a value of type ${typeof value}`;
}
