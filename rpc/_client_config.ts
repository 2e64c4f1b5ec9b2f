import { limitOf } from "../wire/mod.ts";
import { type Codec, jsonCodec, PROTO_CODEC } from "./_codec.ts";
import type { Compression } from "./compression.ts";
import { Compressions } from "./_compressions.ts";
import { MAX_ENVELOPE_BYTES } from "./_envelope.ts";
import { FetchClient } from "./_fetch/client.ts";
import type { FieldPair, HttpClient } from "./http_client.ts";
import { DEFAULT_READ_MAX_BYTES } from "./_limits.ts";
import { checkMetadata } from "./_metadata.ts";
import type { TransportOptions } from "./transport_options.ts";

/** The longest URL of a GET request, in bytes, unless an option says otherwise. */
const DEFAULT_MAX_GET_URL_BYTES = 8192;

/** The options of a transport, with their defaults. */
export interface ClientConfig {
  /** What comes before `/{service}/{method}`. */
  readonly baseUrl: string;
  /** What makes the HTTP requests. */
  readonly http: HttpClient;
  readonly codec: Codec;
  readonly compressions: Compressions;
  readonly sendCompression: Compression | undefined;
  /** What is sent with each call. */
  readonly metadata: readonly FieldPair[];
  readonly useGet: boolean;
  readonly maxGetUrlBytes: number;
  readonly timeoutMs: number;
  readonly readMaxBytes: number;
  readonly writeMaxBytes: number;
}

/**
 * Completes options.
 *
 * @param url Where the server is.
 * @param protocol The only protocol that the URL may have.
 * @throws {TypeError} If the URL is not such a URL, or the headers may not be sent.
 * @throws {RangeError} If a limit is negative or NaN.
 */
export function clientConfig(
  url: string | URL,
  protocol: "http:" | "https:",
  options: TransportOptions,
): ClientConfig {
  const headers = new Headers(options.headers);
  checkMetadata(headers);
  const compressions = new Compressions(options.compressions, options.compressMinBytes);
  return {
    baseUrl: baseUrl(url, protocol),
    http: options.http ?? new FetchClient(options.fetch),
    codec: clientCodec(options),
    compressions,
    sendCompression: compressionToSend(compressions, options.sendCompression),
    metadata: [...headers],
    useGet: options.useGet ?? false,
    maxGetUrlBytes: limitOf("maxGetUrlBytes", options.maxGetUrlBytes, DEFAULT_MAX_GET_URL_BYTES),
    timeoutMs: limitOf("timeoutMs", options.timeoutMs, Infinity),
    readMaxBytes: limitOf("readMaxBytes", options.readMaxBytes, DEFAULT_READ_MAX_BYTES),
    writeMaxBytes: Math.min(
      limitOf("writeMaxBytes", options.writeMaxBytes, MAX_ENVELOPE_BYTES),
      MAX_ENVELOPE_BYTES,
    ),
  };
}

function clientCodec({ codec = "proto", registry }: TransportOptions): Codec {
  if (codec === "json") return jsonCodec(registry);
  if (codec === "proto") return PROTO_CODEC;
  throw new TypeError(`Cannot use codec "${codec}": it must be "proto" or "json"`);
}

/**
 * Finds what to compress requests with.
 *
 * @throws {TypeError} If there is nothing of that name.
 */
export function compressionToSend(
  compressions: Compressions,
  name: string = "identity",
): Compression | undefined {
  const compression = compressions.get(name);
  if (compression === undefined && name !== "identity") {
    throw new TypeError(`Cannot send compression "${name}": use ${compressions.names}`);
  }
  return compression;
}

function baseUrl(url: string | URL, protocol: "http:" | "https:"): string {
  const parsed = new URL(url);
  if (parsed.username !== "" || parsed.password !== "") {
    throw new TypeError(`Cannot use ${parsed.origin}: credentials belong in headers`);
  }
  if (parsed.protocol !== protocol) {
    const other = protocol === "http:" ? "tls()" : "plaintext()";
    throw new TypeError(
      `Cannot use ${parsed.href}: it must begin with ${protocol}//; see ${other}`,
    );
  }
  if (parsed.search !== "" || parsed.hash !== "") {
    throw new TypeError(`Cannot use ${parsed.href}: it has a query or a fragment`);
  }
  return parsed.origin + parsed.pathname.replace(/\/+$/, "");
}
