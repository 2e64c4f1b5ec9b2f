import { checkAuthority, checkKeyPair } from "./_certificates.ts";
import type { HttpAddr } from "./exchange.ts";
import { checkLimit } from "./_limits.ts";
import type { ListenOptions } from "./listen_options.ts";
import type { Socket, SocketListener } from "./_socket.ts";
import { tlsSockets } from "./_tls.ts";

/** What is offered in TLS, best first. RFC 9113 section 3.2. */
export const ALPN_PROTOCOLS = ["h2", "http/1.1"] as const;

/** The most that `listen()` of the operating system can be told. */
const MAX_BACKLOG = 2 ** 31 - 1;

/**
 * Listens as options say.
 *
 * @throws {TypeError} If they contradict each other, or a certificate or key is none.
 * @throws {RangeError} If `tcpBacklog` is out of range.
 * @throws {Error} If the address is in use, or may not be used.
 */
export function listen(options: ListenOptions): SocketListener {
  const { cert, key, path, clientCa, clientCertificate } = options;
  if ((cert === undefined) !== (key === undefined)) {
    throw new TypeError("Cannot listen: `cert` and `key` go together");
  }
  if (clientCertificate !== undefined && clientCa === undefined) {
    throw new TypeError("Cannot listen: `clientCertificate` is nothing without `clientCa`");
  }
  if (clientCa !== undefined && cert === undefined) {
    throw new TypeError("Cannot listen: `clientCa` is nothing without `cert` and `key`");
  }
  if (path !== undefined) {
    if (cert !== undefined) throw new TypeError("Cannot listen: no TLS on Unix sockets");
    return plain(Deno.listen({ transport: "unix", path }));
  }
  if (cert !== undefined && key !== undefined) checkKeyPair("listen", cert, key);
  if (clientCa !== undefined) checkAuthority("listen", "`clientCa`", clientCa);
  const { port = 8000, hostname = "0.0.0.0", reusePort = false, tcpBacklog } = options;
  if (tcpBacklog !== undefined) checkLimit("tcpBacklog", tcpBacklog, 0, MAX_BACKLOG);
  const address = { port, hostname, reusePort, ...tcpBacklog !== undefined && { tcpBacklog } };
  const listener = Deno.listen(address);
  if (cert === undefined || key === undefined) return plain(listener);
  try {
    const secure = tlsSockets({
      cert,
      key,
      clientCa,
      certificateRequired: clientCertificate !== "request",
      alpnProtocols: ALPN_PROTOCOLS,
    });
    return wrap(listener, (conn) => {
      conn.setNoDelay();
      return secure(conn);
    });
  } catch (error) {
    listener.close();
    throw error;
  }
}

function plain(listener: Deno.TcpListener | Deno.UnixListener): SocketListener {
  return wrap<Deno.TcpConn | Deno.UnixConn>(listener as Deno.Listener<Deno.TcpConn>, (conn) => {
    if ("setNoDelay" in conn) conn.setNoDelay();
    return { socket: conn as Socket, handshake: undefined };
  });
}

type Accepted = Awaited<ReturnType<SocketListener["accept"]>>;

function wrap<C extends Deno.Conn>(
  listener: Deno.Listener<C>,
  accepted: (conn: C) => Accepted,
): SocketListener {
  return {
    addr: listener.addr as HttpAddr,
    accept: async () => accepted(await listener.accept()),
    close: () => listener.close(),
    ref: () => listener.ref(),
    unref: () => listener.unref(),
  };
}
