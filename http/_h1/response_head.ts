import { isFieldName } from "../_token.ts";

/** Header fields of a response as they are sent, and what they say about its connection. */
export interface ResponseFields {
  /** The lines, each with its CRLF, without those that belong to the connection. */
  readonly lines: string;
  /** The length that they declare. */
  readonly contentLength: number | undefined;
  /** Whether they ask for the connection to be closed. */
  readonly close: boolean;
}

/** What ends a field, or cannot be in one: RFC 9110 section 5.5. */
// deno-lint-ignore no-control-regex -- they are what it is about
const UNSENDABLE = /[\0-\x08\x0a-\x1f\x7f\u0100-\uffff]/;

/** Names that were checked already, no more of them than a program has in its source. */
const CHECKED = new Set<string>();
const MAX_CHECKED = 256;

/**
 * Writes the fields of a response.
 *
 * @throws {TypeError} If a name is not a token in lower case, or a value cannot be sent.
 */
export function responseFields(
  fields: Iterable<readonly [name: string, value: string]>,
): ResponseFields {
  let lines = "";
  let contentLength: number | undefined;
  let [close, dated] = [false, false];
  for (const [name, value] of fields) {
    checkField(name, value);
    switch (name) {
      case "connection":
        close ||= /(?:^|[,\s])close(?:$|[,\s])/i.test(value);
        continue;
      case "keep-alive":
      case "proxy-connection":
      case "transfer-encoding":
      case "upgrade":
        continue;
      case "content-length":
        if (contentLength !== undefined || !/^\d{1,15}$/.test(value)) {
          throw new TypeError(`Cannot respond: content-length "${value}" is not the one length`);
        }
        contentLength = Number(value);
        continue; // written with the framing
      case "date":
        dated = true;
    }
    lines += `${name}: ${value}\r\n`;
  }
  if (!dated) lines += dateLine();
  return { lines, contentLength, close };
}

/** What says how a message is framed, or belongs to the connection: RFC 9110 section 6.5.1. */
const NO_TRAILERS: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Writes trailer fields, without those that cannot be any.
 *
 * @throws {TypeError} If a name is not a token in lower case, or a value cannot be sent.
 */
export function trailerLines(fields: Iterable<readonly [name: string, value: string]>): string {
  let lines = "";
  for (const [name, value] of fields) {
    checkField(name, value);
    if (NO_TRAILERS.has(name)) continue;
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

function checkField(name: string, value: string): void {
  if (!CHECKED.has(name)) {
    if (!isFieldName(name)) {
      throw new TypeError(`Cannot send the field "${name}": it is not a token in lower case`);
    }
    if (CHECKED.size < MAX_CHECKED) CHECKED.add(name);
  }
  if (UNSENDABLE.test(value)) {
    throw new TypeError(
      `Cannot send the field "${name}": its value holds control characters or non-Latin-1`,
    );
  }
}

let date = "";
let dateSecond = 0;

/** The `date` field: RFC 9110 section 6.6.1. It is written once a second. */
export function dateLine(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    date = `date: ${new Date(second * 1000).toUTCString()}\r\n`;
  }
  return date;
}

/** RFC 9110 section 15, RFC 6585. The reason phrase may be empty: clients do not look at it. */
const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  206: "Partial Content",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  417: "Expectation Failed",
  421: "Misdirected Request",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
  505: "HTTP Version Not Supported",
};

/** Returns a status line, with its CRLF. */
export function statusLine(status: number): string {
  return status === 200 ? "HTTP/1.1 200 OK\r\n" : `HTTP/1.1 ${status} ${REASONS[status] ?? ""}\r\n`;
}
