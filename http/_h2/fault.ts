/**
 * What the other side has done to end the whole connection (RFC 9113 section 5.4.1). It is thrown
 * while frames are read and never leaves the engine.
 */
export class ConnectionFault extends Error {
  override readonly name = "ConnectionFault";
  /** The error code for the `GOAWAY`. */
  readonly h2Code: number;

  /** Makes one; the message is sent to the other side. */
  constructor(h2Code: number, message: string) {
    super(message);
    this.h2Code = h2Code;
  }
}
