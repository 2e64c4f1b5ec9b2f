import type { Connection } from "../connection.ts";
import type { HttpErrorCode } from "../exchange.ts";
import { HttpError } from "../exchange.ts";
import type { H2Limits } from "../h2_limits.ts";
import { BlockAssembly } from "./block_assembly.ts";
import { Budget } from "./budget.ts";
import { CLOSED, ClosedStreams, FORGOTTEN, RESET_HERE } from "./closed_streams.ts";
import * as code from "./error_code.ts";
import { ConnectionFault } from "./fault.ts";
import { encodeFields } from "./fields_out.ts";
import * as frame from "./frame.ts";
import { FrameReader } from "./frame_reader.ts";
import { FrameWriter } from "./frame_writer.ts";
import { HeaderBlock } from "./header_block.ts";
import { HpackDecoder } from "./hpack_decoder.ts";
import { HpackEncoder } from "./hpack_encoder.ts";
import { CONTROL_FRAMES_PER_DATA, SendScheduler } from "./send_scheduler.ts";
import * as settings from "./settings.ts";
import type { Stream } from "./stream.ts";

const NO_BYTES = new Uint8Array(0);
/** What is in our `PING`s: those of keepalive, and the one between the two `GOAWAY`s. */
const KEEPALIVE_PING = 1;
const SHUTDOWN_PING = 2;

/**
 * One HTTP/2 connection (RFC 9113) without its socket: frames in, frames out, the table of streams,
 * and what the roles have in common. The classes of the two roles stand on it.
 */
export abstract class Engine implements Connection {
  onOutput: (() => void) | undefined;
  onResume: (() => void) | undefined;
  /** Never: what may come is bounded by windows, and the answers to frames by `maxOutputBytes`. */
  readonly paused: boolean = false;

  readonly limits: Readonly<Required<H2Limits>>;
  readonly out: FrameWriter = new FrameWriter();
  readonly encoder: HpackEncoder = new HpackEncoder();
  readonly sender: SendScheduler;
  readonly block: HeaderBlock;
  /** Streams that were canceled, or had to be. */
  readonly resets: Budget;
  /** The time of the last `tick()`. */
  now: number;

  // What the other side has set.
  peerInitialWindow: number = frame.DEFAULT_WINDOW_BYTES;
  peerMaxStreams: number = Infinity;
  peerMaxHeaderList: number = Infinity;

  /** The open streams. */
  protected readonly streams: Map<number, Stream> = new Map();
  protected readonly closedStreams: ClosedStreams = new ClosedStreams();
  /** The last stream of the other side that is or was served. */
  protected lastPeerStream: number = 0;
  /** Whether the first of the two `GOAWAY`s was sent, and whether the last was. */
  protected goingAway: boolean = false;
  protected goneAway: boolean = false;
  /** The code and text of the other side's `GOAWAY`. */
  protected peerGoAway: { code: number; text: string } | undefined;
  protected settingsReceived: boolean = false;

  readonly #isServer: boolean;
  readonly #decoder = new HpackDecoder();
  readonly #controlFrames: Budget;
  #closing = false;
  #inReceive = false;
  #outputTold = false;
  /** Whether `onStreamsChanged()` is due. */
  #changed = false;

  /** When output was taken that is not written yet. */
  #takenAt = 0;
  readonly #frames: FrameReader;
  readonly #assembly: BlockAssembly;

  // Flow control of the connection.
  #receiveWindow: number;
  #consumed = 0;
  /** The streams that have something to tell the application. */
  readonly #news: Stream[] = [];

  // Times.
  readonly #startedAt: number;
  #idleSince: number;
  #lastReceived: number;
  #pingedAt = -1;
  #settingsAcked = false;
  #shutdownAt = -1;

