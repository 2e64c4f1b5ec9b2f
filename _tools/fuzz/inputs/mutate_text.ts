import type { Random } from "../../../reflect/testdata/random_message.ts";

const MAX_LENGTH = 1 << 16;
const TOKEN = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w.+-]+|\s+|./gsu;

/** What comes in any kind of text. */
const PIECES: readonly string[] = [
  ..."{}[],:\"'\\/+-.0123456789eE \n\t",
  "\0",
  "\ud800",
  "\udc00",
  "\ufeff",
  "\u2028",
  "🙂",
  "\\u0000",
  "\\ud800",
  "\\",
  "true",
  "null",
  "NaN",
  "-0",
  "1e1000",
  "1e-1000",
  "1e999999999999999999",
  "0.1e1",
  "00",
  "1.",
  "2147483648",
  "-2147483649",
  "4294967296",
  "9223372036854775808",
  "18446744073709551616",
  "3.5e38",
  "1e16",
  "9007199254740993",
  "__proto__",
  "constructor",
];

/**
 * Changes a text here and there: tokens are taken out, doubled, swapped for others or put in, and
 * so are single characters.
 *
 * @param more What texts of the format are made of.
 */
export function mutateText(random: Random, text: string, more: readonly string[]): string {
  const tokens = text.match(TOKEN) ?? [];
  for (let edits = random.below(3); edits > 0; edits--) {
    const from = random.below(tokens.length + 1);
    const count = random.below(random.once(4) ? 12 : 3);
    const other = random.below(tokens.length + 1);
    const piece = random.pick([
      () => [],
      () => [random.pick(more)],
      () => [random.pick(PIECES)],
      () => tokens.slice(other, other + random.below(10)),
      () => [...tokens.slice(from, from + count), ...tokens.slice(from, from + count)],
    ])();
    tokens.splice(from, count, ...piece);
  }
  let result = tokens.join("");
  for (let edits = random.below(3); edits > 0; edits--) {
    const at = random.below(result.length + 1);
    const added = random.once(2) ? "" : random.pick(random.once(2) ? PIECES : more);
    result = result.slice(0, at) + added + result.slice(at + random.below(3));
  }
  return result.slice(0, MAX_LENGTH);
}
