import { ConnectError } from "../error.ts";
import type { FieldPair, Fields } from "../http_client.ts";
import { TIMEOUT_HEADER } from "./names.ts";

/** The largest number that can be sent: eight digits. */
const MAX_AMOUNT = 99_999_999;

/** The units, in ms, the finest that is sent first. */
const MS_OF_UNIT = { n: 1e-6, u: 1e-3, m: 1, S: 1000, M: 60_000, H: 3_600_000 } as const;
const SENT_UNITS = ["m", "S", "M", "H"] as const;

/**
 * Reads a request's timeout.
 *
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests
 *
 * @returns It in ms, or `undefined` if there is none.
 * @throws {ConnectError} With code `invalid_argument`, if it is not one to eight digits and a unit.
 */
export function parseTimeout(headers: Fields): number | undefined {
  const value = headers.get(TIMEOUT_HEADER);
  if (value === null) return undefined;
  const match = /^(\d{1,8})([numSMH])$/.exec(value);
  if (match === null) {
    throw new ConnectError(
      `${TIMEOUT_HEADER} must be one to eight digits and a unit, not "${value}"`,
      "invalid_argument",
    );
  }
  return Number(match[1]) * MS_OF_UNIT[match[2] as keyof typeof MS_OF_UNIT];
}

/** Adds a timeout, rounded up, to headers. One that is too long to be sent is as good as none. */
export function addTimeout(headers: FieldPair[], timeoutMs: number): void {
  for (const unit of SENT_UNITS) {
    const amount = Math.ceil(timeoutMs / MS_OF_UNIT[unit]);
    if (amount > MAX_AMOUNT) continue;
    headers.push([TIMEOUT_HEADER, `${amount}${unit}`]);
    return;
  }
}
