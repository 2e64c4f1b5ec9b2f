/**
 * Frames for tests: made one by one, as the engine would never make them, and read back as text.
 *
 * @module
 */
import { errorCodeName } from "../error_code.ts";
import * as frame from "../frame.ts";
import { HeaderBlock } from "../header_block.ts";
import { HpackDecoder } from "../hpack_decoder.ts";
import type { HpackEncoder } from "../hpack_encoder.ts";
import { Output } from "../output.ts";

/** Joins bytes. */
export function bytes(...parts: (Uint8Array | number[])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** Big-endian 32 bits. */
export function uint32(value: number): number[] {
  return [value >>> 24, value >>> 16 & 255, value >>> 8 & 255, value & 255];
}

/** Makes a frame. */
export function frameOf(
  type: number,
  flags: number,
  id: number,
  payload: Uint8Array | number[] = [],
): Uint8Array<ArrayBuffer> {
  const { length } = payload;
  const head = [length >> 16, length >> 8 & 255, length & 255, type, flags, ...uint32(id)];
  return bytes(head, payload);
}

/** Encodes fields without the dynamic table, whatever they are. */
export function blockOf(fields: Record<string, string> | [string, string][]): number[] {
  const list = Array.isArray(fields) ? fields : Object.entries(fields);
  const string = (text: string) => {
    const codes = [...text].map((c) => c.charCodeAt(0));
    if (codes.length < 127) return [codes.length, ...codes];
    const rest = codes.length - 127;
    return [127, rest & 127 | 128, rest >> 7 & 127 | 128, rest >> 14, ...codes];
  };
  return list.flatMap(([name, value]) => [0, ...string(name), ...string(value)]);
}

type Bytes = Uint8Array<ArrayBuffer>;
type Fields = Record<string, string> | [string, string][];

/** The pseudo-header fields of a request. */
export const GET: Record<string, string> = {
  ":method": "GET",
  ":scheme": "http",
  ":path": "/",
  ":authority": "a",
};
/** The same, of one with a body. */
export const POST: Record<string, string> = { ...GET, ":method": "POST" };

export function data(id: number, body: Uint8Array | number[] = [], end: boolean = false): Bytes {
  return frameOf(frame.DATA, end ? frame.END_STREAM : 0, id, body);
}
export function headers(id: number, fields: Fields = GET, end: boolean = true): Bytes {
  const flags = frame.END_HEADERS | (end ? frame.END_STREAM : 0);
  return frameOf(frame.HEADERS, flags, id, blockOf(fields));
}
export function rst(id: number, code: number = 8): Bytes {
  return frameOf(frame.RST_STREAM, 0, id, uint32(code));
}
export function settings(...pairs: [setting: number, value: number][]): Bytes {
  return frameOf(frame.SETTINGS, 0, 0, pairs.flatMap(([s, v]) => [s >> 8, s & 255, ...uint32(v)]));
}
export function settingsAck(): Bytes {
  return frameOf(frame.SETTINGS, frame.ACK, 0);
}
export function ping(kind: number = 9, ack: boolean = false): Bytes {
  return frameOf(frame.PING, ack ? frame.ACK : 0, 0, [...uint32(kind), 0, 0, 0, 0]);
}
export function windowUpdate(id: number, increment: number): Bytes {
  return frameOf(frame.WINDOW_UPDATE, 0, id, uint32(increment));
}
export function priority(id: number, on: number): Bytes {
  return frameOf(frame.PRIORITY, 0, id, [...uint32(on), 16]);
}
export function goAway(last: number, code: number, text: string = ""): Bytes {
  const debug = new TextEncoder().encode(text);
  return frameOf(frame.GOAWAY, 0, 0, [...uint32(last), ...uint32(code), ...debug]);
}

/** A frame that was read. */
export interface Frame {
  type: number;
  flags: number;
  id: number;
  payload: Uint8Array;
}

/** Splits bytes into frames. They must be whole frames. */
export function splitFrames(input: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < input.length;) {
    const length = input[at]! << 16 | input[at + 1]! << 8 | input[at + 2]!;
    const payload = input.slice(at + 9, at + 9 + length);
    if (payload.length < length) throw new Error("a frame is cut");
    const id = frame.readUint31(input, at + 5);
    frames.push({ type: input[at + 3]!, flags: input[at + 4]!, id, payload });
    at += 9 + length;
  }
  return frames;
}

/** Reads frames back as text, one line each. It decodes header blocks, so it has a state. */
export class FrameReader {
  readonly #decoder = new HpackDecoder();

  read(input: Uint8Array): string[] {
    return splitFrames(input).map((f) => this.#text(f));
  }

  #text({ type, flags, id, payload }: Frame): string {
    const end = (flags & frame.END_STREAM) !== 0 ? " end" : "";
    switch (type) {
      case frame.DATA:
        return `DATA ${id} ${payload.length}${end}`;
      case frame.HEADERS: {
        const block = new HeaderBlock(1e6, 1e6);
        this.#decoder.decode(payload, 0, payload.length, block);
        const fields = [...block.fields].map(([n, v]) => ` ${n}=${v}`).join("");
        const head = block.status ? ` ${block.status}` : "";
        const request = block.method ? ` ${block.method} ${block.path}` : "";
        return `HEADERS ${id}${head}${request}${fields}${end}`;
      }
      case frame.RST_STREAM:
        return `RST_STREAM ${id} ${errorCodeName(frame.readUint32(payload, 0))}`;
      case frame.SETTINGS:
        return flags & frame.ACK ? "SETTINGS ack" : "SETTINGS";
      case frame.PING:
        return `PING${flags & frame.ACK ? " ack" : ""}`;
      case frame.GOAWAY: {
        const name = errorCodeName(frame.readUint32(payload, 4));
        const text = new TextDecoder().decode(payload.subarray(8));
        return `GOAWAY ${frame.readUint31(payload, 0)} ${name}${text && ` ${text}`}`;
      }
      case frame.WINDOW_UPDATE:
        return `WINDOW_UPDATE ${id} ${frame.readUint32(payload, 0)}`;
    }
    return `frame ${type} ${id}`;
  }
}

/** Encodes fields with the dynamic table. */
export function encodeBlock(encoder: HpackEncoder, fields: [string, string][]): Uint8Array {
  const out = new Output();
  encoder.begin(out);
  for (const [n, v] of fields) encoder.field(out, n, v, encoder.find(n, v));
  return out.take();
}

/** Decodes a block to its fields, pseudo-header fields included. */
export function decodeBlock(decoder: HpackDecoder, input: Uint8Array): [string, string][] {
  const fields: [string, string][] = [];
  const block = { add: (name: string, value: string) => fields.push([name, value]) };
  decoder.decode(input, 0, input.length, block as unknown as HeaderBlock);
  return fields;
}
