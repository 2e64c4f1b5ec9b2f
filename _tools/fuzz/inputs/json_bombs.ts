import type { FieldDescriptor, MessageDescriptor } from "@seria/seria/reflect";
import type { Random } from "../../../reflect/testdata/random_message.ts";
import type { TextBomb } from "./text_bombs.ts";

const ANY = '{"@type":"type.googleapis.com/google.protobuf.Any","value":';

/** JSON that is small for what it asks for. */
export const JSON_BOMBS: Readonly<Record<string, TextBomb>> = {
  "lists nested deep": (random, _, length) =>
    nest(random, "[", "]", random.pick([99, 100, 101, length])),
  "objects nested deep": (random, message, length) =>
    nest(random, `{${key(random, message)}:`, "}", random.pick([99, 100, 101, length / 8])),
  "Anys nested deep": (random, _, length) =>
    nest(random, ANY, "}", random.pick([10, 100, 101, length / ANY.length])),
  "Anys side by side"(random, message, length) {
    const [type, held] = ['"@type":"type.googleapis.com/google.protobuf.Duration"', '"value":"1s"'];
    const any = `{${random.once(2) ? `${type},${held}` : `${held},${type}`}}`;
    const list = `[${any}${`,${any}`.repeat(length / any.length)}]`;
    const field = message.fields.find(({ cardinality, message }) =>
      cardinality === "repeated" && message?.fullName === "google.protobuf.Any"
    );
    return field ? `{"${field.jsonName}":${list}}` : value(random, message, list);
  },
  "unknown values nested deep": (random, _, length) =>
    `{"no such field":${nest(random, random.pick(["[", '{"a":']), "", length / 2)}`,
  "huge numbers"(random, message, length) {
    const digits = "9".repeat(length);
    return value(
      random,
      message,
      random.pick([
        digits,
        `"${digits}"`,
        `1e${digits}`,
        `-1e-${digits}`,
        `0.${digits}`,
        `1e${length}`,
        `"1e${length}"`,
        `1${"0".repeat(length)}e-${length}`,
        `"0.${"0".repeat(length)}1e${length}"`,
        "1e2147483647",
        '"1e-2147483648"',
      ]),
    );
  },
  "long strings"(random, message, length) {
    const char = random.pick(["a", "\\u0041", "\\n", "é", "🙂", "\\ud83d\\ude42", "\\", "%", " "]);
    return value(random, message, `"${char.repeat(length / char.length)}"`);
  },
  "strings of one kind of character"(random, message, length) {
    const char = random.pick(["1", "-", ".", "0", ",", "_", ":", "T", "s", "=", "+"]);
    const end = random.pick(["", "s", "Z", "x"]);
    return value(random, message, `"${char.repeat(length)}${end}"`);
  },
  "empty elements": (random, message, length) =>
    value(
      random,
      message,
      `[${random.pick(["{},", "0,", '"",', "[],", "null,"]).repeat(length / 3)}{}]`,
    ),
  "many keys"(random, message, length) {
    const entries: string[] = [];
    const held = random.pick(["{}", "0", '""', "null"]);
    for (let i = 0; i < length / 8; i++) entries.push(`"${i.toString(36)}":${held}`);
    const object = `{${entries.join(",")}}`;
    return random.once(2) ? object : value(random, message, object);
  },
  "the same key": (random, message, length) =>
    `{${`${key(random, message)}:null,`.repeat(length / 10)}"a":1}`,
  "long names"(random, message, length) {
    const name = random.pick(["a", "é", ".", "\\n"]).repeat(length);
    const object = `{"${name}":${random.pick(["1", "[[1]]", '{"a":[x'])}}`;
    return random.pick([
      object,
      value(random, message, object),
      value(random, message, `"${name}"`),
      `{"@type":"type.googleapis.com/${name}","a":1}`,
      value(random, message, `{"@type":"${name}"}`),
      `{"[${name}]":1}`,
      `{${name}}`,
    ]);
  },
  "white space": (random, _, length) => `{${random.pick([" ", "\n", "\t"]).repeat(length)}}`,
};

function nest(random: Random, open: string, close: string, depth: number): string {
  const whole = random.once(2);
  return open.repeat(depth) +
    (whole ? `${random.pick(["1", "{}", ""])}${close.repeat(depth)}` : "");
}

function key(random: Random, { fields }: MessageDescriptor): string {
  const nested = fields.filter((field: FieldDescriptor) => field.message !== undefined);
  const from = nested.length > 0 && random.once(2) ? nested : fields;
  return JSON.stringify(from.length === 0 ? "a" : random.pick(from).jsonName);
}

/** The value for a field of the message, or for the message itself. */
function value(random: Random, message: MessageDescriptor, json: string): string {
  return random.once(4) ? json : `{${key(random, message)}:${json}}`;
}
