import { isFieldName } from "../_token.ts";

/** What a header field is to the engine, by its name. */

/** A field that the application gets to see. */
export const REGULAR = 0;
export const METHOD = 1;
export const SCHEME = 2;
export const PATH = 3;
export const AUTHORITY = 4;
export const STATUS = 5;
export const CONTENT_LENGTH = 6;
export const TE = 7;
export const COOKIE = 8;
export const HOST = 9;
export const EXPECT = 10;
/** A field that makes a message malformed (RFC 9113 sections 8.2.1, 8.2.2 and 8.3). */
export const MALFORMED = 11;

const KINDS: ReadonlyMap<string, number> = new Map([
  [":method", METHOD],
  [":scheme", SCHEME],
  [":path", PATH],
  [":authority", AUTHORITY],
  [":status", STATUS],
  ["content-length", CONTENT_LENGTH],
  ["te", TE],
  ["cookie", COOKIE],
  ["host", HOST],
  ["expect", EXPECT],
  // These belong to a connection of HTTP/1.1, RFC 9113 section 8.2.2.
  ["connection", MALFORMED],
  ["proxy-connection", MALFORMED],
  ["keep-alive", MALFORMED],
  ["transfer-encoding", MALFORMED],
  ["upgrade", MALFORMED],
]);

/** What a field of that name is. */
export function kindOf(name: string): number {
  const kind = KINDS.get(name);
  if (kind !== undefined) return kind;
  return isFieldName(name) ? REGULAR : MALFORMED;
}

/**
 * Whether a value is made of visible characters, spaces, tabs and the bytes above ASCII, and neither
 * begins nor ends with white space (RFC 9110 section 5.5, RFC 9113 section 8.2.1).
 */
export function isFieldValue(value: string): boolean {
  const last = value.length - 1;
  for (let i = 0; i <= last; i++) {
    const code = value.charCodeAt(i);
    if (code > 0x20 && code !== 0x7f && code <= 0xff) continue;
    if ((code !== 0x20 && code !== 0x09) || i === 0 || i === last) return false;
  }
  return true;
}

/** A field of a table, looked at once for all the times that it is referred to. */
export class HeaderField {
  readonly name: string;
  readonly value: string;
  /** What it is. */
  readonly kind: number;
  /** What fields of this name are. */
  readonly nameKind: number;

  constructor(name: string, value: string, nameKind: number = kindOf(name)) {
    this.name = name;
    this.value = value;
    this.nameKind = nameKind;
    this.kind = isFieldValue(value) ? nameKind : MALFORMED;
  }
}

/** What a field counts for, in tables and lists alike (RFC 7541 section 4.1). */
export function fieldSize(name: string, value: string): number {
  return name.length + value.length + 32;
}
