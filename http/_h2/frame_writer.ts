import * as frame from "./frame.ts";
import { Output } from "./output.ts";
import { SETTING_BYTES } from "./settings.ts";

/** Writes frames, one after the other, into the output of a connection. */
export class FrameWriter extends Output {
  /** Writes the preface of a client. */
  preface(): void {
    this.reserve(frame.PREFACE.length);
    this.copy(frame.PREFACE, 0, frame.PREFACE.length);
  }

  /** Writes `SETTINGS`. */
  settings(list: readonly (readonly [setting: number, value: number])[]): void {
    this.frame(list.length * SETTING_BYTES, frame.SETTINGS, 0, 0);
    for (const [setting, value] of list) {
      this.uint16(setting);
      this.uint32(value);
    }
  }

  /** Acknowledges `SETTINGS`. */
  settingsAck(): void {
    this.frame(0, frame.SETTINGS, frame.ACK, 0);
  }

  /** Writes a `PING` of a kind. */
  ping(kind: number): void {
    this.frame(8, frame.PING, 0, 0);
    this.uint32(kind);
    this.uint32(0);
  }

  /** Acknowledges a `PING` whose payload is at `start`. */
  pingAck(bytes: Uint8Array, start: number): void {
    this.frame(8, frame.PING, frame.ACK, 0);
    this.copy(bytes, start, start + 8);
  }

  /** Writes a `RST_STREAM`. */
  rstStream(id: number, errorCode: number): void {
    this.frame(4, frame.RST_STREAM, 0, id);
    this.uint32(errorCode);
  }

  /** Writes a `GOAWAY`. */
  goAway(lastStream: number, errorCode: number, text: string): void {
    const debug = new TextEncoder().encode(text);
    this.frame(8 + debug.length, frame.GOAWAY, 0, 0);
    this.uint32(lastStream);
    this.uint32(errorCode);
    this.copy(debug, 0, debug.length);
  }

  /** Writes a `WINDOW_UPDATE`. */
  windowUpdate(id: number, increment: number): void {
    this.frame(4, frame.WINDOW_UPDATE, 0, id);
    this.uint32(increment);
  }

  /** Begins `HEADERS`: leaves room for the frame's header. The block is written after it. */
  beginHeaders(): number {
    const at = this.length;
    this.reserve(frame.FRAME_HEADER_BYTES);
    this.length += frame.FRAME_HEADER_BYTES;
    return at;
  }

  /** Ends `HEADERS` that began at a place: as many `CONTINUATION`s follow as it needs. */
  endHeaders(at: number, id: number, endStream: boolean): void {
    const most = frame.DEFAULT_MAX_FRAME_BYTES;
    const start = at + frame.FRAME_HEADER_BYTES;
    const length = this.length - start;
    const flags = endStream ? frame.END_STREAM : 0;
    if (length <= most) {
      this.patchFrame(at, length, frame.HEADERS, flags | frame.END_HEADERS, id);
      return;
    }
    this.patchFrame(at, most, frame.HEADERS, flags, id);
    const rest = this.bytes.slice(start + most, this.length);
    this.length = start + most;
    for (let from = 0; from < rest.length; from += most) {
      const to = Math.min(rest.length, from + most);
      this.frame(to - from, frame.CONTINUATION, to === rest.length ? frame.END_HEADERS : 0, id);
      this.copy(rest, from, to);
    }
  }
}
