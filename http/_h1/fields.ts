import type { FieldList } from "../field_list.ts";
import { Refusal } from "./refusal.ts";
import { isToken } from "../_token.ts";

/** Names that are sent often. */
const KNOWN = [
  "accept accept-charset accept-encoding accept-language access-control-request-headers",
  "access-control-request-method authorization cache-control connection connect-accept-encoding",
  "connect-content-encoding connect-protocol-version connect-timeout-ms content-encoding",
  "content-length content-type cookie date expect forwarded grpc-accept-encoding grpc-encoding",
  "grpc-timeout host if-modified-since if-none-match keep-alive origin pragma priority range referer",
  "sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest sec-fetch-mode sec-fetch-site",
  "sec-fetch-user te traceparent tracestate trailer transfer-encoding upgrade",
  "upgrade-insecure-requests user-agent x-forwarded-for x-forwarded-host x-forwarded-proto",
  "x-grpc-web x-real-ip x-request-id x-user-agent",
].join(" ").split(" ");

/** Names as they were sent, and in lower case: looking one up is cheaper than to check and change it. */
const NAMES = new Map<string, string>(KNOWN.flatMap((name) => [
  [name, name],
  [name.replace(/(?<=^|-)[a-z]/g, (char) => char.toUpperCase()), name],
]));

/**
 * Finds the empty line that ends a section of lines.
 *
 * @param bytes The lines.
 * @param start Where the first line begins.
 * @param from Where to go on: what is before was looked at already.
 * @param end Where the bytes end.
 * @returns What comes after the empty line, or -1 if it has not come yet.
 * @throws {Refusal} If a line is not ended by CRLF, or holds control characters.
 */
export function findSectionEnd(
  bytes: Uint8Array,
  start: number,
  from: number,
  end: number,
): number {
  for (let i = from; i < end; i++) {
    const byte = bytes[i]!;
    if (byte >= 0x20 && byte !== 0x7f) continue;
    if (byte !== 0x0a) {
      if (byte === 0x0d || byte === 0x09) continue;
      throw new Refusal(400, "a control character");
    }
    // RFC 9112 section 2.2 lets recipients take a bare LF, and others then see another request.
    if (i === start || bytes[i - 1] !== 0x0d) throw new Refusal(400, "a line is not ended by CRLF");
    if (i - 1 === start || bytes[i - 2] === 0x0a) return i + 1;
  }
  return -1;
}

/**
 * Parses header or trailer fields. RFC 9112 section 5.
 *
 * @param text The lines, found by {@linkcode findSectionEnd}, with the empty line at their end.
 * @param start Where the first of them begins.
 * @param fields Where the fields go.
 * @param maxCount How many fields there may be.
 * @throws {Refusal} If they are not to be taken.
 */
export function parseFields(
  text: string,
  start: number,
  fields: FieldList,
  maxCount: number,
): void {
  const end = text.length - 2;
  let count = 0;
  for (let line = start; line < end;) {
    const lineEnd = endOfLine(text, line);
    const colon = text.indexOf(":", line);
    if (colon < 0 || colon > lineEnd) throw new Refusal(400, "a header field without a colon");
    if (++count > maxCount) throw new Refusal(431, "too many header fields");
    let first = colon + 1;
    let last = lineEnd;
    while (first < last && isBlank(text.charCodeAt(first))) first++;
    while (last > first && isBlank(text.charCodeAt(last - 1))) last--;
    fields.append(fieldName(text.substring(line, colon)), text.substring(first, last));
    line = lineEnd + 2;
  }
}

/**
 * Finds the end of a line.
 *
 * @throws {Refusal} If there is a CR in it.
 */
export function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\r", start);
  if (text.charCodeAt(end + 1) !== 0x0a) throw new Refusal(400, "a CR without LF");
  return end;
}

function fieldName(name: string): string {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  // A line that begins with a blank goes on with the field before it (obs-fold), or so it did until
  // RFC 7230. It is refused, as are blanks before the colon.
  if (!isToken(name)) throw new Refusal(400, "the name of a header field is not a token");
  return name.toLowerCase();
}

function isBlank(char: number): boolean {
  return char === 0x20 || char === 0x09;
}
