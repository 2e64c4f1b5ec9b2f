import type { HttpAddr } from "./exchange.ts";

/** A byte stream to another host: what of `Deno.Conn` is used. */
export interface Socket {
  /** The other side's address. */
  readonly remoteAddr: HttpAddr;
  /** Reads some bytes into a buffer, and gives their number; `null` at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Writes some of the bytes, and gives their number. */
  write(bytes: Uint8Array): Promise<number>;
  /** Says that nothing more is written. */
  closeWrite(): Promise<void>;
  /** Closes it. Reads and writes that are pending fail. */
  close(): void;
  /** Has the process live as long as there is a pending read or write. */
  ref(): void;
  /** Lets the process end. */
  unref(): void;
}

/** What TLS has come to on a socket. */
export interface Handshake {
  /** The protocol that was agreed on, if any. */
  readonly alpnProtocol: string | null;
  /** The certificate that the other side has shown and that was verified, in DER; if any. */
  readonly peerCertificate: Uint8Array | undefined;
}

/** A socket that was accepted, before anything was read from it. */
export interface AcceptedSocket {
  /** The socket, encrypted or not. */
  readonly socket: Socket;
  /** Does the TLS handshake; `undefined` without TLS. */
  readonly handshake: (() => Promise<Handshake>) | undefined;
}

/** What accepts sockets. */
export interface SocketListener {
  /** The address that it listens on. */
  readonly addr: HttpAddr;
  /** Waits for the next socket. It rejects once the listener is closed, or for want of something. */
  accept(): Promise<AcceptedSocket>;
  /** Closes it. */
  close(): void;
  /** Has the process live as long as it listens. */
  ref(): void;
  /** Lets the process end. */
  unref(): void;
}
