import { limitOf } from "../wire/mod.ts";
import type { CallLimits } from "./call_limits.ts";
import { type Codec, type CodecFactory, protoCodec } from "./codec.ts";
import type { Compression } from "./compression.ts";
import { Compressions } from "./_compressions.ts";
import { ConnectError } from "./error.ts";
import { FetchClient } from "./_fetch/client.ts";
import type { FieldPair, HttpClient } from "./http_client.ts";
import { hasLimits, type Limits, limitsOf } from "./_limits.ts";
import { checkMetadata } from "./_metadata.ts";
import type { Registry } from "../reflect/mod.ts";
import type { TransportOptions } from "./transport_options.ts";

/** The longest URL of a GET request, in bytes, unless an option says otherwise. */
const DEFAULT_MAX_GET_URL_BYTES = 8192;

/** The options of a transport, with their defaults. */
export interface ClientConfig extends Limits {
  /** What comes before `/{service}/{method}`. */
  readonly baseUrl: string;
  /** What makes the HTTP requests. */
  readonly http: HttpClient;
  readonly codec: Codec;
  /** Makes the codec anew, for a call with limits of its own. */
  readonly codecFactory: CodecFactory;
  readonly compressions: Compressions;
  readonly sendCompression: Compression | undefined;
  /** What is sent with each call. */
  readonly metadata: readonly FieldPair[];
  readonly useGet: boolean;
  readonly grpcWebText: boolean;
  readonly maxGetUrlBytes: number;
  readonly timeoutMs: number;
  readonly registry: Registry | undefined;
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
  const codecFactory = options.codec ?? protoCodec;
  if (typeof codecFactory !== "function") {
    throw new TypeError(`Cannot use codec "${codecFactory}": it must be protoCodec or jsonCodec`);
  }
  const limits = limitsOf(options);
  const compressions = new Compressions(options.compressions, options.compressMinBytes);
  return {
    baseUrl: baseUrl(url, protocol),
    http: options.http ?? new FetchClient(options.fetch),
    ...limits,
    codec: codecFactory({ registry: options.registry, ...limits.decode }),
    codecFactory,
    compressions,
    sendCompression: compressionToSend(compressions, options.sendCompression),
    metadata: [...headers],
    useGet: options.useGet ?? false,
    grpcWebText: options.grpcWebText ?? false,
    maxGetUrlBytes: limitOf("maxGetUrlBytes", options.maxGetUrlBytes, DEFAULT_MAX_GET_URL_BYTES),
    timeoutMs: limitOf("timeoutMs", options.timeoutMs, Infinity),
    registry: options.registry,
  };
}

/**
 * Puts the limits of a call over those of its transport.
 *
 * @throws {ConnectError} With code `invalid_argument`, if a limit is negative or NaN.
 */
export function configOfCall(config: ClientConfig, options: CallLimits): ClientConfig {
  if (!hasLimits(options)) return config;
  let limits: Limits;
  try {
    limits = limitsOf(options, config);
  } catch (error) {
    throw ConnectError.from(error, "invalid_argument");
  }
  const codec = config.codecFactory({ registry: config.registry, ...limits.decode });
  return { ...config, ...limits, codec };
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
  const parsed = parseUrl(url, protocol);
  if (parsed.username !== "" || parsed.password !== "") {
    throw new TypeError(`Cannot use ${parsed.origin}: credentials belong in headers`);
  }
  if (parsed.protocol !== protocol) {
    const other = protocol === "http:" ? "https:" : "http:";
    // "localhost:8080" is a URL as well, of the scheme "localhost:".
    const hint = parsed.protocol === other
      ? `; see ${other === "https:" ? "tls()" : "plaintext()"}`
      : "";
    throw new TypeError(`Cannot use ${parsed.href}: it must begin with ${protocol}//${hint}`);
  }
  if (parsed.search !== "" || parsed.hash !== "") {
    throw new TypeError(`Cannot use ${parsed.href}: it has a query or a fragment`);
  }
  return parsed.origin + parsed.pathname.replace(/\/+$/, "");
}

function parseUrl(url: string | URL, protocol: string): URL {
  try {
    return new URL(url);
  } catch {
    // The text may have credentials in it: neither it nor the cause, which has it, is repeated.
    throw new TypeError(`Cannot use what is no URL: it must begin with ${protocol}// and a host`);
  }
}
