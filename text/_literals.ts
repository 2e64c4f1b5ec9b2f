import { Fault, flat } from "../_textual/mod.ts";
import { decodeUtf8, decodeUtf8Lossless, WireError } from "../wire/mod.ts";
import { type Lexer, TokenKind } from "./_lexer.ts";

/** What follows a backslash and stands for one byte. */
const SIMPLE_ESCAPES: ReadonlyMap<string, number> = new Map([
  ["a", 0x07],
  ["b", 0x08],
  ["f", 0x0c],
  ["n", 0x0a],
  ["r", 0x0d],
  ["t", 0x09],
  ["v", 0x0b],
  ["?", 0x3f],
  ["\\", 0x5c],
  ["'", 0x27],
  ['"', 0x22],
]);

const BYTE = /([0-7]{1,3})|x([0-9a-fA-F]{1,2})/y;
const CODE_POINT = /u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})/y;

const MAX_CODE_POINT = 0x10ffff;
/** What UTF-8 makes of one UTF-16 code unit, at most. */
const MAX_BYTES_PER_UNIT = 3;

const encoder = new TextEncoder();

/**
 * Takes a string: one literal or several.
 *
 * See https://protobuf.dev/reference/protobuf/textformat-spec/#string
 *
 * @param lexer At the first literal.
 * @param lossless Whether to keep bytes that are not UTF-8, as `decodeUtf8Lossless()` does; else
 * they are an error.
 */
export function takeString(lexer: Lexer, lossless: boolean): string {
  const offset = lexer.start;
  let text = "";
  let literals = 0;
  for (; lexer.kind === TokenKind.String && !lexer.escaped; lexer.next()) {
    text += lexer.content;
    literals++;
  }
  if (lexer.kind !== TokenKind.String) return literals > 1 ? flat(text) : text;
  // Escapes are bytes, and a character may be made of several.
  const bytes = new ByteBuffer();
  bytes.appendText(text);
  appendLiterals(lexer, bytes);
  try {
    const all = bytes.written();
    return lossless ? decodeUtf8Lossless(all) : decodeUtf8(all);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new Fault("value", "the escapes in the string do not make UTF-8", offset);
  }
}

/** Takes the bytes of one literal or several; the lexer is at the first. */
export function takeBytes(lexer: Lexer): Uint8Array {
  const bytes = new ByteBuffer();
  appendLiterals(lexer, bytes);
  return bytes.written().slice();
}

function appendLiterals(lexer: Lexer, bytes: ByteBuffer): void {
  for (; lexer.kind === TokenKind.String; lexer.next()) {
    if (lexer.escaped) appendEscaped(bytes, lexer.content, lexer.start + 1);
    else bytes.appendText(lexer.content);
  }
}

function appendEscaped(bytes: ByteBuffer, content: string, offset: number): void {
  let start = 0;
  for (;;) {
    const backslash = content.indexOf("\\", start);
    if (backslash < 0) break;
    bytes.appendText(content.slice(start, backslash));
    start = appendEscape(bytes, content, backslash + 1, offset);
  }
  bytes.appendText(content.slice(start));
}

/** Appends what an escape stands for, and gives where it ends. */
function appendEscape(bytes: ByteBuffer, content: string, start: number, offset: number): number {
  const simple = SIMPLE_ESCAPES.get(content.charAt(start));
  if (simple !== undefined) {
    bytes.appendByte(simple);
    return start + 1;
  }
  BYTE.lastIndex = CODE_POINT.lastIndex = start;
  const byte = BYTE.exec(content);
  if (byte !== null) {
    const [, octal, hex] = byte;
    const value = octal === undefined ? parseInt(hex!, 16) : parseInt(octal, 8);
    if (value > 0xff) throw new Fault("syntax", "the escape is above 255", offset + start - 1);
    bytes.appendByte(value);
    return BYTE.lastIndex;
  }
  const codePoint = CODE_POINT.exec(content);
  if (codePoint === null) throw new Fault("syntax", "malformed escape", offset + start - 1);
  const code = parseInt((codePoint[1] ?? codePoint[2])!, 16);
  if (code > MAX_CODE_POINT || (code >= 0xd800 && code <= 0xdfff)) {
    throw new Fault("syntax", "the escape is not of a Unicode character", offset + start - 1);
  }
  bytes.appendText(String.fromCodePoint(code));
  return CODE_POINT.lastIndex;
}

/** Bytes in the making. */
class ByteBuffer {
  #bytes = new Uint8Array(64);
  #length = 0;

  /** What was appended; an alias of the buffer. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  appendByte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  /** Appends UTF-8; the text must be well-formed. */
  appendText(text: string): void {
    if (text === "") return;
    this.#reserve(text.length * MAX_BYTES_PER_UNIT);
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  #reserve(size: number): void {
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    bytes.set(this.written());
    this.#bytes = bytes;
  }
}
