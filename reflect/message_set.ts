import { makeTag, type Reader, WireError, WireType, type Writer } from "../wire/mod.ts";

/**
 * An item of a `MessageSet`, the format of `message_set_wire_format`: a group with the number of
 * an extension and the bytes of its message.
 */
export interface MessageSetItem {
  /** The extension's number, or `undefined` if the item has none. */
  readonly typeId: number | undefined;
  /** The message's bytes, copied. */
  readonly payload: Uint8Array;
}

/** The tag that an item starts with. */
export const ITEM_START: number = /* @__PURE__ */ makeTag(1, WireType.StartGroup);
const ITEM_END = /* @__PURE__ */ makeTag(1, WireType.EndGroup);
const TYPE_ID = /* @__PURE__ */ makeTag(2, WireType.Varint);
const PAYLOAD = /* @__PURE__ */ makeTag(3, WireType.LengthDelimited);
/** The greatest number of an extension of a `MessageSet`: more than a tag has room for. */
export const MAX_TYPE_ID = 0x7fff_ffff;

/**
 * Reads an item, its start tag just read. The id and the payload can come in either order; several
 * payloads are one message in pieces.
 *
 * @param reader After the start tag.
 * @returns The item.
 * @throws {WireError} If it is malformed, or its id is not from 1 to 2^31 - 1.
 */
export function readItem(reader: Reader): MessageSetItem {
  const start = reader.start;
  let typeId: number | undefined;
  const pieces: Uint8Array[] = [];
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === ITEM_END) return { typeId, payload: concat(pieces) };
    if (tag === TYPE_ID) {
      typeId = reader.uint32();
      if (typeId < 1 || typeId > MAX_TYPE_ID) {
        throw new WireError("value", `Cannot decode MessageSet item of type ${typeId}`, start);
      }
    } else if (tag === PAYLOAD) {
      pieces.push(reader.bytesValue());
    } else {
      reader.skip(tag);
    }
  }
  throw new WireError("group", "Cannot decode MessageSet item: it has no end", start);
}

/**
 * Writes an item.
 *
 * @param writer The writer.
 * @param typeId The extension's number.
 * @param payload The message's bytes.
 */
export function writeItem(writer: Writer, typeId: number, payload: Uint8Array): void {
  writer.tag(ITEM_END);
  writer.bytesValue(payload, PAYLOAD);
  writer.uint32(typeId, TYPE_ID);
  writer.tag(ITEM_START);
}

/**
 * Joins pieces of a message.
 *
 * @param pieces The pieces.
 * @returns The whole; the piece itself if it is only one.
 */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let pos = 0;
  for (const piece of pieces) {
    whole.set(piece, pos);
    pos += piece.length;
  }
  return whole;
}
