import { ConnectError } from "./error.ts";
import type { FieldPair } from "./http_client.ts";

/**
 * Names that belong to HTTP or to a protocol, so that no user may send them as metadata.
 *
 * https://connectrpc.com/docs/protocol#unary-request,
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests
 */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
  "accept-encoding",
  "accept-post",
  "allow",
  "connection",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Beginnings of such names. */
const RESERVED_PREFIXES = /^(?:connect-|content-|grpc-|trailer-)/;

/** https://connectrpc.com/docs/protocol#unary-request: ASCII-Value. */
const VALUE = /^[\x20-\x7e]*$/;

/** Tells whether a name, in lower case, is reserved. */
function isReserved(name: string): boolean {
  return RESERVED_NAMES.has(name) || RESERVED_PREFIXES.test(name);
}

/**
 * Checks metadata that is to be sent. `Headers` itself refuses CR, LF, NUL and what is above
 * Latin-1; this refuses reserved names, Latin-1 and the other control characters as well.
 *
 * @param metadata The metadata.
 * @throws {TypeError} If something may not be sent.
 */
export function checkMetadata(metadata: Headers): void {
  for (const [name, value] of metadata) {
    if (isReserved(name)) {
      throw new TypeError(`Cannot send "${name}" as metadata: the name is reserved`);
    }
    if (!VALUE.test(value)) {
      throw new TypeError(
        `Cannot send metadata "${name}": a value is printable ASCII; ` +
          `for bytes use a name that ends in "-bin" and encodeBinaryHeader()`,
      );
    }
  }
}

/** What a field counts: its name, its value and 32 bytes, as in HTTP/2. */
export function fieldBytes(name: string, value: string): number {
  return name.length + value.length + 32;
}

/**
 * Checks how much metadata was received.
 *
 * @param limit The most bytes that it may have.
 * @throws {ConnectError} With code `resource_exhausted`, if it is more.
 */
export function checkSize(metadata: Iterable<FieldPair>, limit: number): void {
  const meter = new MetadataMeter(limit);
  for (const [name, value] of metadata) meter.add(name, value);
}

/** Counts metadata while it is received: some hosts take the square of its size to put it together. */
export class MetadataMeter {
  readonly #limit: number;
  #size = 0;

  /** @param limit The most bytes that there may be. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Counts a field.
   *
   * @throws {ConnectError} With code `resource_exhausted`, if it is too much.
   */
  add(name: string, value: string): void {
    this.#size += fieldBytes(name, value);
    checkBytes(this.#size, this.#limit);
  }
}

/**
 * Checks how many bytes of metadata there are.
 *
 * @throws {ConnectError} With code `resource_exhausted`, if it is too much.
 */
export function checkBytes(bytes: number, limit: number): void {
  if (bytes <= limit) return;
  throw new ConnectError(
    `there is more metadata than the limit of ${limit} bytes`,
    "resource_exhausted",
  );
}

/** Adds metadata to fields, but for what may not be sent. */
export function mergeSendable(target: FieldPair[], metadata: Headers): void {
  for (const field of metadata) {
    if (!isReserved(field[0]) && VALUE.test(field[1])) target.push(field);
  }
}
