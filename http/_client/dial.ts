import { checkAuthority, checkKeyPair } from "../_certificates.ts";
import type { Http2ClientOptions } from "../client_options.ts";
import { HttpError } from "../exchange.ts";
import type { Socket } from "../_socket.ts";
import { startTls } from "./tls.ts";
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

/**
 * Makes what connects as options say.
 *
 * @throws {TypeError} If they contradict each other, or a certificate or key is none.
 */
export function dialer(options: Http2ClientOptions, timeouts: DialTimeouts): Dial {
  const { cert, key, caCerts = [], path } = options;
  if ((cert === undefined) !== (key === undefined)) {
    throw new TypeError("Cannot make a client: `cert` and `key` go together");
  }
  if (cert !== undefined && key !== undefined) checkKeyPair("make a client", cert, key);
  for (const ca of caCerts) checkAuthority("make a client", "one of `caCerts`", ca);

  /** Reaches the host. */
  function reach(hostname: string, port: number, signal: AbortSignal): Promise<Deno.Conn> {
    const connect = async (inTime: AbortSignal): Promise<Deno.Conn> => {
      if (path !== undefined) return await Deno.connect({ transport: "unix", path });
      const conn = await Deno.connect({ hostname, port, signal: inTime });
      conn.setNoDelay();
      return conn;
    };
    return within(
      timeouts.connectTimeoutMs,
      "connecting",
      signal,
      connect,
      (late) => late.close(),
    );
  }

  async function dial(origin: Origin, signal: AbortSignal): Promise<Socket> {
    const { hostname, port } = addressOf(origin);
    const conn = await reach(hostname, port, signal);
    if (origin.scheme === "http") return conn as Socket;
    const { socket, handshake } = startTls(conn, hostname, options);
    try {
      const ms = timeouts.tlsHandshakeTimeoutMs;
      const protocol = await within(ms, "the TLS handshake", signal, handshake);
      if (protocol !== "h2") throw new Error("no application protocol was agreed on");
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
