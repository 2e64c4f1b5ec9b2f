import type { Random } from "../../../reflect/testdata/random_message.ts";

/** Where a tag or a table of tags gets longer, and what is next to it. */
const NUMBERS = [
  ...[1, 2, 3, 14, 15, 16, 17, 30, 31, 32, 33, 63, 64, 127, 128, 511, 512, 513, 2047, 2048],
  ...[16_383, 16_384, 18_999, 20_000, 262_143, 262_144, 33_554_431, 33_554_432, 536_870_911],
];
const MOST_FIELDS = 12;

const FIXED = ["double", "float", "fixed32", "fixed64", "sfixed32", "sfixed64"];
const VARINTS = ["bool", "int32", "int64", "sint32", "sint64", "uint32", "uint64"];
const KEYS = ["string", "fixed32", "fixed64", "sfixed32", "sfixed64", ...VARINTS];
const ENUMS = ["Open", "Closed", "Odd"];
const SCALARS = [...FIXED, ...VARINTS, ...ENUMS, "string", "string", "bytes"];

const HEAD = `edition = "2023";
package random;

enum Open {
  OPEN_ZERO = 0;
  OPEN_ONE = 1;
  OPEN_TWO_BYTES = 128;
  OPEN_NEGATIVE = -1;
}

enum Closed {
  option features.enum_type = CLOSED;
  CLOSED_ZERO = 0;
  CLOSED_TWO_BYTES = 300;
  CLOSED_NEGATIVE = -2147483648;
}

enum Odd {
  option features.enum_type = CLOSED;
  ODD_FIVE = 5;
  ODD_MINUS_FIVE = -5;
}
`;

/**
 * Makes a `.proto` file of messages whose fields have whatever numbers, types, cardinalities and
 * features there may be together. The suite's messages have most of these, but each only once.
 *
 * @param random Where it comes from.
 * @param messages How many messages there are. They are called `M0` and so on, in the package
 * `random`.
 * @returns The file's text.
 */
export function randomProto(random: Random, messages: number): string {
  const names = Array.from({ length: messages }, (_, i) => `M${i}`);
  return [HEAD, ...names.map((name) => randomMessageType(random, name, names))].join("\n");
}

function randomMessageType(random: Random, name: string, messages: readonly string[]): string {
  // Now and then all fields have a fixed size, as those of points and boxes.
  const isFixed = random.once(4);
  const numbers = new Set<number>();
  for (let i = random.below(MOST_FIELDS); i >= 0; i--) numbers.add(random.pick(NUMBERS));
  const fields: string[] = [];
  const choices: string[] = [];
  for (const number of numbers) {
    const field = `f${number} = ${number}`;
    if (isFixed) {
      const type = random.once(4) ? random.pick(messages) : random.pick(FIXED);
      fields.push(`${type} ${field}${options(random, type, presence(random, type))};`);
      continue;
    }
    const type = random.once(3) ? random.pick(messages) : random.pick(SCALARS);
    switch (random.below(5)) {
      case 0:
        // The first value of an enum in a map must be 0.
        if (type === "Odd") break;
        fields.push(`map<${random.pick(KEYS)}, ${type}> ${field};`);
        continue;
      case 1:
        choices.push(`  ${type} ${field}${options(random, type)};`);
        continue;
      case 2:
        fields.push(`repeated ${type} ${field}${options(random, type, packing(random, type))};`);
        continue;
    }
    fields.push(`${type} ${field}${options(random, type, presence(random, type))};`);
  }
  if (choices.length > 0) fields.push("oneof choice {", ...choices, "}");
  return [`message ${name} {`, ...fields.map((line) => `  ${line}`), "}", ""].join("\n");
}

/** The options of a field in brackets: what its type may have, and one more. */
function options(random: Random, type: string, more?: string): string {
  const all = more === undefined ? [] : [more];
  if (isMessage(type) && random.once(3)) all.push("features.message_encoding = DELIMITED");
  if (type === "string" && random.once(3)) all.push("features.utf8_validation = NONE");
  if (/^[a-z]+64$/.test(type) && random.once(3)) {
    all.push(`jstype = ${random.pick(["JS_STRING", "JS_NUMBER"])}`);
  }
  return all.length > 0 ? ` [${all.join(", ")}]` : "";
}

/** Implicit presence now and then, where it is allowed. */
function presence(random: Random, type: string): string | undefined {
  if (isMessage(type) || type === "Closed" || type === "Odd" || random.once(2)) return;
  return "features.field_presence = IMPLICIT";
}

function packing(random: Random, type: string): string | undefined {
  if (isMessage(type) || type === "string" || type === "bytes" || random.once(2)) return;
  return "features.repeated_field_encoding = EXPANDED";
}

function isMessage(type: string): boolean {
  return type.startsWith("M");
}
