/** What happens to connections: they are cut, or nothing goes through them any more. */
export type Fault = "kill" | "freeze";

interface Connection {
  frozen: boolean;
  readonly ends: readonly [Deno.TcpConn, Deno.TcpConn];
}

/** Passes bytes on to a server, until it does harm to the connections that there are. */
export class FaultyProxy implements Disposable {
  readonly port: number;
  readonly #listener: Deno.TcpListener;
  readonly #connections: Set<Connection> = new Set();
  readonly #timer: ReturnType<typeof setInterval>;
  /** How many connections came to harm. */
  harmed = 0;

  /** Listens, and does harm to all connections that there are, again and again. */
  constructor(serverPort: number, fault: Fault, everyMs: number) {
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.port = this.#listener.addr.port;
    this.#accept(serverPort);
    this.#timer = setInterval(() => this.#harm(fault), everyMs);
  }

  async #accept(port: number): Promise<void> {
    for await (const near of this.#listener) {
      const far = await Deno.connect({ hostname: "127.0.0.1", port });
      const connection: Connection = { frozen: false, ends: [near, far] };
      this.#connections.add(connection);
      this.#pass(connection, near, far);
      this.#pass(connection, far, near);
    }
  }

  async #pass(connection: Connection, from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
    const buffer = new Uint8Array(65_536);
    try {
      for (let count; (count = await from.read(buffer)) !== null;) {
        // Of a frozen connection, neither side hears anything, not even that the other is gone.
        if (connection.frozen) return;
        for (let done = 0; done < count;) done += await to.write(buffer.subarray(done, count));
      }
    } catch {
      // One of the two is gone.
    }
    if (!connection.frozen) this.#end(connection);
  }

  #harm(fault: Fault): void {
    for (const connection of this.#connections) {
      if (connection.frozen) continue;
      this.harmed++;
      if (fault === "kill") this.#end(connection);
      else connection.frozen = true;
    }
  }

  #end(connection: Connection): void {
    if (!this.#connections.delete(connection)) return;
    for (const end of connection.ends) end.close();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#listener.close();
    for (const connection of this.#connections) this.#end(connection);
  }
}
