const REMEMBERED = 128;

/** How a stream was closed, as far as it is remembered. */
export const FORGOTTEN = 0;
/** By the other side, or by both. */
export const CLOSED = 1;
/** By a `RST_STREAM` of this side: the other may have sent frames before it arrived. */
export const RESET_HERE = 2;

/** The streams that were closed last: what frames on a closed stream mean depends on how it was. */
export class ClosedStreams {
  /** A ring of stream identifiers, negative for streams that were reset here. */
  #ring: Int32Array | undefined;
  #next = 0;

  /** Remembers a stream. */
  add(id: number, how: number): void {
    this.#ring ??= new Int32Array(REMEMBERED);
    this.#ring[this.#next] = how === RESET_HERE ? -id : id;
    this.#next = (this.#next + 1) % REMEMBERED;
  }

  /** Says that the other side knows that a stream is closed: no frame may follow. */
  known(id: number): void {
    const at = this.#ring?.indexOf(-id) ?? -1;
    if (at >= 0) this.#ring![at] = id;
  }

  /** How a stream was closed. */
  how(id: number): number {
    if (this.#ring === undefined) return FORGOTTEN;
    if (this.#ring.includes(-id)) return RESET_HERE;
    return this.#ring.includes(id) ? CLOSED : FORGOTTEN;
  }
}
