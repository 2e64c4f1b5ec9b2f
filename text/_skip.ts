import { Fault } from "../_textual/mod.ts";
import { Char } from "./_chars.ts";
import { TokenKind } from "./_lexer.ts";
import { takeBytes } from "./_literals.ts";
import type { TextReader } from "./_reader.ts";
import { specialFloat } from "./_scalars_in.ts";
import { isTypeName, typeNameOf } from "./_type_url.ts";

/** Passes over the value of a field, after its name: a scalar, a message or a list. */
export function skipValue(reader: TextReader): void {
  const colon = reader.lexer.accept(Char.Colon);
  if (reader.lexer.symbol !== Char.OpenBracket) return skipElement(reader, colon);
  reader.descend();
  reader.elements(() => skipElement(reader, colon));
  reader.ascend();
}

/** Passes over a message, or over a scalar if there was a colon. */
function skipElement(reader: TextReader, colon: boolean): void {
  const { lexer } = reader;
  if (lexer.symbol === Char.OpenBrace || lexer.symbol === Char.Less) skipMessage(reader);
  else if (colon) skipScalar(reader);
  else throw lexer.unexpected('":", "{" or "<"');
}

function skipMessage(reader: TextReader): void {
  const { lexer } = reader;
  const close = reader.openMessage(false);
  while (reader.more(close)) {
    const offset = lexer.start;
    const name = reader.fieldName(close);
    if (name.startsWith("[") && !isExtensionOrUrl(name.slice(1, -1))) {
      throw new Fault("syntax", "what is in the brackets is not a full name", offset);
    }
    skipValue(reader);
    reader.separator();
  }
  reader.closeMessage(false);
}

function isExtensionOrUrl(name: string): boolean {
  return isTypeName(name) || typeNameOf(name) !== undefined;
}

function skipScalar(reader: TextReader): void {
  const { lexer } = reader;
  if (lexer.kind === TokenKind.String) {
    takeBytes(lexer);
    return;
  }
  const negative = lexer.accept(Char.Minus);
  const isScalar = lexer.kind === TokenKind.Integer || lexer.kind === TokenKind.Float ||
    (lexer.kind === TokenKind.Identifier && !(negative && specialFloat(lexer.token) === undefined));
  if (!isScalar) throw lexer.unexpected("a value");
  lexer.next();
}
