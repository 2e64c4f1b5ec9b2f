import { fromWire } from "../_textual/mod.ts";
import { Reader, WireError, WireType } from "../wire/mod.ts";
import { quotedBytes } from "./_quoted.ts";
import type { TextWriter } from "./_writer.ts";

/** How deep bytes are taken for messages, which is a guess. */
const MAX_GUESSES = 10;

/**
 * Writes unknown fields, under their numbers: varints in decimal, fixed-size values in hexadecimal.
 * Bytes that could be a message are written as one.
 */
export function writeUnknown(writer: TextWriter, bytes: Uint8Array): void {
  try {
    checkRecords(bytes, writer.depth);
  } catch (error) {
    throw fromWire(error);
  }
  writeRecords(writer, new Reader(bytes), MAX_GUESSES);
}

/** Writes records up to the end of the input or of a group. They have been checked. */
function writeRecords(writer: TextWriter, reader: Reader, guesses: number): void {
  const { out } = writer;
  while (reader.more()) {
    const tag = reader.tag();
    const name = String(tag >>> 3);
    switch (tag & 7) {
      case WireType.Varint:
        out.value(name, String(reader.uint64()));
        break;
      case WireType.Fixed32:
        out.value(name, `0x${reader.fixed32().toString(16).padStart(8, "0")}`);
        break;
      case WireType.Fixed64:
        out.value(name, `0x${reader.fixed64().toString(16).padStart(16, "0")}`);
        break;
      case WireType.LengthDelimited:
        writeBytes(writer, name, takeBytes(reader), guesses);
        break;
      case WireType.StartGroup:
        writer.descend();
        out.open(name);
        writeRecords(writer, reader, guesses - 1);
        out.close();
        writer.ascend();
        break;
      case WireType.EndGroup:
        return;
    }
  }
}

function writeBytes(writer: TextWriter, name: string, bytes: Uint8Array, guesses: number): void {
  const { out } = writer;
  if (guesses <= 0 || writer.depth < 1 || !couldBeMessage(bytes, writer.depth - 1)) {
    out.value(name, quotedBytes(bytes));
    return;
  }
  writer.descend();
  out.open(name);
  writeRecords(writer, new Reader(bytes), guesses - 1);
  out.close();
  writer.ascend();
}

/** Whether bytes are well-formed records; no bytes are rather an empty string. */
function couldBeMessage(bytes: Uint8Array, depth: number): boolean {
  if (bytes.length === 0) return false;
  try {
    checkRecords(bytes, depth);
    return true;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return false;
  }
}

function checkRecords(bytes: Uint8Array, recursionLimit: number): void {
  const reader = new Reader(bytes, { recursionLimit });
  while (reader.more()) reader.skip(reader.tag());
  reader.finish();
}

/** Takes a length-delimited value, not copied. */
function takeBytes(reader: Reader): Uint8Array {
  const length = reader.length();
  const start = reader.pos;
  return reader.bytes.subarray(start, reader.pos = start + length);
}
