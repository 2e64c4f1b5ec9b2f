import type { HttpErrorCode } from "../exchange.ts";
import { H2ClientConnection } from "../_h2/client.ts";

/** How a server begins that does not speak HTTP/2: with `H` of `HTTP/1.1`, or with an alert of TLS. */
const H = 0x48;
const TLS_ALERT = 0x15;

/** A connection of a client, with what is asked of it to choose among several. */
export class ClientConnection extends H2ClientConnection {
  /** Why it ended, if it ended for something. */
  failure: string | undefined;
  /** Whether it is this side that gives it up. */
  givenUp: boolean = false;
  /** Whether TLS is spoken on it. */
  encrypted: boolean = false;

  /** Whether the server has said how many requests it takes. */
  get ready(): boolean {
    return this.settingsReceived;
  }

  /** Whether it takes no request any more. */
  get retired(): boolean {
    return this.closing || this.goingAway || this.peerGoAway !== undefined;
  }

  override receive(bytes: Uint8Array): void {
    if (!this.settingsReceived && !this.closing) {
      // Frames begin with their length, and none may be that long.
      if (bytes[0] === H) return this.lost("the server does not speak HTTP/2 but HTTP/1.1");
      if (bytes[0] === TLS_ALERT) return this.lost("the server does not speak plain text but TLS");
    }
    super.receive(bytes);
  }

  override receiveEnd(): void {
    if (this.encrypted && !this.settingsReceived && !this.closing) {
      // In TLS 1.3 the client's part of the handshake is over before its certificate is looked at,
      // and `node:tls` does not tell of the alert then (Deno 2.9.6).
      return this.lost(
        "the server has closed the connection after the TLS handshake: " +
          "it may ask for a client certificate, or have refused the one that it was shown",
      );
    }
    super.receiveEnd();
  }

  protected override failAll(reason: string, errorCode: HttpErrorCode): void {
    this.failure ??= reason;
    super.failAll(reason, this.givenUp ? "aborted" : errorCode);
  }
}
