import { FRAME_SIZE_ERROR, PROTOCOL_ERROR } from "./error_code.ts";
import { ConnectionFault } from "./fault.ts";
import { DEFAULT_MAX_FRAME_BYTES, FRAME_HEADER_BYTES, PREFACE } from "./frame.ts";

const NO_BYTES = new Uint8Array(0);

/** Who takes frames. */
export interface FrameSink {
  /**
   * Takes a frame.
   *
   * @param bytes Bytes that hold it, valid during the call.
   * @param at Where its header begins.
   * @param length How long its payload is.
   */
  takeFrame(bytes: Uint8Array, at: number, length: number): void;
  /** Whether it takes no more. */
  readonly closing: boolean;
  /** The time. */
  readonly now: number;
}

/** Makes frames of bytes that arrive in pieces of any length. */
export class FrameReader {
  readonly #sink: FrameSink;
  /** How much of the preface was seen. */
  #prefaceSeen: number;
  /** The frame that has arrived in part. */
  #partial = NO_BYTES;
  #partialLength = 0;
  #partialSince = 0;

  /** Makes a reader; whether the preface comes first. */
  constructor(sink: FrameSink, withPreface: boolean) {
    this.#sink = sink;
    this.#prefaceSeen = withPreface ? 0 : PREFACE.length;
  }

  /** Since when a frame has been there in part; `Infinity` if there is none. */
  get partialSince(): number {
    return this.#partialLength > 0 ? this.#partialSince : Infinity;
  }

  /** The type of the frame that has arrived in part, if that much of it is here. */
  get partialType(): number | undefined {
    return this.#partialLength > 3 ? this.#partial[3] : undefined;
  }

  /**
   * Takes bytes: gives the frames that are whole to the sink, and keeps the rest.
   *
   * @throws {ConnectionFault} If the preface is wrong, or a frame too long.
   */
  read(bytes: Uint8Array): void {
    const sink = this.#sink;
    let at = this.#prefaceSeen < PREFACE.length ? this.#takePreface(bytes) : 0;
    while (at < bytes.length && !sink.closing) {
      if (this.#partialLength > 0) {
        at = this.#takePartial(bytes, at);
        continue;
      }
      const left = bytes.length - at;
      const length = left < FRAME_HEADER_BYTES ? 0 : frameLength(bytes, at);
      if (left < FRAME_HEADER_BYTES + length) {
        this.#keep(bytes, at, bytes.length);
        return;
      }
      sink.takeFrame(bytes, at, length);
      at += FRAME_HEADER_BYTES + length;
    }
  }

  #takePreface(bytes: Uint8Array): number {
    let at = 0;
    while (at < bytes.length && this.#prefaceSeen < PREFACE.length) {
      if (bytes[at++] !== PREFACE[this.#prefaceSeen++]) {
        throw new ConnectionFault(PROTOCOL_ERROR, "this is not the preface of HTTP/2");
      }
    }
    return at;
  }

  /** Completes the frame of which a part was kept, if its rest is here. */
  #takePartial(bytes: Uint8Array, from: number): number {
    let at = from;
    if (this.#partialLength < FRAME_HEADER_BYTES) {
      const to = Math.min(bytes.length, at + FRAME_HEADER_BYTES - this.#partialLength);
      this.#keep(bytes, at, to);
      at = to;
      if (this.#partialLength < FRAME_HEADER_BYTES) return at;
    }
    const length = frameLength(this.#partial, 0);
    const to = Math.min(bytes.length, at + FRAME_HEADER_BYTES + length - this.#partialLength);
    this.#keep(bytes, at, to);
    if (this.#partialLength < FRAME_HEADER_BYTES + length) return to;
    const partial = this.#partial;
    this.#partial = NO_BYTES;
    this.#partialLength = 0;
    this.#sink.takeFrame(partial, 0, length);
    return to;
  }

  /** Keeps part of a frame. The buffer grows as bytes arrive, not to what they announce. */
  #keep(bytes: Uint8Array, from: number, to: number): void {
    if (this.#partialLength === 0) this.#partialSince = this.#sink.now;
    const length = this.#partialLength + to - from;
    if (length > this.#partial.length) {
      const partial = new Uint8Array(Math.max(length, 2 * this.#partial.length));
      partial.set(this.#partial.subarray(0, this.#partialLength));
      this.#partial = partial;
    }
    this.#partial.set(bytes.subarray(from, to), this.#partialLength);
    this.#partialLength = length;
  }
}

function frameLength(bytes: Uint8Array, at: number): number {
  const length = bytes[at]! << 16 | bytes[at + 1]! << 8 | bytes[at + 2]!;
  if (length <= DEFAULT_MAX_FRAME_BYTES) return length;
  throw new ConnectionFault(FRAME_SIZE_ERROR, `a frame of ${length} bytes is too long`);
}
