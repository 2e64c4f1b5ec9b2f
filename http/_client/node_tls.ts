import { connect, rootCertificates } from "node:tls";
import { duplexOf, TlsSocket } from "../_mtls.ts";
import type { Handshake, Socket } from "../_socket.ts";

/** How TLS is spoken where `Deno.startTls()` cannot. */
export interface NodeTlsOptions {
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly caCerts: readonly string[];
  readonly serverName: string;
  readonly alpnProtocols: readonly string[];
}

/** TLS that has begun. */
export interface StartedTls {
  readonly socket: Socket;
  /** Waits until it is spoken. */
  readonly handshake: () => Promise<Handshake>;
}

/**
 * Speaks TLS on a socket by `node:tls`: with a client certificate and another name than that of the
 * host, or on a Unix socket.
 */
export function startNodeTls(conn: Deno.Conn, options: NodeTlsOptions): StartedTls {
  const { cert, key, caCerts, serverName, alpnProtocols } = options;
  const raw = duplexOf(conn);
  const socket = new TlsSocket(conn, raw);
  return {
    socket,
    handshake: () =>
      new Promise((resolve, reject) => {
        const tls = connect({
          socket: raw,
          ...cert !== undefined && { cert },
          ...key !== undefined && { key },
          ca: [...rootCertificates, ...caCerts],
          servername: serverName,
          ALPNProtocols: [...alpnProtocols],
        }, () => {
          socket.secured(tls);
          resolve({ alpnProtocol: tls.alpnProtocol || null, peerCertificate: undefined });
        });
        tls.on("error", reject);
        raw.on("close", () => reject(new Error("the connection was closed")));
      }),
  };
}
