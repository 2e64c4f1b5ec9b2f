import { Duplex } from "node:stream";
import { createSecureContext, createServer, type TlsOptions, TLSSocket } from "node:tls";
import type { HttpAddr } from "./exchange.ts";
import type { AcceptedSocket, Handshake, Socket } from "./_socket.ts";

/** How TLS is spoken. */
export interface TlsConfig {
  readonly cert: string;
  readonly key: string;
  /** Who signs clients' certificates, if they are asked for one. */
  readonly clientCa: string | undefined;
  /** Whether clients without one are refused. */
  readonly certificateRequired: boolean;
  readonly alpnProtocols: readonly string[];
}

/** How much is read at a time, in bytes: a record of TLS. */
const READ_BYTES = 16_384;

/** How much may wait to be read before no more is taken from the socket below, in bytes. */
const MAX_UNREAD_BYTES = 65_536;

/**
 * Speaks TLS on sockets. `Deno.listenTls()` cannot ask clients for certificates, and keeps sockets
 * open whose handshake was given up (Deno 2.9.6), so that clients who begin none would fill a server.
 * `node:tls` speaks on any stream: the socket stays Deno's, and is closed when it is closed. It is
 * not slower (measured: 9,000 requests/s on 32 connections for 6,000, 62,000 on 8 for 55,000).
 *
 * @param config Certificates, which are not checked here.
 * @returns What wraps sockets.
 */
export function tlsSockets(config: TlsConfig): (conn: Deno.Conn) => AcceptedSocket {
  const { cert, key, clientCa, alpnProtocols } = config;
  const ca = clientCa === undefined ? {} : { ca: clientCa };
  const secureContext = createSecureContext({ cert, key, ...ca });
  const options: TlsOptions = { ALPNProtocols: [...alpnProtocols] };
  const withCertificate: TlsOptions = {
    ...options,
    ...{ cert, key, ...ca, requestCert: true, rejectUnauthorized: config.certificateRequired },
    handshakeTimeout: 2 ** 31 - 1, // the driver has one
  };
  return (conn) => {
    const socket = new TlsSocket(conn);
    const { raw } = socket;
    const handshake = async (): Promise<Handshake> => {
      const closed = new Promise<never>((_, reject) => {
        const lost = (): void => reject(new Error("the connection was closed"));
        raw.on("close", lost);
        raw.on("end", lost);
      });
      const done = clientCa === undefined
        ? accept(raw, { ...options, secureContext })
        : acceptWithCertificate(raw, withCertificate);
      const secure = await Promise.race([done, closed]);
      const peerCertificate = clientCa === undefined ? undefined : certificateOf(secure);
      socket.secured(secure);
      return { alpnProtocol: secure.alpnProtocol || null, peerCertificate };
    };
    return { socket, handshake };
  };
}

function accept(raw: Duplex, options: TlsOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secure = new TLSSocket(raw as never, { ...options, isServer: true });
    secure.on("error", reject);
    secure.on("secure", () => resolve(secure));
  });
}

/**
 * Only servers of `node:tls` verify certificates, and they do not tell which socket a TLS socket came
 * from: so each socket has one, which does not listen. It costs 0.5 ms and 10 KiB.
 */
function acceptWithCertificate(raw: Duplex, options: TlsOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const server = createServer(options, resolve);
    server.on("tlsClientError", (error, secure) => {
      secure.destroy();
      reject(error);
    });
    server.emit("connection", raw);
  });
}

/** Returns the certificate that a client has shown, if any. */
function certificateOf(secure: TLSSocket): Uint8Array | undefined {
  const { raw } = secure.getPeerCertificate() as { raw?: Uint8Array };
  if (raw === undefined) return undefined; // and for want of one it is not authorized, either
  if (secure.authorized) return new Uint8Array(raw);
  secure.destroy();
  throw new Error(`the certificate was refused: ${secure.authorizationError}`);
}

/** Makes a Node stream of a socket, which is read when something says so. */
function duplexOf(conn: Deno.Conn, mayRead: () => Promise<void> | undefined): Duplex {
  const buffer = new Uint8Array(READ_BYTES);
  const read = async (): Promise<void> => {
    await mayRead();
    const count = await conn.read(buffer);
    stream.push(count === null ? null : buffer.slice(0, count));
  };
  const stream: Duplex = new Duplex({
    read() {
      read().catch((error) => stream.destroy(error));
    },
    write(chunk, _encoding, callback) {
      writeAll(conn, chunk).then(() => callback(), callback);
    },
    final(callback) {
      conn.closeWrite().then(() => callback(), callback);
    },
    destroy(error, callback) {
      closeQuietly(conn);
      callback(error);
    },
  });
  stream.on("error", () => {}); // the TLS socket is told as well
  return stream;
}

async function writeAll(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += await conn.write(bytes.subarray(done));
}

function closeQuietly(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // It is closed already.
  }
}

/** A TLS socket of Node's, read and written like Deno's. */
export class TlsSocket implements Socket {
  readonly remoteAddr: HttpAddr;
  /** What TLS is to be spoken on. */
  readonly raw: Duplex;
  readonly #conn: Deno.Conn;
  #tls: TLSSocket | undefined;
  #rest: Uint8Array | null = null;
  #ended = false;
  #failure: Error | undefined;
  /** Is called when there may be something to read. */
  #wake: (() => void) | undefined;
  /** Is called when less waits to be read. */
  #onTaken: (() => void) | undefined;

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
    this.raw = duplexOf(conn, () => this.#room());
    this.remoteAddr = conn.remoteAddr as HttpAddr;
  }

  /**
   * Waits until not much waits to be read. A TLS socket of Node's on a stream takes all that comes,
   * read or not (Deno 2.9.6).
   */
  #room(): Promise<void> | undefined {
    if (!this.#isFull) return undefined;
    return new Promise((resolve) => this.#onTaken = resolve);
  }

  get #isFull(): boolean {
    return (this.#tls?.readableLength ?? 0) >= MAX_UNREAD_BYTES;
  }

  /** Says that the handshake is done. */
  secured(tls: TLSSocket): void {
    this.#tls = tls;
    const wake = (): void => this.#wake?.();
    tls.on("readable", wake);
    tls.on("end", () => {
      this.#ended = true;
      wake();
    });
    tls.on("error", (error) => {
      this.#failure ??= error;
      wake();
    });
    tls.on("close", () => {
      this.#failure ??= new Error("the connection was closed");
      wake();
    });
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    const tls = this.#tls!;
    for (;;) {
      const bytes = this.#rest ?? tls.read() as Uint8Array | null;
      if (bytes !== null) {
        if (!this.#isFull) this.#onTaken?.();
        const count = Math.min(bytes.length, buffer.length);
        buffer.set(bytes.subarray(0, count));
        this.#rest = count < bytes.length ? bytes.subarray(count) : null;
        return count;
      }
      if (this.#ended) return null;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => this.#wake = resolve);
      this.#wake = undefined;
    }
  }

  write(bytes: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) reject(this.#failure);
      this.#tls!.write(bytes, (error) => error ? reject(error) : resolve(bytes.length));
    });
  }

  closeWrite(): Promise<void> {
    return new Promise((resolve) => this.#tls!.end(() => resolve()));
  }

  close(): void {
    this.#tls?.destroy();
    this.raw.destroy();
  }

  ref(): void {
    this.#conn.ref();
  }

  unref(): void {
    this.#conn.unref();
  }
}
