import { limitOf } from "../wire/mod.ts";
import { tooLarge } from "./_body.ts";
import type { Code } from "./code.ts";
import { type Compression, platformCompressions } from "./compression.ts";
import { ConnectError } from "./error.ts";
import type { Fields } from "./http_client.ts";

/** The least that a message must have to be compressed, in bytes, unless an option says otherwise. */
const DEFAULT_MIN_BYTES = 1024;

/** What a compression's name may be: an HTTP token, in lower case. */
const NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

/** The compressions of a handler or transport. */
export class Compressions {
  /** Their names, for headers. */
  readonly names: string;
  /** The least that a message must have to be compressed. */
  readonly minBytes: number;
  readonly #byName: ReadonlyMap<string, Compression>;

  /**
   * @throws {TypeError} If two have the same name, or one has none.
   * @throws {RangeError} If the least size is negative or NaN.
   */
  constructor(
    compressions: readonly Compression[] = platformCompressions,
    minBytes?: number,
  ) {
    const byName = new Map<string, Compression>();
    for (const compression of compressions) {
      const { name } = compression;
      if (!NAME.test(name) || name === "identity" || byName.has(name)) {
        throw new TypeError(`Cannot use compression "${name}": each has a name of its own`);
      }
      byName.set(name, compression);
    }
    this.#byName = byName;
    this.names = byName.size === 0 ? "identity" : [...byName.keys()].join(", ");
    this.minBytes = limitOf("compressMinBytes", minBytes, DEFAULT_MIN_BYTES);
  }

  /** Finds a compression by its name, whose case does not matter (RFC 9110 section 8.4.1). */
  get(name: string): Compression | undefined {
    return this.#byName.get(name) ?? this.#byName.get(name.toLowerCase());
  }

  /**
   * Finds what a request is compressed with.
   *
   * @param header The name of the header that says so.
   * @returns It, or `undefined` if it is not compressed.
   * @throws {ConnectError} With code `unimplemented`, if it is not known here.
   */
  ofRequest(headers: Fields, header: string): Compression | undefined {
    const encoding = headers.get(header) ?? "";
    if (isIdentity(encoding)) return undefined;
    const compression = this.get(encoding);
    if (compression !== undefined) return compression;
    throw new ConnectError(
      `${header} "${encoding}" is not supported: use ${this.names}`,
      "unimplemented",
    );
  }

  /**
   * Finds what a response is compressed with.
   *
   * @throws {ConnectError} With code `internal`, if it is not known here: nobody asked for it.
   */
  ofResponse(headers: Fields, header: string): Compression | undefined {
    const encoding = headers.get(header) ?? "";
    if (isIdentity(encoding)) return undefined;
    const compression = this.get(encoding);
    if (compression !== undefined) return compression;
    throw new ConnectError(`the response has ${header} "${encoding}"`, "internal");
  }

  /**
   * Chooses what to compress responses with.
   *
   * @param accept What the client understands, the best first: a list of names.
   * @param sent What the client has used, which it must understand.
   */
  choose(accept: string | null, sent: Compression | undefined): Compression | undefined {
    if (accept === null) return sent;
    for (const item of accept.split(",")) {
      const [name, ...parameters] = item.split(";");
      if (parameters.some((parameter) => /^\s*q=0(?:\.0*)?\s*$/i.test(parameter))) continue;
      const compression = this.get(name!.trim());
      if (compression !== undefined) return compression;
    }
    return undefined;
  }
}

function isIdentity(encoding: string): boolean {
  return encoding === "" || encoding.toLowerCase() === "identity";
}

/** The most bytes that a message may have while it is compressed: what cannot be, grows a little. */
export function compressedLimit(limit: number): number {
  return limit + (limit >> 8) + 1024;
}

/**
 * Decompresses what a peer sent. Nothing is nothing, whatever it is compressed with.
 *
 * @param invalid The code for what cannot be decompressed.
 * @throws {ConnectError} With code `resource_exhausted` if more comes out than the limit.
 */
export async function decompressFromPeer(
  compression: Compression,
  bytes: Uint8Array,
  limit: number,
  invalid: Code,
): Promise<Uint8Array> {
  if (bytes.length === 0) return bytes;
  let message: Uint8Array;
  try {
    message = await compression.decompress(bytes, limit);
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(undefined, limit);
    throw new ConnectError(`a message is not valid ${compression.name}`, invalid, { cause });
  }
  if (message.length > limit) throw tooLarge(message.length, limit);
  return message;
}