  protected constructor(isServer: boolean, limits: Readonly<Required<H2Limits>>, now: number) {
    this.#isServer = isServer;
    this.limits = limits;
    this.block = new HeaderBlock(limits.maxHeaderListBytes, limits.maxHeaderFields);
    this.resets = new Budget(limits.maxResets, limits.resetsPerSecond);
    this.#controlFrames = new Budget(limits.maxControlFrames, limits.controlFramesPerSecond);
    this.now = this.#startedAt = now;
    this.#idleSince = this.#lastReceived = now;
    this.sender = new SendScheduler(this.out, limits.maxOutputBytes / 4, this.#controlFrames);
    this.#receiveWindow = frame.DEFAULT_WINDOW_BYTES;
    this.#frames = new FrameReader(this, isServer);
    this.#assembly = new BlockAssembly(limits.maxHeaderListBytes);
    if (!isServer) this.out.preface();
    this.out.settings([
      [settings.INITIAL_WINDOW_SIZE, limits.streamWindowBytes],
      [settings.MAX_HEADER_LIST_SIZE, limits.maxHeaderListBytes],
      isServer
        ? [settings.MAX_CONCURRENT_STREAMS, limits.maxConcurrentStreams]
        : [settings.ENABLE_PUSH, 0],
    ]);
    const more = limits.connectionWindowBytes - frame.DEFAULT_WINDOW_BYTES;
    if (more > 0) {
      this.out.windowUpdate(0, more);
      this.#receiveWindow += more;
    }
  }

  // What the driver calls.

  get idle(): boolean {
    return this.streams.size === 0;
  }

  get closing(): boolean {
    return this.#closing;
  }

  receive(bytes: Uint8Array): void {
    if (this.#closing) return;
    this.#inReceive = true;
    this.#lastReceived = this.now;
    this.#pingedAt = -1;
    try {
      this.#frames.read(bytes);
    } catch (error) {
      this.#fault(error);
    }
    if (!this.#closing) this.sender.sendQueued();
    this.#tellNews();
    this.#checkOutput();
    this.#tellChange();
    this.#inReceive = false;
  }

  receiveEnd(): void {
    this.lost("the other side has closed the connection");
  }

  lost(reason: string): void {
    this.#closing = true;
    this.failAll(reason, "connection");
    this.#tellNews();
    this.#tellChange();
  }

  takeOutput(): Uint8Array {
    this.#outputTold = false;
    if (this.out.length === 0) return NO_BYTES;
    if (this.out.unwritten === 0) this.#takenAt = this.now;
    return this.out.take();
  }

  outputWritten(): void {
    this.out.unwritten = 0;
    if (!this.#closing) this.sender.sendQueued();
    this.sender.wakeWaiting();
    this.wrote();
  }

  shutdown(): void {
    if (this.goingAway || this.#closing) return;
    this.goingAway = this.#changed = true;
    this.#shutdownAt = this.now;
    if (this.#isServer && this.settingsReceived) {
      // Section 6.8: requests that are on their way are still served. One round trip later, the
      // answer to the ping, no more can come.
      this.out.goAway(frame.MAX_31_BITS, code.NO_ERROR, "");
      this.out.ping(SHUTDOWN_PING);
    } else {
      this.#finishShutdown();
    }
    this.wrote();
  }

  tick(now: number): void {
    const elapsed = now - this.now;
    this.now = now;
    if (this.#closing) return;
    this.resets.refill(elapsed);
    this.#controlFrames.refill(elapsed);
    try {
      this.#checkTimes();
    } catch (error) {
      this.#fault(error);
    }
    this.#tellNews();
    this.wrote();
  }

  // What the roles do.

  /** Takes a header block that is not trailers. */
  protected abstract receiveHead(id: number, endStream: boolean, problem: string | undefined): void;
  /** Whether no frame can have been sent on a stream yet. */
  protected abstract isIdleStream(id: number): boolean;
  /** Takes a `GOAWAY`. */
  protected abstract receiveGoAway(lastStream: number): void;
  /** Is called when it may have changed whether streams can be opened, whether any is, and `closing`. */
  protected onStreamsChanged(): void {}

  // What streams call.

  /**
   * How much may be sent on a new stream. Until our settings are acknowledged the other side may not
   * know them (section 6.9.2).
   */
  get initialReceiveWindow(): number {
    const { streamWindowBytes } = this.limits;
    if (this.#settingsAcked) return streamWindowBytes;
    return Math.max(streamWindowBytes, frame.DEFAULT_WINDOW_BYTES);
  }

  /** Says that there may be output. */
  wrote(): void {
    if (this.#inReceive) return;
    if (this.out.length > 0) this.#checkOutput();
    this.#tellChange();
    if (this.out.length === 0) return;
    if (this.#outputTold || this.onOutput === undefined) return;
    this.#outputTold = true;
    this.onOutput();
  }

  /** Puts a stream into the list of those that have something to tell, once all is parsed. */
  addNews(stream: Stream): void {
    if (stream.hasNews) return;
    stream.hasNews = true;
    this.#news.push(stream);
  }

  /** Gives bytes that were read or thrown away back to the other side. */
  creditConnection(count: number): void {
    this.#consumed += count;
    if (2 * this.#consumed < this.limits.connectionWindowBytes || this.#closing) return;
    this.#receiveWindow += this.#consumed;
    this.out.windowUpdate(0, this.#consumed);
    this.#consumed = 0;
    this.wrote();
  }

  /** Forgets a stream whose both parts have ended well. */
  endStream(stream: Stream): void {
    this.resets.give(1);
    this.#closeStream(stream, CLOSED);
  }

  /** Resets a stream and forgets it. */
  reset(stream: Stream, errorCode: number): void {
    this.out.rstStream(stream.id, errorCode);
    this.#closeStream(stream, RESET_HERE);
  }

  /** Resets a stream that is not in the table. */
  protected refuse(id: number, errorCode: number): void {
    this.#takeReset();
    this.out.rstStream(id, errorCode);
    this.closedStreams.add(id, RESET_HERE);
  }

  /** Answers a broken rule on a stream: a stream error (section 5.4.2). */
  protected streamFault(
    stream: Stream,
    errorCode: number,
    message: string,
    why: HttpErrorCode = "protocol",
  ): void {
    this.#takeReset();
    this.reset(stream, errorCode);
    stream.fail(new HttpError(message, why, { h2Code: errorCode }), true);
  }

  /** Forgets a stream that the other side has closed. */
  protected forget(stream: Stream): void {
    this.#closeStream(stream, CLOSED);
  }

  /** Writes the end of a body. */
  writeEnd(id: number, trailers: string[] | undefined): void {
    if (trailers === undefined) {
      this.out.frame(0, frame.DATA, frame.END_STREAM, id);
      return;
    }
    const at = this.beginHeaders();
    encodeFields(this, trailers);
    this.out.endHeaders(at, id, true);
  }

  /** Begins a header block, to be written to `out`. */
  beginHeaders(): number {
    const at = this.out.beginHeaders();
    this.encoder.begin(this.out);
    return at;
  }

  /** Fails all streams. */
  protected failAll(reason: string, errorCode: HttpErrorCode): void {
    const h2Code = this.peerGoAway?.code;
    for (const stream of this.streams.values()) {
      stream.closed = true;
      const unsent = this.isUnsent(stream);
      const error = new HttpError(
        this.peerGoAway?.text ? `${reason} (${this.peerGoAway.text})` : reason,
        unsent ? "refused" : errorCode,
        h2Code === undefined ? {} : { h2Code },
      );
      stream.fail(error, true);
    }
    this.streams.clear();
    this.#changed = true;
  }

  /** Whether no byte of a stream has left. */
  protected isUnsent(_stream: Stream): boolean {
    return false;
  }

  /** Closes the connection if it is going away and nothing is left to do. */
  protected closeIfDone(): void {
    if (this.streams.size > 0) return;
    if (this.goneAway || (!this.#isServer && (this.goingAway || this.peerGoAway !== undefined))) {
      this.#closing = this.#changed = true;
    }
  }

  // Frames in.

  takeFrame(bytes: Uint8Array, at: number, length: number): void {
    const type = bytes[at + 3]!;
    const flags = bytes[at + 4]!;
    const id = frame.readUint31(bytes, at + 5);
    const start = at + frame.FRAME_HEADER_BYTES;
    const end = start + length;
    if (
      this.#assembly.streamId !== 0 &&
      (type !== frame.CONTINUATION || id !== this.#assembly.streamId)
    ) {
      throw protocol("a header block was interrupted by another frame");
    }
    if (!this.settingsReceived && type !== frame.SETTINGS) {
      throw protocol("the first frame is not SETTINGS");
    }
    switch (type) {
      case frame.DATA:
        return this.#takeData(bytes, flags, id, start, end);
      case frame.HEADERS:
        return this.#takeHeaders(bytes, flags, id, start, end);
      case frame.PRIORITY:
        return this.#takePriority(bytes, id, start, end);
      case frame.RST_STREAM:
        return this.#takeRstStream(bytes, id, start, end);
      case frame.SETTINGS:
        return this.#takeSettings(bytes, flags, id, start, end);
      case frame.PUSH_PROMISE:
        throw protocol("PUSH_PROMISE was not asked for");
      case frame.PING:
        return this.#takePing(bytes, flags, id, start, end);
      case frame.GOAWAY:
        return this.#takeGoAway(bytes, id, start, end);
      case frame.WINDOW_UPDATE:
        return this.#takeWindowUpdate(bytes, id, start, end);
      case frame.CONTINUATION:
        return this.#takeContinuation(bytes, flags, id, start, end);
      default:
        // Section 4.1: unknown types are ignored.
        this.takeControl(1);
    }
  }

  /** Takes from the budget of frames that carry nothing. */
  protected takeControl(count: number): void {
    if (this.#controlFrames.take(count)) return;
    throw new ConnectionFault(code.ENHANCE_YOUR_CALM, "too many frames without content");
  }

  #takeReset(): void {
    if (this.resets.take(1)) return;
    throw new ConnectionFault(code.ENHANCE_YOUR_CALM, "too many streams were reset");
  }

  #takeData(bytes: Uint8Array, flags: number, id: number, start: number, end: number): void {
    if (id === 0) throw protocol("DATA belongs to no stream");
    const length = end - start;
    // Section 6.9.1: all of the payload counts, padding included.
    if (length > this.#receiveWindow) {
      throw new ConnectionFault(code.FLOW_CONTROL_ERROR, "DATA passes the connection's window");
    }
    this.#receiveWindow -= length;
    if ((flags & frame.PADDED) !== 0) {
      const padding = padLength(bytes, start, end);
      start++;
      end -= padding;
    }
    const endStream = (flags & frame.END_STREAM) !== 0;
    if (start === end && !endStream) this.takeControl(1);
    else this.#controlFrames.give(CONTROL_FRAMES_PER_DATA);
    const stream = this.streams.get(id);
    if (stream === undefined) {
      this.creditConnection(length);
      this.#frameOnClosed(id, "DATA");
      return;
    }
    if (stream.receiveEnded) {
      this.creditConnection(length);
      this.streamFault(stream, code.STREAM_CLOSED, "DATA came after the end of the body");
      return;
    }
    if (length > stream.receiveWindow) {
      this.creditConnection(length);
      this.streamFault(stream, code.FLOW_CONTROL_ERROR, "DATA passes the stream's window");
      return;
    }
    if (!this.takesData(stream)) {
      this.creditConnection(length);
      this.streamFault(stream, code.PROTOCOL_ERROR, "DATA came where no body can be");
      return;
    }
    stream.receiveWindow -= length;
    const count = end - start;
    // Padding is given back at once.
    stream.consume(length - count);
    if (stream.contentLeft >= 0) {
      stream.contentLeft -= count;
      if (stream.contentLeft < 0 || (endStream && stream.contentLeft > 0)) {
        this.creditConnection(count);
        this.streamFault(
          stream,
          code.PROTOCOL_ERROR,
          "the body is not as long as content-length says",
        );
        return;
      }
    }
    if (count > 0) stream.receiveData(bytes, start, end);
    if (endStream) stream.receiveEnd(undefined);
  }

  /** Whether a body may come on a stream now. */
  protected takesData(_stream: Stream): boolean {
    return true;
  }

  /** A frame that only belongs on open streams came on one that is not in the table. */
  #frameOnClosed(id: number, name: string): void {
    if (this.isIdleStream(id)) throw protocol(`${name} came on a stream that was not opened`);
    this.takeControl(1);
    if (this.closedStreams.how(id) === RESET_HERE) return;
    this.#takeReset();
    this.out.rstStream(id, code.STREAM_CLOSED);
    // Once is enough: what follows is ignored.
    this.closedStreams.add(id, RESET_HERE);
  }

  #takeHeaders(bytes: Uint8Array, flags: number, id: number, start: number, end: number): void {
    if (id === 0) throw protocol("HEADERS belong to no stream");
    if ((flags & frame.PADDED) !== 0) {
      const padding = padLength(bytes, start, end);
      start++;
      end -= padding;
    }
    let dependsOnItself = false;
    if ((flags & frame.PRIORITY_FLAG) !== 0) {
      if (end - start < 5) {
        throw new ConnectionFault(
          code.FRAME_SIZE_ERROR,
          "HEADERS are too short for their priority",
        );
      }
      dependsOnItself = frame.readUint31(bytes, start) === id;
      start += 5;
    }
    if ((flags & frame.END_HEADERS) !== 0) {
      this.#takeBlock(bytes, start, end, flags, id, dependsOnItself);
      return;
    }
    this.#assembly.begin(id, flags, dependsOnItself, this.now);
    this.#assembly.add(bytes, start, end);
  }

  #takeContinuation(
    bytes: Uint8Array,
    flags: number,
    id: number,
    start: number,
    end: number,
  ): void {
    const assembly = this.#assembly;
    if (assembly.streamId === 0) throw protocol("CONTINUATION continues nothing");
    assembly.add(bytes, start, end);
    if ((flags & frame.END_HEADERS) === 0) return;
    const block = assembly.take();
    this.#takeBlock(block, 0, block.length, assembly.flags, id, assembly.dependsOnItself);
  }

  #takeBlock(
    bytes: Uint8Array,
    start: number,
    end: number,
    flags: number,
    id: number,
    dependsOnItself: boolean,
  ): void {
    const { block } = this;
    block.clear();
    // Blocks are decoded even where they are ignored: the table depends on all of them.
    this.#decoder.decode(bytes, start, end, block);
    const endStream = (flags & frame.END_STREAM) !== 0;
    const stream = this.streams.get(id);
    if (stream === undefined) {
      if (this.isIdleStream(id)) {
        this.receiveHead(
          id,
          endStream,
          dependsOnItself ? "the stream depends on itself" : undefined,
        );
        return;
      }
      this.takeControl(1);
      const how = this.closedStreams.how(id);
      if (how === RESET_HERE) return;
      throw how === FORGOTTEN
        ? protocol(`stream ${id} is not above those before it`)
        : new ConnectionFault(code.STREAM_CLOSED, `HEADERS came on stream ${id}, which is closed`);
    }
    if (dependsOnItself) {
      this.streamFault(stream, code.PROTOCOL_ERROR, "the stream depends on itself");
    } else if (stream.receiveEnded) {
      this.streamFault(stream, code.STREAM_CLOSED, "HEADERS came after the end of the body");
    } else if (this.takesData(stream)) {
      this.#takeTrailers(stream, endStream);
    } else {
      this.receiveHead(id, endStream, undefined);
    }
  }

  #takeTrailers(stream: Stream, endStream: boolean): void {
    const { block } = this;
    const problem = endStream ? block.checkTrailers() : "trailers do not end the stream";
    if (problem !== undefined) {
      this.streamFault(stream, code.PROTOCOL_ERROR, problem);
    } else if (block.tooLarge) {
      this.streamFault(stream, code.ENHANCE_YOUR_CALM, "the trailers are too large", "limit");
    } else if (stream.contentLeft > 0) {
      this.streamFault(
        stream,
        code.PROTOCOL_ERROR,
        "the body is not as long as content-length says",
      );
    } else {
      stream.receiveEnd(block.fields);
    }
  }

  #takePriority(bytes: Uint8Array, id: number, start: number, end: number): void {
    if (id === 0) throw protocol("PRIORITY belongs to no stream");
    this.takeControl(1);
    const length = end - start;
    const dependsOnItself = length === 5 && frame.readUint31(bytes, start) === id;
    if (length === 5 && !dependsOnItself) return;
    // Section 5.3: both are errors of the stream, which may well not be open.
    const errorCode = dependsOnItself ? code.PROTOCOL_ERROR : code.FRAME_SIZE_ERROR;
    const stream = this.streams.get(id);
    if (stream !== undefined) {
      this.streamFault(stream, errorCode, "a PRIORITY frame is wrong");
    } else if (this.isIdleStream(id)) {
      throw new ConnectionFault(errorCode, "a PRIORITY frame is wrong");
    } else {
      this.#takeReset();
      this.out.rstStream(id, errorCode);
    }
  }

  #takeRstStream(bytes: Uint8Array, id: number, start: number, end: number): void {
    if (id === 0) throw protocol("RST_STREAM belongs to no stream");
    if (end - start !== 4) {
      throw new ConnectionFault(code.FRAME_SIZE_ERROR, "a RST_STREAM is not 4 bytes");
    }
    this.takeControl(1);
    const stream = this.streams.get(id);
    if (stream === undefined) {
      if (this.isIdleStream(id)) throw protocol("RST_STREAM came on a stream that was not opened");
      this.closedStreams.known(id);
      return;
    }
    const errorCode = frame.readUint32(bytes, start);
    // What a server resets a client has asked for, which is bound enough.
    if (this.#isServer) this.#takeReset();
    this.#closeStream(stream, CLOSED);
    this.receiveReset(stream, errorCode);
  }

  /** Takes a `RST_STREAM`; the stream has left the table. */
  protected receiveReset(stream: Stream, errorCode: number): void {
    const name = code.errorCodeName(errorCode);
    const why: HttpErrorCode = errorCode === code.REFUSED_STREAM ? "refused" : "canceled";
    stream.fail(new HttpError(`the stream was reset: ${name}`, why, { h2Code: errorCode }), true);
  }

  #takeSettings(bytes: Uint8Array, flags: number, id: number, start: number, end: number): void {
    if (id !== 0) throw protocol("SETTINGS belong to the connection");
    const length = end - start;
    if ((flags & frame.ACK) !== 0) {
      if (length > 0) {
        throw new ConnectionFault(code.FRAME_SIZE_ERROR, "SETTINGS with ACK are not empty");
      }
      if (!this.settingsReceived) throw protocol("the first SETTINGS frame has ACK");
      this.takeControl(1);
      this.#settingsAcked = true;
      return;
    }
    if (length % settings.SETTING_BYTES !== 0) {
      throw new ConnectionFault(code.FRAME_SIZE_ERROR, "SETTINGS are not a multiple of 6 bytes");
    }
    this.takeControl(1 + length / settings.SETTING_BYTES);
    const before = this.peerInitialWindow;
    for (let at = start; at < end; at += settings.SETTING_BYTES) {
      this.#takeSetting(bytes[at]! << 8 | bytes[at + 1]!, frame.readUint32(bytes, at + 2));
    }
    this.settingsReceived = true;
    this.#changeWindows(this.peerInitialWindow - before);
    this.out.settingsAck();
    this.#changed = true;
  }

  #takeSetting(setting: number, value: number): void {
    switch (setting) {
      case settings.HEADER_TABLE_SIZE:
        this.encoder.resize(value);
        break;
      case settings.ENABLE_PUSH:
        // Section 6.5.2: a server may not say that it takes pushes.
        if (value > 1 || (!this.#isServer && value === 1)) {
          throw protocol("ENABLE_PUSH is not 0 or 1");
        }
        break;
      case settings.MAX_CONCURRENT_STREAMS:
        this.peerMaxStreams = value;
        break;
      case settings.INITIAL_WINDOW_SIZE:
        if (value > frame.MAX_31_BITS) {
          throw new ConnectionFault(code.FLOW_CONTROL_ERROR, "INITIAL_WINDOW_SIZE is too large");
        }
        this.peerInitialWindow = value;
        break;
      case settings.MAX_FRAME_SIZE:
        // Frames are never sent longer than every peer takes, but the value may be wrong.
        if (value < frame.DEFAULT_MAX_FRAME_BYTES || value > 0xff_ffff) {
          throw protocol("MAX_FRAME_SIZE is out of range");
        }
        break;
      case settings.MAX_HEADER_LIST_SIZE:
        this.peerMaxHeaderList = value;
        break;
    }
  }

  /** Section 6.9.2: a new initial window changes that of all streams. */
  #changeWindows(change: number): void {
    if (change === 0) return;
    for (const stream of this.streams.values()) {
      stream.sendWindow += change;
      if (stream.sendWindow > frame.MAX_31_BITS) {
        throw new ConnectionFault(
          code.FLOW_CONTROL_ERROR,
          "INITIAL_WINDOW_SIZE makes a window too large",
        );
      }
      if (stream.isSending) this.sender.queue(stream);
    }
  }

  #takePing(bytes: Uint8Array, flags: number, id: number, start: number, end: number): void {
    if (id !== 0) throw protocol("PING belongs to the connection");
    if (end - start !== 8) {
      throw new ConnectionFault(code.FRAME_SIZE_ERROR, "a PING is not 8 bytes");
    }
    this.takeControl(1);
    if ((flags & frame.ACK) === 0) {
      this.out.pingAck(bytes, start);
    } else if (frame.readUint32(bytes, start) === SHUTDOWN_PING && this.goingAway) {
      this.#finishShutdown();
    }
  }

  #takeGoAway(bytes: Uint8Array, id: number, start: number, end: number): void {
    if (id !== 0) throw protocol("GOAWAY belongs to the connection");
    if (end - start < 8) throw new ConnectionFault(code.FRAME_SIZE_ERROR, "a GOAWAY is too short");
    this.takeControl(1);
    const errorCode = frame.readUint32(bytes, start + 4);
    const debug = new TextDecoder().decode(bytes.subarray(start + 8, Math.min(end, start + 264)));
    const name = code.errorCodeName(errorCode);
    this.peerGoAway = { code: errorCode, text: debug === "" ? name : `${name}: ${debug}` };
    this.receiveGoAway(frame.readUint31(bytes, start));
    this.#changed = true;
    this.closeIfDone();
  }

  #takeWindowUpdate(bytes: Uint8Array, id: number, start: number, end: number): void {
    if (end - start !== 4) {
      throw new ConnectionFault(code.FRAME_SIZE_ERROR, "a WINDOW_UPDATE is not 4 bytes");
    }
    this.takeControl(1);
    const increment = frame.readUint31(bytes, start);
    if (id === 0) {
      if (increment === 0) throw protocol("a WINDOW_UPDATE of 0");
      this.sender.window += increment;
      if (this.sender.window > frame.MAX_31_BITS) {
        throw new ConnectionFault(code.FLOW_CONTROL_ERROR, "the connection's window is too large");
      }
      return;
    }
    const stream = this.streams.get(id);
    if (stream === undefined) {
      if (this.isIdleStream(id)) {
        throw protocol("WINDOW_UPDATE came on a stream that was not opened");
      }
      // It may come late, but it is never right.
      if (increment === 0) this.refuse(id, code.PROTOCOL_ERROR);
      return;
    }
    stream.sendWindow += increment;
    if (increment === 0) {
      this.streamFault(stream, code.PROTOCOL_ERROR, "a WINDOW_UPDATE of 0");
    } else if (stream.sendWindow > frame.MAX_31_BITS) {
      this.streamFault(stream, code.FLOW_CONTROL_ERROR, "the stream's window is too large");
    } else if (stream.isSending) {
      this.sender.queue(stream);
    }
  }

  // The connection as a whole.

  #closeStream(stream: Stream, how: number): void {
    stream.closed = true;
    this.streams.delete(stream.id);
    this.closedStreams.add(stream.id, how);
    this.sender.forget(stream);
    if (this.streams.size === 0) {
      this.#idleSince = this.now;
      this.closeIfDone();
    }
    this.#changed = true;
  }

