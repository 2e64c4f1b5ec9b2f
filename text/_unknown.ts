import { Reader, WireError, WireType } from "../wire/mod.ts";
import { fromWire } from "./_fault.ts";
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
    writeRecords(writer, new Reader(bytes), 0, MAX_GUESSES);
  } catch (error) {
    throw fromWire(error);
  }
}

/** Writes records up to the end, or up to that of the group of a number. */
function writeRecords(writer: TextWriter, reader: Reader, group: number, guesses: number): void {
  const { out } = writer;
  while (reader.more()) {
    const tag = reader.tag();
    const number = tag >>> 3;
    const name = String(number);
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
        writeRecords(writer, reader, number, guesses - 1);
        out.close();
        writer.ascend();
        break;
      default:
        if ((tag & 7) === WireType.EndGroup && number === group) return;
        reader.skip(tag); // It throws.
    }
  }
  reader.finish();
}

function writeBytes(writer: TextWriter, name: string, bytes: Uint8Array, guesses: number): void {
  const { out } = writer;
  if (guesses <= 0 || writer.depth < 1 || !couldBeMessage(bytes, writer.depth - 1)) {
    out.value(name, quotedBytes(bytes));
    return;
  }
  writer.descend();
  out.open(name);
  writeRecords(writer, new Reader(bytes), 0, guesses - 1);
  out.close();
  writer.ascend();
}

/** Whether bytes are well-formed records; no bytes are rather an empty string. */
function couldBeMessage(bytes: Uint8Array, depth: number): boolean {
  if (bytes.length === 0) return false;
  try {
    const reader = new Reader(bytes, { recursionLimit: depth });
    while (reader.more()) reader.skip(reader.tag());
    reader.finish();
    return true;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return false;
  }
}

/** Takes a length-delimited value, not copied. */
function takeBytes(reader: Reader): Uint8Array {
  const length = reader.length();
  const start = reader.pos;
  return reader.bytes.subarray(start, reader.pos = start + length);
}
