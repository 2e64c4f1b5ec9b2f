/** What can be spoken on a connection. */
export type Protocol = "h1" | "h2";

/** How a client begins HTTP/2: RFC 9113 section 3.4. It is no request of HTTP/1.1. */
const PREFACE = new TextEncoder().encode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/**
 * Tells the protocol from the first bytes.
 *
 * @returns The protocol; `undefined`, if more bytes are needed.
 */
export function protocolOfBytes(bytes: Uint8Array): Protocol | undefined {
  const count = Math.min(bytes.length, PREFACE.length);
  for (let i = 0; i < count; i++) {
    if (bytes[i] !== PREFACE[i]) return "h1";
  }
  return count === PREFACE.length ? "h2" : undefined;
}

/** Tells the protocol from what was agreed on in TLS. */
export function protocolOfAlpn(protocol: string | null): Protocol {
  return protocol === "h2" ? "h2" : "h1";
}
