import type { Http2ClientOptions } from "../client_options.ts";
import { HttpError } from "../exchange.ts";
import type { Socket } from "../_socket.ts";
import { type StartedTls, startNodeTls } from "./node_tls.ts";
import { within } from "./within.ts";

/** Where requests go to. */
export interface Origin {
  /** Whether it is spoken to in TLS. */
  readonly scheme: "http" | "https";
  /** Host and port, as in a URL. */
  readonly authority: string;
}

/** Makes a connection to an origin, TLS included. It rejects with an `HttpError`. */
export type Dial = (origin: Origin, signal: AbortSignal) => Promise<Socket>;

/** How long its steps may take, in ms. */
export interface DialTimeouts {
  readonly connectTimeoutMs: number;
  readonly tlsHandshakeTimeoutMs: number;
}

/** What is offered in TLS (RFC 9113 section 3.2). */
const ALPN_PROTOCOLS = ["h2"];

/**
 * Makes what connects as options say.
 *
 * @throws {TypeError} If they contradict each other.
 */
export function dialer(options: Http2ClientOptions, timeouts: DialTimeouts): Dial {
  const { cert, key, path, serverName, caCerts = [] } = options;
  if ((cert === undefined) !== (key === undefined)) {
    throw new TypeError("Cannot make a client: `cert` and `key` go together");
  }

  const tls = { caCerts: [...caCerts], alpnProtocols: ALPN_PROTOCOLS };

  /** Reaches the host. */
  async function reach(hostname: string, port: number, signal: AbortSignal): Promise<Deno.Conn> {
    if (path !== undefined) {
      return await connecting(signal, () => Deno.connect({ transport: "unix", path }));
    }
    const conn = await connecting(
      signal,
      (inTime) => Deno.connect({ hostname, port, signal: inTime }),
    );
    conn.setNoDelay();
    return conn;
  }

  /** Reaches the host, and begins TLS in the way that can do what is asked for. */
  async function reachTls(
    hostname: string,
    port: number,
    signal: AbortSignal,
  ): Promise<StartedTls> {
    if (path === undefined && cert === undefined) {
      const conn = await reach(hostname, port, signal) as Deno.TcpConn;
      return started(await Deno.startTls(conn, { ...tls, hostname: serverName ?? hostname }));
    }
    if (path === undefined && serverName === undefined) {
      const conn = await connecting(
        signal,
        () => Deno.connectTls({ ...tls, hostname, port, cert: cert!, key: key! }),
      );
      return started(conn);
    }
    const conn = await reach(hostname, port, signal);
    return startNodeTls(conn, { ...tls, cert, key, serverName: serverName ?? hostname });
  }

  function connecting<C extends Deno.Conn>(
    signal: AbortSignal,
    connect: (inTime: AbortSignal) => Promise<C>,
  ): Promise<C> {
    const ms = timeouts.connectTimeoutMs;
    return within(ms, "connecting", signal, connect, (late) => late.close());
  }

  async function dial(origin: Origin, signal: AbortSignal): Promise<Socket> {
    const { hostname, port } = addressOf(origin);
    if (origin.scheme === "http") return await reach(hostname, port, signal) as Socket;
    const { socket, handshake } = await reachTls(hostname, port, signal);
    try {
      const ms = timeouts.tlsHandshakeTimeoutMs;
      const { alpnProtocol } = await within(ms, "the TLS handshake", signal, handshake);
      if (alpnProtocol !== "h2") throw new Error("no application protocol was agreed on");
      return socket;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  return (origin, signal) =>
    dial(origin, signal).catch((error) => {
      throw unreachable(path ?? origin.authority, error);
    });
}

const DEFAULT_PORTS = { http: 80, https: 443 };

function addressOf({ scheme, authority }: Origin): { hostname: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:@/]+))(?::(\d{1,5}))?$/.exec(authority);
  if (match === null) throw new TypeError(`Cannot connect to ${JSON.stringify(authority)}`);
  const port = match[3] === undefined ? DEFAULT_PORTS[scheme] : Number(match[3]);
  return { hostname: (match[1] ?? match[2])!, port };
}

function unreachable(where: string, error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const message = error instanceof Error ? error.message : String(error);
  // A server that has its own list and not `h2` in it says so by an alert (RFC 7301 section 3.2).
  const reason = /application.?protocol/i.test(message)
    ? "the server does not agree to speak HTTP/2 (ALPN): it may speak HTTP/1.1 alone"
    : message;
  return new HttpError(`Cannot connect to ${where}: ${reason}`, "connection", { cause: error });
}

function started(conn: Deno.TlsConn): StartedTls {
  return {
    socket: conn as Socket,
    handshake: async () => ({ ...await conn.handshake(), peerCertificate: undefined }),
  };
}
