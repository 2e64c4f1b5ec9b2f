import { isIP } from "node:net";
import { connect, rootCertificates } from "node:tls";
import type { Http2ClientOptions } from "../client_options.ts";
import { TlsSocket } from "../_tls.ts";
import type { Socket } from "../_socket.ts";

/** TLS that has begun. */
export interface StartedTls {
  readonly socket: Socket;
  /** Waits until it is spoken; gives the protocol that was agreed on. */
  readonly handshake: () => Promise<string | null>;
}

/** What is offered in TLS (RFC 9113 section 3.2). */
const ALPN_PROTOCOLS = ["h2"];

/**
 * Speaks TLS on a socket. `Deno.startTls()` knows no client certificates, `Deno.connectTls()` no
 * other name than the host's, and both keep sockets open whose handshake was given up (Deno 2.9.6).
 * `node:tls` speaks on any stream, and the socket stays Deno's.
 *
 * @param conn The socket.
 * @param hostname The name that the server's certificate has to be for, unless there is `serverName`.
 * @param options Certificates.
 */
export function startTls(
  conn: Deno.Conn,
  hostname: string,
  options: Http2ClientOptions,
): StartedTls {
  const { cert, key, caCerts, serverName = hostname } = options;
  const socket = new TlsSocket(conn);
  const { raw } = socket;
  return {
    socket,
    handshake: () =>
      new Promise((resolve, reject) => {
        raw.on("close", () => reject(new Error("the connection was closed")));
        const secure = connect({
          socket: raw,
          host: serverName,
          // An address is no name that could be asked for (RFC 6066 section 3), but it is verified.
          ...isIP(serverName) === 0 && { servername: serverName },
          ALPNProtocols: ALPN_PROTOCOLS,
          ...cert !== undefined && key !== undefined && { cert, key },
          ...caCerts !== undefined && { ca: [...rootCertificates, ...caCerts] },
        }, () => {
          socket.secured(secure);
          resolve(secure.alpnProtocol || null);
        });
        secure.on("error", reject);
      }),
  };
}
