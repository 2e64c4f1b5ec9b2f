/**
 * What tests of the client stand on: sockets in memory, servers made by hand or of ours, and calls.
 *
 * @module
 */
import { PooledClient, type RequestHead } from "./client.ts";
import type { Http2ClientOptions } from "./client_options.ts";
import type { Dial } from "./_client/dial.ts";
import { driverOf } from "./_client/drive.ts";
import type { ExchangeListener } from "./connection.ts";
import type { Driver } from "./_driver.ts";
import { type ClientExchange, HttpError, type ServerExchange } from "./exchange.ts";
import type { H2Limits } from "./h2_limits.ts";
import { PREFACE } from "./_h2/frame.ts";
import { H2ServerConnection } from "./_h2/server.ts";
import { bytes, FrameReader, settings, settingsAck } from "./_h2/testdata/frames.ts";
import type { Socket } from "./_socket.ts";

export const NO_BYTES: Uint8Array<ArrayBuffer> = new Uint8Array(0);

/** One end of a socket in memory. Writes wait until 64 KiB or less are unread at the other end. */
export class MemorySocket implements Socket {
  readonly remoteAddr = { transport: "unix", path: "memory" } as const;
  other!: MemorySocket;
  refs = true;
  closed = false;
  #unread: Uint8Array[] = [];
  #unreadBytes = 0;
  #ended = false;
  #change: PromiseWithResolvers<void> = Promise.withResolvers();

  static pair(): [MemorySocket, MemorySocket] {
    const [a, b] = [new MemorySocket(), new MemorySocket()];
    a.other = b;
    b.other = a;
    return [a, b];
  }

  #changed(): void {
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    for (;;) {
      if (this.closed) throw new Error("the socket is closed");
      const first = this.#unread[0];
      if (first !== undefined) {
        const count = Math.min(first.length, buffer.length);
        buffer.set(first.subarray(0, count));
        if (count === first.length) this.#unread.shift();
        else this.#unread[0] = first.subarray(count);
        this.#unreadBytes -= count;
        this.#changed();
        return count;
      }
      if (this.#ended) return null;
      await this.#change.promise;
    }
  }

  async write(chunk: Uint8Array): Promise<number> {
    const { other } = this;
    while (!this.closed && !other.closed && other.#unreadBytes > 65_536) {
      await other.#change.promise;
    }
    if (this.closed || other.closed) throw new Error("the connection was reset");
    other.#unread.push(chunk.slice());
    other.#unreadBytes += chunk.length;
    other.#changed();
    return chunk.length;
  }

  closeWrite(): Promise<void> {
    this.other.#ended = true;
    this.other.#changed();
    return Promise.resolve();
  }

  close(): void {
    if (this.closed) throw new Error("the socket is closed already");
    this.closed = true;
    this.#changed();
    this.closeWrite();
  }

  ref(): void {
    this.refs = true;
  }

  unref(): void {
    this.refs = false;
  }
}

/** A server's end of a connection, made by hand. */
export class RawPeer {
  readonly socket: MemorySocket;
  readonly client: MemorySocket;
  readonly #reader = new FrameReader();
  readonly #lines: string[] = [];
  #rest = NO_BYTES;
  #prefaceLeft = PREFACE.length;

  constructor(client: MemorySocket, socket: MemorySocket) {
    this.client = client;
    this.socket = socket;
  }

  /** Sends frames. */
  async send(...frames: Uint8Array[]): Promise<void> {
    await this.socket.write(bytes(...frames));
  }

