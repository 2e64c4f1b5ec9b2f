import type { Connection } from "../connection.ts";
import type { Socket } from "../_socket.ts";

const READ_BYTES = 65_536;
/** How long the last bytes of a connection that ends may take to be written, in ms. */
const LAST_WRITE_MS = 1000;

/** Moves bytes between a socket and a connection, until one of them is closed. */
export class Pump {
  readonly #socket: Socket;
  readonly #connection: Connection;
  #writing = false;
  #flushing = false;
  #closed = false;
  /** Since when there is nothing to do but to write what is left. */
  #endingSince: number | undefined;
  #resume: (() => void) | undefined;

  /**
   * Begins.
   *
   * @param socket The socket. It is closed in the end.
   * @param connection What is said on it.
   * @param onClose Is called once the socket is closed and nothing of it is pending.
   */
  constructor(socket: Socket, connection: Connection, onClose: () => void) {
    this.#socket = socket;
    this.#connection = connection;
    connection.onOutput = () => this.#flushSoon();
    connection.onResume = () => this.#resume?.();
    this.#readAll().catch((error) => this.abort(messageOf(error))).then(onClose);
    this.#flush();
  }

  /** Looks at the clock. */
  tick(now: number): void {
    this.#connection.tick(now);
    this.#flush();
    if (!this.#connection.closing || this.#closed) return;
    this.#endingSince ??= now;
    if (now - this.#endingSince > LAST_WRITE_MS) this.#close();
  }

  /** Gives the connection up. */
  abort(reason: string): void {
    if (this.#closed) return;
    this.#connection.lost(reason);
    this.#close();
  }

  /** Has the process live for the connection. */
  ref(): void {
    if (!this.#closed) this.#socket.ref();
  }

  /** Lets the process end in spite of the connection. */
  unref(): void {
    if (!this.#closed) this.#socket.unref();
  }

  async #readAll(): Promise<void> {
    const buffer = new Uint8Array(READ_BYTES);
    while (!this.#closed) {
      const count = await this.#socket.read(buffer);
      if (this.#closed) return;
      if (count === null) {
        this.#connection.receiveEnd();
        this.#close();
        return;
      }
      this.#connection.receive(buffer.subarray(0, count));
      this.#flush();
      if (this.#connection.paused) await this.#resumed();
    }
  }

  #resumed(): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = () => {
        if (this.#connection.paused && !this.#closed) return;
        this.#resume = undefined;
        resolve();
      };
    });
  }

  /** Writes what has gathered, after all that happens in this turn. */
  #flushSoon(): void {
    if (this.#flushing || this.#writing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  /** Writes what has gathered, unless something is being written: then it goes with the next. */
  #flush(): void {
    if (this.#writing || this.#closed) return;
    const bytes = this.#connection.takeOutput();
    if (bytes.length > 0) {
      this.#writing = true;
      this.#write(bytes);
    } else if (this.#connection.closing) {
      this.#close();
    }
  }

  #write(bytes: Uint8Array): void {
    this.#socket.write(bytes).then((count) => {
      if (this.#closed) return;
      if (count < bytes.length) {
        this.#write(bytes.subarray(count));
        return;
      }
      this.#writing = false;
      this.#connection.outputWritten();
      this.#flush();
    }, (error) => this.abort(messageOf(error)));
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
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
