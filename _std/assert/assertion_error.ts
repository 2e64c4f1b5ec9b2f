/** What a failed assertion throws. */
export class AssertionError extends Error {
  /**
   * @param message What was expected.
   * @param options The cause, if there is one.
   */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

/**
 * The end of a failure's message: the caller's own words, or a full stop.
 *
 * @param msg The caller's words, or `undefined`.
 */
export function suffix(msg: string | undefined): string {
  return msg ? `: ${msg}` : ".";
}
