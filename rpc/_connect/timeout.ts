import { ConnectError } from "../error.ts";
import type { FieldPair, Fields } from "../http_client.ts";
import { TIMEOUT_HEADER } from "./names.ts";

/** The longest timeout that can be sent, in ms: ten digits. */
const MAX_TIMEOUT_MS = 9_999_999_999;

/**
 * Reads a request's timeout.
 *
 * https://connectrpc.com/docs/protocol#unary-request
 *
 * @returns It in ms, or `undefined` if there is none.
 * @throws {ConnectError} With code `invalid_argument`, if it is not one to ten digits.
 */
export function parseTimeout(headers: Fields): number | undefined {
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

/** Adds a timeout, in ms, to headers. One that is too long to be sent is as good as none. */
export function addTimeout(headers: FieldPair[], timeoutMs: number): void {
  const rounded = Math.ceil(timeoutMs);
  if (rounded <= MAX_TIMEOUT_MS) headers.push([TIMEOUT_HEADER, String(rounded)]);
}
