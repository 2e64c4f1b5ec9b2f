import type { BodyQueue } from "./body_queue.ts";
import type { CompleteH1Limits } from "../h1_limits.ts";
import { Refusal } from "./refusal.ts";

const CR = 0x0d;
const LF = 0x0a;
const SEMICOLON = 0x3b;

/** The most digits of a size: leading zeros are no way to keep a connection busy. */
const MAX_DIGITS = 16;

/** What is read next. */
const SIZE = 0;
const EXTENSION = 1;
const SIZE_LF = 2;
const DATA = 3;
const DATA_CR = 4;
const DATA_LF = 5;
const DONE = 6;

/**
 * Takes the chunks of a body apart, up to the trailer section: RFC 9112 section 7.1. Nothing of what
 * the grammar has for old senders is taken: no blanks after the size, no bare line feeds.
 */
export class Chunks {
  readonly #limits: CompleteH1Limits;
  #state: number = SIZE;
  /** The size of the chunk, or how much of it is still to come. */
  #size = 0;
  #digits = 0;
  #extensionBytes = 0;

  /** Makes the state before the first chunk. */
  constructor(limits: CompleteH1Limits) {
    this.#limits = limits;
  }

  /** Whether the last chunk was seen: the trailer section is next. */
  get done(): boolean {
    return this.#state === DONE;
  }

  /**
   * Reads on.
   *
   * @param bytes What has come.
   * @param start Where to begin.
   * @param end Where it ends.
   * @param body Where what the chunks hold goes.
   * @returns The end, or what comes after the last chunk.
   * @throws {Refusal} If the chunks are malformed.
   */
  read(bytes: Uint8Array, start: number, end: number, body: BodyQueue): number {
    let i = start;
    while (i < end) {
      if (this.#state === DATA) {
        const count = Math.min(this.#size, end - i);
        body.append(bytes, i, i + count);
        i += count;
        this.#size -= count;
        if (this.#size === 0) this.#state = DATA_CR;
        continue;
      }
      this.#step(bytes[i++]!);
      if (this.#state === DONE) break;
    }
    return i;
  }

  #step(byte: number): void {
    switch (this.#state) {
      case SIZE: {
        const digit = hexDigit(byte);
        if (digit >= 0) {
          this.#size = this.#size * 16 + digit;
          if (++this.#digits > MAX_DIGITS || !Number.isSafeInteger(this.#size)) {
            throw new Refusal(400, "a chunk is too long");
          }
        } else if (this.#digits > 0 && byte === CR) {
          this.#state = SIZE_LF;
        } else if (this.#digits > 0 && byte === SEMICOLON) {
          this.#state = EXTENSION;
        } else {
          throw new Refusal(400, "the size of a chunk is malformed");
        }
        break;
      }
      case EXTENSION:
        if (byte === CR) {
          this.#state = SIZE_LF;
        } else if (++this.#extensionBytes > this.#limits.maxChunkExtensionBytes) {
          throw new Refusal(400, "chunk extensions are too long");
        } else if ((byte < 0x20 && byte !== 0x09) || byte === 0x7f) {
          throw new Refusal(400, "a chunk extension is malformed");
        }
        break;
      case SIZE_LF:
        if (byte !== LF) throw new Refusal(400, "the size of a chunk is not ended by CRLF");
        this.#state = this.#size > 0 ? DATA : DONE;
        break;
      case DATA_CR:
        if (byte !== CR) throw new Refusal(400, "a chunk is longer than its size");
        this.#state = DATA_LF;
        break;
      case DATA_LF:
        if (byte !== LF) throw new Refusal(400, "a chunk is not ended by CRLF");
        this.#state = SIZE;
        this.#digits = 0;
        break;
    }
  }
}

/** Returns the value of a hexadecimal digit, or -1. */
function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & ~0x20;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
}
