import { decodeBase64, encodeBase64 } from "../../wire/mod.ts";
import { ConnectError } from "../error.ts";
import { toHeaders } from "../_fields.ts";
import type { ByteSource, Fields } from "../http_client.ts";
import { type HttpRequest, queryOf } from "../_http.ts";
import { PROTOCOL_VERSION, PROTOCOL_VERSION_HEADER, UNARY_ENCODING_HEADER } from "./names.ts";

/** The parameter that names the codec. */
const ENCODING = "encoding";
/** The parameter that says which revision of the protocol it is, and the value that goes with it. */
const VERSION = "connect";
const VERSION_PREFIX = "v";
/** "%" */
const PERCENT = 0x25;

/** Returns the name of the codec that a GET request is in. */
export function codecOfGet(url: string): string {
  return new URLSearchParams(queryOf(url)).get(ENCODING) ?? "";
}

/** What a POST request says. */
export interface PostContent extends ByteSource {
  /** The header fields. */
  readonly headers: Fields;
}

/**
 * Makes the POST request that stands for a GET request. Parameters that are not known are passed
 * over.
 *
 * https://connectrpc.com/docs/protocol#unary-get-request
 *
 * @throws {ConnectError} With code `invalid_argument`, if a parameter is missing or wrong.
 */
export function postOfGet(request: HttpRequest): PostContent {
  const query = new URLSearchParams(queryOf(request.url));
  const headers = new Headers(toHeaders(request.headers));
  headers.delete("content-length");
  const version = query.get(VERSION);
  if (version === null) headers.delete(PROTOCOL_VERSION_HEADER);
  else if (version === VERSION_PREFIX + PROTOCOL_VERSION) {
    headers.set(PROTOCOL_VERSION_HEADER, PROTOCOL_VERSION);
  } else {
    throw new ConnectError(
      `the parameter ${VERSION} must be "${VERSION_PREFIX}${PROTOCOL_VERSION}"`,
      "invalid_argument",
    );
  }
  try {
    headers.set(UNARY_ENCODING_HEADER, query.get("compression") ?? "identity");
  } catch {
    // A query can say what no header can.
    throw new ConnectError("the parameter compression is no name", "invalid_argument");
  }
  let body: Uint8Array | null = messageOf(request.url, query);
  return {
    headers,
    read() {
      const read = body;
      body = null;
      return read;
    },
    cancel() {},
  };
}

function messageOf(url: string, query: URLSearchParams): Uint8Array {
  const message = query.get("message");
  if (message === null) {
    throw new ConnectError("the parameter message is missing", "invalid_argument");
  }
  const base64 = query.get("base64");
  if (base64 === null || base64 === "0") return percentDecoded(rawMessage(url));
  if (base64 !== "1") {
    throw new ConnectError('the parameter base64 must be "0" or "1"', "invalid_argument");
  }
  try {
    // The plus of the other alphabet is a space once it is decoded.
    return decodeBase64(message.replaceAll(" ", "+"));
  } catch {
    throw new ConnectError("the parameter message is not base64", "invalid_argument");
  }
}

/** The parameter `message`, which is there, as it stands. */
function rawMessage(url: string): string {
  const part = queryOf(url).split("&").find((part) => new URLSearchParams(part).has("message"))!;
  const equals = part.indexOf("=");
  return equals < 0 ? "" : part.slice(equals + 1);
}

/**
 * The bytes that part of a query stands for. They need not be UTF-8, as `URLSearchParams` would have
 * it, which puts U+FFFD for what is none; like there, a percent sign that begins nothing is one.
 */
function percentDecoded(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text.replaceAll("+", " "));
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    let byte = bytes[i]!;
    const digits = byte === PERCENT ? String.fromCharCode(...bytes.subarray(i + 1, i + 3)) : "";
    if (/^[0-9a-f]{2}$/i.test(digits)) {
      byte = parseInt(digits, 16);
      i += 2;
    }
    bytes[length++] = byte;
  }
  return bytes.subarray(0, length);
}

/** What a GET request is made of. */
export interface GetQuery {
  /** The name of the codec. */
  readonly codec: string;
  /** The name of the compression, if there is any. */
  readonly compression: string | undefined;
  /** The message. */
  readonly message: Uint8Array;
}

/** Makes the query of a GET request. JSON that is not compressed stays readable. */
export function getQuery({ codec, compression, message }: GetQuery): string {
  const query = new URLSearchParams({ connect: VERSION_PREFIX + PROTOCOL_VERSION });
  query.set(ENCODING, codec);
  if (compression === undefined && codec === "json") {
    query.set("message", new TextDecoder().decode(message));
  } else {
    query.set("message", encodeBase64(message, { alphabet: "base64url", omitPadding: true }));
    query.set("base64", "1");
  }
  if (compression !== undefined) query.set("compression", compression);
  return query.toString();
}
