import { allocate } from "../_slab.ts";
import { writeLatin1 } from "./write_latin1.ts";
import type { HttpError } from "../exchange.ts";

const EMPTY = new Uint8Array(0);

/** What a connection has to send: pieces, which are put together when they are taken. */
export class Output {
  readonly #maxWaiting: number;
  readonly #onReady: () => void;
  #pieces: (string | Uint8Array)[] = [];
  /** Bytes in pieces, and bytes that were taken and are not written yet. */
  #queued = 0;
  #inFlight = 0;
  #room: PromiseWithResolvers<void> | undefined;

  /**
   * Makes an empty output.
   *
   * @param maxWaiting How many bytes may wait before there is no room.
   * @param onReady Is called when there is something.
   */
  constructor(maxWaiting: number, onReady: () => void) {
    this.#maxWaiting = maxWaiting;
    this.#onReady = onReady;
  }

  /** Whether there is nothing to take. */
  get isEmpty(): boolean {
    return this.#queued === 0;
  }

  /** Whether more waits than should. */
  get isFull(): boolean {
    return this.#queued + this.#inFlight > this.#maxWaiting;
  }

  /** Adds a piece: bytes, or characters up to U+00FF. */
  push(piece: string | Uint8Array): void {
    if (piece.length === 0) return;
    const pieces = this.#pieces;
    const last = pieces.length - 1;
    if (typeof piece === "string" && typeof pieces[last] === "string") pieces[last] += piece;
    else pieces.push(piece);
    this.#queued += piece.length;
    this.#onReady();
  }

  /** Takes all pieces, in one. */
  take(): Uint8Array {
    const [pieces, length] = [this.#pieces, this.#queued];
    if (length === 0) return EMPTY;
    this.#pieces = [];
    this.#queued = 0;
    this.#inFlight += length;
    const [first] = pieces;
    if (pieces.length === 1 && typeof first === "object") return first;
    const bytes = allocate(length);
    let offset = 0;
    for (const piece of pieces) {
      if (typeof piece === "string") writeLatin1(piece, bytes, offset);
      else bytes.set(piece, offset);
      offset += piece.length;
    }
    return bytes;
  }

  /** Says that what was taken is written. */
  written(): void {
    this.#inFlight = 0;
    if (this.#room === undefined || this.isFull) return;
    this.#room.resolve();
    this.#room = undefined;
  }

  /** Waits for room, if there is none. */
  room(): undefined | Promise<void> {
    if (!this.isFull) return undefined;
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  /** Throws away what is there, and fails those who wait for room. */
  fail(error: HttpError): void {
    this.#pieces = [];
    this.#queued = 0;
    this.failWaiting(error);
  }

  /** Fails those who wait for room. */
  failWaiting(error: HttpError): void {
    if (this.#room === undefined) return;
    this.#room.promise.catch(() => {}); // whoever waits for it is told all the same
    this.#room.reject(error);
    this.#room = undefined;
  }
}
