import type { MessageDescriptor } from "@seria/seria/reflect";
import type { Random } from "../../../reflect/testdata/random_message.ts";

/** Makes a text for a message that is small for what it asks for. */
export type TextBomb = (random: Random, message: MessageDescriptor, length: number) => string;

const ANY = "[type.googleapis.com/google.protobuf.Any] {";

/** Texts in the text format that are small for what they ask for. */
export const TEXT_BOMBS: Readonly<Record<string, TextBomb>> = {
  "messages nested deep": (random, message, length) =>
    nest(random, `${name(random, message)} {`, "}", random.pick([99, 100, 101, length / 8])),
  "lists nested deep": (random, message, length) =>
    `${name(random, message)}: ${nest(random, "[", "]", length)}`,
  "Anys nested deep": (random, _, length) =>
    nest(random, ANY, "}", random.pick([10, 100, 101, length / ANY.length])),
  "unknown fields nested deep": (random, _, length) =>
    nest(random, random.pick(["no_such_field {", "1 <", "[a.b] {", "a: ["]), "}", length / 4),
  "huge numbers"(random, message, length) {
    const digits = random.pick(["9", "0", "7"]).repeat(length);
    const number = random.pick([
      digits,
      `-${digits}`,
      `0x${"f".repeat(length)}`,
      `0${"7".repeat(length)}`,
      `1e${digits}`,
      `1e-${digits}`,
      `0.${digits}f`,
      "1e2147483648",
    ]);
    return `${name(random, message)}: ${number}`;
  },
  "long strings"(random, message, length) {
    const char = random.pick(["a", "\\x41", "\\101", "\\n", "é", "🙂", "\\u00e9", "\\U0001F642"]);
    return `${name(random, message)}: "${char.repeat(length / char.length)}"`;
  },
  "many strings": (random, message, length) =>
    `${name(random, message)}: ${random.pick(['"" ', "'a' ", '"\\n"']).repeat(length / 4)}`,
  "empty elements"(random, message, length) {
    const element = random.pick(["{}", "0", '""', "[]", "<>"]);
    return random.once(2)
      ? `${name(random, message)}: [${`${element},`.repeat(length / 3)}${element}]`
      : `${name(random, message)}${/\W$/.test(element) ? " " : ": "}${element}\n`.repeat(
        length / 8,
      );
  },
  "map entries"(random, message, length) {
    const entry = random.pick(["{}", "{ key: 1 }", '{ key: "a" value {} }']);
    return `${name(random, message)} ${entry}\n`.repeat(length / 10);
  },
  "long names"(random, message, length) {
    const long = random.pick(["a", "a.", "9", "_"]).repeat(length);
    return random.pick([
      `${long}: 1`,
      `${long} { a: ?`,
      `[${long}]: 1`,
      `[a/${long}] {}`,
      `[${long}/a.b] {}`,
      `${name(random, message)}: ${long}`,
      `${name(random, message)} { key: "${long}" value: ? }`,
      `${name(random, message)}: "\\${long}"`,
    ]);
  },
  "white space": (random, _, length) => random.pick([" ", "\n", "\t", "#", "#\n"]).repeat(length),
};

function nest(random: Random, open: string, close: string, depth: number): string {
  return open.repeat(depth) + (random.once(2) ? close.repeat(depth) : "");
}

function name(random: Random, { fields }: MessageDescriptor): string {
  const wide = fields.filter((f) => f.message !== undefined || f.cardinality !== "singular");
  const from = wide.length > 0 && random.once(2) ? wide : fields;
  return from.length === 0 ? "a" : random.pick(from).name;
}
