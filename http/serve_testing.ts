import { type FetchHandler, fetchListener, type FetchOptions } from "./fetch_listener.ts";
import type { TcpAddr } from "./exchange.ts";
import { serveExchanges } from "./serve_exchanges.ts";
import type { Server, ServerOptions } from "./server_options.ts";

const ENCODER = new TextEncoder();

/** Serves on any port of this host, without a word. */
export function serveHere(
  handler: FetchHandler<TcpAddr>,
  options: ServerOptions<TcpAddr> & FetchOptions = {},
): Server<TcpAddr> {
  return serveExchanges(
    fetchListener(handler as FetchHandler, options),
    { port: 0, hostname: "127.0.0.1", onListen() {}, ...options } as ServerOptions,
  ) as Server<TcpAddr>;
}

/** The URL of a server. */
export function urlOf(server: Server<TcpAddr>, path: string = "/"): string {
  return `http://127.0.0.1:${server.addr.port}${path}`;
}

/** A client that says just what it is told to. */
export class RawClient {
  readonly conn: Deno.Conn;
  #text = "";

  constructor(conn: Deno.Conn) {
    this.conn = conn;
  }

  /** Connects to a server. */
  static async connect(server: Server<TcpAddr>): Promise<RawClient> {
    return new RawClient(await Deno.connect({ ...server.addr, hostname: "127.0.0.1" }));
  }

  /** Sends text. */
  async send(text: string): Promise<void> {
    const bytes = ENCODER.encode(text);
    for (let done = 0; done < bytes.length;) done += await this.conn.write(bytes.subarray(done));
  }

  /** Receives text up to a string. */
  async receive(until: string): Promise<string> {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(65_536);
    for (;;) {
      const at = this.#text.indexOf(until);
      if (at >= 0) {
        const text = this.#text.slice(0, at + until.length);
        this.#text = this.#text.slice(text.length);
        return text;
      }
      const count = await this.conn.read(buffer);
      if (count === null) throw new Error(`closed after ${JSON.stringify(this.#text)}`);
      this.#text += decoder.decode(buffer.subarray(0, count), { stream: true });
    }
  }

  /** Receives all text up to the end, or until the connection breaks. */
  async rest(): Promise<string> {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(65_536);
    for (;;) {
      const count = await this.conn.read(buffer).catch(() => null);
      if (count === null) return this.#text;
      this.#text += decoder.decode(buffer.subarray(0, count), { stream: true });
    }
  }

  [Symbol.dispose](): void {
    try {
      this.conn.close();
    } catch {
      // It is closed already.
    }
  }
}

/** A request of HTTP/1.1 without a body. */
export function get(path: string = "/", ...fields: string[]): string {
  return [`GET ${path} HTTP/1.1`, "host: a", ...fields, "", ""].join("\r\n");
}
