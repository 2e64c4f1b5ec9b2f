import type { Connection } from "./connection.ts";
import type { ConnectionInfo } from "./exchange.ts";
import { type Protocol, protocolOfAlpn, protocolOfBytes } from "./_protocol.ts";
import type { AcceptedSocket, Socket } from "./_socket.ts";

/** What drivers of one server have in common. */
export interface DriverConfig {
  /** Makes the state of a connection. */
  readonly connect: (
    protocol: Protocol,
    info: Omit<ConnectionInfo, "httpVersion">,
    now: number,
  ) => Connection;
  /** Is told what should not have happened. */
  readonly report: (error: unknown) => void;
  readonly handshakeTimeoutMs: number;
  readonly firstByteTimeoutMs: number;
  readonly writeTimeoutMs: number;
  readonly lingerTimeoutMs: number;
  readonly maxConnectionAgeMs: number;
  readonly maxConnectionAgeGraceMs: number;
}

/**
 * Sizes of read buffers, in bytes. A connection that waits holds the smallest; one whose reads fill
 * their buffer gets the next, and the largest only while exchanges are open.
 */
const READ_BYTES = [1024, 16_384, 65_536] as const;
const NO_BYTES = new Uint8Array(0);

const LARGEST = READ_BYTES.length - 1;

/** Connections of an age are not all closed at once: it differs by up to a tenth. */
const AGE_JITTER = 0.1;

/** Drives one connection: moves bytes between a socket and the connection's state. */
export class Driver {
  readonly #socket: Socket;
  readonly #accepted: AcceptedSocket;
  readonly #config: DriverConfig;
  readonly #startedAt: number;
  readonly #maxAge: number;
  readonly #done: PromiseWithResolvers<void> = Promise.withResolvers();
  #connection: Connection | undefined;
  /** What has come, as long as it does not tell the protocol. */
  #first: Uint8Array | undefined;
  #readEnded = false;
  #resume: (() => void) | undefined;
  #writing = false;
  #unwritten: Uint8Array = NO_BYTES;
  /** How often something was written, and when it was first seen to be that often. */
  #writes = 0;
  #seenWrites = -1;
  #writesSince = 0;
  #flushing = false;
  #lingering = false;
  #lingerUntil = 0;
  #closed = false;
  #draining = false;
  #drainedAt: number | undefined;

  /** Makes the driver of a socket. */
  constructor(accepted: AcceptedSocket, config: DriverConfig, now: number) {
    this.#accepted = accepted;
    this.#socket = accepted.socket;
    this.#config = config;
    this.#startedAt = now;
    this.#maxAge = config.maxConnectionAgeMs * (1 + AGE_JITTER * (2 * Math.random() - 1));
  }

  /**
   * Drives the connection to its end.
   *
   * @returns A promise that resolves once the socket is closed. It never rejects.
   */
  run(): Promise<void> {
    this.#run().catch((error) => this.abort(messageOf(error)));
    return this.#done.promise;
  }

  /** Rejects only for what is wrong with the socket. */
  async #run(): Promise<void> {
    const { handshake } = this.#accepted;
    if (handshake !== undefined) {
      const { alpnProtocol, peerCertificate } = await handshake();
      if (this.#closed) return;
      this.#guard(() => this.#connect(protocolOfAlpn(alpnProtocol), peerCertificate));
    }
    await this.#readAll();
  }

