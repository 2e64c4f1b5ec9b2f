import type { ExchangeListener } from "../connection.ts";
import type { ConnectionInfo } from "../exchange.ts";
import type { H2Limits } from "../h2_limits.ts";
import { completeH2Limits, H2_SERVER_LIMITS } from "../h2_limits.ts";
import { Engine } from "./engine.ts";
import { PROTOCOL_ERROR, REFUSED_STREAM } from "./error_code.ts";
import { ConnectionFault } from "./fault.ts";
import { ServerStream } from "./server_stream.ts";

const NO_BYTES = new Uint8Array(0);

/** One HTTP/2 connection of a server, from the client's preface on. */
export class H2ServerConnection extends Engine {
  readonly info: ConnectionInfo;
  readonly listener: ExchangeListener;

  /**
   * Makes a connection. The server's settings are its first output.
   *
   * @param listener Is given each request once its head has arrived.
   * @param info What is known of the connection.
   * @param limits What it may cost.
   * @param now The time, as `tick()` will give it.
   * @throws {RangeError} If a limit is out of range.
   */
  constructor(
    listener: ExchangeListener,
    info: ConnectionInfo,
    limits: H2Limits = {},
    now: number = 0,
  ) {
    super(true, completeH2Limits(H2_SERVER_LIMITS, limits), now);
    this.listener = listener;
    this.info = info;
  }

  protected override receiveHead(
    id: number,
    endStream: boolean,
    problem: string | undefined,
  ): void {
    if (id % 2 === 0) {
      throw new ConnectionFault(PROTOCOL_ERROR, "a client opens streams with odd numbers");
    }
    this.lastPeerStream = id;
    if (this.goneAway || this.streams.size >= this.limits.maxConcurrentStreams) {
      this.refuse(id, REFUSED_STREAM);
      return;
    }
    const { block } = this;
    problem ??= block.tooLarge ? undefined : block.checkRequest();
    if (problem === undefined && endStream && block.contentLength > 0) {
      problem = "the body is not as long as content-length says";
    }
    if (problem !== undefined) {
      this.refuse(id, PROTOCOL_ERROR);
      return;
    }
    const stream = new ServerStream(this, id, block);
    this.streams.set(id, stream);
    if (endStream) stream.receiveEnd(undefined);
    if (block.tooLarge) stream.respondWith(431, [], NO_BYTES);
    else if (block.method === "CONNECT") stream.respondWith(501, [], NO_BYTES);
    else this.addNews(stream);
  }

  protected override isIdleStream(id: number): boolean {
    return id % 2 === 0 || id > this.lastPeerStream;
  }

  /** A server opens no streams: there is nothing to do but to end once the client's have. */
  protected override receiveGoAway(): void {}

  /** Once the response has begun the two sides may be in conversation. */
  protected override isBodyExpected(stream: ServerStream): boolean {
    return !stream.isHeadSent;
  }
}
