import type { Connection } from "../connection.ts";
import { Driver } from "../_driver.ts";
import type { Socket } from "../_socket.ts";

/** How long a connection that has ended waits for the server to close it as well, in ms. */
const LINGER_MS = 1000;

/** What was agreed on before, by whoever has made the socket. */
const AGREED = { alpnProtocol: "h2", peerCertificate: undefined } as const;

/**
 * Drives a connection of a client, as those of servers are driven.
 *
 * @param socket The socket. It is closed in the end.
 * @param connection What is said on it.
 * @param writeTimeoutMs How long the server may take none of what is written.
 * @returns The driver, to be run. Whatever else takes its time is the connection's to look after.
 */
export function driverOf(socket: Socket, connection: Connection, writeTimeoutMs: number): Driver {
  const config = {
    connect: () => connection,
    report: (error: unknown) => console.error(error),
    handshakeTimeoutMs: Infinity,
    firstByteTimeoutMs: Infinity,
    writeTimeoutMs,
    lingerTimeoutMs: LINGER_MS,
    maxConnectionAgeMs: Infinity,
    maxConnectionAgeGraceMs: Infinity,
  };
  return new Driver({ socket, handshake: () => Promise.resolve(AGREED) }, config, 0);
}