  /** Reads frames, as text, up to one that begins with a text; gives that one. */
  async until(start: string): Promise<string> {
    for (;;) {
      const line = this.#lines.shift();
      if (line?.startsWith(start)) return line;
      if (line === undefined && !await this.#read()) return "closed";
    }
  }

  async #read(): Promise<boolean> {
    const buffer = new Uint8Array(65_536);
    const count = await this.socket.read(buffer).catch(() => null);
    if (count === null) {
      if (!this.socket.closed) this.socket.close();
      return false;
    }
    let input = bytes(this.#rest, buffer.subarray(0, count));
    const preface = Math.min(this.#prefaceLeft, input.length);
    this.#prefaceLeft -= preface;
    input = input.subarray(preface);
    let whole = 0;
    while (whole + 9 <= input.length) {
      const length = input[whole]! << 16 | input[whole + 1]! << 8 | input[whole + 2]!;
      if (whole + 9 + length > input.length) break;
      whole += 9 + length;
    }
    this.#lines.push(...this.#reader.read(input.subarray(0, whole)));
    this.#rest = input.slice(whole);
    return true;
  }
}

/** A client, and the connections that it makes to a server made by hand. */
export class RawServer implements AsyncDisposable {
  readonly client: PooledClient;
  readonly peers: RawPeer[] = [];
  #accepted: PromiseWithResolvers<void> = Promise.withResolvers();
  /** Keeps the process alive, as real sockets do. */
  readonly #alive = setInterval(() => {}, 1000);

  /**
   * @param options Options of the client.
   * @param greet Whether each connection begins as it has to, and with which settings.
   */
  constructor(options: Http2ClientOptions = {}, greet: [number, number][] | null = []) {
    this.client = new PooledClient(options, (_origin, signal) => {
      signal.throwIfAborted();
      const [near, far] = MemorySocket.pair();
      const peer = new RawPeer(near, far);
      this.peers.push(peer);
      this.#accepted.resolve();
      this.#accepted = Promise.withResolvers();
      if (greet !== null) peer.send(settings(...greet), settingsAck());
      return Promise.resolve(near);
    });
  }

  /** Waits for a connection. */
  async peer(index: number = 0): Promise<RawPeer> {
    while (this.peers[index] === undefined) await this.#accepted.promise;
    return this.peers[index];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close({ graceMs: 0 });
    clearInterval(this.#alive);
  }
}

/** Connects to servers of ours in memory, and holds them. */
export class MemoryServers {
  readonly drivers: Driver[] = [];
  readonly connections: H2ServerConnection[] = [];
  readonly sockets: MemorySocket[] = [];
  readonly dial: Dial;

  constructor(listener: ExchangeListener, limits: H2Limits = {}) {
    this.dial = (_origin, signal) => {
      signal.throwIfAborted();
      const [near, far] = MemorySocket.pair();
      const info = { encrypted: false, remoteAddr: far.remoteAddr, peerCertificate: undefined };
      const connection = new H2ServerConnection(listener, { ...info, httpVersion: "2" }, limits);
      this.connections.push(connection);
      this.sockets.push(near);
      const driver = driverOf(far, connection, Infinity);
      driver.run();
      this.drivers.push(driver);
      return Promise.resolve(near);
    };
  }
}

/** How a request to nowhere in particular begins. */
export const HEAD: RequestHead = {
  method: "POST",
  scheme: "http",
  authority: "server.test",
  target: "/",
  headers: [],
};

/** How a request to a server of this host begins. */
export function headFor(port: number, head: Partial<RequestHead> = {}): RequestHead {
  return { ...HEAD, authority: `127.0.0.1:${port}`, ...head };
}

/** Answers with the body of the request. */
export async function echo(exchange: ServerExchange): Promise<void> {
  try {
    exchange.respondWith(200, [], await bodyOf(exchange), [["x-end", "1"]]);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
  }
}

/** Reads a body to its end. */
export async function bodyOf(reader: ServerExchange | ClientExchange): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const chunk = await reader.read();
    if (chunk === null) return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
    parts.push(chunk);
  }
}

/** The text of a whole response. */
export async function textOf(exchange: ClientExchange): Promise<string> {
  await exchange.response();
  return new TextDecoder().decode(await bodyOf(exchange));
}

/** Waits for an exchange to fail; gives code and message. */
export async function failureOf(
  exchange: ClientExchange,
): Promise<[code: string, message: string]> {
  try {
    await exchange.response();
    await bodyOf(exchange);
  } catch (error) {
    if (error instanceof HttpError) return [error.code, error.message];
    throw error;
  }
  throw new Error("the exchange did not fail");
}

/** Bytes of a text. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
