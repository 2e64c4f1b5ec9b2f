import type { Budget } from "./budget.ts";
import { DATA, DEFAULT_MAX_FRAME_BYTES, DEFAULT_WINDOW_BYTES, END_STREAM } from "./frame.ts";
import type { FrameWriter } from "./frame_writer.ts";
import type { Stream } from "./stream.ts";

/** How many frames without content a frame of a body makes up for. */
export const CONTROL_FRAMES_PER_DATA = 4;

/**
 * Which stream sends when: bodies wait for windows and for the socket, and those that wait take
 * turns, a frame each.
 */
export class SendScheduler {
  /** How much more may be sent on the connection. */
  window: number = DEFAULT_WINDOW_BYTES;
  readonly #out: FrameWriter;
  readonly #highWaterBytes: number;
  readonly #controlFrames: Budget;
  /** The streams that have something to send. */
  readonly #queued: Stream[] = [];
  /** The streams whose writers wait for the socket alone. */
  readonly #waiting: Stream[] = [];

  /**
   * Makes a scheduler.
   *
   * @param out Where frames go.
   * @param highWaterBytes How much may be on its way to the socket before bodies wait.
   * @param controlFrames What `DATA` gives to.
   */
  constructor(out: FrameWriter, highWaterBytes: number, controlFrames: Budget) {
    this.#out = out;
    this.#highWaterBytes = highWaterBytes;
    this.#controlFrames = controlFrames;
  }

  /** Whether enough is on its way to the socket. */
  get full(): boolean {
    return this.#out.pending >= this.#highWaterBytes;
  }

  /** Puts a stream into the line of those that have something to send, unless its window is closed. */
  queue(stream: Stream): void {
    if (stream.queuedToSend || stream.sendWindow <= 0) return;
    stream.queuedToSend = true;
    this.#queued.push(stream);
  }

  /** Lets a stream wait for the socket. */
  wait(stream: Stream): void {
    this.#waiting.push(stream);
  }

  /** Takes a stream that was closed out of the line. */
  forget(stream: Stream): void {
    if (stream.queuedToSend && stream.isSending) {
      this.#queued.splice(this.#queued.indexOf(stream), 1);
      stream.queuedToSend = false;
    }
  }

  /**
   * Sends as much of some bytes as there is room for.
   *
   * @param stream Whose body they belong to.
   * @param bytes The bytes.
   * @param from Where those begin that were not sent.
   * @param isEnd Whether the body ends with them.
   * @param oneFrame Whether to send one frame at most, as others wait as well.
   * @returns Where those begin that were not sent now.
   */
  send(
    stream: Stream,
    bytes: Uint8Array,
    from: number,
    isEnd: boolean,
    oneFrame: boolean = false,
  ): number {
    const out = this.#out;
    let at = from;
    while (at < bytes.length && !this.full) {
      const room = Math.min(stream.sendWindow, this.window, DEFAULT_MAX_FRAME_BYTES);
      if (room <= 0) break;
      const to = Math.min(bytes.length, at + room);
      const count = to - at;
      stream.sendWindow -= count;
      this.window -= count;
      out.frame(count, DATA, isEnd && to === bytes.length ? END_STREAM : 0, stream.id);
      out.copy(bytes, at, to);
      at = to;
      this.#controlFrames.give(CONTROL_FRAMES_PER_DATA);
      if (oneFrame) break;
    }
    if (at > from) stream.lastSent = stream.engine.now;
    return at;
  }

  /** Sends what waits, one frame of each stream in turn, as long as there is room. */
  sendQueued(): void {
    const queued = this.#queued;
    while (queued.length > 0 && this.window > 0 && !this.full) {
      let kept = 0;
      for (const stream of queued) {
        stream.sendSome();
        if (stream.isSending && stream.sendWindow > 0) queued[kept++] = stream;
        else stream.queuedToSend = false;
      }
      queued.length = kept;
    }
  }

  /** Lets writers go on who waited for the socket, if it has taken enough. */
  wakeWaiting(): void {
    if (this.full) return;
    for (const stream of this.#waiting) stream.wakeWriter();
    this.#waiting.length = 0;
  }
}
