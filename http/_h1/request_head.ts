import { FieldList } from "../field_list.ts";
import { endOfLine, parseFields } from "./fields.ts";
import type { CompleteH1Limits } from "../h1_limits.ts";
import { NO_ANSWER, Refusal } from "./refusal.ts";
import { isToken } from "../_token.ts";
import { checkAuthority, parseTarget } from "./target.ts";

/** The body is in chunks: its length is not known. */
export const CHUNKED = -1;

/** What a request says before its body. */
export interface RequestHead {
  readonly method: string;
  /** Path and query, or `*`. */
  readonly target: string;
  readonly authority: string;
  readonly headers: FieldList;
  /** Whether it is HTTP/1.0, where nothing is in chunks. */
  readonly isHttp10: boolean;
  /** The length of the body in bytes, or {@linkcode CHUNKED}. */
  readonly bodyLength: number;
  /** Whether the connection goes on after the response, for all that the client says. */
  readonly keepAlive: boolean;
  /** Whether the client sends no body before it was told to. */
  readonly expectsContinue: boolean;
  /** Whether the client takes trailers. */
  readonly acceptsTrailers: boolean;
}

/**
 * Parses a request line and the header section after it.
 *
 * @param text Request line and header section, with the empty line at their end.
 * @param encrypted Whether they came over TLS.
 * @param limits What is bounded.
 * @throws {Refusal} If the request is not to be taken.
 */
export function parseRequestHead(
  text: string,
  encrypted: boolean,
  limits: CompleteH1Limits,
): RequestHead {
  const lineEnd = endOfLine(text, 0);
  // What is no HTTP, such as a broken preface of HTTP/2, is not answered in it.
  if (!/ HTTP\//i.test(text.substring(0, lineEnd))) throw new Refusal(NO_ANSWER, "no HTTP");
  if (lineEnd > limits.maxRequestLineBytes) throw new Refusal(414, "the request line is too long");
  const methodEnd = text.indexOf(" ");
  const targetEnd = text.indexOf(" ", methodEnd + 1);
  if (methodEnd < 0 || targetEnd < 0 || targetEnd > lineEnd) {
    throw new Refusal(400, "the request line has no three parts");
  }
  const isHttp10 = checkVersion(text.substring(targetEnd + 1, lineEnd));
  const method = text.substring(0, methodEnd);
  if (!isToken(method)) throw new Refusal(400, "the method is not a token");
  const target = parseTarget(method, text.substring(methodEnd + 1, targetEnd), encrypted);
  const headers = new FieldList();
  parseFields(text, lineEnd + 2, headers, limits.maxHeaderFields);
  return interpret(method, target.target, target.authority, headers, isHttp10);
}

/** Returns whether it is HTTP/1.0. */
function checkVersion(version: string): boolean {
  if (version === "HTTP/1.1") return false;
  if (version === "HTTP/1.0") return true;
  if (!/^HTTP\/\d\.\d$/.test(version)) throw new Refusal(400, "the version of HTTP is malformed");
  // RFC 9110 section 2.5: whoever speaks a later 1.x is spoken to as in 1.1.
  if (!version.startsWith("HTTP/1.")) throw new Refusal(505, "HTTP/1.1 is spoken here");
  return false;
}

function interpret(
  method: string,
  target: string,
  targetAuthority: string | undefined,
  headers: FieldList,
  isHttp10: boolean,
): RequestHead {
  let host: string | undefined;
  let contentLength: string | undefined;
  let transferEncoding: string | undefined;
  let [close, keep, expectsContinue, acceptsTrailers] = [false, false, false, false];
  for (let i = 0; i < headers.size; i++) {
    const value = headers.valueAt(i);
    switch (headers.nameAt(i)) {
      case "host":
        if (host !== undefined) throw new Refusal(400, "more than one host");
        checkAuthority(host = value);
        break;
      case "content-length":
        if (contentLength !== undefined) throw new Refusal(400, "more than one content-length");
        contentLength = value;
        break;
      case "transfer-encoding":
        transferEncoding = transferEncoding === undefined ? value : `${transferEncoding},${value}`;
        break;
      case "connection":
        close ||= hasMember(value, "close");
        keep ||= hasMember(value, "keep-alive");
        break;
      case "te":
        acceptsTrailers ||= hasMember(value, "trailers");
        break;
      case "expect":
        if (value.toLowerCase() !== "100-continue") throw new Refusal(417, "an odd expectation");
        expectsContinue = !isHttp10; // RFC 9110 section 10.1.1
    }
  }
  if (host === undefined && !isHttp10) throw new Refusal(400, "no host");
  const bodyLength = lengthOfBody(contentLength, transferEncoding, isHttp10);
  return {
    method,
    target,
    authority: targetAuthority ?? host ?? "",
    headers: targetAuthority === undefined ? headers : withHost(headers, targetAuthority),
    isHttp10,
    bodyLength,
    keepAlive: !close && (!isHttp10 || keep),
    expectsContinue: expectsContinue && bodyLength !== 0,
    acceptsTrailers: acceptsTrailers && !isHttp10,
  };
}

/** RFC 9112 section 3.2.2: what the target says counts, and the `host` that came is ignored. */
function withHost(headers: FieldList, host: string): FieldList {
  const fields = new FieldList().append("host", host);
  for (const [name, value] of headers) {
    if (name !== "host") fields.append(name, value);
  }
  return fields;
}

/** RFC 9112 section 6.3. Where recipients might differ in what they see, the request is refused. */
function lengthOfBody(
  contentLength: string | undefined,
  transferEncoding: string | undefined,
  isHttp10: boolean,
): number {
  if (transferEncoding !== undefined) {
    if (contentLength !== undefined) {
      throw new Refusal(400, "both content-length and transfer-encoding");
    }
    if (isHttp10) throw new Refusal(400, "transfer-encoding in HTTP/1.0");
    const coding = transferEncoding.toLowerCase();
    if (coding === "chunked") return CHUNKED;
    // Which one it is refused for may be a guess: trim() takes more for a blank than HTTP does.
    const codings = coding.split(",").map((coding) => coding.trim());
    if (codings.at(-1) !== "chunked") throw new Refusal(400, "the last coding is not chunked");
    if (codings.indexOf("chunked") < codings.length - 1) throw new Refusal(400, "chunked twice");
    throw new Refusal(501, "a transfer coding that is not known here");
  }
  if (contentLength === undefined) return 0;
  const length = Number(contentLength);
  if (!/^\d+$/.test(contentLength) || !Number.isSafeInteger(length)) {
    throw new Refusal(400, "content-length is not a length");
  }
  return length;
}

/** Whether a list of tokens has one. RFC 9110 section 5.6.1. */
function hasMember(list: string, token: string): boolean {
  if (list === token) return true;
  return list.toLowerCase().split(",").some((member) => {
    const semicolon = member.indexOf(";");
    return (semicolon < 0 ? member : member.slice(0, semicolon)).trim() === token;
  });
}
