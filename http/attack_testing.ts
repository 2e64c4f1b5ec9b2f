/**
 * Attacks on a server through real sockets: what is sent is made by hand, what comes back is text.
 *
 * @module
 */
import { assert } from "@std/assert";
import { fileURLToPath } from "node:url";
import { Program } from "../bench/rpc/program.ts";
import { grpc, http2Client } from "../rpc/grpc.ts";
import { createClient } from "../rpc/mod.ts";
import { GreetService } from "../rpc/testdata/gen/greet_pb.ts";
import { PREFACE } from "./_h2/frame.ts";
import { FrameReader, settings, settingsAck } from "./_h2/testdata/frames.ts";

/** How much the memory of the server may grow under any attack. */
export const MAX_GROWTH: number = 96 * 2 ** 20;
/** How long a call of somebody else may take meanwhile, in ms. */
const MAX_CALL_MS = 5000;
/** How long something may take that is waited for, in ms. */
const MAX_WAIT_MS = 10_000;
const CALL_EVERY_MS = 10;

/** Bytes one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The same bytes so many times. */
export function times(count: number, part: Uint8Array): Uint8Array {
  return joined(Array(count).fill(part));
}

function nextTurn(): Promise<void> {
  return new Promise((done) => setTimeout(done, 0));
}

/** How a connection of HTTP/2 begins. */
export const HELLO: Uint8Array = joined([PREFACE, settings(), settingsAck()]);

/** One connection, which sends what it is told to and keeps what comes. */
export class Attacker implements Disposable {
  readonly #conn: Deno.Conn;
  readonly #reading: Promise<void>;
  #received: Uint8Array[] = [];
  #closed = false;
  #onReceived: (() => void) | undefined;

  private constructor(conn: Deno.Conn, reads: boolean) {
    this.#conn = conn;
    this.#reading = reads ? this.#read() : Promise.resolve();
  }

  /** Connects. If it does not read, the server's answers stay in the buffers of the system. */
  static async connect(
    port: number,
    { reads = true }: { reads?: boolean } = {},
  ): Promise<Attacker> {
    return new Attacker(await Deno.connect({ hostname: "127.0.0.1", port }), reads);
  }

  /** Whether the server has closed the connection. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Sends all of it, unless the connection ends before. */
  async send(bytes: Uint8Array): Promise<void> {
    await nextTurn(); // a write that need not wait lets nobody else in
    try {
      for (let done = 0; done < bytes.length && !this.#closed;) {
        done += await this.#conn.write(bytes.subarray(done));
      }
    } catch {
      this.#closed = true;
    }
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(65_536);
    try {
      for (let count; (count = await this.#conn.read(buffer)) !== null;) {
        this.#received.push(buffer.slice(0, count));
        this.#onReceived?.();
      }
    } catch {
      // It was reset.
    }
    this.#closed = true;
    this.#onReceived?.();
  }

  /** What has come, as text of HTTP/1.1. */
  get text(): string {
    return new TextDecoder("latin1").decode(joined(this.#received));
  }

  /** The whole frames that have come, each as a line. */
  get lines(): string[] {
    const input = joined(this.#received);
    let whole = 0;
    while (whole + 9 <= input.length) {
      const length = input[whole]! << 16 | input[whole + 1]! << 8 | input[whole + 2]!;
      if (whole + 9 + length > input.length) break;
      whole += 9 + length;
    }
    return new FrameReader().read(input.subarray(0, whole));
  }

  /** Waits until something is so of what has come, but not for long. */
  async until(is: () => boolean): Promise<void> {
    const timer = setTimeout(() => this[Symbol.dispose](), MAX_WAIT_MS);
    while (!is()) {
      assert(!this.#closed, "the connection was closed, or it took too long");
      await new Promise<void>((done) => this.#onReceived = done);
    }
    clearTimeout(timer);
  }

  /** Waits until the server has closed the connection. */
  async end(): Promise<void> {
    const timer = setTimeout(() => this[Symbol.dispose](), MAX_WAIT_MS);
    await this.#reading;
    clearTimeout(timer);
  }

  [Symbol.dispose](): void {
    try {
      this.#conn.close();
    } catch {
      // It is closed already.
    }
  }
}

/** A server in a process of its own, and somebody who uses it meanwhile. */
export class AttackedServer implements AsyncDisposable {
  readonly port: number;
  readonly #program: Program;

  private constructor(program: Program) {
    this.#program = program;
    this.port = Number(program.hello);
  }

  /** Starts it. */
  static async start(): Promise<AttackedServer> {
    const path = fileURLToPath(new URL("attacked_server_testing.ts", import.meta.url));
    // A small young generation, so that it is no noise in what is measured.
    const flags = "--v8-flags=--expose-gc,--max-semi-space-size=2";
    const command = [Deno.execPath(), "run", "--no-check", "--allow-net", flags, path];
    return new AttackedServer(await Program.start(command));
  }

  /** How many streams and plain requests are being answered. */
  async open(): Promise<number> {
    return Number(await this.#program.ask("open"));
  }

  /**
   * Attacks, while another client makes one call after the other on a connection of its own.
   *
   * @returns By how many bytes the memory of the server grew at most.
   */
  async during(attack: () => Promise<void>): Promise<number> {
    await using http = http2Client();
    const url = `http://127.0.0.1:${this.port}`;
    const client = createClient(
      GreetService,
      grpc.plaintext(url, { http, timeoutMs: MAX_CALL_MS }),
    );
    await client.greet({ name: "before" });
    await this.#program.ask("begin");
    let over = false;
    let calls = 0;
    const calling = (async () => {
      do {
        const { greeting } = await client.greet({ name: `call ${calls}` });
        assert(greeting === `call ${calls++}`);
        await new Promise((done) => setTimeout(done, CALL_EVERY_MS));
      } while (!over);
    })();
    try {
      await Promise.race([attack(), calling]);
    } finally {
      over = true;
    }
    await calling;
    return Number(await this.#program.ask("growth"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]();
  }
}
