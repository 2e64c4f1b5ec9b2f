import { Fault, fromWire, quote } from "../_textual/mod.ts";
import { decode, encode, type MessageType } from "../reflect/mod.ts";
import { nestedLimits, WireError } from "../wire/mod.ts";
import { Char } from "./_chars.ts";
import { type Fields, planOf } from "./_plan.ts";
import type { TextReader } from "./_reader.ts";
import { typeNameOf } from "./_type_url.ts";
import type { TextWriter } from "./_writer.ts";

/**
 * Reads what an `Any` holds, after the URL of its type in brackets.
 *
 * See https://protobuf.dev/reference/protobuf/textformat-spec/#any
 */
export function readAny(reader: TextReader, any: Fields, url: string, offset: number): void {
  const { lexer } = reader;
  const typeName = typeNameOf(url);
  if (typeName === undefined) {
    throw new Fault("type", "what is in the brackets is not the URL of a type", offset);
  }
  const type = reader.registry?.message(typeName);
  if (type === undefined) {
    const reason = `${quote(typeName)} is not in the registry that the options give`;
    throw new Fault("type", reason, offset);
  }
  lexer.accept(Char.Colon);
  const content = reader.message(planOf(type.descriptor), undefined);
  any.typeUrl = url;
  try {
    any.value = encode(type, content, { recursionLimit: reader.depth });
  } catch (error) {
    throw fromWire(error, offset);
  }
}

/**
 * Writes an `Any` with what it holds, if its type is in the registry and its bytes are of that
 * type.
 *
 * @returns Whether it did.
 */
export function writeAny(writer: TextWriter, any: Fields): boolean {
  const { typeUrl: url, value: bytes } = any;
  if (typeof url !== "string" || !(bytes instanceof Uint8Array)) return false;
  const typeName = typeNameOf(url);
  const type = typeName === undefined ? undefined : writer.registry?.message(typeName);
  if (type === undefined || writer.depth < 1) return false;
  const content = decodeContent(type, bytes, writer.depth - 1);
  if (content === undefined) return false;
  // An extension in it may not decode. Then the bytes as they are say more than an error.
  return writer.attempt(() => writer.message(`[${url}]`, planOf(type.descriptor), content));
}

function decodeContent(type: MessageType, bytes: Uint8Array, depth: number): Fields | undefined {
  try {
    return decode(type, bytes, nestedLimits(bytes, depth)) as Fields;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return undefined;
  }
}
