import { ConnectError } from "../error.ts";
import type { Lifetime } from "../_lifetime.ts";
import { TIMEOUT_HEADER } from "./names.ts";

/** The longest timeout that can be sent, in ms: ten digits. */
const MAX_TIMEOUT_MS = 9_999_999_999;

/**
 * Starts the clock of a request.
 *
 * @param maxTimeoutMs The longest it may take, whatever it says.
 * @throws {ConnectError} With code `invalid_argument`, if what it says is not one to ten digits;
 * with the reason, if its time is over before it began.
 */
export function startDeadline(lifetime: Lifetime, headers: Headers, maxTimeoutMs: number): void {
  const timeoutMs = Math.min(parseTimeout(headers) ?? Infinity, maxTimeoutMs);
  if (timeoutMs !== Infinity) lifetime.expireIn(timeoutMs);
  if (lifetime.reason !== undefined) throw lifetime.reason;
}

/**
 * Reads a request's timeout.
 *
 * https://connectrpc.com/docs/protocol#unary-request
 *
 * @returns It in ms, or `undefined` if there is none.
 * @throws {ConnectError} With code `invalid_argument`, if it is not one to ten digits.
 */
function parseTimeout(headers: Headers): number | undefined {
  const value = headers.get(TIMEOUT_HEADER);
  if (value === null) return undefined;
  if (!/^\d{1,10}$/.test(value)) {
    throw new ConnectError(
      `${TIMEOUT_HEADER} must be milliseconds in one to ten digits, not "${value}"`,
      "invalid_argument",
    );
  }
  return Number(value);
}

/** Writes a timeout, in ms. One that is too long to be sent is as good as none. */
export function setTimeoutHeader(headers: Headers, timeoutMs: number): void {
  const rounded = Math.ceil(timeoutMs);
  if (rounded <= MAX_TIMEOUT_MS) headers.set(TIMEOUT_HEADER, String(rounded));
}
