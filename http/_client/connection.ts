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

  protected override failAll(reason: string, errorCode: HttpErrorCode): void {
    this.failure ??= reason;
    super.failAll(reason, this.givenUp ? "aborted" : errorCode);
  }
}
