import type { ExchangeListener } from "../connection.ts";
import type { ServerExchange } from "../exchange.ts";
import { H1ServerConnection } from "./connection.ts";
import type { H1Limits } from "../h1_limits.ts";

/** Where a connection in a test comes from. */
export const INFO = {
  encrypted: false,
  remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 1 },
  peerCertificate: undefined,
} as const;

/** A connection that was given a client's text, and gives what it answers. */
export class TestPeer {
  readonly connection: H1ServerConnection;
  /** The exchanges that there were. */
  readonly exchanges: ServerExchange[] = [];

  constructor(listener: ExchangeListener = () => {}, limits: H1Limits = {}) {
    this.connection = new H1ServerConnection(
      (exchange) => {
        this.exchanges.push(exchange);
        listener(exchange);
      },
      INFO,
      limits,
    );
  }

  /** The exchange that is there. */
  get exchange(): ServerExchange {
    return this.exchanges.at(-1)!;
  }

  /** Sends text, in pieces of a size. */
  send(text: string, size: number = Infinity): this {
    const bytes = latin1Bytes(text);
    if (size >= bytes.length) this.connection.receive(bytes);
    else {
      for (let i = 0; i < bytes.length; i += size) {
        this.connection.receive(bytes.subarray(i, i + size));
      }
    }
    return this;
  }

  /** Takes what was answered, with a fixed date left out. */
  output(): string {
    const bytes = this.connection.takeOutput();
    this.connection.outputWritten();
    return latin1Text(bytes).replace(/date: [^\r]+ GMT\r\n/g, "");
  }

  /** Takes all that was answered, as long as there is some. */
  drain(): string {
    let all = "";
    for (let text = this.output(); text !== ""; text = this.output()) all += text;
    return all;
  }
}

/** Answers with the body of the request, once it has ended. */
export function echo(exchange: ServerExchange): void {
  readAll(exchange).then((body) => {
    exchange.respondWith(200, [], body, exchange.trailers);
  }).catch(() => exchange.abort());
}

/** Answers at once, with verb, target and what has come of the body. */
export function answer(exchange: ServerExchange): void {
  const body = exchange.read();
  const text = body instanceof Uint8Array ? latin1Text(body) : "";
  exchange.respondWith(200, [], latin1Bytes(`${exchange.method} ${exchange.target} ${text}`));
}

/** Reads a whole body. */
export async function readAll(exchange: ServerExchange): Promise<Uint8Array> {
  let text = "";
  for (let bytes = await exchange.read(); bytes !== null; bytes = await exchange.read()) {
    text += latin1Text(bytes);
  }
  return latin1Bytes(text);
}

/** Makes bytes of characters up to U+00FF. */
export function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** Makes characters up to U+00FF of bytes. */
export function latin1Text(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
