import { ConnectError } from "../error.ts";
import type { Fields } from "../http_client.ts";
import { PROTOCOL_VERSION, PROTOCOL_VERSION_HEADER } from "./names.ts";

/**
 * Checks a request's protocol version.
 *
 * @param required Whether it must have one: plain HTTP clients send none.
 * @throws {ConnectError} With code `invalid_argument`.
 */
export function checkVersion(headers: Fields, required: boolean): void {
  const version = headers.get(PROTOCOL_VERSION_HEADER);
  if (version === PROTOCOL_VERSION || (version === null && !required)) return;
  throw new ConnectError(
    version === null
      ? `missing header: set ${PROTOCOL_VERSION_HEADER} to "${PROTOCOL_VERSION}"`
      : `${PROTOCOL_VERSION_HEADER} must be "${PROTOCOL_VERSION}", not "${version}"`,
    "invalid_argument",
  );
}
