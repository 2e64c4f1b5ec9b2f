import type { Code } from "./code.ts";
import type { Compression } from "./compression.ts";
import { compressedLimit, type Compressions, decompressFromPeer } from "./_compressions.ts";
import { type Envelope, EnvelopeReader, FLAG_COMPRESSED } from "./_envelope.ts";
import { ConnectError } from "./error.ts";
import type { ByteSource } from "./http_client.ts";
import { IdleTimer } from "./_idle_timer.ts";
import type { Lifetime } from "./_lifetime.ts";
import { after } from "./_promise.ts";

/** Puts a message into an envelope, compressed if that is agreed upon and worth it. */
export function packMessage(
  data: Uint8Array,
  compression: Compression | undefined,
  { minBytes }: Compressions,
): Envelope | Promise<Envelope> {
  if (compression === undefined || data.length === 0 || data.length < minBytes) {
    return { flags: 0, data };
  }
  return compressed(data, compression);
}

async function compressed(bytes: Uint8Array, compression: Compression): Promise<Envelope> {
  return { flags: FLAG_COMPRESSED, data: await compression.compress(bytes) };
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
  /** How long a message may take to come, in ms. */
  readonly idleTimeoutMs: number;
}

/** Reads the envelopes of a body, and decompresses what is in them. */
export class MessageReader {
  readonly #envelopes: EnvelopeReader;
  readonly #options: MessageReaderOptions;

  constructor(body: ByteSource, options: MessageReaderOptions) {
    const { limit, compression, invalid, lifetime, idleTimeoutMs } = options;
    this.#envelopes = new EnvelopeReader(body, {
      limit: compression === undefined ? limit : compressedLimit(limit),
      truncated: invalid,
      lifetime,
      idle: new IdleTimer(idleTimeoutMs, lifetime),
    });
    this.#options = options;
  }

  /**
   * Reads a message, or whatever else is in an envelope: at once, if it is there.
   *
   * @returns It, uncompressed and with the flags that are left, or `undefined` at the end.
   * @throws {ConnectError} If it is not framed as it should be, or too large. With code `internal`
   * if it is compressed, though no compression was agreed upon.
   */
  read(): Envelope | undefined | Promise<Envelope | undefined> {
    return after(this.#envelopes.read(), (envelope) => {
      if (envelope === undefined || (envelope.flags & FLAG_COMPRESSED) === 0) return envelope;
      return this.#decompress(envelope);
    });
  }

  /** Tells, or waits to tell, whether there is nothing left. */
  ended(): boolean | Promise<boolean> {
    return this.#envelopes.ended();
  }

  /** Gives the body up: whoever is reading it, or tries to, fails. */
  cancel(reason: unknown): void {
    this.#envelopes.cancel(reason);
  }

  async #decompress({ flags, data }: Envelope): Promise<Envelope> {
    const { compression, limit, invalid, lifetime } = this.#options;
    if (compression === undefined) {
      throw new ConnectError("a message is compressed, but no compression is named", "internal");
    }
    return {
      flags: flags & ~FLAG_COMPRESSED,
      data: await lifetime.race(decompressFromPeer(compression, data, limit, invalid)),
    };
  }
}
