import { Fault, IGNORED, quote } from "../_textual/mod.ts";
import type { EnumDescriptor } from "../reflect/mod.ts";
import { TokenKind } from "./_lexer.ts";
import type { TextReader } from "./_reader.ts";
import { readInt32 } from "./_scalars_in.ts";
import type { TextWriter } from "./_writer.ts";

/**
 * Reads an enum: a name, an alias, or a number.
 *
 * An open enum takes any number. A closed one has no place for a number that it does not define:
 * that is treated like a name that it does not define.
 *
 * @returns The number, or `IGNORED` for an unknown value, if those are ignored.
 */
export function readEnum(
  reader: TextReader,
  descriptor: EnumDescriptor,
): number | typeof IGNORED {
  const { lexer } = reader;
  const offset = lexer.start;
  let found: string;
  if (lexer.kind === TokenKind.Identifier) {
    const name = lexer.token;
    lexer.next();
    const value = descriptor.valueByName(name);
    if (value !== undefined) return value.number;
    found = quote(name);
  } else {
    if (lexer.kind === TokenKind.String || lexer.kind === TokenKind.Float) {
      throw lexer.unexpected(`a value of ${descriptor.fullName}`);
    }
    const number = readInt32(reader);
    if (descriptor.open || descriptor.valueByNumber(number) !== undefined) return number;
    found = String(number);
  }
  if (reader.ignoreUnknown) return IGNORED;
  throw new Fault("unknown", `${descriptor.fullName} has no value ${found}`, offset);
}

/** The text of an enum: its first name of that number, or the number if it has none. */
export function enumText(writer: TextWriter, value: unknown, descriptor: EnumDescriptor): string {
  if (typeof value !== "number" || value !== (value | 0)) {
    throw writer.wrongValue(`a value of ${descriptor.fullName}`, value);
  }
  return descriptor.valueByNumber(value)?.name ?? String(value);
}
