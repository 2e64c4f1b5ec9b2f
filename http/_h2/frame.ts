/** Frame types and flags, and what is fixed about frames (RFC 9113 sections 4 and 6). */

export const DATA = 0x0;
export const HEADERS = 0x1;
export const PRIORITY = 0x2;
export const RST_STREAM = 0x3;
export const SETTINGS = 0x4;
export const PUSH_PROMISE = 0x5;
export const PING = 0x6;
export const GOAWAY = 0x7;
export const WINDOW_UPDATE = 0x8;
export const CONTINUATION = 0x9;

/** On `DATA` and `HEADERS`. */
export const END_STREAM = 0x1;
/** On `SETTINGS` and `PING`. */
export const ACK = 0x1;
/** On `HEADERS`, `PUSH_PROMISE` and `CONTINUATION`. */
export const END_HEADERS = 0x4;
/** On `DATA`, `HEADERS` and `PUSH_PROMISE`. */
export const PADDED = 0x8;
/** On `HEADERS`. */
export const PRIORITY_FLAG = 0x20;

/** The length of a frame's header. */
export const FRAME_HEADER_BYTES = 9;

/** The length of frames that every peer takes, and that this engine takes (RFC 9113 section 4.2). */
export const DEFAULT_MAX_FRAME_BYTES = 16_384;

/** The flow-control window that every stream and connection begins with (RFC 9113 section 6.9.2). */
export const DEFAULT_WINDOW_BYTES = 65_535;

/** The widest window, and the highest stream identifier. */
export const MAX_31_BITS = 0x7fff_ffff;

/** What a client's connection begins with (RFC 9113 section 3.4). */
export const PREFACE: Uint8Array = new TextEncoder().encode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** Reads 32 bits, unsigned. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! * 0x100_0000) + (bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!);
}

/** Reads 31 bits: what stream identifiers and window increments are, the reserved bit ignored. */
export function readUint31(bytes: Uint8Array, at: number): number {
  return (bytes[at]! & 0x7f) << 24 | bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!;
}
