import { ENHANCE_YOUR_CALM } from "./error_code.ts";
import { ConnectionFault } from "./fault.ts";

/** A `CONTINUATION` shorter than this, on average, only wants to be many. */
const MIN_CONTINUATION_BYTES = 256;
const NO_BYTES = new Uint8Array(0);

/**
 * A header block that comes in more than one frame (RFC 9113 section 6.10). How many frames and how
 * many bytes there may be is bounded (CVE-2024-27316).
 */
export class BlockAssembly {
  /** The stream that it belongs to; 0 if no block is being assembled. */
  streamId: number = 0;
  /** The flags of the `HEADERS`. */
  flags: number = 0;
  /** Whether the `HEADERS` make the stream depend on itself. */
  dependsOnItself: boolean = false;
  /** When it began. */
  since: number = 0;
  /** The block is `bytes[0..length]`. */
  bytes: Uint8Array = NO_BYTES;
  length: number = 0;
  #frames = 0;
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Begins a block. */
  begin(streamId: number, flags: number, dependsOnItself: boolean, now: number): void {
    this.streamId = streamId;
    this.flags = flags;
    this.dependsOnItself = dependsOnItself;
    this.since = now;
    this.length = this.#frames = 0;
  }

  /**
   * Adds the part that a frame has.
   *
   * @throws {ConnectionFault} If these are too many bytes, or too many frames.
   */
  add(bytes: Uint8Array, start: number, end: number): void {
    const length = this.length + end - start;
    if (length > this.#maxBytes) {
      throw calm(`a header block of more than ${this.#maxBytes} bytes`);
    }
    if (++this.#frames > 8 + length / MIN_CONTINUATION_BYTES) {
      throw calm("a header block of too many frames");
    }
    if (length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.bytes.length));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(bytes.subarray(start, end), this.length);
    this.length = length;
  }

  /** Ends the block and gives its bytes away. */
  take(): Uint8Array {
    const block = this.bytes.subarray(0, this.length);
    this.streamId = 0;
    this.bytes = NO_BYTES;
    return block;
  }
}

function calm(message: string): ConnectionFault {
  return new ConnectionFault(ENHANCE_YOUR_CALM, message);
}
