/**
 * Connections for tests: one of ours against frames made by hand, or two of ours in memory.
 *
 * @module
 */
import type { ConnectionInfo, ServerExchange } from "../../exchange.ts";
import type { Connection } from "../../connection.ts";
import type { H2Limits } from "../../h2_limits.ts";
import { H2ClientConnection } from "../client.ts";
import { PREFACE } from "../frame.ts";
import { H2ServerConnection } from "../server.ts";
import { bytes, FrameReader, settings, settingsAck } from "./frames.ts";

export const INFO: ConnectionInfo = {
  httpVersion: "2",
  encrypted: false,
  remoteAddr: { transport: "unix", path: "test" },
  peerCertificate: undefined,
};

/** One of our connections, and the other side made by hand. */
export class ByHand<C extends Connection> {
  readonly connection: C;
  readonly reader: FrameReader = new FrameReader();

  constructor(connection: C) {
    this.connection = connection;
  }

  /** Sends frames; gives those that come back, as text. */
  send(...frames: Uint8Array[]): string[] {
    this.connection.receive(bytes(...frames));
    return this.output();
  }

  /** What was sent meanwhile, as text. */
  output(): string[] {
    const lines: string[] = [];
    for (;;) {
      const output = this.connection.takeOutput();
      if (output.length === 0) return lines;
      lines.push(...this.reader.read(output));
      this.connection.outputWritten();
    }
  }
}

/** A server past its handshake, its requests, and a client made by hand. */
export function serverByHand(
  limits: H2Limits = {},
  listener: (exchange: ServerExchange) => void = () => {},
): ByHand<H2ServerConnection> & { exchanges: ServerExchange[] } {
  const exchanges: ServerExchange[] = [];
  const server = new H2ServerConnection(
    (exchange) => {
      exchanges.push(exchange);
      listener(exchange);
    },
    INFO,
    limits,
  );
  const peer = new ByHand(server);
  peer.send(PREFACE, settings(), settingsAck());
  return Object.assign(peer, { exchanges });
}

/** A client past its handshake, and a server made by hand. */
export function clientByHand(limits: H2Limits = {}): ByHand<H2ClientConnection> {
  const client = new H2ClientConnection(limits);
  const preface = client.takeOutput();
  client.outputWritten();
  const peer = new ByHand(client);
  peer.reader.read(preface.subarray(PREFACE.length));
  peer.send(settings(), settingsAck());
  return peer;
}

/** A client and a server in memory. */
export class Pair {
  readonly client: H2ClientConnection;
  readonly server: H2ServerConnection;
  readonly exchanges: ServerExchange[] = [];
  /** How many bytes a `receive()` gets at most. */
  chunk: number = Infinity;

  constructor(
    listener: (exchange: ServerExchange) => void = () => {},
    limits: { client?: H2Limits; server?: H2Limits } = {},
  ) {
    this.client = new H2ClientConnection(limits.client);
    this.server = new H2ServerConnection(
      (exchange) => {
        this.exchanges.push(exchange);
        listener(exchange);
      },
      INFO,
      limits.server,
    );
    this.pump();
  }

  /** Moves bytes both ways until there are none; gives how many there were. */
  pump(): number {
    let moved = 0;
    for (;;) {
      const count = this.#move(this.client, this.server) + this.#move(this.server, this.client);
      if (count === 0) return moved;
      moved += count;
    }
  }

  #move(from: Connection, to: Connection): number {
    const output = from.takeOutput();
    for (let at = 0; at < output.length; at += this.chunk) {
      to.receive(output.slice(at, Math.min(output.length, at + this.chunk)));
    }
    if (output.length > 0) from.outputWritten();
    return output.length;
  }

  /** Pumps until a promise is settled. */
  async settle<T>(promise: T | Promise<T>): Promise<T> {
    let done = false;
    const finish = () => {
      done = true;
    };
    Promise.resolve(promise).then(finish, finish);
    for (let i = 0; i < 100_000 && !done; i++) {
      this.pump();
      await Promise.resolve();
    }
    if (!done) throw new Error("nothing moves any more");
    return promise;
  }
}

/** Reads a whole body. */
export async function readAll(
  body: { read(): Uint8Array | null | Promise<Uint8Array | null> },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await body.read();
    if (chunk === null) return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
    chunks.push(chunk);
  }
}

/** Writes a body in pieces, with its end. */
export async function writeAll(
  body: { write(bytes: Uint8Array): undefined | Promise<void>; end(): void },
  chunks: Iterable<Uint8Array>,
): Promise<void> {
  for (const chunk of chunks) await body.write(chunk);
  body.end();
}
