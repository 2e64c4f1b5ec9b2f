import { ConnectError } from "../error.ts";
import { PROTOCOL_VERSION, PROTOCOL_VERSION_HEADER } from "./names.ts";

/**
 * Checks a request's protocol version.
 *
 * @param required Whether it must have one: plain HTTP clients send none.
 * @throws {ConnectError} With code `invalid_argument`.
 */
export function checkVersion(headers: Headers, required: boolean): void {
  const version = headers.get(PROTOCOL_VERSION_HEADER);
  if (version === PROTOCOL_VERSION || (version === null && !required)) return;
  throw new ConnectError(
    version === null
      ? `missing header: set ${PROTOCOL_VERSION_HEADER} to "${PROTOCOL_VERSION}"`
      : `${PROTOCOL_VERSION_HEADER} must be "${PROTOCOL_VERSION}", not "${version}"`,
    "invalid_argument",
  );
}

/** The names of the compressions that are understood, for `accept-encoding` headers. */
export const SUPPORTED_ENCODINGS = "identity";

/**
 * Checks that a request is not compressed.
 *
 * @param name The header that says so.
 * @throws {ConnectError} With code `unimplemented`.
 */
export function checkEncoding(headers: Headers, name: string): void {
  const encoding = headers.get(name);
  if (encoding === null || encoding === "" || encoding === "identity") return;
  throw new ConnectError(
    `${name} "${encoding}" is not supported: use ${SUPPORTED_ENCODINGS}`,
    "unimplemented",
  );
}