  #connect(protocol: Protocol, peerCertificate: Uint8Array | undefined): void {
    const { remoteAddr } = this.#socket;
    const encrypted = this.#accepted.handshake !== undefined;
    const connection = this.#config.connect(
      protocol,
      { encrypted, remoteAddr, peerCertificate },
      performance.now(),
    );
    this.#connection = connection;
    connection.onOutput = () => this.#flushSoon();
    connection.onResume = () => this.#resume?.();
    if (this.#draining) connection.shutdown();
    this.#flush();
  }

  async #readAll(): Promise<void> {
    let size = 0;
    let buffer = new Uint8Array(READ_BYTES[0]);
    for (;;) {
      if (this.#connection?.paused) await this.#resumed();
      const count = await this.#socket.read(buffer);
      if (this.#closed) return;
      if (count === null) {
        this.#guard(() => this.#endRead());
        return;
      }
      try {
        this.#received(buffer.subarray(0, count));
      } catch (error) {
        this.#fail(error);
      }
      if (this.#closed) return;
      const next = nextSize(size, count, this.#connection?.idle ?? true);
      if (next !== size) {
        size = next;
        buffer = new Uint8Array(READ_BYTES[size]!);
      }
    }
  }

  #resumed(): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = () => {
        if (this.#connection!.paused && !this.#closed) return;
        this.#resume = undefined;
        resolve();
      };
    });
  }

  #received(bytes: Uint8Array): void {
    if (this.#lingering) return;
    if (this.#connection === undefined) {
      const first = this.#first === undefined ? bytes : concat(this.#first, bytes);
      const protocol = protocolOfBytes(first);
      if (protocol === undefined) {
        this.#first = first.slice();
        return;
      }
      this.#first = undefined;
      this.#connect(protocol, undefined);
      bytes = first;
    }
    this.#connection!.receive(bytes);
    this.#flush();
  }

  #endRead(): void {
    this.#readEnded = true;
    if (this.#connection === undefined || this.#lingering) {
      this.#close();
      return;
    }
    this.#connection.receiveEnd();
    this.#flush();
  }

  /** Writes what has gathered, after all that happens in this turn. */
  #flushSoon(): void {
    if (this.#flushing || this.#writing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#guard(() => this.#flush());
    });
  }

  /** Writes what has gathered, if nothing is being written: else it is written after. */
  #flush(): void {
    if (this.#writing || this.#closed) return;
    const connection = this.#connection!;
    const bytes = connection.takeOutput();
    if (bytes.length > 0) {
      this.#writing = true;
      this.#seenWrites = -1;
      this.#write(bytes);
    } else if (connection.closing) {
      this.#linger();
    }
  }

  #write(bytes: Uint8Array): void {
    this.#unwritten = bytes;
    this.#socket.write(bytes).then(this.#onWrite, this.#onWriteFailed);
  }

  readonly #onWrite = (count: number): void => {
    if (this.#closed) return;
    this.#writes++;
    if (count < this.#unwritten.length) {
      this.#write(this.#unwritten.subarray(count));
      return;
    }
    try {
      this.#written();
    } catch (error) {
      this.#fail(error);
    }
  };

  readonly #onWriteFailed = (error: unknown): void => this.abort(messageOf(error));

  #written(): void {
    this.#writing = false;
    this.#unwritten = NO_BYTES;
    this.#connection!.outputWritten();
    this.#flush();
  }

  /**
   * Closes the connection in two steps (RFC 9112 section 9.6): what has come and was not read would
   * have the other host throw away what it has not read yet of the response.
   */
  #linger(): void {
    if (this.#lingering) return;
    this.#lingering = true;
    if (this.#readEnded) {
      this.#close();
      return;
    }
    this.#lingerUntil = performance.now() + this.#config.lingerTimeoutMs;
    this.#resume?.();
    this.#socket.closeWrite().catch(() => this.#close());
  }

  /** Looks at the clock. */
  tick(now: number): void {
    this.#guard(() => this.#tick(now));
  }

  #tick(now: number): void {
    const config = this.#config;
    const connection = this.#connection;
    if (connection === undefined) {
      const limit = this.#accepted.handshake === undefined
        ? config.firstByteTimeoutMs
        : config.handshakeTimeoutMs;
      if (now - this.#startedAt >= limit) this.#close();
      return;
    }
    if (this.#lingering) {
      if (now >= this.#lingerUntil) this.#close();
      return;
    }
    if (this.#writing) {
      if (this.#seenWrites !== this.#writes) {
        this.#seenWrites = this.#writes;
        this.#writesSince = now;
      } else if (now - this.#writesSince >= config.writeTimeoutMs) {
        this.abort("a write took too long");
        return;
      }
    }
    if (now - this.#startedAt >= this.#maxAge) {
      this.shutdown();
      this.#drainedAt ??= now;
      if (now - this.#drainedAt >= config.maxConnectionAgeGraceMs) {
        this.abort("the connection is too old");
        return;
      }
    }
    connection.tick(now);
    this.#flush();
  }

  /** Lets exchanges end, and then closes the connection. */
  shutdown(): void {
    if (this.#draining) return;
    this.#draining = true;
    if (this.#connection === undefined) {
      if (this.#first === undefined && this.#accepted.handshake === undefined) this.#close();
      return;
    }
    this.#guard(() => this.#connection!.shutdown());
    this.#flushSoon();
  }

  /** Gives the connection up. */
  abort(reason: string): void {
    if (this.#closed) return;
    this.#close();
    this.#guard(() => this.#connection?.lost(reason));
  }

  /** Calls what should not throw: if it does, that is the end of this connection alone. */
  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#config.report(error);
    this.#close();
    try {
      this.#connection?.lost("an error of the server");
    } catch (error) {
      this.#config.report(error);
    }
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.#socket.close();
    } catch {
      // It is closed already.
    }
    this.#resume?.();
    this.#done.resolve();
  }

  /** Has the process live for the connection. */
  ref(): void {
    this.#socket.ref();
  }

  /** Lets the process end in spite of the connection. */
  unref(): void {
    this.#socket.unref();
  }
}

function nextSize(size: number, count: number, idle: boolean): number {
  if (count === READ_BYTES[size]) {
    if (size === LARGEST || (idle && size === LARGEST - 1)) return size;
    return size + 1;
  }
  if (!idle) return size;
  return count < READ_BYTES[0] ? 0 : Math.min(size, LARGEST - 1);
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