  #finishShutdown(): void {
    if (this.goneAway) return;
    this.goneAway = true;
    this.out.goAway(this.lastPeerStream, code.NO_ERROR, "");
    this.closeIfDone();
  }

  /** Ends the connection: the other side is told why, all streams fail. */
  #fault(error: unknown): void {
    const isFault = error instanceof ConnectionFault;
    const h2Code = isFault ? error.h2Code : code.INTERNAL_ERROR;
    const message = error instanceof Error ? error.message : String(error);
    this.out.goAway(this.lastPeerStream, h2Code, message);
    this.#closing = true;
    const why = h2Code === code.ENHANCE_YOUR_CALM ? "limit" : "protocol";
    this.failAll(
      `the connection was ended: ${message}`,
      error instanceof TimeFault ? "timeout" : why,
    );
  }

  #checkOutput(): void {
    const { out, limits } = this;
    if (out.pending <= limits.maxOutputBytes || this.#closing) return;
    // What was not taken is given up for the news that the connection ends.
    out.clear();
    this.#fault(new ConnectionFault(code.ENHANCE_YOUR_CALM, "the other side does not read"));
    this.#tellNews();
  }

  #tellNews(): void {
    const news = this.#news;
    for (let i = 0; i < news.length; i++) news[i]!.tellNews();
    news.length = 0;
  }

  #tellChange(): void {
    if (!this.#changed) return;
    this.#changed = false;
    this.onStreamsChanged();
  }

  #checkTimes(): void {
    const { limits, now } = this;
    if (this.out.unwritten > 0 && now - this.#takenAt > limits.writeTimeoutMs) {
      throw new TimeFault(code.NO_ERROR, "the other side does not read");
    }
    if (!(this.settingsReceived && this.#settingsAcked)) {
      if (now - this.#startedAt > limits.handshakeTimeoutMs) {
        const errorCode = this.settingsReceived ? code.SETTINGS_TIMEOUT : code.PROTOCOL_ERROR;
        throw new TimeFault(errorCode, "the beginning of the connection took too long");
      }
    }
    if (this.#assembly.streamId !== 0 && now - this.#assembly.since > limits.headerTimeoutMs) {
      throw new TimeFault(code.ENHANCE_YOUR_CALM, "a header block took too long");
    }
    if (now - this.#frames.partialSince > limits.headerTimeoutMs) {
      // DATA may be long and slow; the pauses of bodies have a limit of their own.
      if (this.#frames.partialType !== frame.DATA) {
        throw new TimeFault(code.ENHANCE_YOUR_CALM, "a frame took too long");
      }
    }
    if (now - this.#startedAt > limits.maxConnectionAgeMs) this.shutdown();
    if (this.goingAway) {
      // A side that does not answer pings does not keep the connection open.
      if (now - this.#shutdownAt > limits.keepaliveTimeoutMs) this.#finishShutdown();
      if (now - this.#shutdownAt > limits.shutdownGraceMs) {
        throw new TimeFault(code.NO_ERROR, "the time to finish is over");
      }
    }
    if (this.streams.size === 0) {
      if (now - this.#idleSince > limits.idleTimeoutMs) {
        this.goingAway = true;
        this.#finishShutdown();
        this.#closing = this.#changed = true;
      } else {
        this.#checkKeepalive(limits.idleKeepaliveIntervalMs);
      }
      return;
    }
    this.#checkKeepalive(limits.keepaliveIntervalMs);
    for (const stream of this.streams.values()) this.#checkStream(stream);
  }

  #checkKeepalive(intervalMs: number): void {
    const { limits, now } = this;
    if (this.#pingedAt >= 0) {
      if (now - this.#pingedAt > limits.keepaliveTimeoutMs) {
        throw new TimeFault(code.NO_ERROR, "the other side does not answer");
      }
    } else if (now - this.#lastReceived > intervalMs) {
      this.#pingedAt = now;
      this.out.ping(KEEPALIVE_PING);
    }
  }

  #checkStream(stream: Stream): void {
    const { limits, now } = this;
    if (stream.isSending && now - stream.lastSent > limits.sendStallTimeoutMs) {
      this.#timeOut(stream, "the other side does not read the body");
    } else if (
      stream.isReading && now - stream.lastReceived > limits.bodyIdleTimeoutMs &&
      // What waits for the application, on whatever stream, is not the other side's fault.
      this.#receiveWindow > 0 && this.isBodyExpected(stream)
    ) {
      this.#timeOut(stream, "the body does not go on");
    }
  }

  /** Whether a body that pauses is a fault. */
  protected isBodyExpected(_stream: Stream): boolean {
    return true;
  }

  #timeOut(stream: Stream, message: string): void {
    this.reset(stream, code.CANCEL);
    stream.fail(new HttpError(message, "timeout", { h2Code: code.CANCEL }), true);
  }
}

/** A connection that ends because something took too long. */
class TimeFault extends ConnectionFault {}

function protocol(message: string): ConnectionFault {
  return new ConnectionFault(code.PROTOCOL_ERROR, message);
}

/** The length of padding at the end (section 6.1), its own byte at the start not included. */
function padLength(bytes: Uint8Array, start: number, end: number): number {
  const padding = start < end ? bytes[start]! : 0;
  if (start === end || padding > end - start - 1) {
    throw new ConnectionFault(code.PROTOCOL_ERROR, "the padding is longer than the frame");
  }
  return padding;
}
