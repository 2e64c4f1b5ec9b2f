import { Duplex } from "node:stream";
import { createServer, type TLSSocket } from "node:tls";
import type { HttpAddr } from "./exchange.ts";
import type { AcceptedSocket, Handshake, Socket } from "./_socket.ts";

/** How TLS is spoken with clients that have certificates. */
export interface ClientCertificateOptions {
  readonly cert: string;
  readonly key: string;
  /** Who signs clients' certificates. */
  readonly ca: string;
  /** Whether clients without one are refused. */
  readonly required: boolean;
  readonly alpnProtocols: readonly string[];
}

/** How much is read at a time, in bytes: a record of TLS. */
const READ_BYTES = 16_384;

/**
 * Speaks TLS with clients that are asked for a certificate. `Deno.listenTls()` cannot ask for one;
 * `node:tls` can, on any stream. So the socket stays Deno's: only TLS is done in between.
 *
 * @param options Certificates.
 * @returns What wraps sockets.
 * @throws {Error} If the certificates are not valid.
 */
export function clientCertificates(
  options: ClientCertificateOptions,
): (conn: Deno.Conn) => AcceptedSocket {
  const { cert, key, ca, required, alpnProtocols } = options;
  const tls = {
    cert,
    key,
    ca,
    requestCert: true,
    rejectUnauthorized: required,
    ALPNProtocols: [...alpnProtocols],
    handshakeTimeout: 2 ** 31 - 1, // the driver has one
  };
  createServer(tls).close(); // throws now for what would throw for each socket
  return (conn) => {
    const raw = duplexOf(conn);
    const socket = new TlsSocket(conn, raw);
    // A server for each socket: there is no other way to tell which of them a TLS socket came from.
    const handshake = (): Promise<Handshake> =>
      new Promise((resolve, reject) => {
        const server = createServer(tls, (secure) => {
          const certificate = secure.getPeerCertificate() as { raw?: Uint8Array } | undefined;
          // Who has none is not authorized either, and is told from who has a bad one by that.
          if (!secure.authorized && certificate?.raw !== undefined) {
            secure.destroy();
            reject(new Error(`the certificate was refused: ${secure.authorizationError}`));
            return;
          }
          socket.secured(secure);
          resolve({
            alpnProtocol: secure.alpnProtocol || null,
            peerCertificate: secure.authorized && certificate?.raw !== undefined
              ? new Uint8Array(certificate.raw)
              : undefined,
          });
        });
        server.on("tlsClientError", (error, secure) => {
          secure.destroy();
          reject(error);
        });
        raw.on("close", () => reject(new Error("the connection was closed")));
        server.emit("connection", raw);
      });
    return { socket, handshake };
  };
}

/** Makes a Node stream of a socket. */
function duplexOf(conn: Deno.Conn): Duplex {
  const buffer = new Uint8Array(READ_BYTES);
  const stream: Duplex = new Duplex({
    read() {
      conn.read(buffer).then(
        (count) => stream.push(count === null ? null : buffer.slice(0, count)),
        (error) => stream.destroy(error),
      );
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
class TlsSocket implements Socket {
  readonly remoteAddr: HttpAddr;
  readonly #conn: Deno.Conn;
  readonly #raw: Duplex;
  #tls: TLSSocket | undefined;
  #rest: Uint8Array | null = null;
  #ended = false;
  #failure: Error | undefined;
  /** Is called when there may be something to read. */
  #wake: (() => void) | undefined;

  constructor(conn: Deno.Conn, raw: Duplex) {
    this.#conn = conn;
    this.#raw = raw;
    this.remoteAddr = conn.remoteAddr as HttpAddr;
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
    this.#raw.destroy();
  }

  ref(): void {
    this.#conn.ref();
  }

  unref(): void {
    this.#conn.unref();
  }
}
