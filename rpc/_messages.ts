import type { Code } from "./code.ts";
import type { Compression } from "./compression.ts";
import { compressedLimit, type Compressions, decompressFromPeer } from "./_compressions.ts";
import { encodeEnvelope, type Envelope, EnvelopeReader, FLAG_COMPRESSED } from "./_envelope.ts";
import { ConnectError } from "./error.ts";
import type { Lifetime } from "./_lifetime.ts";

/** Frames a message, compressed if that is agreed upon and worth it. */
export function packMessage(
  bytes: Uint8Array,
  compression: Compression | undefined,
  { minBytes }: Compressions,
): Uint8Array | Promise<Uint8Array> {
  if (compression === undefined || bytes.length === 0 || bytes.length < minBytes) {
    return encodeEnvelope(0, bytes);
  }
  return compressed(bytes, compression);
}

async function compressed(bytes: Uint8Array, compression: Compression): Promise<Uint8Array> {
  return encodeEnvelope(FLAG_COMPRESSED, await compression.compress(bytes));
}

/** How messages may be read. */
export interface MessageReaderOptions {
  /** The most bytes that one message may have, uncompressed. */
  readonly limit: number;
  /** What they may be compressed with. */
  readonly compression: Compression | undefined;
  /** The code for what is not framed, or not compressed, as it should be. */
  readonly invalid: Code;
  /** Bounds the time. */
  readonly lifetime: Lifetime;
}

/** Reads the envelopes of a body, and decompresses what is in them. */
export class MessageReader {
  readonly #envelopes: EnvelopeReader;
  readonly #options: MessageReaderOptions;

  constructor(body: ReadableStream<Uint8Array> | null, options: MessageReaderOptions) {
    const { limit, compression, invalid, lifetime } = options;
    this.#envelopes = new EnvelopeReader(body, {
      limit: compression === undefined ? limit : compressedLimit(limit),
      truncated: invalid,
      lifetime,
    });
    this.#options = options;
  }

  /**
   * Reads a message, or whatever else is in an envelope.
   *
   * @returns It, uncompressed and with the flags that are left, or `undefined` at the end.
   * @throws {ConnectError} If it is not framed as it should be, or too large. With code `internal`
   * if it is compressed, though no compression was agreed upon.
   */
  async read(): Promise<Envelope | undefined> {
    const envelope = await this.#envelopes.read();
    if (envelope === undefined || (envelope.flags & FLAG_COMPRESSED) === 0) return envelope;
    const { compression, limit, invalid } = this.#options;
    if (compression === undefined) {
      throw new ConnectError("a message is compressed, but no compression is named", "internal");
    }
    return {
      flags: envelope.flags & ~FLAG_COMPRESSED,
      data: await decompressFromPeer(compression, envelope.data, limit, invalid),
    };
  }

  /** Waits for another byte or the end. Returns whether it is the end. */
  ended(): Promise<boolean> {
    return this.#envelopes.ended();
  }

  /** Gives the body up: whoever is reading it, or tries to, fails. */
  cancel(reason: unknown): void {
    this.#envelopes.cancel(reason);
  }
}
